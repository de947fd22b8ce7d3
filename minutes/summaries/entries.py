"""Entries as their pages say them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.periods import words_for_date
from councils.models import Person, Post
from returns.rules import Due, due_state, due_words

from ..models import Entry, EntryStep
from ..rules import Kind, State

SAID = {
    Kind.DECISION: "Decided",
    Kind.CHALLENGE: "Challenged",
    Kind.ACTION: "Action agreed",
    Kind.ESCALATION: "Escalated",
}


@dataclass(frozen=True)
class StepLine:
    """A step of an entry: "Answered", by whom, on which day, with which words."""

    what: str
    by: str
    on: date
    words: str


@dataclass(frozen=True)
class EntryLine:
    """An entry as at a day. `due` is "Overdue by 3 days" for one that is open, "" without a due date."""

    entry: Entry
    owner: str
    due: str
    overdue: bool
    steps: tuple[StepLine, ...]

    @property
    def said(self) -> str:
        """ "Decided at SEND Board on 3 March 2016", "Escalated to Trust Board at SEND Board on 3 March 2016"."""
        entry = self.entry
        to = f" to {entry.to_board}" if entry.to_board else ""
        held = entry.meeting
        return f"{SAID[Kind(entry.kind)]}{to} at {held.board} on {words_for_date(held.held_on)}"

    @property
    def state_words(self) -> str:
        """ "Open", "Done on 8 July 2016". Nothing for a decision that nobody carries out."""
        if self.entry.state == State.DECIDED:
            return ""
        word = self.entry.state_word
        return word if self.entry.is_open else f"{word} on {words_for_date(self.entry.state_on)}"

    @property
    def raised_by(self) -> str:
        return self.steps[0].by if self.steps and self.entry.kind == Kind.CHALLENGE else ""

    @property
    def after(self) -> tuple[StepLine, ...]:
        """What happened to it after it was recorded."""
        return self.steps[1:]


def who_words(who: Person | Post | None, *, names: bool) -> str:
    """A person or post in words, "" for nobody. Without `names`, a person is shown by initials only."""
    if isinstance(who, Person):
        return who.label if names else who.initials or "Name not shown"
    return who.title if who else ""


def entry_lines(rows: Iterable[Entry], *, today: date, names: bool) -> list[EntryLine]:
    """Entries with their steps, read `with_all` (no query)."""
    return [entry_line(each, today=today, names=names) for each in rows]


def entry_line(entry: Entry, *, today: date, names: bool) -> EntryLine:
    due = entry.due_on if entry.is_open else None
    return EntryLine(
        entry,
        owner=who_words(entry.owned_by, names=names),
        due=due_words(due, None, today) if due else "",
        overdue=due is not None and due_state(due, None, today) == Due.OVERDUE,
        steps=tuple(_step_line(each, names) for each in entry.steps.all()),
    )


def _step_line(step: EntryStep, names: bool) -> StepLine:
    return StepLine(step.state_word, who_words(step.by, names=names), step.taken_on, step.words)
