"""What a scenario is: faults of one kind, made a number of times."""

from collections.abc import Callable
from dataclasses import dataclass

from .world import World

SEND, RENDER = "packs.tasks.send_pack", "packs.tasks.render_pack"


@dataclass(frozen=True)
class Scenario:
    """`run` makes faults of one kind in a world and settles what they leave. `short` and `long` say how often."""

    name: str
    run: Callable[[World, int], None]
    short: int
    long: int
