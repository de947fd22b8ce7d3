"""The change feed while many write: readers miss nothing and read nothing twice, also when connections are killed."""

import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.db import Error, connection
from django.test import Client

from councils.models import Change, Person
from councils.tenancy import council_context, recorded
from tests.api_client import address, key_client
from tests.cast import make_cast
from tests.database_logins import ADMIN
from tests.factories import PersonFactory

WRITERS, READERS, ACTS = 16, 4, 8
PATIENCE = 120
"""Seconds after which a reader gives up."""


@dataclass
class Written:
    """What the writers know: `surely` was committed, `perhaps` lost its connection before the answer came."""

    surely: Counter = field(default_factory=Counter)
    perhaps: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, entries: list[tuple[str, UUID]], *, sure: bool) -> None:
        with self.lock:
            (self.surely if sure else self.perhaps).update(entries)


class RolledBack(Exception):
    """A writer changes its mind."""


def write(council_id: int, number: int, written: Written) -> None:
    """Add people, change them, remove every third one, and change the mind in every fifth act."""
    for act in range(ACTS):
        entries: list[tuple[str, UUID]] = []
        try:
            with council_context(council_id), recorded("person.added", actor="test"):
                person = PersonFactory(initials=f"W{number}")
                entries.append(("insert", person.public_id))
                time.sleep(0.002 * (number % 3))
                Person.objects.filter(pk=person.pk).update(initials=f"W{number}A{act}")
                entries.append(("update", person.public_id))
                if act % 3 == 0:
                    Person.objects.filter(pk=person.pk).delete()
                    entries.append(("delete", person.public_id))
                if act % 5 == 4:
                    raise RolledBack
        except RolledBack:
            pass
        except Error:
            written.add(entries, sure=False)
            connection.close()
        else:
            written.add(entries, sure=True)
    connection.close()


def follow(client: Client, council, found: list[dict], done: threading.Event) -> None:
    """Follow the feed as docs/api.md says, until all writers are done and nothing is left to read."""
    client.raise_request_exception = False
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        ended = done.is_set()
        answer = None
        with suppress(Error):
            last = found[-1]["seq"] if found else 0
            answer = client.get(address(council, f"changes?after={last}&limit=40"))
        if answer is None or answer.status_code >= 500:
            connection.close()
            continue
        assert answer.status_code == 200, answer.content
        entries = answer.json()["results"]
        found.extend(entries)
        if ended and not entries:
            break
    connection.close()


def kill_connections(done: threading.Event, killed: list[int]) -> None:
    """End a connection of this database again and again, as an administrator of the server may."""
    other = connection.copy()
    other.settings_dict.update(ADMIN)
    with other.cursor() as cursor:
        while not done.wait(0.03):
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid = ("
                "  select pid from pg_stat_activity where datname = current_database()"
                "  and pid <> pg_backend_pid() and usename = 'app_web' order by random() limit 1)"
            )
            killed.extend(number for number, _ in enumerate(cursor.fetchall()))
    other.close()


@pytest.mark.parametrize("kills", [False, True], ids=["calm", "with kills"])
@pytest.mark.django_db(transaction=True)
def test_readers_get_every_change_once_and_in_order(kills):
    council = make_cast().council
    clients = [key_client(council) for _ in range(READERS)]
    written, done, killed = Written(), threading.Event(), []
    found: list[list[dict]] = [[] for _ in clients]
    connection.close()
    writers = [
        threading.Thread(target=write, args=(council.id, number, written)) for number in range(WRITERS)
    ]
    readers = [
        threading.Thread(target=follow, args=(client, council, rows, done))
        for client, rows in zip(clients, found, strict=True)
    ]
    killer = [threading.Thread(target=kill_connections, args=(done, killed))] if kills else []
    for thread in (*writers, *readers, *killer):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in (*readers, *killer):
        thread.join()

    with council_context(council.id):
        log = [(each.seq, each.op, each.object_id) for each in Change.objects.order_by("seq")]
    assert [seq for seq, _, _ in log] == list(range(1, len(log) + 1))
    for rows in found:
        assert [(row["seq"], row["op"], UUID(row["id"])) for row in rows] == log
    logged = Counter((op, object_id) for _, op, object_id in log)
    assert written.surely - logged == Counter(), "what was answered as saved is in the feed"
    assert logged - written.surely - written.perhaps == Counter(), "the feed has nothing else"
    assert any(op == "delete" for op, _ in logged), "a removed row leaves a tombstone"
    assert bool(killed) is kills


@pytest.mark.django_db(transaction=True)
def test_pages_of_the_feed_hold_while_others_write():
    """`next` continues after the last row, whatever was written between two pages."""
    council = make_cast().council
    client = key_client(council)
    with council_context(council.id):
        for _ in range(5):
            PersonFactory()
    first = client.get(address(council, "changes?limit=3")).json()
    with council_context(council.id):
        Person.objects.first().delete()
    second = client.get(first["next"]).json()
    numbers = [row["seq"] for row in (*first["results"], *second["results"])]
    assert numbers == [1, 2, 3, 4, 5, 6] and second["next"] is None
    assert second["results"][-1]["op"] == "delete"
