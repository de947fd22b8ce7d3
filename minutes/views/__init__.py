"""Pages of minutes: the page from which a meeting is run, single entries, and the register."""

from .attendance import add_interest, attendance, remove_interest
from .entries import change, correct, entry, remove, state
from .meetings import answer, confirm, meeting
from .register import register, register_file

__all__ = [
    "add_interest",
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
    "remove_interest",
    "state",
]
