"""Negative control: the same faults and the same ledger find the duplicates of a weaker design."""

import pytest

from . import killed
from .sink import Fault
from .table import CONTROL
from .workers import PATIENCE

TASK = "tests.faults.claim_only.send_pack"


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_only_claims_sends_twice(world, record_property, pytestconfig):
    times = 20 if pytestconfig.getoption("long_faults") else 2
    pack = world.released(2 * times)
    for _ in range(times):
        worker = world.start(TASK, pack, stop_at=killed.ANSWERED)
        assert worker.wait_until_stopped()
        worker.kill()
        world.sink.plan(Fault(".", "hold", keeps=True))
        worker = world.start(TASK, pack)
        assert world.sink.held.acquire(timeout=PATIENCE)
        worker.kill()
        world.ledger.event(2)
    world.clock.forward(61)
    world.run("packs.tasks.sweep_council")
    assert world.run(TASK, pack) == 0
    record_property("faults", (CONTROL, *world.ledger.figures))
    assert world.ledger.lost() == []
    assert world.ledger.duplicated == 2 * times
