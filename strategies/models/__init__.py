"""Models of the plan: strategies, strands, outcomes, quarters, and which board oversees which part."""

from .outcomes import FrameworkCell, ImprovementStatement, KeyOutcome, Measure, Outcome, SuccessMatrixCell
from .periods import QuarterSettings, ReportingPeriod
from .strands import Achievement, Oversight, PlannedAction, PrintedPriority, Priority, Strand
from .strategy import Approval, CoverRole, Reference, Strategy, Version, begun_by

__all__ = [
    "Achievement",
    "Approval",
    "CoverRole",
    "FrameworkCell",
    "ImprovementStatement",
    "KeyOutcome",
    "Measure",
    "Outcome",
    "Oversight",
    "PlannedAction",
    "PrintedPriority",
    "Priority",
    "QuarterSettings",
    "Reference",
    "ReportingPeriod",
    "Strand",
    "Strategy",
    "SuccessMatrixCell",
    "Version",
    "begun_by",
]
