"""Changes page and full log: who sees what, in how many queries, and what they say."""

import html
import itertools
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from boards.models import Board, Recipient
from core.periods import words_for_date
from councils.actors import Actor
from councils.log.reading import MAX_ROWS_IN_DETAIL, ROWS_AT_FIRST
from councils.log.undo_offers import undoable_acts
from councils.models import Change, Membership, Organisation, Person
from councils.permissions import Role
from councils.tenancy import council_context, recorded
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from history.rules import Choice
from indicators.models import ConfidenceRating, ExpectedEffect, Reading, Target
from packs.models import Pack
from strategies.models import Oversight, ReportingPeriod
from tests.cast import TODAY, make_cast
from tests.contracts.rows import Rows
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    OrganisationFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
    TargetFactory,
)
from tests.packs.paper import CLOSED, make_paper
from tests.pages import FRAME, main_text_of

pytestmark = pytest.mark.usefixtures("no_queue")


@pytest.fixture
def acting(cast):
    """Make changes in the council as its officer."""
    officer, requests = cast.actor(Role.OFFICER), itertools.count()

    def act(verb, work, reason=""):
        request_id = str(next(requests))  # the moment does not tell acts apart inside one test's transaction
        with (
            council_context(cast.council.id, request_id=request_id),
            recorded(verb, actor=officer.reference, reason=reason),
        ):
            return work()

    return act


def changes_url(council, **query):
    return reverse("history:changes", kwargs={"council": council.slug}, query=query)


def log_url(council, **query):
    return changes_url(council, view="log", **query)


def text_of(response):
    return main_text_of(response).replace("&#x27;", "'")


# --- the plan now compared with the plan then ---


@pytest.fixture
def plan(cast):
    """A deliverable of a loaded plan with its date, lead and rating; its quarters; and a last visit."""
    Membership.objects.update(last_visit_at=timezone.now() - timedelta(hours=1))
    with council_context(cast.council.id):
        before, now = PeriodFactory(label="2015-16-Q4", closed_at=CLOSED), PeriodFactory(label="2016-17-Q1")
        strand = StrandFactory(code="A", title="Inclusion")
        point = DuePointFactory(
            deliverable__strand=strand, deliverable__number="1", deliverable__title="Train staff"
        )
        AssignmentFactory(deliverable=point.deliverable, person=PersonFactory(initials="JK"))
        ProgressUpdateFactory(
            deliverable=point.deliverable, period=before, recorded_at=datetime(2016, 4, 5, tzinfo=UTC)
        )
    return Plan(point.deliverable, point, now)


@dataclass
class Plan:
    deliverable: Deliverable
    point: DuePoint
    period: ReportingPeriod

    def say(self, rag, **words):
        return ProgressUpdateFactory(
            deliverable=self.deliverable,
            period=self.period,
            rag=rag,
            recorded_at=timezone.now(),
            recorded_on=TODAY,
            **words,
        )


def compare(cast, since="last-visit", role=Role.READER, **query):
    return text_of(cast.client(role).get(changes_url(cast.council, since=since, **query)))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("since", [*Choice, "2016-07-01", ""])
def test_every_member_may_look(cast, plan, role, since):
    assert cast.client(role).get(changes_url(cast.council, since=since)).status_code == 200


def test_outsiders_find_nothing(cast, plan):
    for council in (cast.council, cast.other):
        response = cast.outsider_client().get(changes_url(council, since="2016-07-01"))
        assert response.status_code == (404 if council == cast.council else 200)
        assert "Train staff" not in text_of(response)


def test_a_new_council_has_no_change_to_show(cast):
    text = text_of(cast.client().get(changes_url(cast.council)))
    assert "Since the beginning" in text
    assert "Nothing has changed" in text


# the moment to compare with


def test_it_starts_with_the_last_visit_where_something_changed(cast, plan):
    ended = Membership.objects.get(id=cast.members[Role.READER].id).last_visit_at
    local = timezone.localtime(ended)
    text = text_of(cast.client(Role.READER).get(changes_url(cast.council)))
    assert f"Since your last visit on {words_for_date(local.date())} at {local:%H:%M}" in text


