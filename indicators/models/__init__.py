"""Indicators, their readings and targets, and the effects that deliverables are expected to have."""

from .indicator import Indicator, TableColumn
from .rebases import Rebase
from .values import Benchmark, ConfidenceRating, ExpectedEffect, NotExpected, Reading, Target

__all__ = [
    "Benchmark",
    "ConfidenceRating",
    "ExpectedEffect",
    "Indicator",
    "NotExpected",
    "Reading",
    "Rebase",
    "TableColumn",
    "Target",
]
