"""Changes of many deliverables: statements that do not grow, previews that write nothing, and what the log keeps."""

import re
import threading
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import (
    StaleDeliverables,
    change_leads,
    move_due_dates,
    rate_several,
    record_no_change,
    record_progress,
    repeat_several,
    undo_act,
)
from deliverables.models import Assignment, Deliverable, ProgressUpdate
from deliverables.rules.due_dates import Move
from strategies.models import ReportingPeriod
from tests.cast import TODAY, make_cast
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
)
from tests.pages import FRAME, text_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MOST_QUERIES = 25
AMBER = {
    "rag": "amber",
    "narrative": "All wait.",
    "reason": "No venue.",
    "path_to_green": "Book one.",
    "forecast_on": date(2016, 9, 30),
}


def make_plan(number):
    """Deliverables with lead HG, a joint lead, two due points and a green update in the quarter before."""
    strand, hg, ms = StrandFactory(code="A"), PersonFactory(initials="HG"), PersonFactory(initials="MS")
    before = PeriodFactory(label="2015-16-Q4", closed_at=datetime(2016, 5, 1, tzinfo=UTC))
    PeriodFactory(label="2016-17-Q1")
    deliverables = [DeliverableFactory(strand=strand, position=place + 1) for place in range(number)]
    for each in deliverables:
        AssignmentFactory(deliverable=each, person=hg)
        AssignmentFactory(deliverable=each, person=ms, role="joint", position=2)
        for position in (1, 2):
            DuePointFactory(deliverable=each, position=position, label=f"part {position}")
        ProgressUpdateFactory(deliverable=each, period=before, recorded_on=date(2016, 4, 1))
    return deliverables


def make_lead(initials="JK"):
    return PersonFactory(initials=initials, name="Jay Kay", state="identified")


# Pages


def typed(what, lead):
    return {
        "lead": {"lead": str(lead.public_id), "reason": "HG has left."},
        "due": {"how": "months", "months": "2", "reason": "The holidays."},
        "rating": {
            **{name: AMBER[name] for name in ("rag", "narrative", "reason", "path_to_green")},
            "forecast_on_day": "30",
            "forecast_on_month": "9",
            "forecast_on_year": "2016",
            "quarter": "2016-17-Q1",
        },
        "unchanged": {},
    }[what]


@pytest.fixture
def post(cast):
    """Post one step of a change of so many deliverables, and return the response with its SQL."""

    def post(what, step, number):
        with council_context(cast.council.id):
            deliverables, lead = make_plan(number), make_lead()
        data = {
            "what": what,
            "step": step,
            "chosen": [f"{each.public_id}.1" for each in deliverables],
            **typed(what, lead),
        }
        client, address = cast.client(), reverse("deliverables:change", kwargs={"council": "northport"})
        with CaptureQueriesContext(connection) as queries:
            response = client.post(address, data)
        return response, [query["sql"] for query in queries]

    return post


KINDS = ["lead", "due", "rating", "unchanged"]
STEPS = {"check": 200, "save": 302}


@pytest.mark.parametrize("number", [5, 50])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("what", "queries"),
    [
        ("lead", {"check": 7, "save": 12}),
        ("due", {"check": 5, "save": 10}),
        ("rating", {"check": 6, "save": 12}),
        ("unchanged", {"check": 6, "save": 15}),
    ],
)
def test_queries_do_not_grow_with_what_is_chosen(post, what, queries, step, number):
    response, sql = post(what, step, number)
    assert response.status_code == STEPS[step]
    assert len(sql) == FRAME + queries[step] <= MOST_QUERIES


@pytest.mark.parametrize("what", KINDS)
def test_a_preview_only_reads_and_locks_nothing(post, what):
    _, sql = post(what, "check", 2)
    assert len(sql) > FRAME
    assert [query for query in sql if re.search(r"\b(INSERT|UPDATE|DELETE)\b", query)] == []


# The log


@pytest.fixture
def plan(cast):
    with council_context(cast.council.id):
        yield make_plan(2)


def logged(after):
    """What was written since, without what differs between two rows alike: ids and the order of tables."""
    columns = ("table", "op", "before", "after", "actor", "verb", "reason")
    rows = Change.objects.filter(seq__gt=after).order_by("table", "object_id").values_list(*columns)
    return [(*row[:2], *(_without_ids(each) for each in row[2:4]), *row[4:]) for row in rows]


def _without_ids(columns):
    own = {"id", "public_id", "deliverable_id"}
    return columns and {name: value for name, value in columns.items() if name not in own}


def last_change():
    return Change.objects.latest("seq").seq