def test_it_starts_with_last_quarter_where_nothing_did(cast, plan):
    Membership.objects.update(last_visit_at=timezone.now() + timedelta(hours=1))
    text = text_of(cast.client(Role.READER).get(changes_url(cast.council)))
    assert "Since last quarter (Q4 2015–16, as at 21 April 2016)" in text


def test_the_first_quarter_is_compared_with_the_day_before(cast):
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
    assert "Since Q1 2016–17 began on 1 April 2016" in compare(cast, "last-quarter")


def test_a_first_visit_says_so(cast, plan):
    Membership.objects.update(last_visit_at=None)
    text = compare(cast, "last-visit")
    assert "Since last quarter" in text
    assert "This is your first visit" in text


def test_without_a_pack_it_says_so(cast, plan):
    text = compare(cast, "last-pack")
    assert "Since last quarter" in text
    assert "No pack has been released to you yet" in text


@pytest.mark.parametrize("since", ["2016-04-01", "2016-17-Q1"])
def test_a_day_or_a_quarter_in_the_address(cast, plan, since):
    assert "Since 1 April 2016" in compare(cast, since)


def test_the_day_of_the_form_becomes_part_of_the_address(cast, plan):
    typed = {"since": "day", "on_day": "1", "on_month": "July", "on_year": "2016", "board": ""}
    answer = cast.client().get(changes_url(cast.council, **typed))
    assert answer.headers["Location"] == "/northport/changes/?since=2016-07-01"


def test_nonsense_says_what_to_write(cast, plan):
    response = cast.client().get(changes_url(cast.council, since="June"))
    assert "Enter a date like 2016-07-01 or a quarter like 2016-17-Q1" in text_of(response)
    assert b"<title>Error: " in response.content


def test_a_day_that_is_missing_is_asked_for(cast, plan):
    assert "Enter a date to compare with" in compare(cast, "day")


def test_a_training_council_says_how_days_are_counted(cast, plan):
    assert "This training council is set to 8 July 2016" in compare(cast, "2016-07-01")
    assert "use real dates and times" in compare(cast, "last-visit")


# changes to deliverables


def test_a_worse_rating_says_who_and_why(cast, plan):
    with council_context(cast.council.id):
        plan.say("red", narrative="It stands still.", reason="A venue fell through.", by_name="Demo officer")
    text = compare(cast)
    assert "Became red A1 Train staff" in text
    assert (
        "Red Now red, previously green. It stands still. Why: A venue fell through. Path to green: Book another."
        in text
    )
    assert "Updated by Demo officer on 8 July 2016 for Q1 2016–17" in text


def test_last_quarter_compares_with_what_the_dashboard_showed(cast, plan):
    with council_context(cast.council.id):
        ProgressUpdateFactory(deliverable=plan.deliverable, period=plan.period, rag="amber", sample=True)
    text = compare(cast, "last-quarter")
    assert "Became amber" in text
    assert "Amber Now amber, previously green." in text
    assert "Sample" not in text, "the notice says it, as nothing real is next to it"
    assert "Amber" not in compare(cast, "2016-07-02")


def test_what_came_too_late_for_its_pack_is_told(cast, plan):
    with council_context(cast.council.id):
        Deliverable.objects.filter(id=plan.deliverable.id).update(number="1")
        ProgressUpdateFactory(
            deliverable=plan.deliverable,
            period=ReportingPeriod.objects.get(label="2015-16-Q4"),
            rag="red",
            late=True,
            recorded_at=datetime(2016, 5, 2, 12, tzinfo=UTC),
        )
    assert "for Q4 2015–16, after the cut-off" in compare(cast, "last-quarter")


def test_a_date_that_moved_says_from_where_by_whom_and_why(cast, plan, acting):
    acting(
        "dates.moved",
        lambda: DuePoint.objects.filter(id=plan.point.id).update(due_on=date(2017, 3, 31)),
        reason="Recruitment takes longer.",
    )
    text = compare(cast)
    assert "Due date moved later A1 Train staff" in text
    assert (
        "Now due Mar 2017, previously Sep 2016: 6 months later. Why: Recruitment takes longer. By Officer on"
        in text
    )


def test_an_earlier_date_is_no_worsening(cast, plan, acting):
    acting("dates.moved", lambda: DuePoint.objects.filter(id=plan.point.id).update(due_on=date(2016, 8, 31)))
    text = compare(cast)
    assert "Other changes" in text
    assert "Now due Aug 2016, previously Sep 2016: 30 days earlier." in text


