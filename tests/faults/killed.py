"""Workers that are killed, or that hang and come back when nobody expects them."""

from councils.tenancy import council_context
from packs.models import Pack
from packs.states import PackState
from packs.tasks import TOO_MANY_STOPS

from .scenario import RENDER, SEND, Scenario
from .sink import STEPS, Fault
from .workers import PATIENCE
from .world import World

CLAIMED = "between claim and connection"
TRANSMITTING = "between `transmitting` and DATA"
ANSWERED = "between the 250 and the commit"
RECORDING = "in the transaction that records the 250"
RENDERING = ("during the render", "while the file is written", "between file and row")


def while_sending(point):
    def run(world: World, times: int) -> None:
        pack = world.released(times)
        for _ in range(times):
            worker = world.start(SEND, pack, stop_at=point)
            assert worker.wait_until_stopped()
            world.ledger.event()
            worker.kill()
            world.clock.forward(world.chance.uniform(0, 3))
        world.until_settled()

    return run


def at_any_step(world: World, times: int) -> None:
    """The server waits at a step of the conversation, with or without having kept the message."""
    pack = world.released(times)
    for _ in range(times):
        world.sink.plan(Fault(world.chance.choice(STEPS), "hold", keeps=world.chance.random() < 0.5))
        worker = world.start(SEND, pack)
        assert world.sink.held.acquire(timeout=PATIENCE)
        world.ledger.event()
        worker.kill()
        world.clock.forward(world.chance.uniform(0, 3))
    world.until_settled()


def while_rendering(point):
    def run(world: World, times: int) -> None:
        for _ in range(times):
            worker = world.start(RENDER, world.request(2), stop_at=point)
            assert worker.wait_until_stopped()
            world.ledger.event()
            worker.kill()
        world.until_settled()
        with council_context(world.council.id):
            assert set(Pack.objects.values_list("state", "attempts")) == {(PackState.DELIVERED, 2)}

    return run


def hangs(world: World, times: int) -> None:
    """A process stands still at a point for longer than its lease, others take over, and it comes back."""
    points = (CLAIMED, TRANSMITTING, ANSWERED, RENDERING[0], RENDERING[2])
    for number in range(times):
        point = points[number % len(points)]
        pack = world.request(2) if point in RENDERING else world.released(2)
        worker = world.start(RENDER if point in RENDERING else SEND, pack, stop_at=point)
        assert worker.wait_until_stopped()
        world.ledger.event()
        world.turn(90)
        world.turn(60)
        worker.go_on()
        worker.wait()
    world.until_settled()


def poison(world: World, times: int) -> None:
    """Packs that kill every worker that renders them, and recipients whose email cannot be written, among good ones."""
    bad = [world.request(1) for _ in range(times // 3)]
    world.poisoned = {pack.pk for pack in bad}
    good = [world.request(2) for _ in bad]
    world.until_settled()
    for pack in bad:
        stored = world.stored(pack)
        assert (stored.state, stored.attempts, stored.error) == (PackState.FAILED, 3, TOO_MANY_STOPS)
    assert {world.stored(pack).state for pack in good} == {PackState.DELIVERED}


SCENARIOS = [
    Scenario("worker killed during the render", while_rendering(RENDERING[0]), 1, 15),
    Scenario("worker killed while the file is written", while_rendering(RENDERING[1]), 1, 15),
    Scenario("worker killed between file and row", while_rendering(RENDERING[2]), 1, 15),
    Scenario("worker killed between claim and connection", while_sending(CLAIMED), 2, 30),
    Scenario("worker killed between `transmitting` and DATA", while_sending(TRANSMITTING), 2, 40),
    Scenario("worker killed at any step of the conversation", at_any_step, 4, 60),
    Scenario("worker killed between the server’s 250 and the commit", while_sending(ANSWERED), 2, 40),
    Scenario("worker killed in the transaction that records the 250", while_sending(RECORDING), 2, 30),
    Scenario("worker stands still, is replaced, and comes back", hangs, 5, 20),
    Scenario("packs that kill every worker, among good ones", poison, 3, 15),
]
