"""Models: deliverables with links, due points, assignments, updates and their approval, and what boards oversee."""

from .approval import ApprovalRule, ProposedUpdate
from .deliverable import Assignment, Deliverable, DuePoint
from .links import DeliverableLink
from .oversight import Overseen, SingleOversight
from .progress import ProgressUpdate

__all__ = [
    "ApprovalRule",
    "Assignment",
    "Deliverable",
    "DeliverableLink",
    "DuePoint",
    "Overseen",
    "ProgressUpdate",
    "ProposedUpdate",
    "SingleOversight",
]
