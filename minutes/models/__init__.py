"""Models: minutes of meetings, who was there and declared what, entries with the steps that they have gone through."""

from .entries import Entry, EntryQuerySet, EntryStep, Item
from .meetings import Attendance, Guest, Interest, Minutes

__all__ = ["Attendance", "Entry", "EntryQuerySet", "EntryStep", "Guest", "Interest", "Item", "Minutes"]
