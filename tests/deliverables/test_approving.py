"""Updates that need approval: every way in, the steps, who may take them, and that nothing counts before."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boards.models import Seat
from core.refusals import ChangeRefused
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import (
    ProgressRefused,
    StaleDeliverable,
    StaleDeliverables,
    Statement,
    approve_updates,
    choose_approval,
    rate_several,
    record_no_change,
    record_progress,
    record_statements,
    repeat_several,
    return_update,
    undo_act,
    withdraw_update,
)
from deliverables.models import ApprovalRule, Deliverable, DuePoint, ProgressUpdate, ProposedUpdate
from deliverables.summaries import state_today
from strategies.models import Oversight, ReportingPeriod
from tests.boards.forms import fields_of
from tests.cast import TODAY
from tests.factories import (
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
)
from tests.pages import FRAME, text_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
AMBER = {
    "rag": "amber",
    "narrative": "Two of three hubs have a venue.",
    "reason": "No venue in the north.",
    "path_to_green": "HG signs a lease in August.",
    "forecast_on": date(2016, 8, 31),
}
TYPED = {
    "rag": "amber",
    "narrative": "Two of three hubs have a venue.",
    "reason": "No venue in the north.",
    "path_to_green": "HG signs a lease in August.",
    **{f"forecast_on_{part}": str(number) for part, number in (("day", 31), ("month", 8), ("year", 2016))},
    "quarter": "2016-17-Q1",
    "version": "1",
}


@pytest.fixture
def plan(cast):
    """A1 with two due points, all updates of the council need approval, and quarter 1 is open."""
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
        strand = StrandFactory(code="A", title="Inclusion")
        found = DeliverableFactory(strand=strand, number="1", title="Open three hubs")
        DuePointFactory(deliverable=found, label="launch")
        DuePointFactory(deliverable=found, label="review", position=2)
        choose_approval(whole=True, strands=(), boards=(), by=cast.actor(Role.ADMINISTRATOR))
        return found


@pytest.fixture
def inside(cast, plan):
    with council_context(cast.council.id):
        yield


def period():
    return ReportingPeriod.objects.get(label="2016-17-Q1")


def send(cast, plan, role=Role.OFFICER, **changes):
    said = {
        "deliverable": plan,
        "period": period(),
        **AMBER,
        "by": cast.actor(role),
        "today": TODAY,
        "now": NOW,
    }
    return record_progress(**{**said, **changes})


def approve(cast, *proposals, role=Role.APPROVER, **changes):
    said = {"proposals": proposals, "by": cast.actor(role), "today": TODAY, "now": NOW}
    return approve_updates(**{**said, **changes})


def rating(plan):
    return state_today(plan, period=period(), today=TODAY).stated.rag


class TestSending:
    def test_an_update_waits_and_counts_nowhere(self, cast, plan, inside):
        sent = send(cast, plan)
        assert isinstance(sent, ProposedUpdate)
        assert (sent.state, sent.by_name, sent.recorded_on) == ("waiting", "Officer", TODAY)
        assert not ProgressUpdate.objects.exists()
        assert rating(plan) == "not_rated"

    def test_each_way_in_sends_it(self, cast, plan, inside):
        before = PeriodFactory(label="2015-16-Q4", closed_at=NOW)
        others = [DeliverableFactory(strand=plan.strand) for _ in range(4)]
        for each in others:
            ProgressUpdateFactory(deliverable=each, period=before, rag="green")
        act = {"period": period(), "by": cast.actor(), "today": TODAY, "now": NOW}
        record_no_change(deliverable=others[0], expected_version=1, **act)
        repeat_several(deliverables=[others[1]], **act)
        rate_several(deliverables=[others[2]], rag="green", **act)
        record_statements(statements=[Statement(others[3], "green", "Printed.")], **act)
        assert ProposedUpdate.objects.waiting().count() == 4
        assert not ProgressUpdate.objects.filter(period=period()).exists()

    def test_a_wrong_update_is_refused_before_it_is_sent(self, cast, plan, inside):
        with pytest.raises(ProgressRefused) as refused:
            send(cast, plan, reason="")
        assert refused.value.problems == {"reason": "Enter the reason it is amber"}
        assert not ProposedUpdate.objects.exists()

    def test_the_same_person_changes_what_they_sent(self, cast, plan, inside):
        first = send(cast, plan)
        again = send(cast, plan, narrative="All three.")
        assert again.pk == first.pk
        assert ProposedUpdate.objects.get().narrative == "All three."

    def test_somebody_else_takes_its_place_and_the_comment_stays(self, cast, plan, inside):
        first = send(cast, plan)
        return_update(proposal=first, comment="Which?", by=cast.actor(Role.APPROVER), today=TODAY)
        second = send(cast, plan, role=Role.ADMINISTRATOR)
        first.refresh_from_db()
        assert (first.state, second.state, second.comment) == ("withdrawn", "waiting", "Which?")
        assert second.pk != first.pk

    def test_a_draft_may_be_unfinished_and_is_not_sent(self, cast, plan, inside):
        draft = send(cast, plan, reason="", path_to_green="", forecast_on=None, draft=True)
        assert draft.state == "draft"
        assert not ProposedUpdate.objects.waiting().exists()
        assert send(cast, plan).state == "waiting"
        with pytest.raises(ProgressRefused, match="has been sent for approval"):
            send(cast, plan, draft=True)

    def test_without_approval_there_is_no_draft(self, cast, plan, inside):
        choose_approval(whole=False, strands=(), boards=(), by=cast.actor(Role.ADMINISTRATOR))
        with pytest.raises(ProgressRefused, match="Only an update that needs approval"):
            send(cast, plan, draft=True)

    def test_a_stale_form_sees_what_was_sent_meanwhile(self, cast, plan, inside):
        sent = send(cast, plan, expected_version=1)
        with pytest.raises(StaleDeliverable) as stale:
            send(cast, plan, role=Role.ADMINISTRATOR, expected_version=1)
        assert stale.value.latest == sent

    def test_recording_directly_later_withdraws_it(self, cast, plan, inside):
        sent = send(cast, plan)
        choose_approval(whole=False, strands=(), boards=(), by=cast.actor(Role.ADMINISTRATOR))
        assert isinstance(send(cast, plan), ProgressUpdate)
        sent.refresh_from_db()
        assert sent.state == "withdrawn"


class TestWhatNeedsIt:
    def test_a_strand(self, cast, plan, inside):
        other = DeliverableFactory(strand=StrandFactory(code="B", strategy=plan.strategy))
        choose_approval(whole=False, strands=[plan.strand], boards=(), by=cast.actor(Role.ADMINISTRATOR))
        assert isinstance(send(cast, plan), ProposedUpdate)
        assert isinstance(send(cast, other), ProgressUpdate)

    def test_what_a_board_oversees(self, cast, plan, inside):
        other = DeliverableFactory(strand=StrandFactory(code="B", strategy=plan.strategy))
        board = BoardFactory()
        Oversight.objects.create(board=board, strategy=plan.strategy, strand=plan.strand)
        choose_approval(whole=False, strands=(), boards=[board], by=cast.actor(Role.ADMINISTRATOR))
        both = rate_several(
            deliverables=[plan, other],
            period=period(),
            rag="green",
            by=cast.actor(),
            today=TODAY,
            now=NOW,
        )
        assert [type(each) for each in both] == [ProposedUpdate, ProgressUpdate]

    def test_the_same_choice_again_writes_nothing(self, cast, plan, inside):
        last = Change.objects.order_by("seq").last().seq
        assert not choose_approval(whole=True, strands=(), boards=(), by=cast.actor(Role.ADMINISTRATOR))
        assert not Change.objects.filter(seq__gt=last).exists()

    def test_the_database_takes_each_rule_once(self, inside):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApprovalRule.objects.create()


class TestApproving:
    def test_it_becomes_an_update_of_the_day_and_of_whoever_sent_it(self, cast, plan, inside):
        launch = DuePoint.objects.get(label="launch")
        sent = send(cast, plan, done_points=[launch.public_id])
        [update] = approve(cast, sent, today=date(2016, 7, 12))
        sent.refresh_from_db()
        launch.refresh_from_db()
        assert (update.rag, update.by_name, update.by_user) == ("amber", "Officer", cast.actor().user)
        assert (update.recorded_on, update.late) == (date(2016, 7, 12), False)
        assert (sent.state, sent.update, sent.decided_by) == (
            "approved",
            update,
            cast.actor(Role.APPROVER).user,
        )
        assert launch.done_on == date(2016, 7, 12)

    def test_after_the_cut_off_it_is_late(self, cast, plan, inside):
        [update] = approve(cast, send(cast, plan), today=date(2016, 7, 22))
        assert update.late

    def test_nobody_approves_their_own(self, cast, plan, inside):
        sent = send(cast, plan, role=Role.ADMINISTRATOR)
        with pytest.raises(ChangeRefused, match="somebody else has to approve it"):
            approve(cast, sent, role=Role.ADMINISTRATOR)

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.BOARD_MEMBER, Role.READER])
    def test_without_the_right_nobody_approves(self, cast, plan, inside, role):
        sent = send(cast, plan, role=Role.ADMINISTRATOR)
        with pytest.raises(PermissionDenied):
            approve(cast, sent, role=role)

    def test_the_chair_of_a_board_that_oversees_it_approves_and_no_other(self, cast, plan, inside):
        chair = PersonFactory(name="Chair", user=cast.members[Role.BOARD_MEMBER].user)
        board, other = BoardFactory(), BoardFactory()
        Oversight.objects.create(board=board, strategy=plan.strategy, strand=plan.strand)
        seat = Seat.objects.create(board=other, holder=chair, role="chair")
        sent = send(cast, plan)
        with pytest.raises(PermissionDenied):
            approve(cast, sent, role=Role.BOARD_MEMBER)
        Seat.objects.filter(pk=seat.pk).update(board=board)
        assert len(approve(cast, sent, role=Role.BOARD_MEMBER)) == 1

    def test_all_or_none(self, cast, plan, inside):
        other = DeliverableFactory(strand=plan.strand, number="2")
        first = send(cast, plan)
        own = send(cast, other, role=Role.ADMINISTRATOR)
        with pytest.raises(ChangeRefused, match=r"^A2: You sent this update"):
            approve(cast, first, own, role=Role.ADMINISTRATOR)
        assert not ProgressUpdate.objects.exists()

    def test_a_closed_quarter_takes_none(self, cast, plan, inside):
        sent = send(cast, plan)
        ReportingPeriod.objects.update(closed_at=NOW)
        with pytest.raises(ChangeRefused, match=r"Q1 2016–17 is closed"):
            approve(cast, sent)
        assert ProposedUpdate.objects.waiting().get() == sent

    def test_a_change_since_the_page_was_opened(self, cast, plan, inside):
        sent = send(cast, plan)
        send(cast, plan, narrative="Now all three.")
        with pytest.raises(StaleDeliverables):
            approve(cast, sent, expected_versions={plan.public_id: 2})
        assert not ProgressUpdate.objects.exists()

    def test_approved_twice(self, cast, plan, inside):
        sent = send(cast, plan)
        approve(cast, sent)
        with pytest.raises(ChangeRefused, match="approved already"):
            approve(cast, sent)
        assert ProgressUpdate.objects.count() == 1

    def test_statements_do_not_grow_with_what_is_approved(self, cast, plan, inside):
        def costs(number):
            sent = [send(cast, DeliverableFactory(strand=plan.strand)) for _ in range(number)]
            with CaptureQueriesContext(connection) as queries:
                approve(cast, *sent)
            return len(queries)

        assert costs(2) == costs(20) <= 16


class TestReturning:
    def test_it_says_why_and_can_be_sent_again(self, cast, plan, inside):
        sent = send(cast, plan)
        return_update(proposal=sent, comment=" Which two? ", by=cast.actor(Role.APPROVER), today=TODAY)
        sent.refresh_from_db()
        assert (sent.state, sent.comment, sent.decided_on) == ("returned", "Which two?", TODAY)
        assert send(cast, plan).state == "waiting"

    def test_it_needs_a_comment(self, cast, plan, inside):
        with pytest.raises(ChangeRefused) as refused:
            return_update(proposal=send(cast, plan), comment=" ", by=cast.actor(Role.APPROVER), today=TODAY)
        assert refused.value.problems == {"comment": "Enter what should change"}

    def test_withdrawn_it_is_gone_and_the_rating_as_before(self, cast, plan, inside):
        sent = withdraw_update(proposal=send(cast, plan), by=cast.actor())
        assert sent.state == "withdrawn"
        assert not ProposedUpdate.objects.open().exists()
        with pytest.raises(ChangeRefused, match="withdrawn"):
            withdraw_update(proposal=sent, by=cast.actor())

    def test_readers_withdraw_nothing(self, cast, plan, inside):
        with pytest.raises(PermissionDenied):
            withdraw_update(proposal=send(cast, plan), by=cast.actor(Role.READER))

    def test_what_is_dropped_is_not_asked_for(self, cast, plan, inside):
        send(cast, plan)
        Deliverable.objects.filter(pk=plan.pk).update(dropped_on=TODAY, dropped_reason="Not needed.")
        assert not ProposedUpdate.objects.waiting().exists()


class TestUndo:
    @pytest.fixture
    def undone(self, cast, plan):
        """Undo what somebody does in a request of its own."""

        def undone(role, act):
            with council_context(cast.council.id, request_id="act-1"):
                act()
            with council_context(cast.council.id, request_id="act-2"):
                return undo_act(
                    act="act-1", by=cast.actor(role), now=Change.objects.order_by("seq").last().at
                )

        return undone

    def test_of_sending(self, cast, plan, undone):
        undone(Role.OFFICER, lambda: send(cast, plan))
        with council_context(cast.council.id):
            assert not ProposedUpdate.objects.exists()

    def test_of_sending_in_place_of_another(self, cast, plan, undone):
        with council_context(cast.council.id):
            first = send(cast, plan)
        undone(Role.ADMINISTRATOR, lambda: send(cast, plan, role=Role.ADMINISTRATOR))
        with council_context(cast.council.id):
            assert ProposedUpdate.objects.get() == first
            assert ProposedUpdate.objects.get().state == "waiting"
            assert ProposedUpdate.objects.get().by_name == "Officer"

    def test_of_an_approval(self, cast, plan, undone):
        with council_context(cast.council.id):
            sent = send(cast, plan)
        undone(Role.APPROVER, lambda: approve(cast, sent))
        with council_context(cast.council.id):
            sent.refresh_from_db()
            assert (sent.state, sent.update, sent.decided_by) == ("waiting", None, None)
            assert not ProgressUpdate.objects.exists()

    def test_of_a_return(self, cast, plan, undone):
        with council_context(cast.council.id):
            sent = send(cast, plan)
        undone(
            Role.APPROVER,
            lambda: return_update(proposal=sent, comment="No.", by=cast.actor(Role.APPROVER), today=TODAY),
        )
        with council_context(cast.council.id):
            sent.refresh_from_db()
            assert (sent.state, sent.comment) == ("waiting", "")


def address(cast, name, **parts):
    return reverse(f"deliverables:{name}", kwargs={"council": cast.council.slug, **parts})


class TestThePages:
    @pytest.fixture
    def sent(self, cast, plan):
        with council_context(cast.council.id):
            return send(cast, plan)

    def test_from_the_form_to_what_counts(self, cast, plan):
        officer, approver = cast.client(), cast.client(Role.APPROVER)
        update = address(cast, "update", deliverable=plan.public_id)
        form = text_of(officer.get(update))
        assert "Send for approval" in form
        assert "Save as draft" in form
        saved = officer.post(update, TYPED, follow=True)
        assert "Update of A1 (Amber) sent for approval." in text_of(saved)
        page = approver.get(address(cast, "approvals"))
        assert "1 update waits for approval" in text_of(page)
        assert "Two of three hubs have a venue." in text_of(page)
        with council_context(cast.council.id):
            sent = ProposedUpdate.objects.get()
        typed = {"approve": f"{sent.public_id}.2"}
        approved = approver.post(address(cast, "approvals"), typed, follow=True)
        assert "Approved: the update of A1." in text_of(approved)
        assert "Undo" in text_of(approved)
        detail = text_of(officer.get(address(cast, "deliverable", deliverable=plan.public_id)))
        assert "Sent on 8 July 2016, approved by Approver on 8 July 2016" in detail

    def test_a_draft_is_kept_from_the_form_with_the_same_buttons_later(self, cast, plan):
        officer = cast.client()
        update = address(cast, "update", deliverable=plan.public_id)
        typed = TYPED | {
            "step": "draft",
            "reason": "",
            "path_to_green": "",
            "forecast_on_day": "",
            "forecast_on_month": "",
            "forecast_on_year": "",
        }
        saved = officer.post(update, typed, follow=True)
        assert "has not been sent for approval yet" in text_of(saved)
        again = officer.get(update)
        assert "Two of three hubs have a venue." in text_of(again)
        assert fields_of(again)["rag"] == "amber"

    def test_ticked_ones_together(self, cast, plan, sent):
        with council_context(cast.council.id):
            other = send(cast, DeliverableFactory(strand=plan.strand, number="2"))
        both = {"chosen": [f"{sent.public_id}.2", f"{other.public_id}.2"]}
        page = cast.client(Role.APPROVER).post(address(cast, "approvals"), both, follow=True)
        assert "Approved: the update of A1 and A2." in text_of(page)

    def test_nothing_ticked(self, cast, sent):
        page = cast.client(Role.APPROVER).post(address(cast, "approvals"), {})
        assert page.status_code == 422
        assert "Tick the updates that you approve" in text_of(page)

    def test_changed_meanwhile(self, cast, plan, sent):
        with council_context(cast.council.id):
            send(cast, plan, narrative="All three now.")
        typed = {"approve": f"{sent.public_id}.2"}
        page = cast.client(Role.APPROVER).post(address(cast, "approvals"), typed)
        assert page.status_code == 409
        assert "Nothing was approved: A1 has been changed by someone else." in text_of(page)
        assert "All three now." in text_of(page)

    def test_officers_see_what_waits_and_cannot_approve(self, cast, sent):
        page = cast.client().get(address(cast, "approvals"))
        assert "You cannot approve it yourself" in text_of(page)
        assert b'name="approve"' not in page.content

    @pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
    def test_readers_see_none_of_it(self, cast, plan, sent, role):
        client = cast.client(role)
        assert client.get(address(cast, "approvals")).status_code == 403
        detail = client.get(address(cast, "deliverable", deliverable=plan.public_id))
        assert "Two of three hubs" not in text_of(detail)
        with council_context(cast.council.id):
            return_update(proposal=sent, comment="Say who acts.", by=cast.actor(Role.APPROVER), today=TODAY)
        log = f"/{cast.council.slug}/changes/?view=log"
        for said in ("Two of three hubs", "Say who acts.", "returned the update", "for approval"):
            assert said not in text_of(client.get(log))
        assert "returned the update of A1" in text_of(cast.client().get(log))

    def test_a_chair_sees_what_their_board_oversees(self, cast, plan, sent):
        with council_context(cast.council.id):
            other = DeliverableFactory(strand=StrandFactory(code="B", strategy=plan.strategy), title="Else")
            send(cast, other)
            board = BoardFactory()
            Oversight.objects.create(board=board, strategy=plan.strategy, strand=plan.strand)
            chair = PersonFactory(name="Chair", user=cast.members[Role.BOARD_MEMBER].user)
            Seat.objects.create(board=board, holder=chair, role="co_chair")
        client = cast.client(Role.BOARD_MEMBER)
        page = client.get(address(cast, "approvals"))
        assert "Open three hubs" in text_of(page)
        assert "Else" not in text_of(page)
        typed = {"approve": f"{sent.public_id}.2"}
        done = client.post(address(cast, "approvals"), typed, follow=True)
        assert "Approved: the update of A1." in text_of(done)
        assert "Undo" not in text_of(done)

    def test_return_with_a_comment(self, cast, plan, sent):
        approver = cast.client(Role.APPROVER)
        page = approver.get(address(cast, "return_update", update=sent.public_id))
        typed = fields_of(page) | {"comment": "Which two?"}
        done = approver.post(address(cast, "return_update", update=sent.public_id), typed, follow=True)
        assert "Update of A1 returned to Officer." in text_of(done)
        form = text_of(cast.client().get(address(cast, "update", deliverable=plan.public_id)))
        assert "An approver asks for a change: Which two?" in form

    def test_withdraw(self, cast, plan, sent):
        back = address(cast, "deliverable", deliverable=plan.public_id)
        page = cast.client().post(
            address(cast, "withdraw_update", update=sent.public_id), {"next": back}, follow=True
        )
        assert "Update of A1 withdrawn." in text_of(page)
        assert "Waiting for approval" not in text_of(page)

    def test_another_council_finds_nothing(self, cast, sent):
        outsider = cast.outsider_client()
        assert outsider.get(address(cast, "approvals")).status_code == 404
        elsewhere = reverse(
            "deliverables:return_update", kwargs={"council": cast.other.slug, "update": sent.public_id}
        )
        assert outsider.get(elsewhere).status_code == 404

    def test_an_administrator_chooses_what_needs_it(self, cast, plan):
        client = cast.client(Role.ADMINISTRATOR)
        page = client.get(address(cast, "approval"))
        typed = fields_of(page)
        typed.pop("whole")
        done = client.post(
            address(cast, "approval"), typed | {"strands": [str(plan.strand.public_id)]}, follow=True
        )
        assert "Approval is needed for strand A: Inclusion." in text_of(done)
        with council_context(cast.council.id):
            assert ApprovalRule.objects.get().strand == plan.strand

    @pytest.mark.parametrize("number", [1, 30])
    def test_queries_do_not_grow(self, cast, plan, number, django_assert_num_queries):
        with council_context(cast.council.id):
            for _ in range(number):
                send(cast, DeliverableFactory(strand=plan.strand))
        client = cast.client(Role.APPROVER)
        with django_assert_num_queries(FRAME + 8):
            assert client.get(address(cast, "approvals")).status_code == 200
