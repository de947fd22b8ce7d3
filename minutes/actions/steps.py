"""Record what became of an entry, and note corrections of confirmed minutes."""

from __future__ import annotations

from datetime import date

from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.tenancy import recorded

from ..access import confirmation_of
from ..log_phrases import CORRECTED, MOVED
from ..models import Entry, EntryStep
from ..rules import BY_DECISION, Kind, State, state_problem
from .checks import Who, person_or_post, require_recording

ASKS_FOR = {
    State.DONE: "Enter what was done",
    State.ANSWERED: "Enter the answer",
    State.NO_LONGER_NEEDED: "Enter why it is no longer needed",
    State.OPEN: "Enter why it is open again",
}


def move_entry(
    *, entry: Entry, to: str, words: str, taken_on: date, who: Who = None, by: Actor, today: date
) -> EntryStep:
    """Record the next state of an entry, also in confirmed minutes: done with what was done, the answer of a challenge.

    `who` did or answered it. Call it with the entry locked. Raises ChangeRefused.
    """
    require_recording(by, entry.meeting.board, today)
    if to not in set(State):
        raise ChangeRefused({"to": "Select what became of it"})
    state, problems = State(to), {}
    if state in BY_DECISION:
        raise ChangeRefused({"to": "An escalation is answered at a meeting of the board that it went to"})
    if problem := state_problem(Kind(entry.kind), State(entry.state), state):
        raise ChangeRefused({"to": problem})
    if not words.strip():
        problems["words"] = ASKS_FOR[state]
    if taken_on > today:
        problems["taken_on"] = "The day must be today or earlier"
    elif taken_on < entry.meeting.held_on:
        problems["taken_on"] = "The day must be on or after the meeting"
    if problems:
        raise ChangeRefused(problems)
    with recorded(MOVED, actor=by.reference):
        step: EntryStep = EntryStep.objects.create(
            entry=entry,
            state=state.value,
            taken_on=taken_on,
            words=words.strip(),
            **person_or_post(who, "person", "post"),
        )
        entry.state, entry.state_on = state.value, taken_on
        entry.save(update_fields=["state", "state_on"])
    return step


def correct_entry(*, entry: Entry, words: str, by: Actor, today: date) -> EntryStep:
    """Note a correction next to the words of confirmed minutes. Before, the words themselves are changed."""
    require_recording(by, entry.meeting.board, today)
    if not confirmation_of(entry.meeting):
        raise ChangeRefused("These minutes are not confirmed yet. Change the entry instead")
    if not words.strip():
        raise ChangeRefused({"words": "Enter the correction"})
    with recorded(CORRECTED, actor=by.reference):
        step: EntryStep = EntryStep.objects.create(entry=entry, taken_on=today, words=words.strip())
    return step
