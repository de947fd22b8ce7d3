"""Actions on packs and quarters: their results, and the refusals in words."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from boards.models import Recipient
from core.periods import Quarter
from core.refusals import ChangeRefused
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from packs import actions, tasks
from packs.actions import PackRefused, Settlement
from packs.models import Delivery, Pack, Snapshot
from packs.states import DeliveryState, PackState
from strategies.models import ReportingPeriod
from strategies.quarter_actions import close_quarter, reopen_quarter
from tests.cast import TODAY
from tests.factories import PeriodFactory, ProgressUpdateFactory
from tests.packs.paper import NOW, make_paper, without_drawing


@pytest.fixture
def queued(monkeypatch):
    """Names of the tasks that would be queued."""
    names = []
    for task in (tasks.render_pack, tasks.send_pack):
        monkeypatch.setattr(task, "delay", lambda _name=task.__name__, **_: names.append(_name))
    return names


@pytest.fixture
def paper(cast, queued, settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    with council_context(cast.council.id):
        yield make_paper(cast.council)


def say_something(paper):
    ProgressUpdateFactory(deliverable__strand=paper.strand, period=paper.period, rag="amber")


class TestRequesting:
    def test_the_quarter_is_frozen_and_a_render_is_queued(
        self, paper, queued, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            pack = paper.request()
        assert (pack.edition, pack.state, queued) == (1, PackState.FROZEN, ["render_pack"])
        assert pack.snapshot.sha256 == hashlib.sha256(pack.snapshot.content.encode()).hexdigest()
        assert (pack.snapshot.as_at, pack.snapshot.change_seq > 0) == (TODAY, True)

    def test_nothing_changed_gives_the_same_edition(self, paper):
        assert paper.request() == paper.request()
        assert Snapshot.objects.count() == 1

    def test_a_change_gives_a_new_edition_and_sets_the_unreleased_one_aside(self, paper):
        first = paper.request()
        say_something(paper)
        second = paper.request()
        first.refresh_from_db()
        assert (second.edition, second.previous, first.state) == (2, first, PackState.SUPERSEDED)

    def test_a_cancelled_edition_is_not_used_again(self, paper, cast):
        first = paper.request()
        actions.cancel_pack(pack=first, by=cast.actor(Role.OFFICER))
        assert paper.request().edition == 2

    def test_a_failed_render_is_tried_again(self, paper):
        pack = paper.request()
        Pack.objects.update(state=PackState.FAILED, attempts=3, error="Out of paper")
        again = paper.request()
        assert (again, again.state, again.attempts, again.error) == (pack, PackState.FROZEN, 0, "")

    def test_asked_with_release_it_goes_out_once_rendered(self, paper):
        pack = paper.render(paper.request(release=True))
        assert (pack.state, pack.released_by, pack.deliveries.count()) == (PackState.RELEASED, "sendplan", 2)

    def test_asked_for_release_later_a_rendered_edition_goes_out_once(self, paper):
        pack = paper.render(paper.request())
        assert paper.request(release=True).state == PackState.RELEASED
        assert paper.request(release=True) == pack
        assert Delivery.objects.count() == 2

    def test_asked_for_release_while_it_is_rendered_it_goes_out_after(self, paper):
        pack = paper.request()
        Pack.objects.update(state=PackState.RENDERING)
        paper.request(release=True)
        Pack.objects.update(state=PackState.FROZEN)
        assert paper.render(pack).state == PackState.RELEASED

    def test_a_quarter_that_has_not_begun_is_refused(self, paper):
        with pytest.raises(Http404, match="Quarters so far: 2015-16-Q4, 2016-17-Q1"):
            paper.request(period=PeriodFactory(label="2016-17-Q3"))

    def test_a_reader_may_not(self, paper, cast):
        with pytest.raises(PermissionDenied):
            paper.request(by=cast.actor(Role.READER))

    def test_an_officer_may_not_have_it_released(self, paper, cast):
        with pytest.raises(PermissionDenied):
            paper.request(by=cast.actor(Role.OFFICER), release=True)
        assert not Pack.objects.exists()

    def test_the_change_log_names_who_asked(self, paper, cast):
        paper.request(by=cast.actor(Role.OFFICER))
        [change] = Change.objects.filter(table="reporting_pack", op="insert")
        assert (change.verb, change.actor) == ("pack.requested", cast.actor(Role.OFFICER).reference)

    def test_what_the_board_received_last_is_what_changes_are_measured_against(self, paper):
        first = paper.render(paper.request(release=True))
        say_something(paper)
        second = paper.request()
        assert '"changes_since":"Q1 2016–17, edition 1"' in second.snapshot.content
        assert first.released_at


class TestReleasing:
    def test_each_active_recipient_gets_one_delivery(self, paper, cast):
        Recipient.objects.filter(name="Reader 1").update(active=False)
        pack = actions.release_pack(pack=paper.render(paper.request()), by=cast.actor(Role.APPROVER), now=NOW)
        [delivery] = pack.deliveries.all()
        assert (delivery.name, delivery.state) == ("Reader 0", DeliveryState.QUEUED)
        assert delivery.message_id == f"<{delivery.public_id}@example.org>"
        assert (pack.released_by, pack.released_at) == ("Approver", NOW)

    def test_a_pack_that_is_not_rendered_is_refused(self, paper, cast):
        with pytest.raises(PackRefused, match="You can only release a pack once its PDF is ready"):
            actions.release_pack(pack=paper.request(), by=cast.actor(Role.APPROVER), now=NOW)

    def test_an_officer_may_not(self, paper, cast):
        with pytest.raises(PermissionDenied):
            actions.release_pack(pack=paper.render(paper.request()), by=cast.actor(Role.OFFICER), now=NOW)

    def test_the_edition_before_is_superseded_and_its_waiting_mails_are_not_sent(self, paper, cast):
        first = paper.render(paper.request(release=True))
        say_something(paper)
        paper.render(paper.request(release=True))
        first.refresh_from_db()
        assert first.state == PackState.SUPERSEDED
        assert {each.state for each in first.deliveries.all()} == {DeliveryState.SUPPRESSED}

    def test_an_edition_overtaken_while_it_was_rendered_does_not_go_out(self, paper):
        first = paper.request(release=True)
        Pack.objects.update(state=PackState.RENDERING)
        say_something(paper)
        paper.request()
        Pack.objects.filter(pk=first.pk).update(state=PackState.FROZEN)
        assert (paper.render(first).state, Delivery.objects.count()) == (PackState.SUPERSEDED, 0)


class TestCancelling:
    def test_what_has_gone_out_cannot_be_cancelled(self, paper, cast):
        pack = paper.render(paper.request(release=True))
        with pytest.raises(PackRefused, match="can no longer cancel this pack"):
            actions.cancel_pack(pack=pack, by=cast.actor(Role.ADMINISTRATOR))


class TestSettling:
    @pytest.fixture
    def uncertain(self, paper):
        pack = paper.render(paper.request(release=True))
        Delivery.objects.update(state=DeliveryState.ACCEPTED)
        delivery = pack.deliveries.first()
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.UNCERTAIN, attempts=3)
        Pack.objects.update(state=PackState.PARTLY_DELIVERED)
        delivery.refresh_from_db()
        return delivery

    def test_it_arrived(self, uncertain, cast):
        actions.settle_delivery(
            delivery=uncertain, outcome=Settlement.ARRIVED, by=cast.actor(Role.APPROVER), today=TODAY
        )
        uncertain.pack.refresh_from_db()
        assert (uncertain.state, uncertain.settled_by) == (DeliveryState.ACCEPTED, "Approver")
        assert uncertain.pack.state == PackState.DELIVERED

    def test_send_again(self, uncertain, cast, queued, django_capture_on_commit_callbacks):
        queued.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.settle_delivery(
                delivery=uncertain, outcome=Settlement.SEND_AGAIN, by=cast.actor(Role.APPROVER), today=TODAY
            )
        uncertain.pack.refresh_from_db()
        assert (uncertain.state, uncertain.attempts) == (DeliveryState.QUEUED, 0)
        assert (uncertain.pack.state, queued) == (PackState.RELEASED, ["send_pack"])

    def test_what_is_settled_stays_settled(self, uncertain, cast):
        actions.settle_delivery(
            delivery=uncertain, outcome=Settlement.ARRIVED, by=cast.actor(Role.APPROVER), today=TODAY
        )
        with pytest.raises(
            PackRefused, match=r"No action needed\. The state of the email to Reader 0 is “Sent”"
        ):
            actions.settle_delivery(
                delivery=uncertain, outcome=Settlement.SEND_AGAIN, by=cast.actor(Role.APPROVER), today=TODAY
            )

    def test_an_officer_may_not(self, uncertain, cast):
        with pytest.raises(PermissionDenied):
            actions.settle_delivery(
                delivery=uncertain, outcome=Settlement.ARRIVED, by=cast.actor(Role.OFFICER), today=TODAY
            )


class TestQuarters:
    def test_closed_with_its_reason_in_the_log(self, paper, cast):
        close_quarter(
            period=paper.period,
            by=cast.actor(Role.APPROVER),
            today=TODAY,
            now=NOW,
            reason="All updates are in.",
        )
        assert paper.period.closed_at == NOW
        assert Change.objects.order_by("-seq").first().reason == "All updates are in."

    def test_a_quarter_that_is_not_over_stays_open(self, paper, cast):
        with pytest.raises(ChangeRefused, match="cannot be closed until after 30 June 2016"):
            close_quarter(
                period=paper.period, by=cast.actor(Role.APPROVER), today=paper.period.ends_on, now=NOW
            )

    def test_closed_twice_is_refused(self, paper, cast):
        arguments = {"period": paper.period, "by": cast.actor(Role.APPROVER), "today": TODAY, "now": NOW}
        close_quarter(**arguments)
        with pytest.raises(ChangeRefused, match="already closed"):
            close_quarter(**arguments)

    def test_opened_again_with_a_reason(self, paper, cast):
        close_quarter(period=paper.period, by=cast.actor(Role.APPROVER), today=TODAY, now=NOW)
        reopen_quarter(
            period=paper.period, by=cast.actor(Role.APPROVER), now=NOW, reason="A school reported late."
        )
        assert (paper.period.closed_at, paper.period.reopened_reason) == (None, "A school reported late.")

    def test_opened_again_without_a_reason_is_refused(self, paper, cast):
        close_quarter(period=paper.period, by=cast.actor(Role.APPROVER), today=TODAY, now=NOW)
        with pytest.raises(ChangeRefused, match="Enter the reason"):
            reopen_quarter(period=paper.period, by=cast.actor(Role.APPROVER), now=NOW, reason=" ")

    def test_an_open_quarter_cannot_be_opened(self, paper, cast):
        with pytest.raises(ChangeRefused, match="already open"):
            reopen_quarter(period=paper.period, by=cast.actor(Role.APPROVER), now=NOW, reason="A slip.")

    def test_an_officer_may_not(self, paper, cast):
        with pytest.raises(PermissionDenied):
            close_quarter(period=paper.period, by=cast.actor(Role.OFFICER), today=TODAY, now=NOW)
        assert paper.period.quarter == Quarter(2016, 1)


class TestEditions:
    def test_each_quarter_counts_its_own(self, paper, cast):
        paper.request()
        with council_context(cast.council.id):
            earlier = ReportingPeriod.objects.get(label="2015-16-Q4")
        other = paper.request(period=earlier)
        assert (other.edition, other.previous) == (1, None)
