"""Fixtures of loaded databases: the two published plans, and the whole demonstration with a pack in the mail."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from boards.models import Board
from councils.access import Actor
from councils.models import Council, Membership
from councils.rules import Role
from councils.tenancy import council_context
from reporting import actions
from reporting.demo.load import load_demo
from reporting.importers import PUBLISHED_PLANS, load_published_plan
from strategies.models import ReportingPeriod
from tests import copies
from tests.factories import MembershipFactory


def load_plans() -> None:
    for name in PUBLISHED_PLANS:
        load_published_plan(settings.BASE_DIR / "fixtures" / name, actor="test")


def load_all() -> None:
    """All three councils as a first start leaves them."""
    with copies.files_in("demonstration"):
        load_demo()


def load_all_and_mail() -> None:
    """Besides, Portsmouth has an approver, and its pack is in the mail to its board."""
    with copies.files_in("mailed"):
        load_demo()
        council = Council.objects.get(slug="portsmouth")
        MembershipFactory(council=council, role=Role.APPROVER, user__email="approver@portsmouth.example.org")
        administrator = Actor.member(Membership.objects.get(council=council, role=Role.ADMINISTRATOR))
        with council_context(council.id, actor=administrator.reference):
            pack = actions.request_pack(
                board=Board.objects.get(slug="send-board"),
                period=ReportingPeriod.objects.get(label="2016-17-Q1"),
                by=administrator,
                today=council.pinned_today,
                now=timezone.now(),
            )
        call_command("work_packs", council="portsmouth")
        with council_context(council.id, actor=administrator.reference):
            pack.refresh_from_db()
            actions.release_pack(pack=pack, by=administrator, now=timezone.now())
        call_command("work_packs", council="portsmouth")


def _one_copy(kind: str, load: Callable[[], None]) -> Callable[..., Iterator[str]]:
    """A session's copy for tests that roll back what they do."""

    @pytest.fixture(scope="session")
    def copy(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
        with django_db_blocker.unblock():
            name = copies.copy_of(kind, load, name=settings.PROCESS or "main")
        yield name
        with django_db_blocker.unblock():
            copies.drop(name)

    return copy


_copy_with_plans = _one_copy("plans", load_plans)
_copy_with_demonstration = _one_copy("demonstration", load_all)


@pytest.fixture
def _in_plans(_copy_with_plans: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), copies.working_in(_copy_with_plans):
        yield


@pytest.fixture
def _in_demonstration(_copy_with_demonstration: str, django_db_blocker: Any) -> Iterator[None]:
    with (
        django_db_blocker.unblock(),
        copies.working_in(_copy_with_demonstration),
        copies.files_in("demonstration"),
    ):
        yield


@pytest.fixture
def published_plans(_in_plans: None, db: None) -> None:
    """Both published plans, in a transaction. Do without the `django_db` mark: it would begin in the empty database."""


@pytest.fixture
def demonstration(_in_demonstration: None, db: None) -> None:
    """The demonstration, in a transaction. Do without the `django_db` mark, as above."""


@pytest.fixture
def served_demonstration(live_server: Any, django_db_blocker: Any) -> Iterator[Council]:
    """Portsmouth in the demonstration with its pack mailed; the live server and the browser see it too."""
    with django_db_blocker.unblock():
        name = copies.copy_of("mailed", load_all_and_mail, name=f"served_{settings.PROCESS or 'main'}")
        with copies.working_in(name), copies.files_in("mailed"):
            yield Council.objects.get(slug="portsmouth")
        copies.drop(name)
