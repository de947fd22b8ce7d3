"""One process before the product starts: pending migrations, on the first start the demo, its accounts.

`python -m sendplan.local.prepare [--no-demo]`, in the environment that `services.running` gives.
"""

import sys

import django
from django.conf import settings
from django.core.management import call_command

from sendplan import env

from .state import State

_FILE = "demo.json"


def main(*, demo: bool) -> None:
    """Afterwards the tables are those of this version, and the demo's accounts, if any, have been printed."""
    django.setup()
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        print("Preparing the database…", flush=True)
        call_command("migrate", verbosity=0)
    if settings.LOCAL:
        _demo(State(env.STATE), wanted=demo)


def _demo(state: State, *, wanted: bool) -> None:
    """The first start decides for good whether this state has the demo."""
    decided = state.read(_FILE)
    if decided:
        if decided["loaded"]:
            call_command("load_demo", accounts=True)
        return
    if wanted:
        print("Loading the published plans and the demo…", flush=True)
        call_command("load_demo")
    state.write(_FILE, {"loaded": wanted})


if __name__ == "__main__":
    main(demo="--no-demo" not in sys.argv[1:])
