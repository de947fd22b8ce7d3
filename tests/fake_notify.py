"""A GOV.UK Notify for tests: real HTTP on loopback, its tokens, its checks and its answers, and scripted trouble."""

import base64
import hashlib
import hmac
import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"packs_of_the_tests-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
TOKEN_SECONDS = 30


class Trouble(StrEnum):
    """What happens to one call that sends an email. None of them means that it is accepted."""

    NOT_TEAM = "400"
    FORBIDDEN = "403"
    TOO_MANY = "429"
    BROKEN = "500"
    DROPPED_BEFORE = "dropped before"
    DROPPED_AFTER = "dropped after"


ERRORS = {
    Trouble.NOT_TEAM: ("BadRequestError", "Can’t send to this recipient using a team-only API key"),
    Trouble.FORBIDDEN: ("AuthError", "Invalid token: API key not found"),
    Trouble.TOO_MANY: (
        "RateLimitError",
        "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds",
    ),
    Trouble.BROKEN: ("Exception", "Internal server error"),
}


@dataclass
class FakeNotify:
    """The emails that it has accepted, in `sent`, and the calls that it got, in `calls`."""

    url: str = ""
    sent: list = field(default_factory=list)
    calls: list = field(default_factory=list)
    troubles: list = field(default_factory=list)
    answers_questions: bool = True

    def next_calls(self, *troubles):
        """What happens to the next calls that send, in their order."""
        self.troubles = list(troubles)

    def say(self, status, address=None):
        """What became of the emails, or of those to one address."""
        for each in self.sent:
            if address in (None, each["email_address"]):
                each["status"] = status

    def addresses(self):
        return [each["email_address"] for each in self.sent]

    def accept(self, body):
        """Accept an email, or say what is wrong with the request."""
        problems = []
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]+", str(body.get("email_address"))):
            problems.append("email_address Not a valid email address")
        if not re.fullmatch(r"[0-9a-f-]{36}", str(body.get("template_id"))):
            problems.append("template_id is not a valid UUID")
        for value in body.get("personalisation", {}).values():
            if isinstance(value, dict) and len(base64.b64decode(value["file"])) >= 2 * 1024 * 1024:
                problems.append("File did not pass our size check: it is too large")
        if problems:
            return 400, error(400, "ValidationError", *problems)
        row = {**body, "id": str(uuid4()), "status": "created"}
        self.sent.append(row)
        return 201, {"id": row["id"], "reference": body.get("reference"), "content": {"subject": "A pack"}}

    def answer(self, path):
        """An email by its id, or those with a reference."""
        parts = urlsplit(path)
        if parts.path == "/v2/notifications":
            [reference] = parse_qs(parts.query)["reference"]
            rows = [each for each in reversed(self.sent) if each["reference"] == reference]
            return 200, {"notifications": [shown(each) for each in rows], "links": {"current": path}}
        found = [each for each in self.sent if each["id"] == parts.path.rpartition("/")[2]]
        return (200, shown(found[0])) if found else (404, error(404, "NoResultFound", "No result found"))


def shown(row):
    names = ("id", "reference", "email_address", "status")
    return {"type": "email", **{name: row[name] for name in names}}


def error(code, kind, *messages):
    return {"status_code": code, "errors": [{"error": kind, "message": each} for each in messages]}


def token_problem(header, now):
    """What is wrong with the bearer token, "" if it is right."""
    head, _, rest = header.removeprefix("Bearer ").partition(".")
    claims, _, signature = rest.partition(".")
    wanted = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(unpadded(signature), wanted):
        return "Invalid token: signature, api token not found"
    said = json.loads(unpadded(claims))
    if json.loads(unpadded(head)) != {"typ": "JWT", "alg": "HS256"} or said["iss"] != SERVICE:
        return "Invalid token: service not found"
    return "" if abs(now - said["iat"]) <= TOKEN_SECONDS else "Error: Your system clock must be accurate"


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _handler(fake):
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.calls.append(("POST", body.get("email_address")))
            if not self._may_come_in():
                return
            trouble = fake.troubles.pop(0) if fake.troubles else None
            if trouble == Trouble.DROPPED_BEFORE:
                self._drop()
            elif trouble == Trouble.DROPPED_AFTER:
                fake.accept(body)
                self._drop()
            elif trouble:
                self._send(int(trouble), error(int(trouble), *ERRORS[trouble]))
            else:
                self._send(*fake.accept(body))

        def do_GET(self):
            fake.calls.append(("GET", self.path))
            if not fake.answers_questions:
                self._drop()
            elif self._may_come_in():
                self._send(*fake.answer(self.path))

        def _may_come_in(self):
            problem = token_problem(self.headers.get("Authorization", ""), time.time())
            if problem:
                self._send(403, error(403, "AuthError", problem))
            return not problem

        def _drop(self):
            self.close_connection = True
            self.connection.close()

        def _send(self, status, content):
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Say nothing of connections that the test has dropped."""


@contextmanager
def running():
    fake = FakeNotify()
    server = _Quiet(("127.0.0.1", 0), _handler(fake))
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
