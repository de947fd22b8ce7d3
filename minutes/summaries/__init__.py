"""Entries in words, the page from which a meeting is run, the register, and what is followed up where."""

from .agenda import Agenda, AgendaItem, agenda_of
from .attendance import Attending, attending_of, who_may_declare
from .entries import EntryLine, entry_line, entry_lines

__all__ = [
    "Agenda",
    "AgendaItem",
    "Attending",
    "EntryLine",
    "agenda_of",
    "attending_of",
    "entry_line",
    "entry_lines",
    "who_may_declare",
]
