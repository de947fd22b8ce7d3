"""Indicators, their readings and targets, and the effects that deliverables are expected to have."""

from .indicator import Indicator, TableColumn
from .trajectories import Trajectory, TrajectoryPoint
from .values import Benchmark, ConfidenceRating, ExpectedEffect, Reading, Target

__all__ = [
    "Benchmark",
    "ConfidenceRating",
    "ExpectedEffect",
    "Indicator",
    "Reading",
    "TableColumn",
    "Target",
    "Trajectory",
    "TrajectoryPoint",
]
