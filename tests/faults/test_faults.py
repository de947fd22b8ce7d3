"""Whatever fails while packs and reminders go out: nothing twice, nothing lost, and what is uncertain is seen.

`bin/test tests/faults --long-faults` makes the faults of docs/reliability.md.
"""

import pytest

from . import (
    calendar_days,
    edits,
    killed,
    machines,
    mail_servers,
    one_worker,
    queues,
    real_workers,
    reminding,
)

ROOMS = (killed, mail_servers, queues, one_worker, machines, edits, reminding, calendar_days, real_workers)
SCENARIOS = [scenario for room in ROOMS for scenario in room.SCENARIOS]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_nothing_is_duplicated_or_lost(scenario, world, record_property, pytestconfig):
    scenario.run(world, scenario.long if pytestconfig.getoption("long_faults") else scenario.short)
    record_property("faults", (scenario.name, *world.ledger.figures))
    world.ledger.check()
