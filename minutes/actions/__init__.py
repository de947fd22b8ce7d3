"""Record minutes, note who attended, confirm them, and record what becomes of an entry. Only these write."""

from .attendance import AttendanceRow, GuestSaid, note_attendance
from .entries import EntrySaid, answer_escalation, change_entry, record_entry, remove_entry
from .interests import declare_interest, remove_interest
from .meetings import confirm_minutes
from .steps import correct_entry, move_entry

__all__ = [
    "AttendanceRow",
    "EntrySaid",
    "GuestSaid",
    "answer_escalation",
    "change_entry",
    "confirm_minutes",
    "correct_entry",
    "declare_interest",
    "move_entry",
    "note_attendance",
    "record_entry",
    "remove_entry",
    "remove_interest",
]
