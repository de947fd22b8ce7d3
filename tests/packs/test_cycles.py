"""The cycle of a board: a year on a moved clock, what the clock does once, and the page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boards.models import Meeting
from councils.actors import Actor
from councils.permissions import Role
from councils.tenancy import council_context
from packs import actions, jobs, sending_mark, tasks
from packs.cycle_rules import figures_day
from packs.models import BoardCycle, Delivery, Pack
from packs.states import PackState
from strategies.models import ReportingPeriod
from tests.factories import BoardFactory, PeriodFactory, ProgressUpdateFactory
from tests.packs.paper import make_paper
from tests.packs.restored import restored
from tests.pages import FRAME, main_text_of, text_of

pytestmark = pytest.mark.django_db

QUARTERS = ("2016-17-Q1", "2016-17-Q2", "2016-17-Q3", "2016-17-Q4")
MEETINGS = (date(2016, 9, 14), date(2016, 12, 14), date(2017, 3, 15), date(2017, 6, 14))
PAGE = "/northport/boards/send-board/cycle/"
BUILDERS = (Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR)


class Clock:
    """A clock that tests move. Each turn sweeps and renders, as the clock and its workers do."""

    now = datetime(2016, 7, 1, 7, tzinfo=UTC)

    def __init__(self, council):
        self.council = council

    def turn(self, day=None):
        if day is not None:
            self.now = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        jobs.sweep()
        with council_context(self.council.id):
            frozen = list(Pack.objects.filter(state=PackState.FROZEN).values_list("pk", flat=True))
        for pack in frozen:
            tasks.render_pack(council_id=self.council.id, pack_id=pack)


@pytest.fixture
def paper(cast, no_queue):
    """A board with four quarters and four meetings, on the real day of the moved clock."""
    cast.council.pinned_today = None
    cast.council.save()
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        for label in QUARTERS:
            PeriodFactory(label=label)
        for day in MEETINGS:
            Meeting.objects.create(board=paper.board, held_on=day)
    return paper


@pytest.fixture
def clock(paper, monkeypatch):
    clock = Clock(paper.council)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    monkeypatch.setattr(jobs.visit_council, "delay", jobs.visit_council)
    monkeypatch.setattr(jobs.visit_council, "expires", None)
    return clock


@pytest.fixture
def system(cast):
    return Actor.system(cast.council)


@pytest.fixture
def on(paper, clock, system):
    """The board's cycle, started on 1 July 2016."""
    with council_context(paper.council.id, actor=system.reference):
        actions.start_cycle(board=paper.board, by=system, now=clock.now)
    return paper


def packs(paper):
    with council_context(paper.council.id):
        rows = Pack.objects.select_related("period").order_by("requested_at")
        return [(pack.period.label, timezone.localdate(pack.requested_at), pack.state) for pack in rows]


def figures_days(paper):
    with council_context(paper.council.id):
        return [figures_day(ReportingPeriod.objects.get(label=label).cut_off_on) for label in QUARTERS]


def test_a_year_in_which_nobody_intervenes(on, clock):
    day, counts = date(2016, 7, 1), {}
    while day <= date(2017, 6, 30):
        clock.turn(day)
        counts[day] = len(packs(on)) if day in figures_days(on) or day in MEETINGS else None
        day += timedelta(days=1)
    assert packs(on) == [
        (label, taken_on, "rendered") for label, taken_on in zip(QUARTERS, figures_days(on), strict=True)
    ]
    assert [counts[day] for day in MEETINGS] == [1, 2, 3, 4]
    with council_context(on.council.id):
        assert not Delivery.objects.exists()
        assert list(Pack.objects.values_list("requested_by", flat=True).distinct()) == ["sendplan"]


def test_a_board_that_has_not_started_gets_nothing(paper, clock):
    for day in (date(2016, 7, 22), date(2016, 9, 1)):
        clock.turn(day)
    assert packs(paper) == []


def test_nothing_is_taken_before_its_day_and_once_on_it(on, clock):
    clock.turn(date(2016, 7, 21))
    assert packs(on) == []
    for _ in range(3):
        clock.turn(date(2016, 7, 22))
        with council_context(on.council.id):
            BoardCycle.objects.update(next_look_at=clock.now)
    assert packs(on) == [("2016-17-Q1", date(2016, 7, 22), "rendered")]


def test_a_clock_that_stood_still_catches_up_until_the_meeting(on, clock):
    clock.turn(date(2016, 9, 14))
    assert packs(on) == [("2016-17-Q1", date(2016, 9, 14), "rendered")]


