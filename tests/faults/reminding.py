"""Reminders whose workers are killed. Their lost tasks are never given out again."""

from datetime import timedelta

from councils.tenancy import council_context
from reminders.actions import set_moment
from reminders.models import ReminderSettings
from tests.cast import TODAY
from tests.factories import AssignmentFactory, DuePointFactory, PersonFactory

from . import killed
from .scenario import Scenario
from .world import World

POINTS = (killed.CLAIMED, killed.TRANSMITTING, killed.ANSWERED)


def turn_on(world: World, leads: int) -> None:
    """Reminders are on, and so many leads are asked for something today."""
    with council_context(world.council.id):
        for number in range(leads):
            point = DuePointFactory(due_on="2016-07-07", precision="day")
            person = PersonFactory(name=f"Lead {number}", email=f"lead{number}@northport.example.org")
            AssignmentFactory(deliverable=point.deliverable, person=person)
        now = world.clock.now()
        ReminderSettings.objects.create(looked_on=TODAY - timedelta(days=1), next_look_at=now)
        set_moment(world.council, now)


def killed_while_reminding(world: World, times: int) -> None:
    turn_on(world, times)
    while world.ledger.events < times:
        world.clock.forward(60)
        world.run("reminders.jobs.sweep")
        if message := world.messages.take():
            worker = world.hand_out(message, stop_at=world.chance.choice(POINTS))
            if worker.wait_until_stopped():
                world.ledger.event()
                worker.kill()
            elif not world.is_busy():
                break
        world.ledger.look()
    world.until_settled()


SCENARIOS = [Scenario("worker killed while it sends reminders", killed_while_reminding, 3, 60)]
