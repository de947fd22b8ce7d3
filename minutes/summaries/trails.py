"""The trail of an escalation: from the meeting that raised it to the board above and back, as one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..models import Entry
from ..rules import BY_DECISION
from .entries import EntryLine, StepLine

ANSWERED = frozenset(state.word for state in BY_DECISION)


@dataclass(frozen=True)
class TrailStep:
    """What happened on a day, at which board's meeting ("" outside meetings), with which words.

    `entry` is the minute that says so, None where it is a step of the escalation itself.
    """

    what: str
    board: str
    on: date
    words: str
    entry: Entry | None = None


@dataclass(frozen=True)
class EscalationLine:
    """An escalation with its trail, the first step first."""

    line: EntryLine
    trail: tuple[TrailStep, ...]

    @property
    def entry(self) -> Entry:
        return self.line.entry

    @property
    def is_open(self) -> bool:
        return self.entry.is_open


def with_trails(lines: Iterable[EntryLine]) -> tuple[EscalationLine, ...]:
    """Escalations, read with the decisions that answer them (no query)."""
    return tuple(EscalationLine(line, _trail(line)) for line in lines)


def _trail(line: EntryLine) -> tuple[TrailStep, ...]:
    entry = line.entry
    answer = next(iter(entry.answered_by.all()), None)
    raised = TrailStep(
        f"Escalated to {entry.to_board}", str(entry.meeting.board), entry.meeting.held_on, entry.words, entry
    )
    return raised, *(_step(step, answer) for step in line.after)


def _step(step: StepLine, answer: Entry | None) -> TrailStep:
    """A step of an escalation. Taken or sent back, it is the minute of the board above."""
    if answer and step.what in ANSWERED:
        return TrailStep(step.what, str(answer.meeting.board), step.on, step.words, answer)
    return TrailStep(step.what, "", step.on, step.words)
