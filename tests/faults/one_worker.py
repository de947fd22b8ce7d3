"""One worker for emails and for the clock's tasks, as `bin/serve` has, with a slow mail server and a long list."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from kombu.utils.scheduling import cycle_by_name

from packs.due_moments import VISIT_AGAIN_AFTER
from sendplan.celery import SCHEDULE

from . import killed
from .messages import QUEUES, Message
from .scenario import SEND, Scenario
from .world import BEAT, World

ANSWERS_AFTER = 15
"""Seconds that the mail server takes for each email."""
SWEEP_EXPIRES = timedelta(seconds=SCHEDULE["sweep-packs"]["options"]["expires"])
SWEEP, VISIT = "packs.jobs.sweep", "packs.jobs.visit_council"
EXPIRES = {SWEEP: SWEEP_EXPIRES, VISIT: VISIT_AGAIN_AFTER}


@dataclass
class OneWorker:
    """Takes one task after the other, from its queues in Celery's order, while the moved clock goes on."""

    world: World
    beat_at: datetime
    queues: dict[str, deque[tuple[datetime, Message]]] = field(
        default_factory=lambda: {name: deque() for name in QUEUES}
    )

    def __post_init__(self) -> None:
        strategy = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("queue_order_strategy", "round_robin")
        self.order = cycle_by_name(strategy)()
        self.order.update(QUEUES)

    def queue(self, message: Message) -> None:
        self.queues[message.queue].append((self.world.clock.now(), message))

    def work(self, message: Message, **options) -> None:
        """Do one task, and queue what it has queued."""
        worker = self.world.hand_out(message, **options)
        if options:
            assert worker.wait_until_stopped()
            self.world.ledger.event()
            worker.kill()
        worker.wait()
        while queued := self.world.messages.take():
            self.queue(queued)
        self.world.ledger.look()

    def step(self) -> None:
        """Let the clock's turns come that are due, then do the next task, or wait for the next turn."""
        now = self.world.clock.now()
        while self.beat_at <= now:
            self.queues["clock"].append((self.beat_at, Message(SWEEP, {}, "clock")))
            self.beat_at += timedelta(seconds=BEAT)
        for name in self.order.consume(len(QUEUES)):
            while self.queues[name]:
                since, message = self.queues[name].popleft()
                if now < since + EXPIRES.get(message.task, timedelta(days=1)):
                    self.order.rotate(name)
                    return self.work(message)
        return self.world.clock.forward_to(self.beat_at)


def slow_server(world: World, times: int) -> None:
    """A worker dies with an email under way. The next one has a long list before it."""
    for _ in range(times):
        pack = world.released(30)
        worker = OneWorker(world, world.clock.now())
        send = Message(SEND, {"council_id": world.council.id, "pack_id": pack.pk}, "default")
        worker.work(send, stop_at=killed.TRANSMITTING)
        worker.queue(send)
        world.sink.on_message = lambda: world.clock.forward(ANSWERS_AFTER)
        while world.is_busy():
            worker.step()
        world.sink.on_message = lambda: None
        world.until_settled()


SCENARIOS = [Scenario("one worker, a slow mail server and a long list", slow_server, 1, 4)]
