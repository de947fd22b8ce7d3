"""Which step a comment may take, who may take it back, what may follow for a published entry: docs/rules/voice.md."""

from __future__ import annotations

from collections.abc import Mapping

from core.words import WordedEnum


class State(WordedEnum):
    """Where a comment stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(WordedEnum):
    """What may happen to a comment."""

    ANSWER = "answer"
    CLOSE = "close"
    OPEN_AGAIN = "open_again"


REFUSED: Mapping[tuple[State, Step], str] = {
    (State.OPEN, Step.OPEN_AGAIN): "This comment is open",
    (State.ANSWERED, Step.OPEN_AGAIN): "This comment is not closed",
    (State.CLOSED, Step.ANSWER): "This comment is closed. Open it again first",
    (State.CLOSED, Step.CLOSE): "This comment is closed already",
}
"""Steps that a comment may not take, and why. All others it may."""


def step_problem(state: State, step: Step, *, reason: bool = True) -> str:
    """Why the comment may not take this step, or "". `reason`: whether one is given."""
    if refused := REFUSED.get((state, step), ""):
        return refused
    if state == State.OPEN and step == Step.CLOSE and not reason:
        return "Enter why it is closed without an answer"
    return ""


def state_after(step: Step, *, answered: bool) -> State:
    """State after a step. A comment that is opened again is answered if it has an answer."""
    if step == Step.CLOSE:
        return State.CLOSED
    return State.ANSWERED if step == Step.ANSWER or answered else State.OPEN


def taking_back_problem(state: State, *, own: bool, answers: bool, reason: bool) -> str:
    """Why somebody may not take a comment back, or "". `own`: they wrote it. `answers`: they may answer comments."""
    if own and state == State.OPEN:
        return ""
    if answers:
        return "" if reason else "Enter why it is removed. The change log keeps the reason"
    return f"Your comment is {state.word.lower()}, so it stays" if own else "Only its author may withdraw it"


class Publishing(WordedEnum):
    """Where an entry of "You said, we did" stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Act(WordedEnum):
    """What may happen to an entry of "You said, we did"."""

    CHANGE = "change"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    REMOVE = "remove"


MAY_NOT: Mapping[tuple[Publishing, Act], str] = {
    (Publishing.DRAFT, Act.WITHDRAW): "This entry is not published. Remove it instead",
    (Publishing.PUBLISHED, Act.CHANGE): "This entry is published. Withdraw it first, then change it",
    (Publishing.PUBLISHED, Act.PUBLISH): "This entry is published already",
    (Publishing.PUBLISHED, Act.REMOVE): "This entry is published. Withdraw it instead",
    (Publishing.WITHDRAWN, Act.WITHDRAW): "This entry is withdrawn already",
    (Publishing.WITHDRAWN, Act.REMOVE): "This entry was published, so it stays",
}
"""Acts that an entry does not allow, and why. It allows all others."""


def act_problem(state: Publishing, act: Act) -> str:
    """Why the act may not happen to the entry, or ""."""
    return MAY_NOT.get((state, act), "")
