"""Models of versions: the version itself, its frozen copy, its steps of approval and its history."""

from .frozen import FrozenPlan
from .steps import ApprovalStep
from .versions import PlanVersion, VersionEvent

__all__ = ["ApprovalStep", "FrozenPlan", "PlanVersion", "VersionEvent"]