def test_the_log_keeps_of_many_ratings_what_it_keeps_of_each(cast, plan):
    by, period, start = cast.actor(), ReportingPeriod.objects.get(label="2016-17-Q1"), last_change()
    said = {**AMBER, "period": period, "by": by, "today": TODAY, "now": NOW}
    rate_several(deliverables=plan, **said)
    together, middle = logged(start), last_change()
    for each in plan:
        record_progress(deliverable=each, **said)
    apart = [
        (table, op, *((before, after) if op == "insert" else ({"version": 1}, {"version": 2})), *rest)
        for table, op, before, after, *rest in logged(middle)
    ]
    who = (by.reference, "progress.recorded", "No venue.")
    row = {
        "council_id": cast.council.id,
        "period_id": period.pk,
        "quarter_starts_on": "2016-04-01",
        **AMBER,
        "forecast_on": "2016-09-30",
        "done_points": [],
        "recorded_at": "2026-11-22T09:00:00+00:00",
        "recorded_on": "2016-07-08",
        "late": False,
        "by_user_id": by.user.pk,
        "by_name": "[personal]",
        "sample": False,
    }
    counted = ("deliverables_deliverable", "update", {"version": 1}, {"version": 2}, *who)
    assert together == [counted] * 2 + [("deliverables_progressupdate", "insert", None, row, *who)] * 2
    assert together == apart


def test_the_log_keeps_each_replaced_added_and_removed_lead(cast, plan):
    jk, by = make_lead(), cast.actor(Role.ADMINISTRATOR)
    first, second = plan
    hg = first.assignments.get(role="lead").person
    Assignment.objects.filter(deliverable=second, role="lead").delete()
    Assignment.objects.filter(deliverable=second).update(person=jk, position=1)
    start = last_change()
    change_leads(deliverables=plan, lead=jk, reason="HG has left.", by=by)
    who = (by.reference, "leads.changed", "HG has left.")
    row = {"council_id": cast.council.id, "person_id": jk.pk, "post_id": None, "qualifier": ""}
    joint = {**row, "role": "joint", "position": 1, "state": "to_identify"}
    lead = {**row, "role": "lead", "position": 0, "state": "identified"}
    replaced = (
        {"person_id": hg.pk, "state": "to_identify"},
        {"person_id": jk.pk, "state": "identified"},
    )
    counted = ("deliverables_deliverable", "update", {"version": 1}, {"version": 2}, *who)
    assert sorted(logged(start), key=lambda found: found[:2]) == [
        ("deliverables_assignment", "delete", joint, None, *who),
        ("deliverables_assignment", "insert", None, lead, *who),
        ("deliverables_assignment", "update", *replaced, *who),
        counted,
        counted,
    ]


def test_the_log_keeps_each_moved_date(cast, plan):
    by, start = cast.actor(), last_change()
    move_due_dates(deliverables=plan, move=Move(to=date(2016, 10, 15)), reason="The holidays.", by=by)
    who = (by.reference, "dates.moved", "The holidays.")
    moved = (
        {"due_on": "2016-09-30", "precision": "month"},
        {"due_on": "2016-10-15", "precision": "day"},
    )
    counted = ("deliverables_deliverable", "update", {"version": 1}, {"version": 2}, *who)
    assert logged(start) == [counted] * 2 + [("deliverables_duepoint", "update", *moved, *who)] * 4


def test_the_log_keeps_no_change_of_many_as_one_act(cast, plan):
    by, period, start = cast.actor(), ReportingPeriod.objects.get(label="2016-17-Q1"), last_change()
    repeat_several(deliverables=plan, period=period, by=by, today=TODAY, now=NOW)
    who = (by.reference, "progress.unchanged", "")
    counted = ("deliverables_deliverable", "update", {"version": 1}, {"version": 2}, *who)
    *found, first, second = logged(start)
    assert found == [counted] * 2
    assert first == second
    assert first[:2] == ("deliverables_progressupdate", "insert")
    assert (first[3]["rag"], first[3]["narrative"]) == ("green", "No change since Q4 2015–16.")
    assert first[4:] == who


@pytest.mark.parametrize("number", [5, 50])
def test_undoing_many_costs_the_same_queries_whatever_their_number(cast, number, django_assert_num_queries):
    by = cast.actor()
    with council_context(cast.council.id, actor=by.reference, request_id="act"):
        period = PeriodFactory(label="2016-17-Q1")
        plan = make_plan(number)
        said = {**AMBER, "period": period, "by": by, "today": TODAY, "now": NOW}
        with council_context(cast.council.id), connection.cursor() as cursor:
            cursor.execute("select set_config('app.request_id', 'rating', true)")
        rate_several(deliverables=plan, **said)
        now = Change.objects.latest("seq").at
        with django_assert_num_queries(13):
            undone = undo_act(act="rating", by=by, now=now)
        assert len(undone.deliverables) == number
        assert ProgressUpdate.objects.filter(period=period).count() == 0


# No change, for several


@pytest.fixture
def repeat(cast, plan):
    def repeat(**changes):
        said = {"period": ReportingPeriod.objects.get(label="2016-17-Q1"), "today": TODAY, "now": NOW}
        return repeat_several(**{"deliverables": plan, "by": cast.actor(), **said, **changes})

    return repeat


