"""Mail server that fails as it is told to, and remembers every message that it has accepted."""

import re
import socket
import threading
from collections import Counter, deque
from dataclasses import dataclass

STEPS = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "body", ".")
"""Where something can happen: `body` is after the first line of the message, `.` after its last."""

ANSWERS = {"connect": b"220 ready", "DATA": b"354 go on"}


@dataclass(frozen=True)
class Fault:
    """What the server does at a step of one connection, or of the one for this recipient.

    `does` is the code of a refusal ("451"), "drop" the connection, "hold" (wait until the server is closed), "garble"
    the answer, or "go" for no fault. With `keeps`, a message that has arrived in full counts as accepted all the same.
    `then_drops`: the connection ends after the right answer.
    """

    at: str
    does: str
    keeps: bool = False
    then_drops: bool = False


NO_FAULT = Fault("connect", "go")


class Sink:
    """`accepted` counts messages by Message-ID. Each connection takes the next of the faults that are planned."""

    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.recipients: Counter[str] = Counter()
        self.met = 0
        self.held = threading.Semaphore(0)
        self.on_message = lambda: None
        self._faults: deque[Fault] = deque()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._connections: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        return self._listener.getsockname()[1]

    @property
    def planned(self) -> int:
        """How many faults have not been met yet."""
        return len(self._faults)

    def plan(self, *faults: Fault) -> None:
        self._faults.extend(faults)

    def forget_plans(self) -> None:
        self._faults.clear()

    def close(self) -> None:
        self._over.set()
        for each in (self._listener, *self._connections):
            each.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            fault = self._faults.popleft()
        except IndexError:
            fault = NO_FAULT
        try:
            with connection, connection.makefile("rb") as lines:
                Conversation(self, connection, lines, fault).run()
        except OSError:
            return

    def keep(self, body: list[bytes], recipient: str) -> None:
        [found] = re.findall(rb"^Message-ID: (.+?)\r\n", b"".join(body), re.MULTILINE | re.IGNORECASE)
        with self._lock:
            self.accepted[found.decode()] += 1
            self.recipients[recipient] += 1
        self.on_message()

    def hold(self) -> None:
        self.held.release()
        self._over.wait()

    def meet(self) -> None:
        with self._lock:
            self.met += 1


class Conversation:
    """One connection of a client, with its fault."""

    def __init__(self, sink: Sink, connection: socket.socket, lines, fault: Fault) -> None:
        self.sink, self.connection, self.lines, self.fault = sink, connection, lines, fault
        self.recipient = ""

    def run(self) -> None:
        if not self._answer("connect"):
            return
        for line in self.lines:
            command = line.decode(errors="replace").split()[0].upper()
            if command == "QUIT":
                self.connection.sendall(b"221 bye\r\n")
                return
            if command == "RCPT":
                self.recipient = line.decode().partition("<")[2].partition(">")[0]
            if not self._answer(command):
                return
            if command == "DATA" and not (self._refuses("DATA") or self._message()):
                return

    def _refuses(self, step: str) -> bool:
        return self.fault.at == step and self.fault.does != "go"

    def _message(self) -> bool:
        """Receive a message. Returns whether the conversation goes on."""
        body: list[bytes] = []
        for line in self.lines:
            if line == b".\r\n":
                break
            body.append(line)
            if len(body) == 1 and self.fault.at == "body" and not self._answer("body"):
                return False
        else:
            return False
        if self.fault.keeps or not self._refuses("."):
            self.sink.keep(body, self.recipient)
        return self._answer(".")

    def _answer(self, step: str) -> bool:
        """Answer a step. Returns whether the conversation goes on."""
        right = b"" if step == "body" else ANSWERS.get(step, b"250 fine") + b"\r\n"
        if self.fault.at != step or self.fault.does == "go":
            self.connection.sendall(right)
            return True
        self.sink.meet()
        if self.fault.does == "hold":
            self.sink.hold()
            return False
        if self.fault.does == "drop":
            if self.fault.then_drops:
                self.connection.sendall(right)
            return False
        words = (
            b"%%%% out of order\r\n" if self.fault.does == "garble" else f"{self.fault.does} no\r\n".encode()
        )
        self.connection.sendall(words)
        return self.fault.does != "421"
