"""Entries in words, the page from which a meeting is run, the register, and what is followed up where."""

from .agenda import Agenda, AgendaItem, agenda_of
from .entries import EntryLine, entry_line, entry_lines

__all__ = ["Agenda", "AgendaItem", "EntryLine", "agenda_of", "entry_line", "entry_lines"]
