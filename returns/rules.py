"""Which state of a submission may follow which, when a return is due, and which one follows it.

In words, with the tables that the tests run: docs/rules/returns.md.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from core.words import WordedEnum, count_words, list_words

DUE_SOON = timedelta(days=30)
"""How long before its day a return counts as due soon."""
MOST_NAMED = 5


class State(WordedEnum):
    """Where a submission stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    COMMENTS_RECEIVED = "comments_received"
    ANSWERED = "answered"
    RESUBMITTED = "resubmitted"
    ACCEPTED = "accepted"
    CLOSED = "closed"


MAY_FOLLOW: dict[State, tuple[State, ...]] = {
    State.DRAFT: (State.SUBMITTED, State.CLOSED),
    State.SUBMITTED: (State.COMMENTS_RECEIVED, State.ACCEPTED, State.CLOSED),
    State.COMMENTS_RECEIVED: (State.ANSWERED, State.RESUBMITTED, State.CLOSED),
    State.ANSWERED: (State.RESUBMITTED, State.COMMENTS_RECEIVED, State.ACCEPTED, State.CLOSED),
    State.RESUBMITTED: (State.COMMENTS_RECEIVED, State.ACCEPTED, State.CLOSED),
    State.ACCEPTED: (State.CLOSED,),
    State.CLOSED: (),
}
NEEDS_ANSWERS = (State.ANSWERED, State.RESUBMITTED, State.ACCEPTED)
"""States that a submission only reaches when every comment has its answer."""


def may_follow(state: State) -> tuple[State, ...]:
    return MAY_FOLLOW[state]


def takes_comments(state: State) -> bool:
    """Whether the reader's comments may be entered: from when the plan is with the reader until it is done with."""
    return state not in (State.DRAFT, State.ACCEPTED, State.CLOSED)


def step_problem(state: State, to: State, unanswered: Sequence[str], *, comments: int) -> str:
    """Why the submission may not take this step, as a sentence, "" if it may. `unanswered` are labels of comments."""
    if to not in MAY_FOLLOW[state]:
        return f"A submission that is {state.word.lower()} cannot become {to.word.lower()}"
    if to == State.COMMENTS_RECEIVED and not comments:
        return "Enter the reader’s comments first"
    if to in NEEDS_ANSWERS and unanswered:
        more = len(unanswered) - MOST_NAMED
        named = [*unanswered[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
        return f"Answer {count_words(len(unanswered), 'comment')} first: {list_words(named)}"
    return ""


class Repeats(WordedEnum):
    """How often a return is owed."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TWICE_A_YEAR = "twice_a_year"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """Months until the next one, 0 for none."""
        return {"once": 0, "monthly": 1, "quarterly": 3, "twice_a_year": 6, "yearly": 12}[self.value]


def next_due(due_on: date, repeats: Repeats) -> date | None:
    """Day on which the next one is due. The last day of a month stays the last day of its month."""
    if not repeats.months:
        return None
    years, month = divmod(due_on.month - 1 + repeats.months, 12)
    year, month = due_on.year + years, month + 1
    last = monthrange(year, month)[1]
    was_last = due_on.day == monthrange(due_on.year, due_on.month)[1]
    return date(year, month, last if was_last else min(due_on.day, last))


class Due(WordedEnum):
    """Where a return stands on a day."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    LATER = "later"
    SENT = "sent"


def due_state(due_on: date, sent_on: date | None, today: date) -> Due:
    if sent_on is not None:
        return Due.SENT
    if due_on < today:
        return Due.OVERDUE
    return Due.DUE_SOON if due_on - today <= DUE_SOON else Due.LATER


def due_words(due_on: date, sent_on: date | None, today: date) -> str:
    """ "Overdue by 3 days", "Due today", "Due in 12 days", "Due later", "Sent in time" or "Sent 2 days late"."""
    if sent_on is not None:
        late = (sent_on - due_on).days
        return f"Sent {count_words(late, 'day')} late" if late > 0 else "Sent in time"
    days = (due_on - today).days
    if days < 0:
        return f"Overdue by {count_words(-days, 'day')}"
    if days == 0:
        return "Due today"
    return f"Due in {count_words(days, 'day')}" if days <= DUE_SOON.days else "Due later"
