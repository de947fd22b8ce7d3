"""`bin/test`: run the tests against real services in a temporary folder."""

import sys
from collections.abc import Sequence

from . import foreground, migrated
from .pytest_arguments import pytest_arguments
from .state import ROOT
from .temporary import temporary_services


def main(arguments: Sequence[str]) -> int:
    """Run pytest, by default on all cores. Returns its exit code. Ignores addresses of real servers."""
    with temporary_services("test", throw_away=True, at_the_start=migrated.provide) as (env, supervisor):
        env = env | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        argv = [sys.executable, "-m", "pytest", *pytest_arguments(arguments)]
        return foreground.run(argv, env=env, cwd=ROOT, supervisor=supervisor)