def test_what_was_changed_back_is_not_listed(cast, plan, acting):
    def move(due_on):
        return lambda: DuePoint.objects.filter(id=plan.point.id).update(due_on=due_on)

    for due_on in (date(2017, 3, 31), plan.point.due_on):
        acting("dates.moved", move(due_on))
    assert "Train staff" not in compare(cast)
    assert "moved the due date" in text_of(cast.client().get(log_url(cast.council)))


def test_what_was_undone_is_not_taken_for_who_moved_it_and_why(cast, plan, acting):
    def move(due_on):
        return lambda: DuePoint.objects.filter(id=plan.point.id).update(due_on=due_on)

    acting("dates.moved", move(date(2017, 3, 31)), reason="Recruitment takes longer.")
    acting("dates.moved", move(date(2018, 3, 31)), reason="A slip of the finger.")
    acting("change.undone", move(date(2017, 3, 31)))
    text = compare(cast)
    assert "Now due Mar 2017, previously Sep 2016: 6 months later. Why: Recruitment takes longer." in text
    assert "slip of the finger" not in text


def test_an_act_before_the_moment_that_was_undone_after_it(cast, plan, acting):
    acting(
        "change.undone", lambda: DuePoint.objects.filter(id=plan.point.id).update(due_on=date(2016, 8, 31))
    )
    assert "Now due Aug 2016, previously Sep 2016: 30 days earlier." in compare(cast)


def test_a_part_that_was_done(cast, plan, acting):
    acting("progress.recorded", lambda: DuePoint.objects.filter(id=plan.point.id).update(done_on=TODAY))
    assert "Done A1 Train staff" in compare(cast)
    assert "Done on 8 July 2016." in compare(cast)


def test_a_date_that_was_taken_away(cast, plan, acting):
    acting("duepoint.removed", lambda: DuePoint.objects.filter(id=plan.point.id).delete())
    text = compare(cast)
    assert "Due date moved later" in text
    assert "No longer due Sep 2016." in text


def test_a_date_that_has_passed(cast, plan):
    with council_context(cast.council.id):
        strand = plan.deliverable.strand
        DuePointFactory(
            deliverable__strand=strand, deliverable__title="In spring", due_on=date(2016, 6, 30), position=2
        )
    text = compare(cast, "2016-07-01")
    assert re.search("Became overdue A[0-9]+ In spring", text)
    assert "Overdue: It was due by Jun 2016 and is 8 days late." in text
    assert "Became overdue" not in compare(cast, "2016-07-02")


def test_a_lead_that_was_lost_and_found(cast, plan, acting):
    lead = plan.deliverable.assignments
    with council_context(cast.council.id):
        other = PersonFactory(initials="HP")
    acting("leads.changed", lambda: lead.all().update(person=other))
    assert "Lead now HP, previously JK." in compare(cast)
    acting("leads.changed", lambda: lead.all().delete(), reason="She left.")
    text = compare(cast)
    assert "No longer has a lead" in text
    assert "No lead, previously JK. Why: She left." in text


def test_another_title(cast, plan, acting):
    acting(
        "deliverable.renamed",
        lambda: Deliverable.objects.filter(id=plan.deliverable.id).update(title="Teach"),
    )
    assert "Previous title: “Train staff”." in compare(cast)


def test_who_falls_silent(cast, plan):
    cast.council.pinned_today = date(2016, 7, 22)
    cast.council.save()
    text = compare(cast, "2016-07-01")
    assert "No update by the cut-off A1 Train staff" in text
    assert "No update for Q1 2016–17 by the cut-off of 21 July 2016." in text


def test_what_was_only_said_again_is_folded(cast, plan):
    with council_context(cast.council.id):
        plan.say("green", narrative="Still well.")
    text = compare(cast)
    assert "Updated, RAG unchanged (1)" in text
    assert "Still well." in text


def test_the_worst_comes_first(cast, plan):
    with council_context(cast.council.id):
        plan.say("amber")
        other = DeliverableFactory(strand=plan.deliverable.strand, title="Second")
        ProgressUpdateFactory(deliverable=other, rag="red", recorded_at=timezone.now(), recorded_on=TODAY)
    text = compare(cast)
    assert text.index("Became red") < text.index("Second") < text.index("Became amber")
    assert text.index("Became amber") < text.index("Train staff")


