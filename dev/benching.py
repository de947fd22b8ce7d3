"""`bin/bench`: measure the product against references, with services of its own in a temporary folder."""

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import foreground, services
from .problem import Problem
from .state import ROOT, State
from .supervisor import Supervisor
from .testing import NOT_FOR_TESTS


def main(arguments: Sequence[str]) -> int:
    """Run `python -m bench` on a new, empty database. Returns its exit code. Ignores addresses of real servers.

    Unlike in tests, the database keeps its safeguards on disk, as in service: saving is part of what is measured.
    """
    caller = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    folder = Path(tempfile.mkdtemp(prefix="sendplan-bench-"))
    state = State(folder)
    services.claim(state)
    supervisor = Supervisor(state, lambda sentence: print(sentence, file=sys.stderr))
    try:
        with services.running(state, supervisor, caller) as env:
            migrate = [sys.executable, "-m", "dev.prepare", "--no-demo"]
            if foreground.run_step(migrate, env=env, cwd=ROOT, supervisor=supervisor):
                raise Problem("The database could not be prepared. See the reason above.")
            env = env | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
            argv = [sys.executable, "-m", "bench", *arguments]
            return foreground.run(argv, env=env, cwd=ROOT, supervisor=supervisor)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(state.runtime, ignore_errors=True)
