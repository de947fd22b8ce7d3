"""Commands in processes of their own against the tests' database, and mail servers that stop in the middle."""

import os
import socket
import subprocess
import sys
import threading

from django.conf import settings
from django.db import connection


def environment(**changes):
    """Environment in which a command finds the tests' database, as the worker."""
    names = ("DATABASE_URL", "WORKER_DATABASE_URL")
    urls = {
        name: f"{os.environ[name].rpartition('/')[0]}/{connection.settings_dict['NAME']}" for name in names
    }
    return os.environ | urls | {"SENDPLAN_PROCESS": "worker"} | changes


def start(*command, **changes):
    """Start a management command in the background."""
    return subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        env=environment(**changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(*command, **changes):
    """Run a management command that must succeed within a minute, and return its output."""
    process = start(*command, **changes)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


class StuckMailServer:
    """Mail server that stops answering at the command `stop_at` ("." ends the message).

    `kept` are the messages that it has received completely. `stuck` is set when it reaches the command. It permanently
    refuses the command `refuses`.
    """

    def __init__(self, stop_at, refuses=""):
        self.stop_at = stop_at
        self.refuses = refuses
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
                if command == self.refuses:
                    connection_.sendall(b"550 no such mailbox\r\n")
                    continue
                body = [] if command == "DATA" else None
                connection_.sendall(b"354 go on\r\n" if command == "DATA" else b"250 fine\r\n")
        except OSError:
            return
