"""Apply migrations, load the demo on the first start, and print on every start how to get in.

That is the demo's accounts, and with `--set-up` a new set-up address as long as there is no council. Runs between
services and product as its own process, `python -m dev.prepare [--no-demo] [--set-up]`, in the environment of
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


def main(state: State, *, demo: bool, set_up: bool) -> None:
    """Migrate to this version and print the demo's accounts, or the set-up address."""
    django.setup()
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        print("Preparing the database…", flush=True)
        call_command("migrate", verbosity=0)
    accounts = _demo(state, wanted=demo) if settings.LOCAL else ""
    address = _set_up_address() if set_up else ""
    print(accounts + address, end="", flush=True)
    if not address:
        prepared.remember(state, accounts)


def _set_up_address() -> str:
    """Line with a new set-up address, "" if there is a council. It is never kept, because only its hash is stored."""
    lines = io.StringIO()
    call_command("set_up_address", if_needed=True, stdout=lines)
    return lines.getvalue()


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
    main(State(env.STATE), demo="--no-demo" not in sys.argv[1:], set_up="--set-up" in sys.argv[1:])
