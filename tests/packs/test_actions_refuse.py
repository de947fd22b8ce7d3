"""Refusals for packs and quarters by role, the entries in the change log, and what is queued after the commit."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from boards.models import Recipient
from core.refusals import ChangeRefused
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from packs import actions, tasks
from packs.actions import PackRefused, Settlement
from packs.models import Delivery, Pack
from packs.states import DeliveryState, PackState
from strategies.models import ReportingPeriod
from strategies.quarter_actions import close_quarter, reopen_quarter
from tests.cast import TODAY
from tests.factories import PeriodFactory, ProgressUpdateFactory
from tests.locks import locked_tables
from tests.packs.paper import NOW, make_paper, without_drawing


@pytest.fixture
def queued(monkeypatch):
    """Names and arguments of the tasks that would be queued."""
    calls = []
    for task in (tasks.render_pack, tasks.send_pack):
        monkeypatch.setattr(task, "delay", lambda _name=task.__name__, **kw: calls.append((_name, kw)))
    return calls


@pytest.fixture
def paper(cast, queued, settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    with council_context(cast.council.id):
        yield make_paper(cast.council)


@pytest.fixture
def after_commit(queued, django_capture_on_commit_callbacks):
    """Tasks that an action queues: none while it runs, and these once it is committed."""

    def run(act):
        queued.clear()
        with django_capture_on_commit_callbacks() as callbacks:
            act()
            assert queued == []
        for callback in callbacks:
            callback()
        return queued

    return run


def verb_and_actor():
    change = Change.objects.order_by("-seq").first()
    return change.verb, change.actor


def state(row):
    return type(row).objects.get(pk=row.pk).state


# Packs


class TestWhoMayNot:
    @pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
    def test_cancel(self, paper, cast, role):
        pack = paper.request()
        with pytest.raises(PermissionDenied):
            actions.cancel_pack(pack=pack, by=cast.actor(role))
        assert state(pack) == PackState.FROZEN

    @pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.OFFICER])
    def test_release_and_settle(self, paper, cast, role):
        pack = paper.render(paper.request())
        with pytest.raises(PermissionDenied):
            actions.release_pack(pack=pack, by=cast.actor(role), now=NOW)
        assert state(pack) == PackState.RENDERED
        actions.release_pack(pack=pack, by=cast.actor(Role.APPROVER), now=NOW)
        delivery = pack.deliveries.first()
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.UNCERTAIN)
        with pytest.raises(PermissionDenied):
            actions.settle_delivery(
                delivery=delivery, outcome=Settlement.ARRIVED, by=cast.actor(role), today=TODAY
            )
        assert state(delivery) == DeliveryState.UNCERTAIN

    @pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.OFFICER])
    def test_close_and_reopen(self, paper, cast, role):
        with pytest.raises(PermissionDenied):
            close_quarter(period=paper.period, by=cast.actor(role), today=TODAY, now=NOW)
        before = ReportingPeriod.objects.get(label="2015-16-Q4")
        with pytest.raises(PermissionDenied):
            reopen_quarter(period=before, by=cast.actor(role), now=NOW, reason="A slip.")
        assert set(ReportingPeriod.objects.values_list("label", "closed_at")) == {
            ("2015-16-Q4", before.closed_at),
            ("2016-17-Q1", None),
        }


class TestCancelling:
    def test_the_log_has_who_and_why(self, paper, cast):
        officer = cast.actor(Role.OFFICER)
        pack = actions.cancel_pack(pack=paper.request(), by=officer, reason="Wrong board.")
        assert (pack.state, pack.progress) == (PackState.CANCELLED, "")
        assert verb_and_actor() == ("pack.cancelled", officer.reference)
        assert Change.objects.order_by("-seq").first().reason == "Wrong board."

    def test_what_went_out_and_reached_nobody_cannot_be_cancelled(self, paper, cast):
        """A pack whose emails all failed has failed. It was released, so it stays a record."""
        pack = paper.render(paper.request(release=True))
        Pack.objects.filter(pk=pack.pk).update(state=PackState.FAILED)
        with pytest.raises(
            PackRefused, match=r"can no longer cancel this pack\. Its state is “Could not be made or sent”"
        ):
            actions.cancel_pack(pack=pack, by=cast.actor(Role.ADMINISTRATOR))
        assert state(pack) == PackState.FAILED

    def test_the_other_packs_stay(self, paper, cast):
        first = paper.render(paper.request(release=True))
        ProgressUpdateFactory(deliverable__strand=paper.strand, period=paper.period, rag="amber")
        second, third = paper.request(), paper.request(period=PeriodFactory(label="2015-16-Q4"))
        actions.cancel_pack(pack=second, by=cast.actor())
        assert [state(each) for each in (first, second, third)] == ["released", "cancelled", "frozen"]


class TestAfterCommit:
    def test_a_request_wakes_a_renderer(self, paper, cast, after_commit):
        calls = after_commit(paper.request)
        assert calls == [("render_pack", {"council_id": cast.council.id, "pack_id": Pack.objects.get().pk})]

    def test_a_release_wakes_a_sender(self, paper, cast, after_commit):
        pack = paper.render(paper.request())
        approver = cast.actor(Role.APPROVER)
        calls = after_commit(lambda: actions.release_pack(pack=pack, by=approver, now=NOW))
        assert calls == [("send_pack", {"council_id": cast.council.id, "pack_id": pack.pk})]
        assert Change.objects.filter(table="reporting_pack").latest("seq").verb == "pack.released"
        assert verb_and_actor()[1] == approver.reference

    def test_a_failed_pack_asked_for_again_wakes_a_renderer(self, paper, after_commit):
        pack = paper.request()
        Pack.objects.update(state=PackState.FAILED, attempts=3, error="Out of paper", next_attempt_at=None)
        calls = after_commit(paper.request)
        assert [name for name, _ in calls] == ["render_pack"]
        pack.refresh_from_db()
        assert pack.next_attempt_at == NOW + actions.packs.QUEUE_AGAIN_AFTER

    def test_an_unchanged_pack_asked_for_again_wakes_nobody(self, paper, after_commit):
        paper.render(paper.request())
        assert after_commit(paper.request) == []
        assert after_commit(lambda: paper.request(release=True))[0][0] == "send_pack"
        assert after_commit(lambda: paper.request(release=True)) == []

    def test_a_drawn_pack_whose_mails_all_failed_is_not_drawn_again(self, paper, after_commit):
        pack = paper.render(paper.request(release=True))
        Pack.objects.filter(pk=pack.pk).update(state=PackState.FAILED)
        assert after_commit(paper.request) == []
        assert state(pack) == PackState.FAILED

    def test_settling_wakes_a_sender(self, paper, cast, after_commit):
        pack = paper.render(paper.request(release=True))
        approver, delivery = cast.actor(Role.APPROVER), pack.deliveries.first()
        for outcome in (Settlement.SEND_AGAIN, Settlement.ARRIVED):
            Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.UNCERTAIN)
            calls = after_commit(
                lambda outcome=outcome: actions.settle_delivery(
                    delivery=delivery, outcome=outcome, by=approver, today=TODAY
                )
            )
            assert calls == [("send_pack", {"council_id": cast.council.id, "pack_id": pack.pk})]
            assert Change.objects.filter(table="reporting_delivery").latest("seq").verb == (
                f"delivery.{outcome.value}"
            )


class TestRequesting:
    def test_the_quarter_is_locked_so_that_two_requests_do_not_make_one_edition_twice(self, paper):
        with locked_tables() as locked:
            paper.request()
        assert locked == ["strategies_reportingperiod"]

    def test_what_is_stored_with_the_edition(self, paper, cast):
        pack = paper.request(by=cast.actor(Role.ADMINISTRATOR), release=True)
        pack.refresh_from_db()
        assert (pack.requested_by, pack.requested_at) == ("Administrator", NOW)
        assert pack.next_attempt_at == NOW + actions.packs.QUEUE_AGAIN_AFTER
        assert (pack.release_when_rendered, pack.released_at, pack.previous) == (True, None, None)

    def test_who_asks_for_the_release_of_an_edition_that_is_there_releases_it(self, paper, cast):
        pack = paper.request()
        paper.request(by=cast.actor(Role.APPROVER), release=True)
        pack.refresh_from_db()
        assert (pack.release_when_rendered, pack.released_by) == (True, "Approver")
        assert paper.render(pack).released_by == "Approver"

    def test_a_release_that_fails_half_way_leaves_the_pack_unreleased(self, paper, cast, monkeypatch):
        pack = paper.render(paper.request())
        monkeypatch.setattr(actions.packs, "_send_after_commit", lambda pack: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.release_pack(pack=pack, by=cast.actor(Role.APPROVER), now=NOW)
        assert (state(pack), Delivery.objects.count()) == (PackState.RENDERED, 0)


class TestSettling:
    @pytest.fixture
    def deliveries(self, paper):
        return list(paper.render(paper.request(release=True)).deliveries.order_by("id"))

    def settle(self, cast, delivery, outcome, **stored):
        Delivery.objects.filter(pk=delivery.pk).update(**stored)
        actions.settle_delivery(delivery=delivery, outcome=outcome, by=cast.actor(Role.APPROVER), today=TODAY)
        delivery.refresh_from_db()
        return delivery

    def test_only_this_mail_is_settled(self, cast, deliveries):
        Delivery.objects.update(state=DeliveryState.UNCERTAIN)
        self.settle(cast, deliveries[0], Settlement.ARRIVED)
        assert [state(each) for each in deliveries] == ["accepted", "uncertain"]
        Delivery.objects.update(state=DeliveryState.UNCERTAIN)
        self.settle(cast, deliveries[0], Settlement.SEND_AGAIN)
        assert [state(each) for each in deliveries] == ["queued", "uncertain"]

    def test_a_failed_mail_is_sent_again_as_if_it_were_new(self, cast, deliveries):
        settled = self.settle(
            cast,
            deliveries[0],
            Settlement.SEND_AGAIN,
            state=DeliveryState.FAILED,
            attempts=6,
            error="550 no such person",
            next_attempt_at=NOW,
        )
        assert (settled.state, settled.attempts, settled.error) == ("queued", 0, "")
        assert (settled.next_attempt_at, settled.settled_by) == (None, "Approver")

    @pytest.mark.parametrize(
        "stored", [DeliveryState.FAILED, DeliveryState.QUEUED, DeliveryState.TRANSMITTING]
    )
    def test_only_an_uncertain_mail_has_arrived_because_somebody_says_so(self, cast, deliveries, stored):
        with pytest.raises(PackRefused, match="No action needed"):
            self.settle(cast, deliveries[0], Settlement.ARRIVED, state=stored)
        assert state(deliveries[0]) == stored

    @pytest.mark.parametrize("stored", [DeliveryState.CLAIMED, DeliveryState.ACCEPTED])
    def test_only_an_uncertain_or_failed_mail_is_sent_again(self, cast, deliveries, stored):
        with pytest.raises(PackRefused, match="No action needed"):
            self.settle(cast, deliveries[0], Settlement.SEND_AGAIN, state=stored)
        assert state(deliveries[0]) == stored


# Quarters


class TestQuarters:
    def test_only_this_quarter_is_closed_and_opened(self, paper, cast):
        approver = cast.actor(Role.APPROVER)
        before, after = ReportingPeriod.objects.get(label="2015-16-Q4"), PeriodFactory(label="2016-17-Q2")
        close_quarter(period=paper.period, by=approver, today=TODAY, now=NOW)
        assert verb_and_actor() == ("quarter.closed", approver.reference)
        after.refresh_from_db()
        assert after.closed_at is None
        reopen_quarter(period=paper.period, by=approver, now=NOW, reason=" A school was late. ")
        assert verb_and_actor() == ("quarter.reopened", approver.reference)
        change = Change.objects.order_by("-seq").first()
        assert (change.reason, paper.period.reopened_reason) == ("A school was late.", "A school was late.")
        assert ReportingPeriod.objects.get(pk=before.pk).closed_at == before.closed_at

    def test_it_can_be_closed_on_the_day_after_its_last_one(self, paper, cast):
        said = {"period": paper.period, "by": cast.actor(Role.APPROVER), "now": NOW}
        with pytest.raises(ChangeRefused):
            close_quarter(today=date(2016, 6, 30), **said)
        assert close_quarter(today=date(2016, 7, 1), **said).closed_at == NOW


class TestReleasingAgain:
    @pytest.mark.parametrize("state", [PackState.DELIVERED, PackState.PARTLY_DELIVERED, PackState.FAILED])
    def test_a_pack_that_was_released_is_not_released_again(self, cast, paper, state):
        with council_context(cast.council.id):
            pack = paper.render(paper.request(release=True))
            Pack.objects.filter(pk=pack.pk).update(state=state.value)
            mails = Delivery.objects.count()
            Recipient.objects.create(board=paper.board, name="New", email="new@example.org")
            with pytest.raises(PackRefused, match="You can only release a pack once its PDF is ready"):
                actions.release_pack(pack=pack, by=cast.actor(Role.APPROVER), now=NOW)
            pack.refresh_from_db()
            assert (pack.state, Delivery.objects.count()) == (state.value, mails)

    def test_a_pack_whose_rendering_failed_is_not_released(self, cast, paper):
        with council_context(cast.council.id):
            pack = paper.request()
            Pack.objects.filter(pk=pack.pk).update(state=PackState.FAILED.value)
            with pytest.raises(PackRefused, match="You can only release a pack once its PDF is ready"):
                actions.release_pack(pack=pack, by=cast.actor(Role.APPROVER), now=NOW)
