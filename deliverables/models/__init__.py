"""Models: deliverables, due points, assignments, progress updates, and single deliverables that boards oversee."""

from .deliverable import Assignment, Deliverable, DuePoint
from .oversight import Overseen, SingleOversight
from .progress import ProgressUpdate

__all__ = ["Assignment", "Deliverable", "DuePoint", "Overseen", "ProgressUpdate", "SingleOversight"]
