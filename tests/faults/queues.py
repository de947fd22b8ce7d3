"""A queue that loses its tasks or gives them out twice, and two clocks."""

from packs.states import PackState

from .scenario import Scenario
from .world import World


def flushed(world: World, times: int) -> None:
    """The queue is emptied when a pack waits to be rendered, to be sent, or to be swept."""
    packs = [world.request(2) for _ in range(max(1, times // 4))]
    while world.ledger.events < times:
        world.clock.forward(30)
        world.run("packs.jobs.sweep")
        if message := world.messages.take():
            world.hand_out(message).wait()
        if world.messages.flush():
            world.ledger.event()
        if all(world.stored(pack).state == PackState.DELIVERED for pack in packs):
            packs.append(world.request(2))
    world.until_settled()


def delivered_twice(world: World, times: int) -> None:
    """Each task is given to three workers at once."""
    while world.ledger.events < times:
        pack = world.request(4)
        while message := world.messages.take():
            workers = [world.hand_out(message) for _ in range(3)]
            world.ledger.event(2)
            for worker in workers:
                worker.wait()
        assert world.stored(pack).attempts == 1
    world.until_settled()


def two_clocks(world: World, times: int) -> None:
    """Two clocks sweep at the same moment, and all that they wake works at once."""
    while world.ledger.events < times:
        world.request(3)
        world.messages.flush()
        world.clock.forward(60)
        for _ in range(3):
            clocks = [world.start(job) for job in ("packs.jobs.sweep", "reminders.jobs.sweep") * 2]
            world.ledger.event()
            for clock in clocks:
                clock.wait()
            workers = []
            while message := world.messages.take():
                workers.append(world.hand_out(message))
            for worker in workers:
                worker.wait()
            world.clock.forward(30)
    world.until_settled()


SCENARIOS = [
    Scenario("queue emptied", flushed, 3, 40),
    Scenario("tasks delivered three times", delivered_twice, 4, 40),
    Scenario("two clocks", two_clocks, 3, 30),
]
