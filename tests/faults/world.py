"""A council whose packs and reminders go out, with its mail server, its queue, its workers and its clock."""

import random
from pathlib import Path
from typing import Any

from boards.models import Board, Recipient
from councils.actors import Actor
from councils.tenancy import council_context
from packs import actions
from packs.models import Delivery, DueMoment, Pack
from packs.states import ON_ITS_WAY, PackState
from reminders.models import Reminder, ReminderMoment
from strategies.models import Oversight
from tests.cast import TODAY, Cast
from tests.factories import BoardFactory
from tests.packs.paper import make_paper

from .ledger import Ledger
from .messages import Message, Messages
from .moved_clock import MovedClock
from .sink import Sink
from .workers import Worker, Workers

BEAT = 30
"""Seconds between two turns of the clock (`sendplan/celery.py`)."""
MOST_TURNS = 400
UNFINISHED = (PackState.SCHEDULED, PackState.FROZEN, PackState.RENDERING)


class World:
    """`chance` is seeded. `ledger` has what was found. A turn is one sweep, with all the work that it wakes."""

    def __init__(self, cast: Cast, workers: Workers, clock: MovedClock, files: Path, *, seed: int) -> None:
        self.cast, self.council, self.workers = cast, cast.council, workers
        self.clock, self.files, self.chance = clock, files, random.Random(seed)
        self.sink, self.messages = Sink(), Messages()
        self.messages.flush()
        self.draws_small, self.more_settings = True, {}
        self.boards = self.turns = 0
        self.poisoned: set[int] = set()
        with council_context(self.council.id):
            self.paper = make_paper(self.council, recipients=0)
        self.ledger = Ledger(self)

    def close(self) -> None:
        self.workers.end_all()
        self.sink.close()
        self.messages.flush()
        self.messages.close()

    # Rows

    def request(self, recipients: int, *, release: bool = True, **changed: Any) -> Pack:
        """A new board of this many recipients, and its pack, which is to be released."""
        self.boards += 1
        with council_context(self.council.id):
            board = BoardFactory(slug=f"board-{self.boards}", name=f"Board {self.boards}")
            Oversight.objects.create(board=board, strategy=self.paper.strand.strategy)
            for number in range(recipients):
                where = f"reader{number}.board{self.boards}@{self.council.slug}.example.org"
                Recipient.objects.create(board=board, name=f"Reader {number}", email=where, position=number)
        return self.request_for(board, release=release, **changed)

    def request_for(self, board: Board, **changed: Any) -> Pack:
        options = {
            "by": Actor.system(self.council),
            "period": self.paper.period,
            "today": TODAY,
            "now": self.clock.now(),
            "release": True,
        }
        with council_context(self.council.id):
            return actions.request_pack(board=board, **options | changed)

    def released(self, recipients: int) -> Pack:
        """A pack whose emails are queued and whose messages have been lost."""
        pack = self.request(recipients)
        self.run("packs.tasks.render_pack", pack)
        self.messages.flush()
        assert self.stored(pack).state == PackState.RELEASED
        return pack

    def stored(self, pack: Pack) -> Pack:
        with council_context(self.council.id, read_only=True):
            return Pack.objects.get(pk=pack.pk)

    def mails(self, **which: Any) -> list[Delivery]:
        with council_context(self.council.id, read_only=True):
            return list(Delivery.objects.filter(**which).select_related("pack").order_by("pk"))

    # Workers

    def start(self, task: str, pack: Pack | None = None, *, stop_at: str = "", **options: Any) -> Worker:
        """Start a worker on a task of this council, of the directory, or of one pack."""
        arguments = {} if task.endswith(".sweep") else {"council_id": self.council.id}
        if pack is not None:
            arguments["pack_id"] = pack.pk
        return self.hand_out(Message(task, arguments, ""), stop_at=stop_at, **options)

    def hand_out(self, message: Message, *, stop_at: str = "", most_bytes: int | None = None) -> Worker:
        """Start a worker on a message from the queue."""
        own = {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.sink.port,
            "FILES_ROOT": self.files,
            **self.more_settings,
        }
        return self.workers.start(
            message.task,
            clock=self.clock.path,
            stop_at=stop_at,
            arguments=message.arguments,
            settings={name: str(value) if isinstance(value, Path) else value for name, value in own.items()},
            most_bytes=most_bytes,
            draws_small=self.draws_small,
        )

    def run(self, task: str, pack: Pack | None = None, **options: Any) -> int | None:
        return self.start(task, pack, **options).wait()

    def work(self) -> None:
        """Do what is in the queue until it is empty. A poisoned pack kills each worker that renders it."""
        while message := self.messages.take():
            poisoned = message.task.endswith("render_pack") and message.arguments["pack_id"] in self.poisoned
            worker = self.hand_out(message, stop_at="during the render" if poisoned else "")
            if poisoned and worker.wait_until_stopped():
                self.ledger.event()
                worker.kill()
            worker.wait()

    # Time

    def turn(self, seconds: float = BEAT) -> None:
        """Let time pass, then sweep and do the work. Reminders are swept at every other turn, once a minute."""
        self.clock.forward(seconds)
        self.turns += 1
        self.run("packs.jobs.sweep")
        if self.turns % 2 == 0 or seconds > BEAT:
            self.run("reminders.jobs.sweep")
        self.work()
        self.ledger.look()

    def until_settled(self) -> None:
        """Turn until nothing is on its way. A person settles what is uncertain, as they know what has arrived."""
        for _ in range(MOST_TURNS):
            self.ledger.look()
            if not self.is_busy():
                if not self.ledger.settle():
                    return
                self.messages.flush()  # One for each email that is sent again. The sweep finds them all at once.
                continue
            moment = self.next_moment()
            if moment is None:
                return
            self.turn(max(BEAT, (moment - self.clock.now()).total_seconds()))

    def is_busy(self) -> bool:
        on_its_way = [state.value for state in ON_ITS_WAY]
        with council_context(self.council.id, read_only=True):
            return (
                Delivery.objects.filter(state__in=on_its_way).exists()
                or Reminder.objects.filter(state__in=on_its_way).exists()
                or Pack.objects.filter(state__in=[state.value for state in UNFINISHED]).exists()
            )

    def next_moment(self) -> Any:
        moments = [
            DueMoment.objects.filter(council=self.council),
            ReminderMoment.objects.filter(council=self.council),
        ]
        found = [
            due for rows in moments for due in rows.exclude(due_at=None).values_list("due_at", flat=True)
        ]
        return min(found, default=None)
