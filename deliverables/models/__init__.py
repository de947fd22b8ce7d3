"""By when: deliverables, their due points and people, and the progress stated on them."""

from .deliverable import Assignment, Deliverable, DuePoint
from .progress import ProgressUpdate

__all__ = ["Assignment", "Deliverable", "DuePoint", "ProgressUpdate"]
