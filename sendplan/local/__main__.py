"""`python -m sendplan.local serve | manage | test`: what the scripts in `bin/` end in."""

import importlib
import sys

from .problem import Problem
from .signals import Stopped, hold

_COMMANDS = {"serve": "serve", "manage": "manage", "test": "testing"}


def main() -> int:
    """Run one command; a problem is a sentence and exit code 1, never a traceback."""
    command = importlib.import_module(f".{_COMMANDS[sys.argv[1]]}", __package__)
    hold()
    try:
        return int(command.main(sys.argv[2:]))
    except Problem as problem:
        print(f"{problem}", file=sys.stderr)
        return 1
    except Stopped as stopped:
        return 128 + stopped.signal_number


if __name__ == "__main__":
    sys.exit(main())
