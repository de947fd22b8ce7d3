"""Record of what a state was prepared with, so that a start with unchanged code skips migrations and demo."""

import hashlib
from pathlib import Path

from .state import ROOT, State

_DEMO = "demo.json"
_PREPARED = "prepared.json"


def accounts(state: State) -> str | None:
    """Lines of the demo's accounts if the same code has prepared this state before, else None."""
    kept = state.read(_PREPARED)
    return str(kept["accounts"]) if kept.get("code") == _code() else None


def remember(state: State, accounts: str) -> None:
    """Record that the tables match this code, with the lines of the demo's accounts."""
    state.write(_PREPARED, {"code": _code(), "accounts": accounts})


def has_demo(state: State) -> bool | None:
    """Whether the first start loaded the demo. None before the first start."""
    loaded = state.read(_DEMO).get("loaded")
    return None if loaded is None else bool(loaded)


def decide_demo(state: State, loaded: bool) -> None:
    """Record whether the first start loaded the demo. Later starts do not change this."""
    state.write(_DEMO, {"loaded": loaded})


def forget(state: State, *, database_is_new: bool = False) -> None:
    """Make the next start check again: something else may have changed the tables or the accounts."""
    state.forget(_PREPARED)
    if database_is_new:
        state.forget(_DEMO)


def _code() -> str:
    """Hash of all code and of the lock, from which migrations and accounts come."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted(_sources()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Path]:
    packages = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    return [path for package in packages for path in package.rglob("*.py")]
