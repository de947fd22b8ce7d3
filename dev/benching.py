"""`bin/bench`: measure the product against references, with services of its own in a temporary folder."""

import sys
from collections.abc import Sequence

from . import foreground
from .problem import Problem
from .state import ROOT
from .temporary import temporary_services


def main(arguments: Sequence[str]) -> int:
    """Run `python -m bench` on a new, empty database. Returns its exit code. Ignores addresses of real servers.

    Unlike in tests, the database keeps its safeguards on disk, as in service: saving is part of what is measured.
    """
    with temporary_services("bench") as (env, supervisor):
        migrate = [sys.executable, "-m", "dev.prepare", "--no-demo"]
        if foreground.run_step(migrate, env=env, cwd=ROOT, supervisor=supervisor):
            raise Problem("The database could not be prepared. See the reason above.")
        env = env | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
        argv = [sys.executable, "-m", "bench", *arguments]
        return foreground.run(argv, env=env, cwd=ROOT, supervisor=supervisor)
