"""What each line of the log says beside its message: the request or task, the council and who acts.

The facts are ids, never names or addresses. They are set where a request or a task begins, and every line that is
logged inside has them, whichever package logs it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})
_facts: ContextVar[Mapping[str, str]] = ContextVar("facts of log lines", default=NOTHING)


@contextmanager
def lines_say(**facts: object) -> Iterator[None]:
    """Add these facts to every line that is logged inside. An empty one is left out."""
    token = _facts.set({**_facts.get(), **{name: str(value) for name, value in facts.items() if value}})
    try:
        yield
    finally:
        _facts.reset(token)


def current_request() -> str:
    """Id of the request, or of the task and what caused it. Empty outside both."""
    return _facts.get().get("request", "")


class PlainLine(logging.Formatter):
    """`2026-11-28 09:00:00,000 INFO packs.sending Delivery …: accepted. request=… council=3 by=task:…`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        facts = " ".join(f"{name}={value}" for name, value in _facts.get().items())
        return f"{super().formatMessage(record)} {facts}".rstrip()


class JsonLine(logging.Formatter):
    """One JSON object on a line: `at` (UTC), `level`, `logger`, `message`, the facts, `error` with traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_facts.get(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
