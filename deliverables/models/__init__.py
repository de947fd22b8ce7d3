"""Models: deliverables with their links, due points, assignments and updates, and single ones that boards oversee."""

from .deliverable import Assignment, Deliverable, DuePoint
from .links import DeliverableLink
from .oversight import Overseen, SingleOversight
from .progress import ProgressUpdate

__all__ = [
    "Assignment",
    "Deliverable",
    "DeliverableLink",
    "DuePoint",
    "Overseen",
    "ProgressUpdate",
    "SingleOversight",
]
