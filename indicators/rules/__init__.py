"""Rules for indicators: pure functions that take facts and return a verdict with its reason.

`values` and `ratings`, exported here, have what a value is and the indicator RAG. Each other module has one rule: what
is typed or pasted, formulas, trajectories and their impact, comparison with other areas, usual variation (`spc`), small
numbers (`suppression`). `dfe` reads files of published statistics. For the rules in words and the truth tables that the
tests run, see docs/rules/.
"""

from .ratings import (
    TargetFacts,
    indicator_rag,
    last_day_counted,
    target_ahead,
    target_for,
)
from .values import (
    MISSING_WORDS,
    Cell,
    CellKind,
    MissingCode,
    Polarity,
    ReadingFacts,
    Unit,
    cell_words,
    decimals_of,
    difference_words,
    shown_words,
    value_words,
)

__all__ = [
    "MISSING_WORDS",
    "Cell",
    "CellKind",
    "MissingCode",
    "Polarity",
    "ReadingFacts",
    "TargetFacts",
    "Unit",
    "cell_words",
    "decimals_of",
    "difference_words",
    "indicator_rag",
    "last_day_counted",
    "shown_words",
    "target_ahead",
    "target_for",
    "value_words",
]
