"""Models: deliverables, due points, assignments and progress updates."""

from .deliverable import Assignment, Deliverable, DuePoint
from .progress import ProgressUpdate

__all__ = ["Assignment", "Deliverable", "DuePoint", "ProgressUpdate"]
