"""Every change of indicators, their values and the effects expected on them."""

from .benchmarks import (
    MappingSaid,
    ReviewChanged,
    load_file,
    remove_benchmarks,
    save_mappings,
    upload_file,
    withdraw_file,
)
from .breaks import add_break, change_break, remove_break
from .derived import remove_formula, set_formula
from .effects import add_effect, change_effect, remove_effect
from .neighbours import remove_neighbours, save_neighbours
from .predecessors import remove_predecessor, save_predecessor
from .quarter import RowSaid, Written, save_figures, save_values
from .rebases import add_rebase, remove_rebase
from .rows import Place, RowWords, add_indicators, change_indicator, move_indicator, remove_indicator
from .tables import TargetSaid, add_table_rows, order_table, set_targets
from .targets import rate_confidence, remove_target, set_target
from .trajectories import (
    PointRow,
    Shift,
    Words,
    add_scenario,
    add_trajectory,
    change_trajectory,
    close_trajectory,
    remove_trajectory,
)
from .values import remove_reading, save_reading

__all__ = [
    "MappingSaid",
    "Place",
    "PointRow",
    "ReviewChanged",
    "RowSaid",
    "RowWords",
    "Shift",
    "TargetSaid",
    "Words",
    "Written",
    "add_break",
    "add_effect",
    "add_indicators",
    "add_rebase",
    "add_scenario",
    "add_table_rows",
    "add_trajectory",
    "change_break",
    "change_effect",
    "change_indicator",
    "change_trajectory",
    "close_trajectory",
    "load_file",
    "move_indicator",
    "order_table",
    "rate_confidence",
    "remove_benchmarks",
    "remove_break",
    "remove_effect",
    "remove_formula",
    "remove_indicator",
    "remove_neighbours",
    "remove_predecessor",
    "remove_reading",
    "remove_rebase",
    "remove_target",
    "remove_trajectory",
    "save_figures",
    "save_mappings",
    "save_neighbours",
    "save_predecessor",
    "save_reading",
    "save_values",
    "set_formula",
    "set_target",
    "set_targets",
    "upload_file",
    "withdraw_file",
]
