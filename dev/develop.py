"""`bin/dev`: `bin/serve` for developers, with reload and Django's debug page."""

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
    """Run until a signal asks to stop. Raises Problem if a real server is set: the debug page shows code and values."""
    if not services.is_local(os.environ):
        raise Problem(
            "bin/dev shows its inner state to everybody, so it runs on the embedded services only: unset "
            "DATABASE_URL, REDIS_URL, EMAIL_URL, SECRET_KEY and ALLOWED_HOSTS, or use bin/serve."
        )
    return serve.run(arguments, program="bin/dev", on_change=Reload().look)


class Reload:
    """Reload what the web server does not: the workers, and the built styles and scripts."""

    def __init__(self) -> None:
        folders = [
            path for path in ROOT.iterdir() if (path / "__init__.py").exists() and path.name != "tests"
        ]
        self._code = Watch(folders, (".py",))
        self._assets = Watch([ROOT / "static" / "src"], (".scss", ".js", ".mjs"))
        self._due = 0.0

    def look(self) -> bool:
        """Build the assets again if their sources have changed. Returns whether Python code has changed."""
        if time.monotonic() < self._due:
            return False
        self._due = time.monotonic() + _SECONDS_BETWEEN_LOOKS
        if changed := self._assets.changed():
            print(f"{changed} has changed: building the styles and scripts.", flush=True)
            subprocess.run(["bash", "-c", f"source {_SETUP}; setup_assets"], check=False)
        if changed := self._code.changed():
            print(f"{changed} has changed: reloading.", flush=True)
        return bool(changed)
