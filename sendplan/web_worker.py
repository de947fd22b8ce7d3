"""The web server's worker, which answers in our words what never reaches the application.

A request that cannot be read has no address yet, so nobody knows whether a program or a browser sent it. Programs send
nearly all of them, and browsers show JSON as text, so the answer is problem details (RFC 9457).
"""

from __future__ import annotations

import contextlib
from typing import Any

import orjson
from gunicorn.http import errors
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from core.problems import PROBLEM_TYPE

LONGEST = 8190
"""Bytes that a request line or one header may have. The proxy in `deploy/` takes as much."""

REFUSALS: dict[type[Exception], tuple[int, str, str]] = {
    errors.LimitRequestLine: (
        414,
        "URI Too Long",
        f"The address has more than {LONGEST} characters. Give fewer or shorter parameters.",
    ),
    errors.LimitRequestHeaders: (
        431,
        "Request Header Fields Too Large",
        f"There are more than 100 headers, or one has more than {LONGEST} characters. Send fewer or shorter ones.",
    ),
}
"""Status, reason phrase and what to do for each error that a well-meant request can make."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """Threads of gunicorn, with their own answers to requests that are too long."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        refusal = next((words for kind, words in REFUSALS.items() if isinstance(exc, kind)), None)
        if refusal is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Refused a request that is too long (%s).", refusal[0])
        with contextlib.suppress(OSError):
            write_nonblock(client, answer(*refusal))


def answer(status: int, reason: str, detail: str) -> bytes:
    """A whole HTTP response, after which the connection is closed."""
    body = orjson.dumps({"type": "about:blank", "title": reason, "status": status, "detail": detail})
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: {PROBLEM_TYPE}\r\n"
        f"Cache-Control: no-store\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
