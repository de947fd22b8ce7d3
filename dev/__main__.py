"""`python dev/__main__.py serve | dev | manage | test | bench`. The scripts in `bin/` call this."""

import sys
from importlib import import_module
from pathlib import Path

_COMMANDS = {"serve": "serve", "dev": "develop", "manage": "manage", "test": "testing", "bench": "benching"}


def main() -> int:
    """Run one command. A Problem prints its sentence and exits with 1, without a traceback."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    command = import_module(f"dev.{_COMMANDS[sys.argv[1]]}")
    signals = import_module("dev.signals")
    problem = import_module("dev.problem")
    signals.hold()
    try:
        return int(command.main(sys.argv[2:]))
    except problem.Problem as sentence:
        print(sentence, file=sys.stderr)
        return 1
    except signals.Stopped as stopped:
        return 128 + int(stopped.signal_number)


if __name__ == "__main__":
    sys.exit(main())
