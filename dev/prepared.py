"""Details of a state's tables and demo, so that a start with unchanged code need not look."""

import hashlib
from pathlib import Path

from .state import ROOT, State

_DEMO = "demo.json"
_PREPARED = "prepared.json"


def accounts(state: State) -> str | None:
    """The demo's accounts as lines when this very code has prepared the state before, else None."""
    kept = state.read(_PREPARED)
    return str(kept["accounts"]) if kept.get("code") == _code() else None


def remember(state: State, accounts: str) -> None:
    """The tables are those of this code, and these are the lines of the demo's accounts."""
    state.write(_PREPARED, {"code": _code(), "accounts": accounts})


def has_demo(state: State) -> bool | None:
    """Whether the demo was loaded here; None before the first start, which decides it for good."""
    loaded = state.read(_DEMO).get("loaded")
    return None if loaded is None else bool(loaded)


def decide_demo(state: State, loaded: bool) -> None:
    """Keep what the first start decided."""
    state.write(_DEMO, {"loaded": loaded})


def forget(state: State, *, database_is_new: bool = False) -> None:
    """Look again at the next start: something else may have changed the tables or the accounts."""
    state.forget(_PREPARED)
    if database_is_new:
        state.forget(_DEMO)


def _code() -> str:
    """A hash of everything that a migration or an account could come from."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted(_sources()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Path]:
    packages = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    return [path for package in packages for path in package.rglob("*.py")]
