"""`bin/dev`: the product of `bin/serve` for a person who changes it, with reload and Django's debug page."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from . import serve, services
from .problem import Problem
from .state import ROOT
from .watching import Watch

_SETUP = Path(__file__).with_name("setup.sh")
_SECONDS_BETWEEN_LOOKS = 1.0


def main(arguments: Sequence[str]) -> int:
    """Run until a signal asks to stop. Raises Problem where a real server is named: the debug page shows too much."""
    if not services.is_local(os.environ):
        raise Problem(
            "bin/dev shows its inner state to everybody, so it runs on the embedded services only: unset "
            "DATABASE_URL, REDIS_URL, EMAIL_URL, SECRET_KEY and ALLOWED_HOSTS, or use bin/serve."
        )
    return serve.run(arguments, program="bin/dev", on_change=Reload().look)


class Reload:
    """What the web server does not reload by itself: the workers and the built styles and scripts."""

    def __init__(self) -> None:
        folders = [
            path for path in ROOT.iterdir() if (path / "__init__.py").exists() and path.name != "tests"
        ]
        self._code = Watch(folders, (".py",))
        self._assets = Watch([ROOT / "static" / "src"], (".scss", ".js", ".mjs"))
        self._due = 0.0

    def look(self) -> bool:
        """Rebuild the assets where their sources have changed; whether the workers' code has."""
        if time.monotonic() < self._due:
            return False
        self._due = time.monotonic() + _SECONDS_BETWEEN_LOOKS
        if changed := self._assets.changed():
            print(f"{changed} has changed: building the styles and scripts.", flush=True)
            subprocess.run(["bash", "-c", f"source {_SETUP}; setup_assets"], check=False)
        if changed := self._code.changed():
            print(f"{changed} has changed: reloading.", flush=True)
        return bool(changed)
