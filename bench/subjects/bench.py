"""What a subject is given: plans to measure on, and how long to measure."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ..measuring import FULL, Effort
from ..plans import Plan, Plans, get
from ..raw import RawConnection

NOTHING = "a page that does nothing"


@dataclass
class Bench:
    """One run. `redmine` is the address of an issue list of a hundred in a Redmine, "" where there is none."""

    effort: Effort = FULL
    load_seconds: int = 60
    redmine: str = ""
    plans: Plans = field(default_factory=Plans)

    @cached_property
    def raw(self) -> RawConnection:
        """Connection for the references in SQL."""
        return RawConnection()


def get_nothing(plan: Plan) -> None:
    """Read the page that does nothing, as the plan's officer."""
    get(plan.browser, plan.page("bench/nothing/"))
