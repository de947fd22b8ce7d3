"""Serve the product for a load: the web server of `bin/serve`, on the services of this run."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import application
from dev.state import State
from sendplan import env

from .memory import used_mib

START_SECONDS = 60
STOP_SECONDS = 10


class WebServer:
    """A running web server: its port on loopback, and the memory of its workers."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid, self.port = pid, port

    def worker_mib(self) -> float:
        """Memory of the largest worker."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return max(used_mib(int(pid)) for pid in children)


@contextmanager
def web_server() -> Iterator[WebServer]:
    """Start the web server, and stop it at the end."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    port: int = listener.getsockname()[1]
    environment = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "sendplan.settings"}
    child = application.web(State(env.STATE), environment, listener.fileno(), port)
    child.start()
    try:
        deadline = time.monotonic() + START_SECONDS
        while not child.ready:
            if not child.running or time.monotonic() > deadline:
                raise RuntimeError(f"The web server did not start: {child.output()[-2000:]}")
            time.sleep(0.1)
        yield WebServer(child.pid, port)
    finally:
        child.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        while child.running and time.monotonic() < deadline:
            time.sleep(0.05)
        child.kill_group()
        listener.close()
