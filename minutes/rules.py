"""What an entry in minutes needs, which state follows which, when minutes are confirmed: docs/rules/minutes.md."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from core.periods import words_for_date
from core.words import WordedEnum, count_words, with_article


class Kind(WordedEnum):
    """What an entry is."""

    DECISION = "decision"
    CHALLENGE = "challenge"
    ACTION = "action"
    ESCALATION = "escalation"


class State(WordedEnum):
    """Where an entry stands. `DECIDED` is a decision that nobody has to carry out."""

    DECIDED = "decided"
    OPEN = "open"
    DONE = "done"
    ANSWERED = "answered"
    TAKEN = "taken"
    SENT_BACK = "sent_back"
    NO_LONGER_NEEDED = "no_longer_needed"


_CARRIED_OUT: Mapping[State, tuple[State, ...]] = {
    State.OPEN: (State.DONE, State.NO_LONGER_NEEDED),
    State.DONE: (State.OPEN,),
    State.NO_LONGER_NEEDED: (State.OPEN,),
}
MAY_FOLLOW: Mapping[Kind, Mapping[State, tuple[State, ...]]] = {
    Kind.ACTION: _CARRIED_OUT,
    Kind.DECISION: {**_CARRIED_OUT, State.DECIDED: (State.NO_LONGER_NEEDED,)},
    Kind.CHALLENGE: {
        State.OPEN: (State.ANSWERED, State.NO_LONGER_NEEDED),
        State.ANSWERED: (State.OPEN,),
        State.NO_LONGER_NEEDED: (State.OPEN,),
    },
    Kind.ESCALATION: {State.OPEN: (State.TAKEN, State.SENT_BACK, State.NO_LONGER_NEEDED)},
}
BY_DECISION = (State.TAKEN, State.SENT_BACK)
"""States that only a decision of the board above gives."""


class MeetingState(WordedEnum):
    """How far a meeting is."""

    PLANNED = "planned"
    HELD = "held"
    CONFIRMED = "confirmed"


def meeting_state(held_on: date, today: date, *, confirmed: bool) -> MeetingState:
    """A meeting is held from its day on, and confirmed with its minutes."""
    if confirmed:
        return MeetingState.CONFIRMED
    return MeetingState.HELD if held_on <= today else MeetingState.PLANNED


@dataclass(frozen=True)
class SeatAtMeeting:
    """A seat as it was at a meeting: "present", "apologies", "absent" or "vacant", and whether a substitute came."""

    state: str
    substitute: bool = False

    @property
    def represented(self) -> bool:
        """Whether it counts towards the quorum: who holds it was present, or their substitute."""
        return self.state == "present" or (self.substitute and self.state in ("apologies", "absent"))


def is_quorate(quorum: int | None, seats: Collection[SeatAtMeeting]) -> bool | None:
    """Whether enough seats were represented, None where the board has no quorum or nobody noted who was there."""
    if quorum is None or not seats:
        return None
    return sum(seat.represented for seat in seats) >= quorum


def quorum_words(quorum: int | None, seats: Collection[SeatAtMeeting]) -> str:
    """ "Quorate: 3 of 5 seats represented, 3 needed", or ""."""
    quorate = is_quorate(quorum, seats)
    if quorate is None:
        return ""
    represented = sum(seat.represented for seat in seats)
    counted = f"{represented} of {count_words(len(seats), 'seat')} represented, {quorum} needed"
    return f"{'Quorate' if quorate else 'Not quorate'}: {counted}"


def interest_problems(*, was_there: bool, about: str, interest: str, done: bool) -> dict[str, str]:
    """What is missing of a declared interest, a sentence for each field, {} for nothing."""
    said = {
        "who": (was_there, "Select who declared the interest"),
        "about": (bool(about.strip()), "Enter which item it is about"),
        "interest": (bool(interest.strip()), "Enter what the interest is"),
        "done": (done, "Select what was done"),
    }
    return {field: words for field, (there, words) in said.items() if not there}


def guest_of(line: str) -> tuple[str, str]:
    """Name and organisation from "Name, organisation"."""
    name, _, organisation = (part.strip() for part in line.partition(","))
    return name, organisation


def is_overdue(state: State, due_on: date | None, today: date) -> bool:
    return state == State.OPEN and due_on is not None and due_on < today


def first_state(kind: Kind, *, has_owner: bool) -> State:
    return State.DECIDED if kind == Kind.DECISION and not has_owner else State.OPEN


def may_follow(kind: Kind, state: State) -> tuple[State, ...]:
    """States that somebody may record next, without those that a decision gives."""
    return tuple(each for each in MAY_FOLLOW[kind].get(state, ()) if each not in BY_DECISION)


def state_problem(kind: Kind, state: State, to: State) -> str:
    """Why the state may not follow, or ""."""
    if to in MAY_FOLLOW[kind].get(state, ()):
        return ""
    noun = with_article(kind.value).capitalize()
    return f"{noun} that is {state.word.lower()} cannot become {to.word.lower()}"


def entry_problems(
    kind: Kind,
    *,
    raised: bool,
    owned: bool,
    due_on: date | None,
    to_board: int | None,
    above: Collection[int],
    held_on: date,
) -> dict[str, str]:
    """What is missing or too much, a sentence for each field, {} for nothing. `above` are boards reported to."""
    problems = {}
    if kind == Kind.CHALLENGE and not raised:
        problems["raised_by"] = "Select who raised the challenge"
    if kind == Kind.ACTION:
        if not owned:
            problems["owner"] = "Select who owns the action"
        if due_on is None:
            problems["due_on"] = "Enter the day by which the action is due"
    elif due_on is not None and not owned:
        problems["owner"] = (
            "Select who carries it out, or leave the due date empty"
            if kind == Kind.DECISION
            else "Select who owns it, or leave the due date empty"
        )
    if due_on is not None and due_on < held_on:
        problems["due_on"] = f"The due date must be on or after the meeting, {words_for_date(held_on)}"
    if kind == Kind.ESCALATION:
        if to_board is None:
            problems["to_board"] = "Select the board that it goes to"
        elif to_board not in above:
            problems["to_board"] = "This board does not report to the board that you selected"
    elif to_board is not None:
        problems["to_board"] = (
            "Only an escalation goes to another board. Leave this empty or choose Escalation"
        )
    return problems


def confirm_problem(held_on: date, today: date, *, attendance_noted: bool) -> str:
    """Why the minutes may not be confirmed yet, or ""."""
    if held_on > today:
        return f"The meeting is on {words_for_date(held_on)}. Confirm its minutes after it is held"
    return "" if attendance_noted else "Note who attended first"


def confirmed_words(held_on: date) -> str:
    """Why confirmed minutes stay."""
    return f"The minutes of {words_for_date(held_on)} are confirmed, so they stay. Note a correction instead"
