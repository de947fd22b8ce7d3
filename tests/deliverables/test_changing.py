"""Tests of changing several deliverables at once: the result, and that a refusal changes nothing."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from councils.models import Change, Post
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import (
    ChangeRefused,
    StaleDeliverables,
    change_leads,
    move_due_dates,
    rate_several,
    undo_act,
)
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from deliverables.rules.due_dates import Move
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
    StrategyFactory,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
AMBER = {
    "rag": "amber",
    "reason": "No venue.",
    "path_to_green": "Book one.",
    "forecast_on": date(2016, 9, 30),
}
READERS = [Role.READER, Role.BOARD_MEMBER, Role.APPROVER]


@pytest.fixture(autouse=True)
def in_council(cast):
    with council_context(cast.council.id):
        yield


@pytest.fixture
def jk():
    return PersonFactory(initials="JK", name="Jay Kay", state="identified")


@pytest.fixture
def plan():
    """A1, A2 and A3, each with lead HG and one due point in September."""
    strand, hg = StrandFactory(code="A"), PersonFactory(initials="HG")
    deliverables = [DeliverableFactory(strand=strand, position=position) for position in (1, 2, 3)]
    for each in deliverables:
        AssignmentFactory(deliverable=each, person=hg)
        DuePointFactory(deliverable=each)
    return deliverables


def leading(deliverable):
    return [
        (str(each.person or each.post), each.role, each.state, each.position)
        for each in deliverable.assignments.all()
    ]


def versions():
    return list(Deliverable.objects.order_by("position").values_list("version", flat=True))


def seen(deliverables, version=1):
    return {each.public_id: version for each in deliverables}


# Leads


@pytest.fixture
def lead(cast, plan, jk):
    def lead(deliverables=plan, **changes):
        return change_leads(**{"deliverables": deliverables, "lead": jk, "by": cast.actor(), **changes})

    return lead


def test_the_new_lead_takes_the_place_of_the_old_one(lead, plan):
    assert lead(plan[:2]) == plan[:2]
    assert [leading(each) for each in plan] == [
        [("Jay Kay (JK)", "lead", "identified", 1)],
        [("Jay Kay (JK)", "lead", "identified", 1)],
        [("HG", "lead", "to_identify", 1)],
    ]
    assert versions() == [2, 2, 1]


def test_joint_leads_and_those_reported_to_stay(lead, plan):
    AssignmentFactory(deliverable=plan[0], role="joint", position=2, person=PersonFactory(initials="MS"))
    AssignmentFactory(deliverable=plan[0], role="reporting", position=3, person=PersonFactory(initials="RT"))
    lead()
    assert [(who, role) for who, role, *_ in leading(plan[0])] == [
        ("Jay Kay (JK)", "lead"),
        ("MS", "joint"),
        ("RT", "reporting"),
    ]


def test_a_joint_lead_who_leads_now_is_listed_once(lead, plan, jk):
    AssignmentFactory(deliverable=plan[0], role="joint", position=2, person=jk)
    AssignmentFactory(deliverable=plan[0], role="reporting", position=3, person=jk)
    lead()
    assert [(who, role) for who, role, *_ in leading(plan[0])] == [
        ("Jay Kay (JK)", "lead"),
        ("Jay Kay (JK)", "reporting"),
    ]


def test_of_two_leads_one_is_left(lead, plan):
    AssignmentFactory(deliverable=plan[0], position=2, person=PersonFactory(initials="MS"))
    lead()
    assert leading(plan[0]) == [("Jay Kay (JK)", "lead", "identified", 1)]


def test_a_vacancy_is_filled(lead, plan):
    Assignment.objects.filter(deliverable=plan[0]).update(person=None, state="to_confirm", qualifier="North")
    lead()
    assert leading(plan[0]) == [("Jay Kay (JK)", "lead", "identified", 1)]
    assert plan[0].assignments.get().qualifier == ""


@pytest.mark.parametrize(("taken", "position"), [([], 1), ([1, 2], 0), ([0, 1], 2)])
def test_where_nobody_led_the_lead_comes_first(lead, plan, taken, position):
    Assignment.objects.filter(deliverable=plan[0]).delete()
    for each in taken:
        AssignmentFactory(deliverable=plan[0], role="reporting", position=each, person=PersonFactory())
    lead()
    assert plan[0].assignments.get(role="lead").position == position


def test_a_post_can_lead(lead, plan):
    lead(lead=Post.objects.create(title="Director of Children’s Services"))
    assert leading(plan[2]) == [("Director of Children’s Services", "lead", "identified", 1)]


def test_a_person_known_by_initials_alone_is_still_to_be_identified(lead, plan):
    lead(lead=PersonFactory(initials="XY", state="to_confirm"))
    assert leading(plan[0]) == [("XY", "lead", "to_identify", 1)]


def test_who_leads_already_is_left_alone(lead, plan, jk):
    Assignment.objects.filter(deliverable=plan[1]).update(person=jk)
    assert lead() == [plan[0], plan[2]]
    assert versions() == [2, 1, 2]


def test_the_lead_is_in_the_change_log_with_the_reason(lead, cast, plan, jk):
    lead(reason=" HG has left. ")
    changes = Change.objects.filter(table="deliverables_assignment", op="update")
    assert {(each.verb, each.actor, each.reason) for each in changes} == {
        ("leads.changed", cast.actor().reference, "HG has left.")
    }
    assert changes.first().after["person_id"] == jk.pk


@pytest.mark.parametrize("role", READERS)
def test_roles_that_only_read_change_no_lead(lead, cast, plan, role):
    with pytest.raises(PermissionDenied):
        lead(by=cast.actor(role))
    assert versions() == [1, 1, 1]


# Due dates


@pytest.fixture
def move(cast, plan):
    def move(deliverables=plan, **changes):
        asked = {"move": Move(to=date(2016, 10, 31)), "reason": "The school holidays.", "by": cast.actor()}
        return move_due_dates(**{"deliverables": deliverables, **asked, **changes})

    return move


def due(deliverable):
    return [(point.due_on, point.precision, point.original_due_on) for point in deliverable.due_points.all()]


def test_open_due_points_move_and_what_was_published_stays(move, plan):
    assert move(plan[:2]) == plan[:2]
    published = date(2016, 9, 30)
    assert [due(each) for each in plan] == [
        [(date(2016, 10, 31), "month", published)],
        [(date(2016, 10, 31), "month", published)],
        [(published, "month", published)],
    ]
    assert versions() == [2, 2, 1]


def test_due_points_that_are_done_stay(move, plan):
    DuePoint.objects.filter(deliverable=plan[0]).update(done_on=TODAY)
    DuePointFactory(deliverable=plan[0], position=2, due_on=date(2016, 12, 31))
    move(move=Move(months=3))
    assert [day for day, *_ in due(plan[0])] == [date(2016, 9, 30), date(2017, 3, 31)]


def test_only_the_due_points_that_are_meant_move(move, plan):
    later = DuePointFactory(deliverable=plan[0], position=2, due_on=date(2016, 12, 31))
    move(plan[:1], only=[later.public_id])
    assert [day for day, *_ in due(plan[0])] == [date(2016, 9, 30), date(2016, 10, 31)]


def test_what_does_not_move_is_not_changed(move, plan):
    DuePoint.objects.filter(deliverable=plan[0]).update(done_on=TODAY)
    DuePoint.objects.filter(deliverable=plan[1]).delete()
    assert move() == [plan[2]]
    assert versions() == [1, 1, 2]


def test_the_move_is_in_the_change_log_with_the_reason(move, cast, plan):
    move()
    changes = Change.objects.filter(table="deliverables_duepoint", op="update")
    assert {(each.verb, each.reason, each.before["due_on"], each.after["due_on"]) for each in changes} == {
        ("dates.moved", "The school holidays.", "2016-09-30", "2016-10-31")
    }


def test_a_move_without_a_reason_is_refused(move, plan):
    with pytest.raises(ChangeRefused) as refused:
        move(reason=" ")
    assert refused.value.problems == {"reason": "Enter the reason for the new date"}
    assert versions() == [1, 1, 1]


@pytest.mark.parametrize(
    ("asked", "name", "do"),
    [
        (Move(to=date(2106, 10, 31)), "to", "Enter a date"),
        (Move(months=120), "months", "Enter fewer months so that the date is"),
    ],
)
def test_a_date_far_past_the_strategys_end_is_refused_for_all(move, plan, asked, name, do):
    free = DeliverableFactory(strand=StrandFactory(strategy=StrategyFactory(ends_on=None)))
    DuePointFactory(deliverable=free)
    with pytest.raises(ChangeRefused) as refused:
        move([free, *plan], move=asked)
    assert refused.value.problems == {
        name: f"{do} on or before 31 March 2024, five years after the strategy ends (A1)"
    }
    assert {day for each in (free, *plan) for day, *_ in due(each)} == {date(2016, 9, 30)}


@pytest.mark.parametrize("role", READERS)
def test_roles_that_only_read_move_no_date(move, cast, plan, role):
    with pytest.raises(PermissionDenied):
        move(by=cast.actor(role))
    assert versions() == [1, 1, 1]


# Ratings


@pytest.fixture
def rate(cast, plan):
    period = PeriodFactory(label="2016-17-Q1")

    def rate(deliverables=plan, **changes):
        asked = {"period": period, "by": cast.actor(), "today": TODAY, "now": NOW, **AMBER}
        return rate_several(**{"deliverables": deliverables, **asked, **changes})

    return rate


def test_each_has_an_update_of_its_own(rate, plan):
    rate(plan[:2], narrative="Both wait.")
    said = ProgressUpdate.objects.order_by("deliverable__position")
    assert [(each.deliverable, each.rag, each.narrative, each.reason) for each in said] == [
        (plan[0], "amber", "Both wait.", "No venue."),
        (plan[1], "amber", "Both wait.", "No venue."),
    ]
    assert versions() == [2, 2, 1]


def test_what_only_some_may_not_say_names_them_and_nothing_is_said(rate, plan):
    free = DeliverableFactory(strand=StrandFactory(strategy=StrategyFactory(ends_on=None)))
    with pytest.raises(ChangeRefused) as refused:
        rate([free, *plan], forecast_on=date(2030, 1, 1))
    assert refused.value.problems == {
        "forecast_on": "Enter a forecast date on or before 31 March 2024, five years after the strategy ends "
        "(A1, A2 and A3)"
    }
    assert not ProgressUpdate.objects.exists()


def test_what_none_may_say_is_said_once(rate, plan):
    with pytest.raises(ChangeRefused) as refused:
        rate(reason="")
    assert refused.value.problems == {"reason": "Enter the reason it is amber"}


@pytest.mark.parametrize("role", READERS)
def test_roles_that_only_read_rate_nothing(rate, cast, plan, role):
    with pytest.raises(PermissionDenied):
        rate(by=cast.actor(role))
    assert not ProgressUpdate.objects.exists()


# All kinds of change


@pytest.mark.parametrize("which", ["lead", "move", "rate"])
def test_when_one_was_changed_meanwhile_none_is_changed(request, plan, which):
    change = request.getfixturevalue(which)
    Deliverable.objects.filter(pk__in=[plan[0].pk, plan[2].pk]).update(version=4)
    before = Change.objects.count()
    with pytest.raises(StaleDeliverables) as stale:
        change(expected_versions=seen(plan))
    assert stale.value.deliverables == (plan[0], plan[2])
    assert str(stale.value) == "A1 and A3 have been changed by someone else."
    assert Change.objects.count() == before


@pytest.mark.parametrize("which", ["lead", "move", "rate"])
def test_what_was_seen_as_it_is_can_be_changed(request, plan, which):
    request.getfixturevalue(which)(expected_versions=seen(plan))
    assert versions() == [2, 2, 2]


@pytest.mark.parametrize("which", ["lead", "move", "rate"])
def test_all_of_it_can_be_undone(request, cast, plan, jk, which):
    AssignmentFactory(deliverable=plan[0], role="joint", position=2, person=jk)
    Assignment.objects.filter(deliverable=plan[1]).delete()
    change = request.getfixturevalue(which)
    before = stored()
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.request_id', 'the-act', true)")
    change()
    assert stored() != before
    undo_act(act="the-act", by=cast.actor(), now=Change.objects.latest("seq").at)
    assert stored() == before
    assert versions() == [3, 3, 3]


def stored():
    models = (DuePoint, Assignment, ProgressUpdate)
    return [list(model.objects.order_by("id").values()) for model in models]


def test_many_are_named_by_the_first_few(lead, plan):
    more = [DeliverableFactory(strand=plan[0].strand, position=position) for position in range(4, 9)]
    with pytest.raises(
        StaleDeliverables, match=r"A1, A2, A3, A4, A5 and 3 more have been changed by someone else\."
    ):
        lead([*plan, *more], expected_versions=seen([*plan, *more], version=7))
