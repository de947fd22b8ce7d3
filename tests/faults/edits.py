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
from .workers import PATIENCE
from .world import World


def edit(world: World) -> None:
    """Change a title, and add a deliverable with an update."""
    with council_context(world.council.id):
        Strand.objects.filter(pk=world.paper.strand.pk).update(title=f"Title {world.chance.random()}")
        ProgressUpdateFactory(deliverable__strand=world.paper.strand, period=world.paper.period, rag="amber")


def during_the_render(world: World, times: int) -> None:
    """The plan is changed while its pack is rendered, and some workers die after that. The first PDF is a real one."""
    world.draws_small = False
    packs = [_edited(world)]
    world.until_settled()
    world.draws_small = True
    packs += [_edited(world) for _ in range(times - 1)]
    world.until_settled()
    with council_context(world.council.id):
        for pack in packs:
            stored = Pack.objects.select_related("snapshot").get(pk=pack.pk)
            draw = render_snapshot if pack is packs[0] else small_pdf
            assert hashlib.sha256(stored.snapshot.content.encode()).hexdigest() == stored.snapshot.sha256
            assert (stored.state, stored.pdf_sha256) == (PackState.DELIVERED, draw(stored.snapshot).sha256)


def _edited(world: World) -> Pack:
    """A pack whose plan was edited while it was rendered."""
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
    return pack


def recipients_removed(world: World, times: int) -> None:
    """After the figures were taken, a recipient is removed who waits, one who was put off, and one who was claimed."""
    packs = []
    while world.ledger.events < times:
        packs.append(pack := world.released(4))
        with council_context(world.council.id):
            readers = list(Recipient.objects.filter(board=pack.board).order_by("position"))
        _remove(world, readers[0])
        world.sink.plan(Fault("RCPT", "451"), Fault("MAIL", "hold"))
        worker = world.start(SEND, pack)
        assert world.sink.held.acquire(timeout=PATIENCE)
        worker.kill()
        _remove(world, *readers[1:3])
        world.ledger.event(3)
    world.until_settled()
    for pack in packs:
        rows = world.mails(pack=pack)
        assert [row.state for row in rows] == [DeliveryState.SUPPRESSED] * 3 + [DeliveryState.ACCEPTED]
        assert [world.sink.recipients[row.email] for row in rows] == [0, 0, 0, 1]


def _remove(world: World, *readers: Recipient) -> None:
    with council_context(world.council.id):
        Recipient.objects.filter(pk__in=[reader.pk for reader in readers]).update(active=False)


def replaced(world: World, times: int) -> None:
    """A corrected edition is released while the one before it goes out, whose worker may stand still or die then."""
    stops = ((killed.CLAIMED, False), (killed.TRANSMITTING, False), (killed.TRANSMITTING, True), ("", False))
    pairs = [_replaced(world, *stops[number % 4]) for number in range(times)]
    world.until_settled()
    for pack, corrected, point in pairs:
        assert world.stored(pack).state == PackState.SUPERSEDED
        assert {row.state for row in world.mails(pack=corrected)} == {DeliveryState.ACCEPTED}
        if point == killed.CLAIMED:
            assert {row.state for row in world.mails(pack=pack)} == {DeliveryState.SUPPRESSED}


def _replaced(world: World, point: str, dies: bool) -> tuple[Pack, Pack, str]:
    pack = world.released(4)
    edit(world)
    corrected = world.request_for(pack.board)
    sender = world.start(SEND, pack, stop_at=point)
    if point:
        assert sender.wait_until_stopped()
    renderer = world.start(RENDER, corrected)
    world.ledger.event()
    if not point:
        sender.wait()
    renderer.wait()
    if dies:
        sender.kill()
    elif point:
        sender.go_on()
        sender.wait()
    return pack, corrected, point


SCENARIOS = [
    Scenario("plan edited during the render", during_the_render, 2, 20),
    Scenario("recipients removed after the figures were taken", recipients_removed, 3, 30),
    Scenario("corrected edition released while the pack goes out", replaced, 4, 20),
]