def test_a_meeting_that_is_over_gets_no_pack(on, clock):
    clock.turn(date(2016, 9, 15))
    assert packs(on) == []
    clock.turn(date(2016, 11, 30))
    assert [label for label, _, _ in packs(on)] == ["2016-17-Q2"]


def test_a_second_meeting_in_the_quarter_has_no_pack_of_its_own(on, clock):
    with council_context(on.council.id):
        Meeting.objects.create(board=on.board, held_on=date(2016, 8, 10))
    clock.turn(date(2016, 7, 22))
    clock.turn(date(2016, 8, 30))
    assert len(packs(on)) == 1


def test_a_moved_cut_off_moves_the_day(on, clock):
    with council_context(on.council.id):
        ReportingPeriod.objects.filter(label="2016-17-Q1").update(cut_off_on=date(2016, 8, 5))
    clock.turn(date(2016, 7, 22))
    assert packs(on) == []
    clock.turn(date(2016, 8, 8))
    assert packs(on) == [("2016-17-Q1", date(2016, 8, 8), "rendered")]


def test_a_pack_built_by_hand_on_the_day_counts(on, clock, system):
    with council_context(on.council.id, actor=system.reference):
        on.request(today=date(2016, 7, 22), now=datetime(2016, 7, 22, 6, tzinfo=UTC))
        ProgressUpdateFactory(deliverable=on.strand.deliverables.first(), rag="green", period=on.period)
    clock.turn(date(2016, 7, 22))
    assert len(packs(on)) == 1


def test_an_edition_from_before_the_cut_off_does_not_count(on, clock, system):
    with council_context(on.council.id, actor=system.reference):
        on.request(today=date(2016, 7, 8), now=datetime(2016, 7, 8, 6, tzinfo=UTC))
        ProgressUpdateFactory(
            deliverable=on.strand.deliverables.last(),
            rag="green",
            period=on.period,
            recorded_at=datetime(2016, 7, 9, tzinfo=UTC),
        )
    clock.turn(date(2016, 7, 22))
    assert [day for _, day, _ in packs(on)] == [date(2016, 7, 8), date(2016, 7, 22)]


def test_a_cancelled_pack_is_not_made_again_by_the_clock(on, clock, system):
    clock.turn(date(2016, 7, 22))
    with council_context(on.council.id, actor=system.reference):
        actions.cancel_pack(pack=Pack.objects.get(), by=system)
    clock.turn(date(2016, 7, 25))
    assert [state for _, _, state in packs(on)] == ["cancelled"]


def test_a_board_that_fails_holds_up_no_other(on, clock, system, monkeypatch, caplog):
    with council_context(on.council.id, actor=system.reference):
        other = BoardFactory(name="A Board")
        Meeting.objects.create(board=other, held_on=date(2016, 9, 14))
        actions.start_cycle(board=other, by=system, now=clock.now)
    real = actions.take_figures

    def fails(*, board, **arguments):
        if board == on.board:
            raise RuntimeError("Broken")
        return real(board=board, **arguments)

    monkeypatch.setattr(jobs, "take_figures", fails)
    clock.turn(date(2016, 7, 22))
    assert len(packs(on)) == 1 and "could not go on" in caplog.text
    monkeypatch.setattr(jobs, "take_figures", real)
    clock.now += jobs.LOOK_AGAIN_AFTER
    clock.turn()
    assert len(packs(on)) == 2


def test_the_clock_looks_at_six_by_the_councils_day():
    assert jobs.next_look(datetime(2016, 7, 1, 4, 59, tzinfo=UTC)) == datetime(2016, 7, 1, 5, tzinfo=UTC)
    assert jobs.next_look(datetime(2016, 7, 1, 5, tzinfo=UTC)) == datetime(2016, 7, 2, 5, tzinfo=UTC)
    assert jobs.next_look(datetime(2016, 10, 29, 7, tzinfo=UTC)) == datetime(2016, 10, 30, 6, tzinfo=UTC)


def test_by_hand_it_is_the_same_once(on, clock, cast):
    by = cast.actor()
    with council_context(on.council.id, actor=by.reference):
        given = {"board": on.board, "by": by, "today": date(2016, 7, 22), "now": clock.now}
        with pytest.raises(actions.CycleRefused):
            actions.take_figures(**given | {"today": date(2016, 7, 21)})
        assert actions.take_figures(**given).requested_by == "Officer"
        with pytest.raises(actions.CycleRefused):
            actions.take_figures(**given)
    clock.turn(date(2016, 7, 22))
    assert len(packs(on)) == 1


