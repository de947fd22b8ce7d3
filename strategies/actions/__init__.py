"""Changes to a plan. Each function is one act: it checks the permission, saves everything or nothing, and is logged."""

from .copying import copy_strategy
from .lists import ListRow, save_list
from .plans import add_strategy, change_strategy
from .strands import change_strand

__all__ = ["ListRow", "add_strategy", "change_strand", "change_strategy", "copy_strategy", "save_list"]