def said_of(deliverable):
    columns = ("rag", "narrative", "reason", "path_to_green", "forecast_on", "late", "by_name")
    return deliverable.updates.order_by("-id").values_list(*columns)[0]


def test_each_says_what_it_would_say_alone(cast, plan, repeat):
    third = DeliverableFactory(strand=plan[0].strand, position=3)
    before = ReportingPeriod.objects.get(label="2015-16-Q4")
    for each in (plan[1], third):
        ProgressUpdateFactory(deliverable=each, period=before, rag="amber", recorded_on=date(2016, 4, 2))
    repeat()
    period = ReportingPeriod.objects.get(label="2016-17-Q1")
    said = {"by": cast.actor(), "period": period, "today": TODAY, "now": NOW}
    record_no_change(deliverable=third, expected_version=1, **said)
    assert said_of(plan[0])[:3] == ("green", "No change since Q4 2015–16.", "")
    assert said_of(plan[1]) == said_of(third)
    assert said_of(third)[2] == "A venue fell through."


def test_those_that_may_not_have_it_stay_as_they_are(plan, repeat):
    before = ReportingPeriod.objects.get(label="2015-16-Q4")
    ProgressUpdateFactory(deliverable=plan[0], period=before, rag="complete", recorded_on=date(2016, 4, 2))
    assert [update.deliverable for update in repeat()] == [plan[1]]
    assert list(Deliverable.objects.order_by("position").values_list("version", flat=True)) == [1, 2]
    assert repeat() == []


def test_no_change_is_recorded_for_none_when_one_was_changed_meanwhile(plan, repeat):
    Deliverable.objects.filter(pk=plan[1].pk).update(version=2)
    with pytest.raises(StaleDeliverables, match=f"^{plan[1].short_name} has been changed by someone else"):
        repeat(expected_versions={each.public_id: 1 for each in plan})
    assert ProgressUpdate.objects.count() == 2


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_roles_that_only_read_record_no_change_for_none(cast, repeat, role):
    with pytest.raises(PermissionDenied):
        repeat(deliverables=[], by=cast.actor(role))


def test_no_change_asks_nothing_shows_who_stays_and_why_and_saves_the_rest(cast):
    with council_context(cast.council.id):
        first, second = make_plan(2)
        second.updates.all().delete()
    client, address = cast.client(), reverse("deliverables:change", kwargs={"council": "northport"})
    chosen = {"what": "unchanged", "chosen": [str(first.public_id), str(second.public_id)]}
    page = client.post(address, chosen | {"step": "choose"})
    text = text_of(page)
    assert "No change this quarter for 2 deliverables Check before you save" in text
    assert f"{second.name} (Not rated): There is no earlier update to repeat." in text
    assert "What is recorded" in text
    assert "Save 1 update" in text
    assert ">Edit<" not in page.content.decode()
    versions = [f"{each.public_id}.1" for each in (first, second)]
    saved = client.post(address, chosen | {"step": "save", "chosen": versions}, follow=True)
    assert f"No change recorded for {first.short_name}." in text_of(saved)
    act = re.search(r'name="act" value="([^"]+)"', saved.content.decode())[1]
    assert "Undone" in text_of(client.post("/northport/undo/", {"act": act}, follow=True))
    with council_context(cast.council.id):
        assert ProgressUpdate.objects.count() == 1


def test_the_log_names_no_rating_of_several_that_differ(cast):
    with council_context(cast.council.id):
        plan = make_plan(2)
        repeat_several(
            deliverables=plan,
            period=ReportingPeriod.objects.get(label="2016-17-Q1"),
            by=cast.actor(),
            today=TODAY,
            now=NOW,
        )
    log = text_of(cast.client().get("/northport/changes/", {"view": "log"}))
    assert f"Officer confirmed no change to {plan[0].name} and 1 more" in log
    assert "(Green)" not in log


# Two people at once


@pytest.mark.django_db(transaction=True)
def test_two_people_who_rate_some_of_the_same_never_deadlock():
    cast = make_cast()
    with council_context(cast.council.id):
        plan = make_plan(12)
        period = ReportingPeriod.objects.get(label="2016-17-Q1")
    said = {**AMBER, "period": period, "by": cast.actor(), "today": TODAY, "now": NOW}
    together, failures, times = threading.Barrier(2, timeout=30), [], 8

    def rate(deliverables):
        try:
            for _ in range(times):
                together.wait()
                with council_context(cast.council.id):
                    rate_several(deliverables=deliverables, **said)
        except Exception as failure:
            failures.append(failure)
            together.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=rate, args=[some]) for some in (plan[:8], list(reversed(plan[4:])))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    with council_context(cast.council.id):
        versions = list(Deliverable.objects.order_by("position").values_list("version", flat=True))
    assert versions == [1 + times] * 4 + [1 + 2 * times] * 4 + [1 + times] * 4
