"""A world for each scenario."""

import pytest

from .moved_clock import MovedClock
from .workers import Workers
from .world import World


@pytest.fixture(scope="session")
def workers(django_db_setup, tmp_path_factory):
    found = Workers(tmp_path_factory.mktemp("workers") / "log")
    yield found
    found.close()


@pytest.fixture
def world(cast, transactional_db, workers, tmp_path, monkeypatch, settings, pytestconfig):
    settings.FILES_ROOT = tmp_path / "files"
    clock = MovedClock(tmp_path / "clock")
    clock.rule(monkeypatch)
    found = World(cast, workers, clock, tmp_path / "files", seed=pytestconfig.getoption("faults_seed"))
    yield found
    found.close()