@pytest.mark.django_db(transaction=True)
def test_what_is_new_and_what_came_with_its_plan():
    cast = make_cast()
    with council_context(cast.council.id):
        strand = StrandFactory(code="A")
        AssignmentFactory(
            deliverable=DuePointFactory(
                deliverable__strand=strand, deliverable__title="With its plan"
            ).deliverable,
            person=PersonFactory(),
        )
    officer = cast.actor(Role.OFFICER)
    with council_context(cast.council.id), recorded("deliverable.added", actor=officer.reference):
        DuePointFactory(deliverable__strand=strand, deliverable__title="By hand")
    text = compare(cast, "2016-07-01")
    assert "New in the plan" in text
    assert "By hand" in text
    assert "New in the plan. By Officer on" in text
    assert "With its plan" not in text


# indicators, packs and the rest


def test_figures_targets_and_forecasts(cast, plan, acting):
    with council_context(cast.council.id):
        indicator = IndicatorFactory(title="On time", label="1", polarity="high")
        ReadingFactory(indicator=indicator, period="2015-16-Q4", value=60)
        reading = ReadingFactory(indicator=indicator, period="2016-17-Q1", value=55, sample=True)
        target = TargetFactory(indicator=indicator, value=80)
        ConfidenceRating.objects.create(
            target=target,
            rag="red",
            reason="Too few staff.",
            recorded_on=TODAY,
            recorded_at=timezone.now(),
            by_name="Demo officer",
        )
    acting("reading.corrected", lambda: Reading.objects.filter(id=reading.id).update(value=50))
    acting("target.changed", lambda: Target.objects.filter(id=target.id).update(value=70))
    text = compare(cast)
    assert "Confidence became red 1 On time 50% for" in text
    assert "50% for Q1 2016–17, previously 60% for Q4 2015–16." in text
    assert "The figure was corrected from 55%." in text
    assert "Target for 31 March 2017: 70%, previously 80%." in text
    assert "Confidence RAG now red, previously not rated. Too few staff. (Demo officer)" in text


def test_figures_that_came_with_their_table_count_by_their_period(cast, plan):
    with council_context(cast.council.id):
        ReadingFactory(indicator__title="On time", period="2016-17-Q1")
    assert "On time" in compare(cast, "2016-06-01")
    assert "On time" not in compare(cast, "2016-07-01")


def test_more_indicators_than_are_told(cast, plan, monkeypatch):
    monkeypatch.setattr("history.indicators.MOST", 2)
    with council_context(cast.council.id):
        for _ in range(3):
            ReadingFactory(period="2016-17-Q1")
    assert "Showing the worst 2 of 3." in compare(cast, "2016-06-01")


def test_what_else_was_changed_is_told_in_numbers(cast, plan, acting):
    acting("board.added", lambda: Board.objects.create(slug="b", name="Board"))
    assert "1 board" in compare(cast)


def test_packs_are_told_once_they_are_released(cast):
    Membership.objects.update(last_visit_at=timezone.now() - timedelta(hours=1))
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        pack = paper.render(paper.request())
    assert "No packs released." in compare(cast)
    assert "SEND Board, Q1 2016–17, edition 1" not in compare(cast, role=Role.OFFICER)
    with council_context(cast.council.id):
        Pack.objects.filter(id=pack.id).update(released_at=timezone.now(), state="released")
    for role, sees in [(Role.READER, True), (Role.BOARD_MEMBER, False)]:
        assert ("SEND Board, Q1 2016–17, edition 1 : released on" in compare(cast, role=role)) is sees


def test_since_the_last_pack_of_a_board(cast):
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        pack = paper.render(paper.request(release=True))
        frozen_at = timezone.now() - timedelta(minutes=5)
        Pack.objects.filter(id=pack.id).update(released_at=frozen_at)
        fresh = ProgressUpdateFactory(
            deliverable__strand=paper.strand, rag="red", recorded_at=timezone.now(), recorded_on=TODAY
        )
        BoardFactory(slug="other-board")
    text = compare(cast, "last-pack", board="send-board")
    assert (
        "Since the last pack of SEND Board (Q1 2016–17, edition 1), snapshot taken on 8 July 2016 at 10:00"
        in text
    )
    assert f"Became red {fresh.deliverable.name}" in text
    assert "No pack of" in compare(cast, "last-pack", board="other-board")


