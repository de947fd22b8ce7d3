"""Write a comment, answer it, close it, open it again, and take it back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from core.refusals import ChangeRefused
from councils.actors import Actor, can, require
from councils.permissions import Permission
from councils.tenancy import recorded
from deliverables.models import Deliverable

from ..access import is_author
from ..log_phrases import ANSWERED, CLOSED, COMMENTED, OPENED_AGAIN, TAKEN_BACK
from ..models import Comment, Item, SaidAndDid
from ..models.comments import ON
from ..rules import State, Step, state_after, step_problem, taking_back_problem


def add_comment(
    *, item: Item, text: str, on_behalf_of: str = "", by: Actor, today: date, now: datetime
) -> Comment:
    """Comment on something that the actor may see. Raises ChangeRefused."""
    require(by, Permission.COMMENTS_WRITE)
    if not text.strip():
        raise ChangeRefused({"text": "Enter your comment"})
    if isinstance(item, Deliverable) and item.is_dropped:
        raise ChangeRefused("It was dropped from the plan, so it takes no more comments")
    with recorded(COMMENTED, actor=by.reference):
        comment: Comment = Comment.objects.create(
            **{ON[type(item)]: item},
            text=text.strip(),
            on_behalf_of=on_behalf_of.strip(),
            author=by.user,
            author_name=by.name,
            asked_at=now,
            asked_on=today,
        )
    return comment


def answer_comment(*, comment: Comment, answer: str, by: Actor, today: date) -> None:
    """Answer a comment, or put its answer into other words. Call it with the comment locked. Raises ChangeRefused."""
    require(by, Permission.COMMENTS_ANSWER)
    _check(comment, Step.ANSWER)
    if not answer.strip():
        raise ChangeRefused({"answer": "Enter the answer"})
    said = {"answer": answer.strip(), "answered_by": by.name, "answered_on": today}
    _take(comment, Step.ANSWER, ANSWERED, by, said)


def close_comment(*, comment: Comment, reason: str = "", by: Actor, today: date) -> None:
    """Close a comment, with a reason if it has no answer. Call it with the comment locked. Raises ChangeRefused."""
    require(by, Permission.COMMENTS_ANSWER)
    _check(comment, Step.CLOSE, reason)
    said = {"closed_by": by.name, "closed_on": today, "closed_because": reason.strip()}
    _take(comment, Step.CLOSE, CLOSED, by, said)


def open_again(*, comment: Comment, by: Actor) -> None:
    """Open a comment that was closed by mistake. Call it with the comment locked. Raises ChangeRefused."""
    require(by, Permission.COMMENTS_ANSWER)
    _check(comment, Step.OPEN_AGAIN)
    _take(
        comment,
        Step.OPEN_AGAIN,
        OPENED_AGAIN,
        by,
        {"closed_by": "", "closed_on": None, "closed_because": ""},
    )


def take_back(*, comment: Comment, reason: str = "", by: Actor) -> None:
    """Withdraw one's own comment before it is answered, or remove one with the reason, and its words with it.

    Call it with the comment locked. Raises ChangeRefused.
    """
    require(by, Permission.COMMENTS_WRITE)
    problem = taking_back_problem(
        State(comment.state),
        own=is_author(by, comment),
        answers=can(by, Permission.COMMENTS_ANSWER),
        reason=bool(reason.strip()),
    )
    if problem:
        raise ChangeRefused({"reason": problem})
    if SaidAndDid.objects.filter(comment=comment).exists():
        raise ChangeRefused("An entry of “You said, we did” was made from this comment, so it stays")
    with recorded(TAKEN_BACK, actor=by.reference, reason=reason.strip()):
        comment.delete()


def _check(comment: Comment, step: Step, reason: str = "") -> None:
    if problem := step_problem(State(comment.state), step, reason=bool(reason.strip())):
        raise ChangeRefused({"reason": problem} if step == Step.CLOSE else problem)


def _take(comment: Comment, step: Step, verb: str, by: Actor, said: dict[str, Any]) -> None:
    comment.state = state_after(step, answered=bool(comment.answer)).value
    for name, value in said.items():
        setattr(comment, name, value)
    with recorded(verb, actor=by.reference):
        comment.save(update_fields=["state", *said])
