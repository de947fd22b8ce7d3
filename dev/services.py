"""Run PostgreSQL, Valkey and the mail sink, and set the environment through which the product finds them."""

import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from . import orphans, valkey
from .child import Child
from .postgres import Postgres
from .problem import Problem
from .state import ROOT, State
from .supervisor import Supervisor

REAL = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL")
"""Addresses of real servers. For each one that the caller sets, the embedded service is not started."""

_FILE = "services.json"


def check_addresses(caller: Mapping[str, str]) -> None:
    """Raise Problem when the address of another role is set without `DATABASE_URL`."""
    for name in ("WORKER_DATABASE_URL", "OWNER_DATABASE_URL"):
        if caller.get(name) and not caller.get("DATABASE_URL"):
            raise Problem(
                f"{name} is set but DATABASE_URL is not. Set both, or neither to use the embedded database."
            )


def all_real(caller: Mapping[str, str]) -> bool:
    """Whether the caller sets the addresses of all services."""
    return all(caller.get(name) for name in REAL)


def has_own_database(caller: Mapping[str, str]) -> bool:
    """Whether the embedded database is used, which no other program can change."""
    return not caller.get("DATABASE_URL")


def is_local(caller: Mapping[str, str]) -> bool:
    """Whether this is local mode, a private installation on one machine. Only local mode has a demo and a mailbox."""
    named = (*REAL, "SECRET_KEY", "ALLOWED_HOSTS")
    return not any(caller.get(name) for name in named)


def clean(caller: Mapping[str, str]) -> dict[str, str]:
    """Remove the variables that only this package may set from the caller's environment."""
    ours = ("SENDPLAN_LOCAL", "SENDPLAN_DEBUG", "SENDPLAN_MAIL_DIR", "SENDPLAN_PROCESS", "PYTHONPATH")
    return {name: value for name, value in caller.items() if name not in ours}


def claim(state: State) -> bool:
    """Claim the state for this command. False if another runs its services. Ends what a killed command has left."""
    if not state.lock("services"):
        return False
    state.forget(_FILE)
    orphans.end(state)
    return True


@contextmanager
def running(
    state: State, supervisor: Supervisor, caller: Mapping[str, str], *, throw_away: bool = False
) -> Iterator[dict[str, str]]:
    """Run the services that the caller has no address for. The state must be claimed. Yields the product's environment.

    Other commands on the same state get that environment from `joined`.
    """
    env = {
        "DJANGO_SETTINGS_MODULE": "sendplan.settings",
        "SENDPLAN_STATE": str(state.path),
        orphans.MARK: str(state.path),
        "SECRET_KEY": state.secrets()["signing"],
    }
    if caller.get("PUBLIC_URL"):
        env["PUBLIC_URL"] = caller["PUBLIC_URL"]
    if is_local(caller):
        env["SENDPLAN_LOCAL"] = "1"
    try:
        children = []
        if has_own_database(caller):
            postgres = Postgres(state, throw_away=throw_away)
            children.append(postgres.child())
            env["DATABASE_URL"] = postgres.url("web")
            env["WORKER_DATABASE_URL"] = postgres.url("worker")
            env["OWNER_DATABASE_URL"] = postgres.url("owner")
        if not caller.get("REDIS_URL"):
            children.append(valkey.child(state))
            env["REDIS_URL"] = valkey.url(state)
        if not caller.get("EMAIL_URL"):
            sink, port = _mail_sink(state)
            children.append(sink)
            env["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
            env["SENDPLAN_MAIL_DIR"] = str(state.path / "mail")
        supervisor.bring_up(*children)
        if has_own_database(caller):
            postgres.provide_roles()
        state.write(_FILE, env)
        yield clean(caller) | env | {name: caller[name] for name in ("SECRET_KEY",) if caller.get(name)}
    finally:
        state.forget(_FILE)
        supervisor.stop()


def joined(state: State, caller: Mapping[str, str]) -> dict[str, str]:
    """Environment of the services that another command runs on this state. Empty while they are starting."""
    found: dict[str, str] = state.read(_FILE)
    return clean(caller) | found if found else {}


def _mail_sink(state: State) -> tuple[Child, int]:
    """Mail sink and its port. The supervisor holds the socket, so the port stays the same after a restart."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port: int = listener.getsockname()[1]
    descriptor = listener.detach()
    child = Child(
        "mail",
        [
            sys.executable,
            "-P",
            Path(__file__).with_name("mailsink.py"),
            str(descriptor),
            state.folder("mail"),
        ],
        env={name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
        | {orphans.MARK: str(state.path)},
        log=state.log("mail"),
        cwd=ROOT,
        ready=lambda _: _greets(port),
        pass_fds=[descriptor],
    )
    return child, port


def _greets(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            return connection.recv(64).startswith(b"220")
    except OSError:
        return False
