"""Pages of the plan: as published, and to change it."""

from .copying import copy
from .lists import strand_list, strategy_list
from .plans import add, change, plans
from .published import strand, strategy
from .strands import change_one as change_strand

__all__ = [
    "add",
    "change",
    "change_strand",
    "copy",
    "plans",
    "strand",
    "strand_list",
    "strategy",
    "strategy_list",
]
