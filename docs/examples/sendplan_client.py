"""A small client for the API of sendplan. Needs Python 3.11 or later and nothing else. Copy it and change it.

    council = Council("https://plans.example.gov.uk", "portsmouth", key)
    for deliverable in council.all("deliverables", strand="A"):
        print(deliverable["title"], deliverable["schedule_rag"])

It waits and asks again when it has sent too many requests or the database restarts, and a write that is sent again is
not done twice.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

TRIES = 5
TIMEOUT = 30
ASK_AGAIN = (409, 429, 503)
"""Statuses after which the same request may do: `Retry-After` has the seconds to wait."""

Json = dict[str, Any]


class Refused(Exception):
    """The API refused a request. `problem` is its answer: `title`, `detail`, `errors`, and `request_id` to quote."""

    def __init__(self, status: int, problem: Json) -> None:
        words = [f"{status} {problem.get('title', '')}.", problem.get("detail", "")]
        for each in problem.get("errors", []):
            words.append(f"{each.get('pointer') or each.get('parameter')}: {each['detail']}")
        super().__init__(" ".join(words).strip())
        self.status = status
        self.problem = problem


@dataclass(frozen=True)
class Found:
    """One object, and the ETag that a change of it needs."""

    body: Json
    etag: str


@dataclass(frozen=True)
class Council:
    """A council's part of the API, read and written with one key."""

    base: str
    slug: str
    key: str

    def all(self, collection: str, **filters: str | int) -> Iterator[Json]:
        """Every object of a list, page by page. `filters` are its query parameters."""
        address: str | None = self._address(collection, filters)
        while address:
            page = self._send("GET", address).body
            yield from page["results"]
            address = page["next"]

    def one(self, collection: str, id: str) -> Found:
        """One object by its id."""
        return self._send("GET", self._address(f"{collection}/{id}"))

    def changes(self, after: int) -> Iterator[Json]:
        """What has changed after this number, in order. Keep the last `seq`, and go on from there next time."""
        while page := self._send("GET", self._address("changes", {"after": after})).body["results"]:
            yield from page
            after = page[-1]["seq"]

    def add(self, collection: str, body: Json) -> Json:
        """Add an object. If the answer gets lost, the same request is sent again, and is not done twice."""
        return self._send(
            "POST", self._address(collection), body, {"Idempotency-Key": str(uuid.uuid4())}
        ).body

    def change(self, collection: str, found: Found, body: Json) -> Found:
        """Change an object that you have read. Refused with 412 if somebody has changed it since."""
        address = self._address(f"{collection}/{found.body['id']}")
        return self._send("PATCH", address, body, {"If-Match": found.etag})

    def put_readings(self, items: list[Json], *, partial: bool = False, dry_run: bool = False) -> Json:
        """Record up to 5,000 figures. All or none, or with `partial` those that are right. `dry_run` only checks."""
        body = {"items": items, "mode": "partial" if partial else "all", "dry_run": dry_run}
        headers = {} if dry_run else {"Idempotency-Key": str(uuid.uuid4())}
        return self._send("PUT", self._address("readings:bulk"), body, headers).body

    def _address(self, path: str, query: Mapping[str, str | int] | None = None) -> str:
        address = f"{self.base.rstrip('/')}/api/v1/councils/{self.slug}/{path}"
        return f"{address}?{urlencode(query)}" if query else address

    def _send(
        self, method: str, address: str, body: Json | None = None, headers: Mapping[str, str] | None = None
    ) -> Found:
        sent = {"Authorization": f"Bearer {self.key}", "Accept": "application/json", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        for left in reversed(range(TRIES)):
            try:
                request = Request(address, data, sent, method=method)  # noqa: S310 (your own installation)
                with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
                    return Found(json.load(answer), answer.headers.get("ETag", ""))
            except HTTPError as error:
                if error.code not in ASK_AGAIN or not left:
                    raise Refused(error.code, _problem(error)) from None
                time.sleep(float(error.headers.get("Retry-After", 1)))
        raise AssertionError("The last try returns or raises.")


def _problem(error: HTTPError) -> Json:
    """What the API says is wrong. A proxy in between may answer with something else than JSON."""
    try:
        found = json.load(error)
    except ValueError:
        return {"title": error.reason}
    return found if isinstance(found, dict) else {"title": error.reason}