def test_a_board_sees_its_slice(cast, plan):
    with council_context(cast.council.id):
        plan.say("red")
        board = BoardFactory(slug="send-board", name="SEND Board")
        other = BoardFactory(slug="other-board")
        strand = plan.deliverable.strand
        Oversight.objects.create(board=board, strategy=strand.strategy, strand=strand)
        effect = ExpectedEffect(deliverable=plan.deliverable, direction="up")
        effect.indicator = ReadingFactory(indicator__title="On time", period="2016-17-Q1").indicator
        effect.save()
    seen = compare(cast, "2016-06-01", board=board.slug)
    assert ("Train staff" in seen, "On time" in seen, "SEND Board What changed" in seen) == (True,) * 3
    seen = compare(cast, "2016-06-01", board=other.slug)
    assert ("Train staff" in seen, "On time" in seen) == (False, False)
    assert "Choose a board from the list" in compare(cast, board="nobody")


def test_more_than_can_be_read_back_is_said(cast, plan, acting, monkeypatch):
    monkeypatch.setattr("history.past.READ_BACK", 1)
    acting("dates.moved", lambda: DuePoint.objects.update(due_on=date(2017, 3, 31)))
    assert "only the latest are shown" in compare(cast)


def test_the_rest_is_on_further_pages(cast, plan):
    with council_context(cast.council.id):
        for number in range(51):
            ProgressUpdateFactory(
                deliverable__strand=plan.deliverable.strand,
                deliverable__title=f"Thing {number}.",
                rag="red",
                recorded_at=timezone.now(),
                recorded_on=TODAY,
            )
    first, second = (compare(cast, page=page) for page in ("1", "2"))
    assert ("Thing 0." in first, "Thing 50." in first) == (True, False)
    assert ("Thing 50." in second, "Packs released" in second) == (True, False)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.BOARD_MEMBER])
@pytest.mark.parametrize("number", [1, 25])
@pytest.mark.parametrize(
    "query", [{}, {"since": "last-pack", "board": "send-board"}, {"since": "2016-04-01"}]
)
def test_comparing_costs_the_same_whatever_changed(
    cast, plan, acting, role, number, query, django_assert_max_num_queries
):
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        paper.render(paper.request(release=True))
        Recipient.objects.filter(name="Reader 0").update(email=cast.members[Role.BOARD_MEMBER].user.email)
        leads = [PersonFactory() for _ in range(number)]
        for person in leads:
            point = DuePointFactory(deliverable__strand=paper.strand)
            AssignmentFactory(deliverable=point.deliverable, person=person)
            ProgressUpdateFactory(
                deliverable=point.deliverable, rag="red", recorded_at=timezone.now(), recorded_on=TODAY
            )
            ReadingFactory(indicator__strategy=paper.strand.strategy, period="2015-16-Q4")
    acting("dates.moved", lambda: DuePoint.objects.update(due_on=date(2017, 3, 31)))
    acting("leads.changed", lambda: Assignment.objects.update(person=leads[0]))
    acting("reading.corrected", lambda: Reading.objects.update(value=1))
    client = cast.client(role)
    with django_assert_max_num_queries(FRAME + 14):
        client.get(changes_url(cast.council, **query))


# --- the full log ---


def test_changes_of_a_new_council_say_what_will_appear(cast):
    assert "Nothing has changed yet" in text_of(cast.client(Role.READER).get(log_url(cast.council)))


def test_changes_by_outsider_is_404(cast):
    assert cast.outsider_client().get(log_url(cast.council)).status_code == 404


def test_the_log_names_deliverables_as_the_plan_does(cast, plan, acting):
    """The log shows the strand's number before the deliverable's. A deliverable without a number has only its title."""
    with council_context(cast.council.id):
        strand = StrandFactory(code="4", title="Adulthood")
        numbered = DuePointFactory(
            deliverable__strand=strand, deliverable__number="3.", deliverable__title="Health protocol"
        )
        bare = DuePointFactory(
            deliverable__strand=strand, deliverable__number="", deliverable__title="Comments heard"
        )
    for point in (numbered, bare):
        acting(
            "dates.moved",
            lambda point=point: DuePoint.objects.filter(id=point.id).update(due_on=date(2017, 3, 31)),
        )
    text = text_of(cast.client().get(log_url(cast.council)))
    assert "moved the due date of 4.3 Health protocol" in text
    assert "moved the due date of Comments heard" in text


