"""What people do to deliverables."""

from .progress import ProgressRefused, StaleDeliverable, record_progress
from .undo import Undone, UndoRefused, undo_act

__all__ = ["ProgressRefused", "StaleDeliverable", "UndoRefused", "Undone", "record_progress", "undo_act"]
