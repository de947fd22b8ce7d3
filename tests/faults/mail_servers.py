"""Mail servers that refuse, put off, break off, and answer nonsense or nothing."""

from itertools import cycle, islice, product

from packs.states import DeliveryState

from .scenario import SEND, Scenario
from .sink import STEPS, Fault
from .world import World

CODES = ("421", "450", "452", "550", "554")
REFUSALS = tuple(Fault(step, code) for code, step in product(CODES, ("connect", "MAIL", "RCPT", "DATA", ".")))
AT_THE_END = (
    Fault(".", "drop", keeps=True),
    Fault(".", "drop", keeps=True, then_drops=True),
    Fault(".", "garble", keeps=True),
    Fault(".", "354", keeps=True),
    Fault(".", "hold", keeps=True),
)
BREAKS = (
    Fault("DATA", "250"),
    *(Fault(step, "drop") for step in STEPS),
    *AT_THE_END,
    *(Fault(step, "garble") for step in STEPS[:5]),
)


def _meet(world: World, faults: list[Fault]) -> None:
    world.chance.shuffle(faults)
    pack = world.released(len(faults))
    world.sink.plan(*faults)
    world.run(SEND, pack)
    assert world.sink.met == len(faults)
    world.ledger.event(len(faults))


def refusals(world: World, times: int) -> None:
    """Each code at each step. A refusal for good of the email itself fails, anything else goes out later."""
    faults = list(islice(cycle(REFUSALS), times))
    _meet(world, faults)
    world.until_settled()
    for_good = sum(fault.does[0] == "5" and fault.at != "connect" for fault in faults)
    assert len(world.mails(state=DeliveryState.FAILED)) == for_good
    assert len(world.mails(state=DeliveryState.ACCEPTED)) == times - for_good


def breaks(world: World, times: int) -> None:
    """The connection ends, or the answer is nonsense or nothing, at each step, the message kept or not."""
    world.more_settings["EMAIL_TIMEOUT"] = 1
    _meet(world, list(islice(cycle(BREAKS), times)))
    world.until_settled()
    assert len(world.mails(state=DeliveryState.ACCEPTED)) == times


SCENARIOS = [
    Scenario("mail server refuses (421, 450, 452, 550, 554, at each step)", refusals, len(REFUSALS), 75),
    Scenario("mail server breaks off or answers nonsense or nothing", breaks, len(BREAKS), 72),
]
