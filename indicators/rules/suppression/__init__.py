"""Small numbers: which figures are hidden before they leave the council, so that nobody can be recognised. Pure.

In words, with the truth tables that the tests run and what exactly is guaranteed: docs/rules/small-numbers.md.
"""

from .figures import SMALLEST_SHOWN, Figure, Key, Row, counts_of, has_small_count, is_small, may_be_small
from .hiding import hidden_figures
from .sums import same_year

__all__ = [
    "SMALLEST_SHOWN",
    "Figure",
    "Key",
    "Row",
    "counts_of",
    "has_small_count",
    "hidden_figures",
    "is_small",
    "may_be_small",
    "same_year",
]
