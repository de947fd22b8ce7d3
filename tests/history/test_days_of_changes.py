"""Every page dates one change by the council's day, and the full log by the real one."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.periods import words_for_date
from councils.log.acts import log_day
from councils.models import Council
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import move_due_dates, record_progress
from deliverables.rules.due_dates import Move
from tests.api_client import key_client, results
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
)
from tests.pages import main_text_of
from tests.truth_tables import day, day_or_none, read_aloud, truth_table

NOTE = "This log uses real dates and times. Every other page dates changes by the training date, 8 July 2016."


@pytest.mark.parametrize("row", truth_table("clock-and-quarter", "The day of one change"), ids=read_aloud)
def test_the_day_of_one_change(row):
    moment = datetime.strptime(row["Made at (UTC)"], "%d %B %Y %H:%M").replace(tzinfo=UTC)
    council = Council(pinned_today=day_or_none(row["Pinned day"]))
    assert council.today(moment) == day(row["Every page"])
    assert log_day(moment) == day(row["Full log"])


@pytest.fixture
def changed(cast):
    """A deliverable that the officer leads; an update and a moved date, both made now."""
    with council_context(cast.council.id):
        PeriodFactory(label="2015-16-Q4", closed_at=datetime(2016, 5, 1, tzinfo=UTC))
        period = PeriodFactory(label="2016-17-Q1")
        deliverable = DeliverableFactory(strand=StrandFactory(code="A"))
        officer = PersonFactory(name="Olive Firth", state="identified", user=cast.members[Role.OFFICER].user)
        AssignmentFactory(deliverable=deliverable, person=officer, state="identified")
        DuePointFactory(deliverable=deliverable, due_on=date(2016, 9, 30))
    actor, now = cast.actor(Role.OFFICER), timezone.now()
    with council_context(cast.council.id, actor=actor.reference, request_id="update"):
        record_progress(deliverable=deliverable, period=period, rag="green", by=actor, today=TODAY, now=now)
    with council_context(cast.council.id, actor=actor.reference, request_id="move"):
        move_due_dates(deliverables=[deliverable], move=Move(months=1), reason="Late.", by=actor)
    return deliverable


@pytest.fixture
def page(cast, changed):
    """The words of a page as the officer reads it."""

    def read(name, query=None, **kwargs):
        address = reverse(name, kwargs={"council": cast.council.slug, **kwargs}, query=query)
        return main_text_of(cast.client(Role.OFFICER).get(address))

    return read


def real_day():
    return words_for_date(timezone.localdate())


def test_the_deliverables_history_has_the_councils_day(page, changed):
    _, _, history = page("deliverables:deliverable", deliverable=changed.public_id).partition("History")
    for title in ("Update for Q1 2016–17", "Due date moved"):
        assert "8 July 2016" in history.partition(title)[2][:80]
    assert real_day() not in history


def test_my_work_has_the_councils_day(page):
    said = page("deliverables:my_work")
    assert "Updated 8 July 2016" in said
    assert real_day() not in said


def test_the_changes_page_has_the_councils_day(page):
    said = page("history:changes", query={"since": "2016-07-01"})
    assert "Updated by Officer on 8 July 2016 for Q1 2016–17" in said
    assert "By Officer on 8 July 2016" in said.partition("days later")[2]
    assert real_day() not in said


def test_the_log_has_the_real_day_and_says_so_once(page):
    said = page("history:changes", query={"view": "log"})
    assert said.count(NOTE) == 1
    assert said.index(NOTE) < said.index(real_day())
    assert "8 July 2016" not in said.replace(NOTE, "")


def test_the_log_of_a_council_without_a_pinned_day_says_nothing_of_it(cast, page):
    Council.objects.update(pinned_today=None)
    said = page("history:changes", query={"view": "log"})
    assert "real dates" not in said
    assert real_day() in said


def test_the_api_has_both(cast, changed):
    client = key_client(cast.council)
    [update] = results(client, cast.council, "progress-updates")
    assert update["recorded_on"] == "2016-07-08"
    assert update["recorded_at"][:4] == f"{timezone.now().year}"
    [found] = results(client, cast.council, "deliverables?quarter=2016-17-Q1")
    assert found["last_update_on"] == "2016-07-08"
