"""People at work: each reads a page, thinks for about a second, and now and then saves an update."""

from __future__ import annotations

import http.client
import random
import threading
import time
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import NamedTuple

SAVES = 0.1
"""Part of the requests that save an update."""
THINKS = (0.5, 1.5)
"""Shortest and longest thought between two requests, in seconds."""
TIMEOUT = 30
CSRF_TOKEN = "b" * 32


class Answer(NamedTuple):
    """What became of one request."""

    milliseconds: float
    is_error: bool


@dataclass(frozen=True)
class Load:
    """What everybody together met."""

    seconds: float
    answers: Sequence[Answer]

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds

    @property
    def errors(self) -> int:
        return sum(answer.is_error for answer in self.answers)

    def percentile(self, percent: int) -> float:
        """Milliseconds within which this part of the requests was answered."""
        return quantiles([answer.milliseconds for answer in self.answers], n=100)[percent - 1]


@dataclass
class Person:
    """One person with a session of their own, who reads `pages` and updates a deliverable that nobody else updates.

    `version` is the version of that deliverable, which a save has to know.
    """

    port: int
    session: str
    pages: Sequence[str]
    update_page: str
    quarter: str
    seed: int
    version: int = 1
    answers: list[Answer] = field(default_factory=list)

    def work(self, deadline: float) -> None:
        """Read, think and save until the time is over. The first request comes at a moment of their own."""
        chance = random.Random(self.seed)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        time.sleep(chance.uniform(0, THINKS[1]))
        while time.monotonic() < deadline:
            began = time.perf_counter()
            is_error = not (
                self._save(connection)
                if chance.random() < SAVES
                else self._read(connection, chance.choice(self.pages))
            )
            self.answers.append(Answer((time.perf_counter() - began) * 1000, is_error))
            time.sleep(chance.uniform(*THINKS))
        connection.close()

    def _read(self, connection: http.client.HTTPConnection, page: str) -> bool:
        return self._status(connection, "GET", page) == 200

    def _save(self, connection: http.client.HTTPConnection) -> bool:
        """Save an update. It succeeds with a redirect, and increases the deliverable's version."""
        form = {
            "csrfmiddlewaretoken": CSRF_TOKEN,
            "rag": "green",
            "narrative": "The next step is agreed.",
            "quarter": self.quarter,
            "version": str(self.version),
        }
        is_saved = self._status(connection, "POST", self.update_page, urllib.parse.urlencode(form)) == 302
        self.version += is_saved
        return is_saved

    def _status(
        self, connection: http.client.HTTPConnection, method: str, page: str, body: str | None = None
    ) -> int:
        """Status of the answer, read to its end. 0 if there was none."""
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF_TOKEN}",
            "Accept-Encoding": "gzip",
            **({"Content-Type": "application/x-www-form-urlencoded"} if body else {}),
        }
        try:
            connection.request(method, page, body=body, headers=headers)
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return 0
        return response.status


def put_to_work(people: Sequence[Person], *, seconds: float) -> Load:
    """Let everybody work at once for this long."""
    began = time.monotonic()
    threads = [threading.Thread(target=person.work, args=[began + seconds], daemon=True) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = [answer for person in people for answer in person.answers]
    return Load(time.monotonic() - began, answers)
