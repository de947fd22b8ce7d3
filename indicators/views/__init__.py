"""Indicator pages: the tables, one indicator, and what changes them."""

from .benchmarks import add_file, check, columns, file_page, overview, remove_from_indicator, withdraw
from .breaks import break_of, remove_break_page
from .effects import change, effect_of_deliverable, effect_on_indicator, remove
from .exporting import export
from .figure_import import import_figures
from .formulas import formula, remove_formula_page
from .neighbours import add_neighbours, change_neighbours, remove_list
from .predecessors import predecessor, predecessors, remove_predecessor_page
from .quarter import quarter_grid
from .rebases import rebase, remove_rebase_page
from .rows import add, add_several, change_row, move, remove_row
from .tables import detail, indicator_list
from .trajectories import trajectory_add, trajectory_change, trajectory_close, trajectory_remove
from .values import confidence, remove_target_page, remove_value, target, value

__all__ = [
    "add",
    "add_file",
    "add_neighbours",
    "add_several",
    "break_of",
    "change",
    "change_neighbours",
    "change_row",
    "check",
    "columns",
    "confidence",
    "detail",
    "effect_of_deliverable",
    "effect_on_indicator",
    "export",
    "file_page",
    "formula",
    "import_figures",
    "indicator_list",
    "move",
    "overview",
    "predecessor",
    "predecessors",
    "quarter_grid",
    "rebase",
    "remove",
    "remove_break_page",
    "remove_formula_page",
    "remove_from_indicator",
    "remove_list",
    "remove_predecessor_page",
    "remove_rebase_page",
    "remove_row",
    "remove_target_page",
    "remove_value",
    "target",
    "trajectory_add",
    "trajectory_change",
    "trajectory_close",
    "trajectory_remove",
    "value",
    "withdraw",
]
