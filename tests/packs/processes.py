"""Commands in processes of their own against the tests' database, and mail servers that stop in the middle."""

import os
import socket
import subprocess
import sys
import threading

from django.conf import settings
from django.db import connection


def environment(**changes):
    """What a command needs to find the tests' database, as the worker."""
    names = ("DATABASE_URL", "WORKER_DATABASE_URL")
    urls = {
        name: f"{os.environ[name].rpartition('/')[0]}/{connection.settings_dict['NAME']}" for name in names
    }
    return os.environ | urls | {"SENDPLAN_PROCESS": "worker"} | changes


def start(*command, **changes):
    """A management command that runs beside the test."""
    return subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        env=environment(**changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(*command, **changes):
    """A management command that must succeed within a minute: what it printed."""
    process = start(*command, **changes)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


class StuckMailServer:
    """Takes mail until it comes to the command `stop_at` ("." ends the message), and then says nothing more.

    `kept` are the messages that it has taken whole; `stuck` is set when it has come to the command.
    """

    def __init__(self, stop_at):
        self.stop_at = stop_at
        self.kept = []
        self.stuck = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self):
        self._listener.close()
        for connection_ in self._connections:
            connection_.close()

    def _serve(self):
        while True:
            try:
                connection_, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection_)
            threading.Thread(target=self._talk, args=[connection_], daemon=True).start()

    def _talk(self, connection_):
        body = None
        try:
            connection_.sendall(b"220 ready\r\n")
            for line in connection_.makefile("rb"):
                if body is not None and line != b".\r\n":
                    body.append(line)
                    continue
                command = line.decode().split()[0].upper()
                if command == ".":
                    self.kept.append(b"".join(body))
                if command == self.stop_at:
                    self.stuck.set()
                    return
                body = [] if command == "DATA" else None
                connection_.sendall(b"354 go on\r\n" if command == "DATA" else b"250 fine\r\n")
        except OSError:
            return
