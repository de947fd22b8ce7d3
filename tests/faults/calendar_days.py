"""The clocks that change, and the quarter that ends, while packs and reminders are on their way."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from councils.actors import Actor
from councils.tenancy import council_context
from packs import actions
from packs.jobs import LOOKS_AT
from packs.models import BoardCycle, Pack
from packs.states import PackState
from reminders.actions import SENT_AT
from reminders.models import ReminderSettings
from strategies.models import ReportingPeriod
from tests.factories import PeriodFactory

from . import reminding
from .scenario import RENDER, SEND, Scenario
from .sink import Fault
from .world import World


def changes_of_the_clock(world: World, times: int) -> None:
    """An email is put off until after the clocks have changed, and a worker dies in the hour of the change.

    The day's work still begins at the same time of the clock on the wall.
    """
    _on_real_days(world)
    with council_context(world.council.id):
        by = Actor.system(world.council)
        actions.start_cycle(board=world.paper.board, by=by, now=world.clock.now())
    for moment in _clock_changes(world.clock.now(), times):
        world.clock.forward_to(moment - timedelta(minutes=30))
        world.turn()
        pack = world.released(2)
        world.sink.plan(*[Fault("RCPT", "451")] * 8)
        for _ in range(5):
            world.turn(400)
        world.sink.forget_plans()
        assert world.clock.now() > moment
        _killed(world, world.released(1))
        world.until_settled()
        assert world.stored(pack).state == PackState.DELIVERED
        world.clock.forward_to(moment + timedelta(days=2))
        world.turn()
        with council_context(world.council.id):
            looks = BoardCycle.objects.get().next_look_at, ReminderSettings.objects.get().next_look_at
        assert [timezone.localtime(look).time() for look in looks] == [LOOKS_AT, SENT_AT]


def ends_of_quarters(world: World, times: int) -> None:
    """A pack is rendered and sent while the council's day moves to the next quarter."""
    _on_real_days(world)
    for midnight in _ends_of_quarters(world.clock.now(), times):
        world.clock.forward_to(midnight - timedelta(minutes=10))
        today = world.council.today(world.clock.now())
        with council_context(world.council.id):
            period = ReportingPeriod.objects.get(starts_on__lte=today, ends_on=today)
        pack = world.request(2, period=period, today=today)
        worker = world.start(RENDER, pack, stop_at="during the render")
        assert worker.wait_until_stopped()
        world.clock.forward_to(midnight + timedelta(minutes=1))
        assert world.council.today(world.clock.now()) > today
        world.ledger.event()
        worker.kill()
        world.until_settled()
        with council_context(world.council.id):
            stored = Pack.objects.select_related("snapshot").get(pk=pack.pk)
        assert (stored.state, stored.snapshot.as_at) == (PackState.DELIVERED, today)


def _killed(world: World, pack: Pack) -> None:
    worker = world.start(SEND, pack, stop_at="between `transmitting` and DATA")
    assert worker.wait_until_stopped()
    world.ledger.event()
    worker.kill()


def _on_real_days(world: World) -> None:
    """The council has the day of the moved clock, with quarters for years, reminders and a lead."""
    world.council.pinned_today = None
    world.council.save()
    with council_context(world.council.id):
        year = world.clock.now().year
        for first in range(year - 1, year + 12):
            for quarter in range(1, 5):
                PeriodFactory(label=f"{first}-{(first + 1) % 100:02}-Q{quarter}")
    reminding.turn_on(world, 1)


def _clock_changes(after: datetime, number: int) -> list[datetime]:
    """The next changes of the clocks in the United Kingdom: at 01:00 UTC on the last Sundays of March and October."""
    found = []
    for year in range(after.year, after.year + number + 1):
        for last in (date(year, 3, 31), date(year, 10, 31)):
            day = last - timedelta(days=(last.weekday() + 1) % 7)
            found.append(datetime.combine(day, time(1), tzinfo=UTC))
    return [moment for moment in found if moment > after][:number]


def _ends_of_quarters(after: datetime, number: int) -> list[datetime]:
    """The next midnights at which a quarter begins."""
    days = [
        date(year, month, 1) for year in range(after.year, after.year + number + 1) for month in (1, 4, 7, 10)
    ]
    moments = [timezone.make_aware(datetime.combine(day, time())) for day in days]
    return [moment for moment in moments if moment > after][:number]


SCENARIOS = [
    Scenario("clocks change", changes_of_the_clock, 1, 4),
    Scenario("quarter ends during the render", ends_of_quarters, 1, 8),
]
