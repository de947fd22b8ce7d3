"""Every change of indicators, their values and the effects expected on them."""

from .effects import add_effect, change_effect, remove_effect
from .rows import Place, RowWords, add_indicators, change_indicator, move_indicator, remove_indicator
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
    "Place",
    "PointRow",
    "RowWords",
    "Shift",
    "Words",
    "add_effect",
    "add_indicators",
    "add_scenario",
    "add_trajectory",
    "change_effect",
    "change_indicator",
    "change_trajectory",
    "close_trajectory",
    "move_indicator",
    "rate_confidence",
    "remove_effect",
    "remove_indicator",
    "remove_reading",
    "remove_target",
    "remove_trajectory",
    "save_reading",
    "set_target",
]
