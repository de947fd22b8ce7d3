"""`bin/test`: run the tests against real services in a temporary folder."""

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import foreground, services
from .pytest_arguments import pytest_arguments
from .state import ROOT, State
from .supervisor import Supervisor

NOT_FOR_TESTS = (
    *services.REAL,
    "WORKER_DATABASE_URL",
    "OWNER_DATABASE_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "TRUSTED_PROXIES",
)


def main(arguments: Sequence[str]) -> int:
    """Run pytest, by default on all cores. Returns its exit code. Ignores addresses of real servers."""
    caller = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    folder = Path(tempfile.mkdtemp(prefix="sendplan-test-"))
    state = State(folder)
    services.claim(state)
    supervisor = Supervisor(state, lambda sentence: print(sentence, file=sys.stderr))
    try:
        with services.running(state, supervisor, caller, throw_away=True) as env:
            env = env | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
            argv = [sys.executable, "-m", "pytest", *pytest_arguments(arguments)]
            return foreground.run(argv, env=env, cwd=ROOT, supervisor=supervisor)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(state.runtime, ignore_errors=True)
