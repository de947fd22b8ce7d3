"""Indicators, their readings and targets, and the effects that deliverables are expected to have."""

from .indicator import FormulaPart, Indicator, SeriesBreak, TableColumn
from .predecessor import Predecessor
from .rebases import Rebase
from .values import Benchmark, ConfidenceRating, ExpectedEffect, NotExpected, Reading, Target

__all__ = [
    "Benchmark",
    "ConfidenceRating",
    "ExpectedEffect",
    "FormulaPart",
    "Indicator",
    "NotExpected",
    "Predecessor",
    "Reading",
    "Rebase",
    "SeriesBreak",
    "TableColumn",
    "Target",
]
