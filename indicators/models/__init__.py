"""Indicators, their readings, targets and benchmarks, and the effects that deliverables are expected to have."""

from .benchmarks import Benchmark, BenchmarkMapping, BenchmarkSource, Neighbour, NeighbourList
from .indicator import FormulaPart, Indicator, SeriesBreak, TableColumn, put_rows_above
from .predecessor import Predecessor
from .rebases import Rebase
from .trajectories import Trajectory, TrajectoryPoint
from .values import ConfidenceRating, ExpectedEffect, NotExpected, Reading, Target

__all__ = [
    "Benchmark",
    "BenchmarkMapping",
    "BenchmarkSource",
    "ConfidenceRating",
    "ExpectedEffect",
    "FormulaPart",
    "Indicator",
    "Neighbour",
    "NeighbourList",
    "NotExpected",
    "Predecessor",
    "Reading",
    "Rebase",
    "SeriesBreak",
    "TableColumn",
    "Target",
    "Trajectory",
    "TrajectoryPoint",
    "put_rows_above",
]