def test_readers_may_do_none_of_this(on, clock, cast):
    by = cast.actor(Role.READER)
    with council_context(on.council.id):
        for act in (
            lambda: actions.start_cycle(board=on.board, by=by, now=clock.now),
            lambda: actions.stop_cycle(board=on.board, by=by),
            lambda: actions.take_figures(board=on.board, by=by, today=date(2016, 7, 22), now=clock.now),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_who_sees_what(on, cast):
    board = "/northport/boards/send-board/"
    for role in Role:
        client, may = cast.client(role), role in BUILDERS
        assert client.get(PAGE).status_code == (200 if may else 403)
        assert ("Change the cycle" in text_of(client.get(board))) == may
    assert cast.outsider_client().get(PAGE).status_code == 404
    for page in ("start", "stop", "release", "figures"):
        assert cast.outsider_client().post(f"{PAGE}{page}/").status_code == 404


def test_it_is_started_shown_done_by_hand_and_stopped(paper, clock, cast):
    clock.now = datetime(2016, 7, 20, 9, tzinfo=UTC)
    client = cast.client()
    assert "The cycle of this board is off." in main_text_of(client.get(PAGE))
    said = main_text_of(client.post(f"{PAGE}start/", follow=True))
    assert "The cycle of SEND Board is on." in said
    assert "Cut-off 21 July 2016 To come Figures 22 July 2016 To come" in said
    assert "Release 7 September 2016 To come" in said and "Take the figures now" not in said
    assert "There are no figures to be taken now." in text_of(client.post(f"{PAGE}figures/", follow=True))
    clock.now = datetime(2016, 7, 22, 4, tzinfo=UTC)
    client = cast.client()  # the first session has ended
    assert "Take the figures now" in main_text_of(client.get(PAGE))
    assert client.post(f"{PAGE}figures/").headers["Location"].startswith("/northport/packs/")
    clock.turn()
    assert "Read the pack and release it by 7 September 2016." in main_text_of(client.get(PAGE))
    assert "The cycle of SEND Board is off." in text_of(client.post(f"{PAGE}stop/", follow=True))
    clock.turn(date(2016, 10, 24))
    assert len(packs(paper)) == 1


@pytest.fixture
def released(on, cast):
    """The clock releases the packs of the board."""
    with council_context(on.council.id):
        by = cast.actor(Role.APPROVER)
        assert actions.choose_release(board=on.board, by_clock=True, by=by)
        assert not actions.choose_release(board=on.board, by_clock=True, by=by)
    return on


def test_the_clock_releases_on_the_day_of_the_papers_and_once(released, clock):
    for day in (date(2016, 7, 22), date(2016, 9, 6)):
        clock.turn(day)
    assert [state for *_, state in packs(released)] == ["rendered"]
    for day in (date(2016, 9, 7), date(2016, 9, 8)):
        clock.turn(day)
    assert [state for *_, state in packs(released)] == ["released"]
    with council_context(released.council.id):
        pack = Pack.objects.get()
        assert (pack.released_by, timezone.localdate(pack.released_at)) == ("sendplan", date(2016, 9, 7))
        assert Delivery.objects.filter(pack=pack).exists()


def test_a_pack_made_on_the_day_of_the_papers_goes_out_that_day(released, clock):
    with council_context(released.council.id):
        Meeting.objects.filter(held_on=MEETINGS[0]).update(held_on=date(2016, 7, 29), paper_days=5)
    clock.turn(date(2016, 7, 22))
    clock.now += jobs.LOOK_AGAIN_AFTER
    clock.turn()
    assert [state for *_, state in packs(released)] == ["released"]


def test_after_a_restore_the_clock_releases_nothing(released, clock):
    clock.turn(date(2016, 7, 22))
    sending_mark.count_one()
    restored(sending_mark.path())
    clock.turn(date(2016, 9, 7))
    assert [state for *_, state in packs(released)] == ["rendered"]
    call_command("confirm_sending")
    clock.turn(date(2016, 9, 8))
    assert [state for *_, state in packs(released)] == ["released"]


def test_who_may_have_the_clock_release(on, cast):
    for role in Role:
        may = role in (Role.APPROVER, Role.ADMINISTRATOR)
        said = cast.client(role).post(f"{PAGE}release/", {"by_clock": "yes"})
        assert said.status_code == (302 if may else 403)
        if role in BUILDERS:
            page = text_of(cast.client(role).get(PAGE))
            assert ("Release packs by hand" in page or "Have the clock release packs" in page) == may
    with council_context(on.council.id):
        assert BoardCycle.objects.get().releases


def test_a_board_without_meetings_is_told_what_to_do(on, cast):
    with council_context(on.council.id):
        Meeting.objects.all().delete()
    assert "No meeting is planned that gets a new pack." in main_text_of(cast.client().get(PAGE))


def test_queries(on, cast):
    client = cast.client()
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    assert len(queries) == FRAME + 5