def test_a_sub_row_is_named_with_the_rows_above(cast, plan, acting):
    with council_context(cast.council.id):
        top = IndicatorFactory(label="2.1", title="Persistent absence")
        middle = IndicatorFactory(label="a.", title="All", parent=top, depth=1, strategy=top.strategy)
        row = IndicatorFactory(
            label="", title="Girls", parent=middle, depth=2, strategy=top.strategy, polarity="low"
        )
        ReadingFactory(indicator=row, period="2015-16-Q4", value=4)
    acting(
        "",
        lambda: Reading.objects.create(
            indicator=row, period="2016-17-Q1", ends_on=date(2016, 6, 30), value=5
        ),
    )
    client = cast.client()
    assert "2.1 Persistent absence, a. All, Girls, Q1 2016–17" in text_of(client.get(log_url(cast.council)))
    assert "2.1 Persistent absence, a. All, Girls 5% for Q1 2016–17" in compare(cast, "2016-06-01")


def test_the_log_names_what_an_undone_update_was_about(cast, plan, acting):
    update = acting("progress.recorded", lambda: plan.say("green"))
    acting("change.undone", lambda: ProgressUpdate.objects.filter(id=update.id).delete())
    text = text_of(cast.client().get(log_url(cast.council)))
    assert "set A1 Train staff to Green" in text
    assert "undid this: set A1 Train staff to Green" in text


def test_changes_say_who_set_what_to_which_state_and_why(cast, acting):
    acting(
        "progress.recorded",
        lambda: ProgressUpdateFactory(
            rag="amber",
            deliverable__strand__code="A",
            deliverable__number="1",
            deliverable__title="Train staff",
        ),
        reason="A venue fell through.",
    )
    text = text_of(cast.client(Role.READER).get(log_url(cast.council)))
    assert "Officer set A1 Train staff to Amber Reason: A venue fell through." in text


def test_changes_tell_an_update_by_its_columns(cast, acting):
    forum = acting("organisation.added", lambda: Organisation.objects.create(name="Forum"))
    acting(
        "organisation.changed",
        lambda: Organisation.objects.filter(id=forum.id).update(name="New", kind="forum"),
    )
    text = text_of(cast.client().get(log_url(cast.council)))
    assert "Officer added the organisation New" in text
    assert (
        "Officer changed the organisation New "
        "Kind: Other became Parent carer forum or young people's group Name: “Forum” became “New”"
    ) in text.replace("&#x27;", "'")


def test_changes_tell_a_large_act_by_its_numbers(cast, acting):
    count = MAX_ROWS_IN_DETAIL + 1
    acting(
        "sample.added",
        lambda: [PersonFactory() for _ in range(count)] + [Organisation.objects.create(name="F")],
    )
    text = text_of(cast.client().get(log_url(cast.council)))
    assert f"Officer added sample content Added 1 organisation and {count} people" in text


def test_changes_tell_of_a_person_known_by_name_alone_without_it(cast, acting):
    acting("person.linked", lambda: PersonFactory(initials="", name="Canary Name"))
    text = text_of(cast.client().get(log_url(cast.council)))
    assert "Officer linked a person to a user" in text
    assert "Canary" not in text


def test_changes_never_show_a_personal_value(cast, acting):
    person = acting(
        "person.added", lambda: PersonFactory(initials="CN", name="Canary Name", email="canary@example.org")
    )
    acting("person.changed", lambda: Person.objects.filter(id=person.id).update(name="Canary Other"))
    page = cast.client(Role.ADMINISTRATOR).get(log_url(cast.council)).content.decode()
    assert "changed the details of CN" in page
    assert "Name changed" in page
    assert "anary" not in page


def test_changes_name_programs_and_keys(cast):
    with council_context(cast.council.id), recorded("strategy.loaded", actor="system:demonstration"):
        Organisation.objects.create(name="Forum")
    with council_context(cast.council.id), recorded("", actor=Actor.system(cast.council).reference):
        Organisation.objects.create(name="Trust")
    text = text_of(cast.client().get(log_url(cast.council)))
    assert "The demonstration loaded strategy" in text
    assert "sendplan added organisation Trust" in text


