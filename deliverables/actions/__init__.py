"""Actions on deliverables. Only these write."""

from core.refusals import ChangeRefused
from councils.log.undo import UndoRefused

from .bulk import StaleDeliverables, names_words
from .dates import move_due_dates, new_dates
from .leads import Lead, change_leads, leads_already
from .no_change import new_no_change, record_no_change, repeat_several
from .progress import ProgressRefused, StaleDeliverable, record_progress
from .ratings import new_ratings, rate_several
from .undo import Undone, undo_act

__all__ = [
    "ChangeRefused",
    "Lead",
    "ProgressRefused",
    "StaleDeliverable",
    "StaleDeliverables",
    "UndoRefused",
    "Undone",
    "change_leads",
    "leads_already",
    "move_due_dates",
    "names_words",
    "new_dates",
    "new_no_change",
    "new_ratings",
    "rate_several",
    "record_no_change",
    "record_progress",
    "repeat_several",
    "undo_act",
]
