"""Pages of minutes: the page from which a meeting is run, single entries, and the register."""

from .entries import change, correct, entry, remove, state
from .meetings import answer, attendance, confirm, meeting
from .register import register, register_file

__all__ = [
    "answer",
    "attendance",
    "change",
    "confirm",
    "correct",
    "entry",
    "meeting",
    "register",
    "register_file",
    "remove",
    "state",
]
