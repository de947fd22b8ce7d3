"""Record minutes, note who attended, confirm them, and record what becomes of an entry. Only these write."""

from .entries import EntrySaid, answer_escalation, change_entry, record_entry, remove_entry
from .meetings import AttendanceRow, confirm_minutes, note_attendance
from .steps import correct_entry, move_entry

__all__ = [
    "AttendanceRow",
    "EntrySaid",
    "answer_escalation",
    "change_entry",
    "confirm_minutes",
    "correct_entry",
    "move_entry",
    "note_attendance",
    "record_entry",
    "remove_entry",
]
