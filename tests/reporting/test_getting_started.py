"""The checklist of a new council: what is done, what is next, and when it steps aside."""

from datetime import UTC, datetime

import pytest

from boards.models import Recipient
from councils.models import Invitation, Membership, Person
from councils.permissions import Role
from councils.tenancy import council_context
from strategies.models import ReportingPeriod
from tests.factories import (
    BoardFactory,
    DeliverableFactory,
    IndicatorFactory,
    PeriodFactory,
    PersonFactory,
    ReadingFactory,
    StrategyFactory,
)
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(cast):
    with council_context(cast.council.id):
        yield cast.council


def page(cast, role=Role.ADMINISTRATOR):
    return cast.client(role).get("/northport/")


def steps(cast, role=Role.ADMINISTRATOR):
    return {step.name: step for step in page(cast, role).context["checklist"].steps}


def test_a_council_without_anything_sees_what_to_do(cast, council):
    said = text_of(page(cast))
    assert "Set up your council" in said
    assert "1 of 6 done" in said  # people are invited: the cast
    for task in (
        "Add your plan",
        "Say who is who",
        "Set up your boards",
        "Check your quarters",
        "Enter figures",
    ):
        assert task in said
    assert "No quarter has started" not in said


def test_each_step_leads_to_the_page_that_does_it(cast, council):
    client = cast.client(Role.ADMINISTRATOR)
    found = steps(cast)
    assert len(found) == 6
    for step in found.values():
        assert client.get(step.url).status_code == 200, step.name


def test_what_is_half_done_says_what_is_missing(cast, council):
    PeriodFactory(label="2016-17-Q1")
    strategy = StrategyFactory()
    PersonFactory(initials="JK", name="", state="to_identify")
    BoardFactory()
    IndicatorFactory(strategy=strategy)
    said = {name: (step.done, step.stands) for name, step in steps(cast).items()}
    assert said["Add your plan"] == (False, "1 plan, without deliverables")
    assert said["Say who is who"] == (False, "1 of 1 person to identify")
    assert said["Set up your boards"] == (False, "1 board, but nobody receives packs yet")
    assert said["Check your quarters"] == (True, "1 quarter, Q1 2016–17 to Q1 2016–17")
    assert said["Enter figures"] == (False, "1 indicator, without values or targets")


def test_an_invitation_that_waits_is_named(cast, council):
    Membership.objects.exclude(role=Role.ADMINISTRATOR).filter(council=council).delete()
    assert steps(cast)["Invite people"].stands == "Only you can sign in"
    Invitation.objects.create(
        council=council,
        email="new@example.org",
        role=Role.OFFICER,
        token_hash="x" * 64,
        expires_at=datetime(2016, 7, 15, tzinfo=UTC),
    )
    found = steps(cast)["Invite people"]
    assert (found.stands, found.done) == ("Only you can sign in until an invitation is accepted", False)


def do_everything():
    PeriodFactory(label="2016-17-Q1")
    deliverable = DeliverableFactory()
    Person.objects.update(name="Julia Known", state="identified")
    PersonFactory(initials="HP", name="Harriet Pole", state="identified")
    Recipient.objects.create(board=BoardFactory(), name="Chair", email="chair@example.org")
    ReadingFactory(indicator=IndicatorFactory(strategy=deliverable.strategy))


def test_when_all_is_done_it_steps_aside(cast, council):
    do_everything()
    assert page(cast).context["checklist"] is None
    assert "Set up your council" not in text_of(page(cast))


def test_after_a_quarter_was_closed_it_steps_aside(cast, council):
    PeriodFactory(label="2015-16-Q4", closed_at=datetime(2016, 5, 1, tzinfo=UTC))
    assert page(cast).context["checklist"] is None


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_readers_see_no_tasks(cast, council, role):
    PeriodFactory(label="2016-17-Q1")
    assert page(cast, role).context["checklist"] is None
    assert "No plan yet" in text_of(page(cast, role))


def test_an_officer_is_not_sent_to_pages_of_administrators(cast, council):
    found = steps(cast, Role.OFFICER)
    assert found["Invite people"].url == ""
    assert found["Check your quarters"].url == ""
    assert found["Add your plan"].url
    assert [found[name].state for name in ("Invite people", "Check your quarters", "Add your plan")] == [
        "Done",
        "Your administrator does this",
        "To do",
    ]
    said = text_of(page(cast, Role.OFFICER))
    assert "0 of your 4 steps done. Your administrator does the other 2." in said
    assert said.count("To do") == 4 and said.count("Your administrator does this") == 1


def test_an_officer_who_has_done_their_steps_is_asked_for_nothing(cast, council):
    do_everything()
    ReportingPeriod.objects.all().delete()
    assert "Set up your council" not in text_of(page(cast, Role.OFFICER))
    assert [step.name for step in page(cast).context["checklist"].left] == ["Check your quarters"]


def test_merged_people_do_not_wait_to_be_identified(cast, council):
    PeriodFactory(label="2016-17-Q1")
    known = PersonFactory(initials="JK", name="Julia Known", state="identified")
    PersonFactory(initials="ZZ", name="", state="to_identify", merged_into=known)
    assert steps(cast)["Say who is who"].done


def test_the_checklist_costs_few_queries(cast, council, django_assert_max_num_queries):
    client = cast.client(Role.ADMINISTRATOR)
    with django_assert_max_num_queries(6 + 12):
        client.get("/northport/")
