"""Embedded Valkey: the queue and the shared cache, on a private unix socket."""

import socket
from pathlib import Path

from . import binaries
from .child import Child
from .orphans import MARK
from .state import State

_OPTIONS = {
    "--port": "0",
    "--databases": "256",
    "--unixsocketperm": "700",
    "--dir": ".",
    "--appendonly": "yes",
    "--appendfsync": "everysec",
    "--save": "",
    "--set-proc-title": "no",
    "--maxmemory": "256mb",
    "--maxmemory-policy": "volatile-lru",
}


def socket_path(state: State) -> Path:
    """Path of the unix socket."""
    return state.runtime / "valkey" / "socket"


def url(state: State) -> str:
    """Address in the form that Celery takes."""
    return f"redis+socket://{socket_path(state)}"


def child(state: State) -> Child:
    """Server process. Writes reach the disk within a second. When memory is full, it drops cached values, not tasks."""
    path = socket_path(state)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    return Child(
        "valkey",
        [binaries.valkey(), "--unixsocket", path, *(part for option in _OPTIONS.items() for part in option)],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", MARK: str(state.path)},
        log=state.log("valkey"),
        cwd=state.folder("valkey"),
        ready=lambda _: _answers(path),
        stop_phase=1,
    )


def _answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False
