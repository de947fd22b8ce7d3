"""Record, change and remove entries in the minutes, and answer an escalation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from boards.models import Board, BoardLink, Meeting
from core.refusals import ChangeRefused
from councils.actors import Actor
from councils.tenancy import recorded, remove_named
from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import Strand

from ..log_phrases import ANSWERED, CHANGED, RECORDED, REMOVED
from ..models import Entry, EntryStep, Item
from ..rules import Kind, State, entry_problems, first_state, state_problem
from .checks import Who, person_or_post, require_recording, require_unconfirmed


@dataclass(frozen=True, kw_only=True)
class EntrySaid:
    """What an entry says. `item` is what it is about, None for nothing in particular."""

    kind: str
    words: str
    item: Item | None = None
    raised_by: Who = None
    owner: Who = None
    due_on: date | None = None
    to_board: Board | None = None

    def columns(self, meeting: Meeting) -> dict[str, Any]:
        """Columns of the entry (1 query for an escalation). Raises ChangeRefused."""
        if self.kind not in set(Kind):
            raise ChangeRefused({"kind": "Select what to record"})
        above = BoardLink.objects.filter(child=meeting.board_id).values_list("parent_id", flat=True)
        problems = entry_problems(
            Kind(self.kind),
            raised=self.raised_by is not None,
            owned=self.owner is not None,
            due_on=self.due_on,
            to_board=self.to_board.pk if self.to_board else None,
            above=set(above) if self.to_board else (),
            held_on=meeting.held_on,
        )
        if not self.words.strip():
            problems = {"words": "Enter what to record"} | problems
        if problems:
            raise ChangeRefused(problems)
        return {
            "kind": self.kind,
            "words": self.words.strip(),
            "deliverable": self.item if isinstance(self.item, Deliverable) else None,
            "indicator": self.item if isinstance(self.item, Indicator) else None,
            "strand": self.item if isinstance(self.item, Strand) else None,
            "due_on": self.due_on,
            "to_board": self.to_board,
            **person_or_post(self.owner, "owner", "owner_post"),
        }

    @property
    def first_state(self) -> State:
        return first_state(Kind(self.kind), has_owner=self.owner is not None)


def record_entry(*, meeting: Meeting, said: EntrySaid, by: Actor, today: date) -> Entry:
    """Record an entry with the next number. Call it with the meeting locked. Raises ChangeRefused."""
    require_recording(by, meeting.board, today)
    require_unconfirmed(meeting)
    columns = said.columns(meeting)
    with recorded(RECORDED, actor=by.reference):
        return _create(meeting, said, columns)


def change_entry(*, entry: Entry, said: EntrySaid, by: Actor, today: date) -> bool:
    """Change what an entry says until the minutes are confirmed. Call it with the meeting locked. Raises ChangeRefused.

    Its state begins anew where it is another kind, or a decision gets or loses its owner. Returns whether anything is
    different.
    """
    require_recording(by, entry.meeting.board, today)
    require_unconfirmed(entry.meeting)
    if entry.answers_id and said.kind != Kind.DECISION:
        raise ChangeRefused({"kind": "This decision answers an escalation, so it stays a decision"})
    if entry.kind == Kind.ESCALATION and Entry.objects.filter(answers=entry).exists():
        raise ChangeRefused("This escalation is answered, so its words stay. Note a correction instead")
    columns = said.columns(entry.meeting)
    first = EntryStep.objects.filter(entry=entry).first()
    raised = person_or_post(said.raised_by, "person", "post")
    if said.kind != entry.kind or (said.first_state == State.DECIDED) != (entry.state == State.DECIDED):
        columns |= {"state": said.first_state.value, "state_on": entry.meeting.held_on}
    changed = [name for name, value in columns.items() if getattr(entry, name) != value]
    raised_anew = first is not None and any(getattr(first, name) != who for name, who in raised.items())
    if not changed and not raised_anew:
        return False
    with recorded(CHANGED, actor=by.reference):
        for name in changed:
            setattr(entry, name, columns[name])
        entry.save(update_fields=changed)
        if first is not None and (raised_anew or "state" in changed):
            EntryStep.objects.filter(pk=first.pk).update(state=said.first_state.value, **raised)
        if first is not None and "state" in changed:
            EntryStep.objects.filter(entry=entry, pk__gt=first.pk).delete()
    return True


def remove_entry(*, entry: Entry, by: Actor, today: date) -> None:
    """Remove an entry that was made by mistake, until the minutes are confirmed. Raises ChangeRefused.

    If it is the decision that answers an escalation, the escalation is open again.
    """
    require_recording(by, entry.meeting.board, today)
    require_unconfirmed(entry.meeting)
    if Entry.objects.filter(answers=entry).exists():
        raise ChangeRefused("The board above has answered this escalation, so it stays")
    with recorded(REMOVED, actor=by.reference):
        if entry.answers:
            _open_again(entry.answers)
        remove_named(entry, {EntryStep: "entry"})


def answer_escalation(
    *, escalation: Entry, meeting: Meeting, to: str, words: str, by: Actor, today: date
) -> Entry:
    """Answer an escalation by a decision at a meeting of the board that it went to. Raises ChangeRefused.

    `to` is "taken" or "sent_back". Call it with the meeting and the escalation locked.
    """
    require_recording(by, meeting.board, today)
    require_unconfirmed(meeting)
    if escalation.to_board_id != meeting.board_id:
        raise ChangeRefused("This escalation did not go to this board")
    if escalation.meeting.held_on > meeting.held_on:
        raise ChangeRefused("This escalation was made after this meeting. Answer it at the next one")
    if to not in (State.TAKEN, State.SENT_BACK):
        raise ChangeRefused({"to": "Select what the board decided"})
    if problem := state_problem(Kind(escalation.kind), State(escalation.state), State(to)):
        raise ChangeRefused(problem)
    said = EntrySaid(kind=Kind.DECISION, words=words, item=escalation.item)
    columns = said.columns(meeting)
    with recorded(ANSWERED, actor=by.reference):
        decision = _create(meeting, said, columns | {"answers": escalation})
        _step(escalation, State(to), meeting.held_on, words.strip())
    return decision


def _create(meeting: Meeting, said: EntrySaid, columns: dict[str, Any]) -> Entry:
    last = Entry.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"]
    state, day = said.first_state.value, meeting.held_on
    entry: Entry = Entry.objects.create(
        meeting=meeting, number=(last or 0) + 1, state=state, state_on=day, **columns
    )
    EntryStep.objects.create(
        entry=entry, state=state, taken_on=day, **person_or_post(said.raised_by, "person", "post")
    )
    return entry


def _step(entry: Entry, state: State, day: date, words: str) -> None:
    EntryStep.objects.create(entry=entry, state=state.value, taken_on=day, words=words)
    entry.state, entry.state_on = state.value, day
    entry.save(update_fields=["state", "state_on"])


def _open_again(escalation: Entry) -> None:
    """Take back the step that a decision gave it."""
    EntryStep.objects.filter(entry=escalation, state__in=(State.TAKEN, State.SENT_BACK)).delete()
    escalation.state, escalation.state_on = State.OPEN.value, escalation.meeting.held_on
    escalation.save(update_fields=["state", "state_on"])
