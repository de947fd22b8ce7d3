"""Tests of recording progress: the result, and that a refusal changes nothing."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import (
    ChangeRefused,
    ProgressRefused,
    StaleDeliverable,
    rate_several,
    record_progress,
)
from deliverables.models import Deliverable, ProgressUpdate
from tests.cast import TODAY
from tests.factories import DeliverableFactory, DuePointFactory, PeriodFactory, ProgressUpdateFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
EXPLAINED = {
    "reason": "The venue fell through.",
    "path_to_green": "Another is booked for August.",
    "forecast_on": date(2016, 8, 31),
}


@pytest.fixture(autouse=True)
def in_council(cast):
    with council_context(cast.council.id):
        yield


@pytest.fixture
def period():
    return PeriodFactory(label="2016-17-Q1")


@pytest.fixture
def deliverable():
    return DeliverableFactory()


@pytest.fixture
def record(cast, deliverable, period):
    def record(**changes):
        said = {"deliverable": deliverable, "period": period, "rag": "green", "by": cast.actor()}
        return record_progress(**{**said, "today": TODAY, "now": NOW, **changes})

    return record


def refusal(record, **changes):
    with pytest.raises(ProgressRefused) as refused:
        record(**changes)
    assert not ProgressUpdate.objects.exists()
    assert Deliverable.objects.get().version == 1
    return refused.value.problems


def test_the_update_is_kept_with_who_and_when(record, cast, period):
    update = record(rag="amber", narrative=" Slow start. ", **EXPLAINED)
    update.refresh_from_db()
    assert (update.rag, update.narrative, update.late, update.sample) == (
        "amber",
        "Slow start.",
        False,
        False,
    )
    assert (update.by_user, update.by_name) == (cast.actor().user, "Officer")
    assert (update.recorded_on, update.recorded_at, update.period) == (TODAY, NOW, period)


def test_it_counts_up_the_version(record, deliverable):
    record(expected_version=1)
    record(expected_version=2)
    assert deliverable.version == Deliverable.objects.get().version == 3


def test_it_is_named_in_the_change_log(record, cast):
    record(rag="red", **EXPLAINED)
    change = Change.objects.get(table="deliverables_progressupdate")
    assert (change.verb, change.actor) == ("progress.recorded", cast.actor().reference)
    assert change.reason == EXPLAINED["reason"]


def test_after_the_cut_off_it_is_late_and_kept(record):
    assert record(today=date(2016, 7, 21)).late is False
    assert record(today=date(2016, 7, 22)).late is True


def test_done_points_are_done_today_and_stay_done(record, deliverable):
    first, second = (DuePointFactory(deliverable=deliverable, position=n) for n in (1, 2))
    record(done_points=[first.public_id])
    record(done_points=[str(first.public_id)], today=date(2016, 7, 20))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.done_on, second.done_on) == (TODAY, None)


def test_red_without_an_explanation_is_refused(record):
    assert set(refusal(record, rag="red", reason="  ")) == {"reason", "path_to_green", "forecast_on"}


def test_a_forecast_before_the_quarter_is_refused(record):
    said = {**EXPLAINED, "forecast_on": date(2016, 3, 31)}
    problems = refusal(record, rag="amber", **said)
    assert problems == {
        "forecast_on": "Enter a forecast date on or after 1 April 2016, when Q1 2016–17 begins"
    }


def test_an_unknown_rating_is_refused(record):
    assert refusal(record, rag="blue")["rag"].startswith("'blue' is not a RAG rating.")


def test_a_quarter_that_has_not_begun_is_refused(record):
    later = PeriodFactory(label="2016-17-Q3")
    problems = refusal(record, period=later)
    assert problems == {"period": "Q3 2016–17 starts on 1 October 2016. Choose a quarter that has started"}


def test_a_closed_quarter_is_refused(record):
    closed = PeriodFactory(label="2015-16-Q4", closed_at=NOW)
    assert refusal(record, period=closed)["period"].startswith("Q4 2015–16 is closed.")


def test_a_due_point_of_another_deliverable_is_refused(record, deliverable):
    own, other = DuePointFactory(deliverable=deliverable), uuid4()
    with pytest.raises(ProgressRefused) as refused:
        record(done_points=[own.public_id, other])
    own.refresh_from_db()
    assert str(other) in refused.value.problems["done_points"]
    assert own.done_on is None


def test_a_stale_version_is_refused_with_what_is_stored(record, deliverable, period):
    ProgressUpdateFactory(
        deliverable=deliverable, period=period, recorded_at=datetime(2016, 6, 1, tzinfo=UTC)
    )
    latest = record(narrative="Mine first.")
    with pytest.raises(StaleDeliverable) as stale:
        record(expected_version=1)
    assert stale.value.latest == latest
    assert ProgressUpdate.objects.count() == 2


def test_stale_without_any_update_has_no_latest(record, deliverable):
    Deliverable.objects.update(version=5)
    with pytest.raises(StaleDeliverable) as stale:
        record(expected_version=1)
    assert stale.value.latest is None


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_roles_that_only_read_are_refused(record, cast, role):
    with pytest.raises(PermissionDenied):
        record(by=cast.actor(role))
    assert not ProgressUpdate.objects.exists()


def test_complete_with_an_open_part_needs_words_or_the_part_done(record, deliverable):
    point = DuePointFactory(deliverable=deliverable)
    said = "Tick every part that is done, or enter why this is complete with a part still open"
    assert refusal(record, rag="complete") == {"narrative": said}
    assert record(rag="complete", narrative="The launch was dropped.").rag == "complete"
    assert record(rag="complete", done_points=[point.public_id]).rag == "complete"


def test_several_are_not_complete_without_words_while_one_has_an_open_part(cast, deliverable, period):
    DuePointFactory(deliverable=deliverable)
    said = {"deliverables": [deliverable], "period": period, "rag": "complete", "by": cast.actor()}
    with pytest.raises(ChangeRefused, match="Tick every part"):
        rate_several(**said, today=TODAY, now=NOW)
    assert len(rate_several(**said, narrative="All is done.", today=TODAY, now=NOW)) == 1
