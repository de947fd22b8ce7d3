"""Apply migrations, load the demo on the first start, and print its accounts on every start.

Runs between services and product as its own process, `python -m dev.prepare [--no-demo]`, in the environment of
`services.running`.
"""

import io
import sys

import django
from django.conf import settings
from django.core.management import call_command

from sendplan import env

from . import prepared
from .state import State


def main(state: State, *, demo: bool) -> None:
    """Migrate to this version and print the demo's accounts, if any."""
    django.setup()
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        print("Preparing the database…", flush=True)
        call_command("migrate", verbosity=0)
    accounts = _demo(state, wanted=demo) if settings.LOCAL else ""
    print(accounts, end="", flush=True)
    prepared.remember(state, accounts)


def _demo(state: State, *, wanted: bool) -> str:
    """Load the demo if this is the first start and it is wanted. Returns the lines of its accounts."""
    lines = io.StringIO()
    has_demo = prepared.has_demo(state)
    if has_demo:
        call_command("load_demo", accounts=True, stdout=lines)
    elif has_demo is None:
        if wanted:
            print("Loading the published plans and the demo…", flush=True)
            call_command("load_demo", stdout=lines)
        prepared.decide_demo(state, wanted)
    return lines.getvalue()


if __name__ == "__main__":
    main(State(env.STATE), demo="--no-demo" not in sys.argv[1:])
