"""Indicator pages: the tables, one indicator, and what changes them."""

from .effects import change, effect_of_deliverable, effect_on_indicator, remove
from .exporting import export
from .quarter import quarter_grid
from .rebases import rebase, remove_rebase_page
from .rows import add, add_several, change_row, move, remove_row
from .tables import detail, indicator_list
from .values import confidence, remove_target_page, remove_value, target, value

__all__ = [
    "add",
    "add_several",
    "change",
    "change_row",
    "confidence",
    "detail",
    "effect_of_deliverable",
    "effect_on_indicator",
    "export",
    "indicator_list",
    "move",
    "quarter_grid",
    "rebase",
    "remove",
    "remove_rebase_page",
    "remove_row",
    "remove_target_page",
    "remove_value",
    "target",
    "value",
]
