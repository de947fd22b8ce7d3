"""`python sendplan/local/__main__.py serve | dev | manage | test`: what the scripts in `bin/` end in."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

_COMMANDS = {"serve": "serve", "dev": "develop", "manage": "manage", "test": "testing"}


def main() -> int:
    """Run one command; a problem is a sentence and exit code 1, never a traceback."""
    _leave_out_celery()
    command = import_module(f"sendplan.local.{_COMMANDS[sys.argv[1]]}")
    signals = import_module("sendplan.local.signals")
    problem = import_module("sendplan.local.problem")
    signals.hold()
    try:
        return int(command.main(sys.argv[2:]))
    except problem.Problem as sentence:
        print(sentence, file=sys.stderr)
        return 1
    except signals.Stopped as stopped:
        return 128 + int(stopped.signal_number)


def _leave_out_celery() -> None:
    """`sendplan/__init__.py` loads Celery, half a second that nothing here needs: an empty package stands in for it."""
    package = ModuleType("sendplan")
    package.__path__ = [str(Path(__file__).resolve().parent.parent)]
    sys.modules["sendplan"] = package


if __name__ == "__main__":
    sys.exit(main())
