"""Actions on deliverables. Only these write."""

from core.refusals import ChangeRefused
from councils.log.undo import UndoRefused

from .approving import (
    approve_updates,
    choose_approval,
    require_may_decide,
    return_update,
    withdraw_update,
)
from .bulk import StaleDeliverables, names_words
from .dates import move_due_dates, new_dates
from .dropping import bring_back, drop, merge
from .leads import Lead, change_leads, leads_already
from .links import add_link, change_link_note, remove_link
from .no_change import new_no_change, record_no_change, repeat_several
from .oversight import change_single_oversight
from .placing import move_to_strand, reorder, split
from .printed import Statement, record_statements
from .progress import ProgressRefused, StaleDeliverable, record_progress
from .ratings import new_ratings, rate_several
from .rows import TypedRow, Written, save_rows, saved_words
from .undo import Undone, undo_act
from .updates import Saved

__all__ = [
    "ChangeRefused",
    "Lead",
    "ProgressRefused",
    "Saved",
    "StaleDeliverable",
    "StaleDeliverables",
    "Statement",
    "TypedRow",
    "UndoRefused",
    "Undone",
    "Written",
    "add_link",
    "approve_updates",
    "bring_back",
    "change_leads",
    "change_link_note",
    "change_single_oversight",
    "choose_approval",
    "drop",
    "leads_already",
    "merge",
    "move_due_dates",
    "move_to_strand",
    "names_words",
    "new_dates",
    "new_no_change",
    "new_ratings",
    "rate_several",
    "record_no_change",
    "record_progress",
    "record_statements",
    "remove_link",
    "reorder",
    "repeat_several",
    "require_may_decide",
    "return_update",
    "save_rows",
    "saved_words",
    "split",
    "undo_act",
    "withdraw_update",
]