def test_a_row_that_is_gone_keeps_its_name(cast, acting):
    forum = acting("organisation.added", lambda: Organisation.objects.create(name="Forum"))
    acting("organisation.removed", forum.delete)
    assert "Officer removed the organisation Forum" in text_of(cast.client().get(log_url(cast.council)))


def test_changes_to_packs_are_for_those_who_see_every_pack(cast, acting):
    acting("pack.requested", lambda: Rows("x").one(Pack))
    assert "requested the pack" in text_of(cast.client(Role.OFFICER).get(log_url(cast.council)))
    assert "requested the pack" not in text_of(cast.client(Role.READER).get(log_url(cast.council)))


def test_changes_tell_how_a_mail_ended_and_not_each_step_of_the_worker(cast, acting):
    acting("delivery.claimed", lambda: OrganisationFactory(name="A step on the way"))
    acting("delivery.accepted", lambda: OrganisationFactory(name="How it ended"))
    page = text_of(cast.client(Role.OFFICER).get(log_url(cast.council)))
    assert "How it ended" in page
    assert "A step on the way" not in page


@pytest.mark.parametrize(
    ("since", "shown"), [("2016-17-Q1", True), (date.today().isoformat(), True), ("2099-01-01", False)]
)
def test_changes_since_a_day_or_a_quarter(cast, acting, since, shown):
    acting("organisation.added", lambda: Organisation.objects.create(name="Forum"))
    text = text_of(cast.client().get(log_url(cast.council, since=since)))
    assert ("added the organisation Forum" in text) is shown
    assert ("Nothing changed since then" in text) is not shown


def test_changes_since_nonsense_says_what_to_type(cast):
    response = cast.client().get(log_url(cast.council, since="June"))
    assert "Enter a date like 2016-07-01 or a quarter like 2016-17-Q1" in text_of(response)
    assert b"<title>Error: " in response.content


def links_of(response):
    """Addresses of the links to other pages of the log, by their words."""
    found = re.findall(r'href="([^"]+)" rel="\w+"><span[^>]*>(\w+ changes)<', response.content.decode())
    return {words: html.unescape(query) for query, words in found}


def all_pages(cast, **query):
    """Every page of the log, from link to link."""
    client, url = cast.client(), log_url(cast.council, **query)
    pages = [client.get(url)]
    while following := links_of(pages[-1]).get("Earlier changes"):
        pages.append(
            client.get(reverse("history:changes", kwargs={"council": cast.council.slug}) + following)
        )
    return pages


@pytest.mark.parametrize(("acts", "pages"), [(50, 1), (51, 2), (120, 3)])
def test_changes_turn_over_after_fifty_acts_and_none_is_lost_or_told_twice(cast, acting, acts, pages):
    for number in range(acts):
        acting("organisation.added", partial(Organisation.objects.create, name=f"Partner {number}."))
    found = all_pages(cast)
    told = [
        re.findall(r"added the organisation Partner (\d+)\.(?!</span>)", page.content.decode())
        for page in found
    ]
    assert [len(each) for each in told] == [*([50] * (pages - 1)), acts - 50 * (pages - 1)]
    assert [int(number) for each in told for number in each] == list(range(acts - 1, -1, -1))


def test_pages_of_the_log_keep_the_choice_and_lead_back_to_the_latest(cast, acting):
    for number in range(51):
        acting("organisation.added", partial(Organisation.objects.create, name=f"Partner {number}"))
    first, second = all_pages(cast, since="2016-07-01")
    assert "since=2016-07-01" in links_of(first)["Earlier changes"]
    assert links_of(second) == {"Latest changes": "?view=log&since=2016-07-01"}
    assert b"<title>Full log of changes, up to " in second.content
    assert "Earlier changes, up to" in text_of(second)
    assert "Earlier changes, up to" not in text_of(first)


@pytest.mark.parametrize("before", ["x", "-1", "0", "", "9" * 30, "²"])
def test_a_page_of_the_log_that_cannot_be_is_the_first_or_empty(cast, acting, before):
    acting("organisation.added", partial(Organisation.objects.create, name="Forum"))
    response = cast.client().get(log_url(cast.council, before=before))
    assert response.status_code == 200
    assert ("added the organisation Forum" in text_of(response)) is (before != "0")


