"""People who change things while a pack is rendered or sent."""

import hashlib

from boards.models import Recipient
from councils.tenancy import council_context
from packs.models import Pack
from packs.printing.paper import render_snapshot
from packs.states import DeliveryState, PackState
from strategies.models import Strand
from tests.factories import ProgressUpdateFactory

from . import killed
from .forks import small_pdf
from .scenario import RENDER, SEND, Scenario
from .sink import Fault
from .world import World


def edit(world: World) -> None:
    """Change a title, and add a deliverable with an update."""
    with council_context(world.council.id):
        Strand.objects.filter(pk=world.paper.strand.pk).update(title=f"Title {world.chance.random()}")
        ProgressUpdateFactory(deliverable__strand=world.paper.strand, period=world.paper.period, rag="amber")


def during_the_render(world: World, times: int) -> None:
    """The plan is changed while its pack is rendered, and some workers die after that. The first PDF is a real one."""
    for number in range(times):
        world.draws_small = number > 0
        pack = world.request(2)
        worker = world.start(RENDER, pack, stop_at="during the render")
        assert worker.wait_until_stopped()
        edit(world)
        world.ledger.event()
        if world.chance.random() < 0.3:
            worker.kill()
        else:
            worker.go_on()
            worker.wait()
        world.until_settled()
        with council_context(world.council.id):
            stored = Pack.objects.select_related("snapshot").get(pk=pack.pk)
            drawn = small_pdf(stored.snapshot) if world.draws_small else render_snapshot(stored.snapshot)
        assert hashlib.sha256(stored.snapshot.content.encode()).hexdigest() == stored.snapshot.sha256
        assert (stored.state, stored.pdf_sha256) == (PackState.DELIVERED, drawn.sha256)


def recipients_removed(world: World, times: int) -> None:
    """After the figures were taken, a recipient is removed who waits, one who was put off, and one who was claimed."""
    while world.ledger.events < times:
        pack = world.released(4)
        with council_context(world.council.id):
            readers = list(Recipient.objects.filter(board=pack.board).order_by("position"))
        _remove(world, readers[0])
        world.sink.plan(Fault("RCPT", "451"), Fault("MAIL", "hold"))
        worker = world.start(SEND, pack)
        assert world.sink.held.acquire(timeout=60)
        worker.kill()
        _remove(world, *readers[1:3])
        world.ledger.event(3)
        world.until_settled()
        states = [row.state for row in world.mails(pack=pack)]
        assert states == [DeliveryState.SUPPRESSED] * 3 + [DeliveryState.ACCEPTED]
        assert [world.sink.recipients[reader.email] for reader in readers] == [0, 0, 0, 1]


def _remove(world: World, *readers: Recipient) -> None:
    with council_context(world.council.id):
        Recipient.objects.filter(pk__in=[reader.pk for reader in readers]).update(active=False)


def replaced(world: World, times: int) -> None:
    """A corrected edition is released while the one before it goes out."""
    for number in range(times):
        pack = world.released(4)
        stops = (killed.CLAIMED, killed.TRANSMITTING, killed.TRANSMITTING, "")[number % 4]
        edit(world)
        corrected = world.request_for(pack.board)
        sender = world.start(SEND, pack, stop_at=stops)
        if stops:
            assert sender.wait_until_stopped()
        renderer = world.start(RENDER, corrected)
        world.ledger.event()
        if not stops:
            sender.wait()
        renderer.wait()
        if number % 4 == 2:
            sender.kill()
        elif stops:
            sender.go_on()
            sender.wait()
        world.until_settled()
        assert world.stored(pack).state == PackState.SUPERSEDED
        assert {row.state for row in world.mails(pack=corrected)} == {DeliveryState.ACCEPTED}
        if stops == killed.CLAIMED:
            assert {row.state for row in world.mails(pack=pack)} == {DeliveryState.SUPPRESSED}


SCENARIOS = [
    Scenario("plan edited during the render", during_the_render, 2, 20),
    Scenario("recipients removed after the figures were taken", recipients_removed, 3, 30),
    Scenario("corrected edition released while the pack goes out", replaced, 4, 20),
]
