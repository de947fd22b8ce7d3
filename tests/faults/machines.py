"""A database that ends its connections, and a disk that is full."""

import os

import psycopg2
from django.db import connection

from packs.states import PackState

from . import killed
from .scenario import RENDER, SEND, Scenario
from .world import World

POINTS = (killed.CLAIMED, killed.TRANSMITTING, killed.ANSWERED, killed.RECORDING, *killed.RENDERING)


def end_workers_connections() -> None:
    """End all connections of the worker's role, as a restart of the server does."""
    parts = os.environ["WORKER_DATABASE_URL"].rpartition("/")[0].removeprefix("postgres://")
    login, _, folder = parts.partition("@/")
    user, _, password = login.partition(":")
    own = psycopg2.connect(host=folder, user=user, password=password, dbname=connection.settings_dict["NAME"])
    with own, own.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where usename = current_user and datname = current_database() and pid <> pg_backend_pid()"
        )
    own.close()


def database_killed(world: World, times: int) -> None:
    """The database ends the worker's connections at a point of its work. The worker goes on without."""
    for number in range(times):
        point = POINTS[number % len(POINTS)]
        pack = world.request(2) if point in killed.RENDERING else world.released(2)
        worker = world.start(RENDER if point in killed.RENDERING else SEND, pack, stop_at=point)
        assert worker.wait_until_stopped()
        end_workers_connections()
        world.ledger.event()
        worker.go_on()
        worker.wait()
    world.until_settled()


def disk_full(world: World, times: int) -> None:
    """No file may be longer than a few bytes. Later there is room again."""
    packs = [world.request(2) for _ in range(times)]
    world.messages.flush()
    for pack in packs:
        assert world.start(RENDER, pack, most_bytes=100).wait() == 0
        world.ledger.event()
        assert world.stored(pack).state == PackState.FROZEN
    assert [path.name for path in world.files.rglob("*") if path.is_file()] == []
    world.until_settled()
    assert {world.stored(pack).state for pack in packs} == {PackState.DELIVERED}


SCENARIOS = [
    Scenario("database ends the connections", database_killed, len(POINTS), 42),
    Scenario("disk full", disk_full, 2, 15),
]
