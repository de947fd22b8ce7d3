"""Fixtures with loaded databases: the two published plans, or the whole demonstration with a mailed pack."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings

from councils.models import Council
from tests import copies


def _load(name: str) -> Callable[[], None]:
    """Function of tests.loads, imported late: its imports take a second, and other tests should not wait for them."""
    return lambda: getattr(import_module("tests.loads"), name)()


def _one_copy(kind: str, load: Callable[[], None]) -> Callable[..., Iterator[str]]:
    """Fixture: the session's copy, for tests that roll back."""

    @pytest.fixture(scope="session")
    def copy(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
        with django_db_blocker.unblock():
            name = copies.copy_of(kind, load, name=settings.PROCESS or "main")
        yield name
        with django_db_blocker.unblock():
            copies.drop(name)

    return copy


_copy_with_plans = _one_copy("plans", _load("load_plans"))
_copy_with_demonstration = _one_copy("demonstration", _load("load_all"))


@pytest.fixture
def _in_plans(_copy_with_plans: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), copies.beside(_copy_with_plans):
        yield


@pytest.fixture
def _in_demonstration(_copy_with_demonstration: str, django_db_blocker: Any) -> Iterator[None]:
    with (
        django_db_blocker.unblock(),
        copies.beside(_copy_with_demonstration),
        copies.files_in("demonstration"),
    ):
        yield


@pytest.fixture
def published_plans(_in_plans: None, db: None) -> None:
    """Both published plans, in a transaction. Do not add the mark `django_db`: it would use the empty database."""


@pytest.fixture
def demonstration(_in_demonstration: None, db: None) -> None:
    """The demonstration, in a transaction. Do not add the mark `django_db`, as above."""


@pytest.fixture
def served_demonstration(live_server: Any, django_db_blocker: Any) -> Iterator[Council]:
    """Portsmouth in the demonstration, with its pack mailed. The live server and the browser see it too."""
    with django_db_blocker.unblock():
        name = copies.copy_of(
            "mailed", _load("load_all_and_mail"), name=f"served_{settings.PROCESS or 'main'}"
        )
        with copies.working_in(name), copies.files_in("mailed"):
            yield Council.objects.get(slug="portsmouth")
        copies.drop(name)
