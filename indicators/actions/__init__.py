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
from .effects import add_effect, change_effect, remove_effect
from .neighbours import remove_neighbours, save_neighbours
from .rows import Place, RowWords, add_indicators, change_indicator, move_indicator, remove_indicator
from .targets import rate_confidence, remove_target, set_target
from .values import remove_reading, save_reading

__all__ = [
    "MappingSaid",
    "Place",
    "ReviewChanged",
    "RowWords",
    "add_effect",
    "add_indicators",
    "change_effect",
    "change_indicator",
    "load_file",
    "move_indicator",
    "rate_confidence",
    "remove_benchmarks",
    "remove_effect",
    "remove_indicator",
    "remove_neighbours",
    "remove_reading",
    "remove_target",
    "save_mappings",
    "save_neighbours",
    "save_reading",
    "set_target",
    "upload_file",
    "withdraw_file",
]