def test_acts_that_overlap_are_on_one_page(cast, acting):
    """An act within an act, as the rows of the outer one go on after it."""
    for number in range(49):
        acting("organisation.added", partial(Organisation.objects.create, name=f"Partner {number}."))

    def outer():
        Organisation.objects.create(name="Outer begins")
        with recorded("organisation.added", actor=cast.actor().reference, reason="Within"):
            Organisation.objects.create(name="Inner")
        Organisation.objects.create(name="Outer ends")

    acting("organisation.added", outer)
    for number in range(49):
        acting("organisation.added", partial(Organisation.objects.create, name=f"Later {number}."))
    first, second = (text_of(page) for page in all_pages(cast))
    assert "added the organisation Outer begins" in first
    assert "added the organisation Inner Reason: Within" in first
    assert "Partner 48." not in first
    assert "Partner 48." in second
    assert "Outer" not in second


def test_an_act_of_very_many_rows_is_told_whole(cast, acting):
    acting("organisation.added", partial(Organisation.objects.create, name="First"))
    count = 2 * ROWS_AT_FIRST
    acting(
        "sample.added",
        lambda: Organisation.objects.bulk_create(Organisation(name=f"O{number}") for number in range(count)),
    )
    text = text_of(cast.client().get(log_url(cast.council)))
    assert f"Added {count} organisations" in text
    assert "added the organisation First" in text


@pytest.mark.parametrize("acts", [1, 40])
def test_changes_cost_the_same_queries_whatever_their_number(cast, acting, acts, django_assert_num_queries):
    for number in range(acts):
        acting("board.added", partial(Board.objects.create, slug=f"b{number}", name=f"Board {number}"))
    client = cast.client()
    with django_assert_num_queries(
        FRAME + 9
    ):  # boards, acts, numbers, rows, names of boards, users, own acts twice, what changed their rows since
        client.get(log_url(cast.council))


def undo_buttons(cast, role=Role.OFFICER):
    page = cast.client(role).get(log_url(cast.council)).content.decode()
    return re.findall(r'name="act" value="([^"]+)"', page)


def test_the_log_offers_undo_of_every_kind_of_change_as_long_as_it_works(cast, acting):
    with council_context(cast.council.id):
        board = Board.objects.create(slug="send", name="SEND Board")

    def rename(name):
        return lambda: Board.objects.filter(pk=board.pk).update(name=name)

    acting("board.changed", rename("First name"))
    assert undo_buttons(cast) == ["0"]
    assert undo_buttons(cast, Role.ADMINISTRATOR) == []
    acting("board.changed", rename("Second name"))
    assert undo_buttons(cast) == ["1"]
    client = cast.client()
    back = log_url(cast.council)
    response = client.post("/northport/undo/", {"act": "1", "next": back}, follow=True)
    assert "Undone: " in text_of(response)
    assert undo_buttons(cast) == ["0"]
    words = text_of(client.get(back))
    assert "Undo changed the board First name" in words


def test_the_log_offers_no_undo_of_what_cannot_be_undone(cast, acting):
    def both():
        Organisation.objects.create(name="North")
        with recorded("pack.cancelled", actor=cast.actor(Role.OFFICER).reference):
            Organisation.objects.create(name="South")

    acting("pack.cancelled", partial(Organisation.objects.create, name="West"))
    acting("organisation.added", both)
    with council_context(cast.council.id):
        person = Person.objects.create(initials="JK", name="Julia Known")
    acting("person.changed", lambda: Person.objects.filter(pk=person.pk).update(name="Jo"))
    assert undo_buttons(cast) == []
    acting("organisation.added", partial(Organisation.objects.create, name="East"))
    assert undo_buttons(cast) == ["3"]


@pytest.mark.parametrize("acts", [1, 20])
def test_undo_in_the_log_costs_the_same_queries_whatever_their_number(
    cast, acting, acts, django_assert_num_queries
):
    for number in range(acts):
        acting("board.added", partial(Board.objects.create, slug=f"b{number}", name=f"Board {number}"))
    with council_context(cast.council.id):
        now = Change.objects.latest("seq").at
    with council_context(cast.council.id), django_assert_num_queries(2):
        assert len(undoable_acts(by=cast.actor(Role.OFFICER), now=now)) == acts
