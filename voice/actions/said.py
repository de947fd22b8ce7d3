"""Draft, change, publish, withdraw and remove entries of "You said, we did"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from boards.models import Board
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded, remove_named, set_linked
from deliverables.models import Deliverable
from strategies.models import ReportingPeriod

from ..log_phrases import CHANGED, NO_LONGER_PUBLISHED, NOTED, PUBLISHED, REMOVED
from ..models import Comment, SaidAndDid, SaidLink
from ..rules import Act, Publishing, act_problem

MISSING = {
    "title": "Enter the heading",
    "you_said": "Enter what they said",
    "we_did": "Enter what was done",
}


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    """All that an entry says. `who` is a group of `SaidAndDid.Group` or a board."""

    title: str
    who: str | Board
    you_said: str
    we_did: str
    period: ReportingPeriod | None = None
    deliverables: Collection[Deliverable] = ()

    def columns(self) -> dict[str, Any]:
        """Columns of the entry's row. Raises ChangeRefused."""
        texts = {name: getattr(self, name).strip() for name in MISSING}
        problems = {name: MISSING[name] for name, text in texts.items() if not text}
        board = self.who if isinstance(self.who, Board) else None
        if board is None and self.who not in SaidAndDid.Group.values:
            problems["who"] = "Select who said it"
        if problems:
            raise ChangeRefused(problems)
        return texts | {"board": board, "group": "" if board else self.who, "period": self.period}


def add_entry(*, facts: EntryFacts, comment: Comment | None = None, by: Actor) -> SaidAndDid:
    """Draft an entry, from a comment that is answered or closed or from nothing. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    columns = facts.columns()
    if comment is not None and comment.is_open:
        raise ChangeRefused("Answer or close the comment first")
    with recorded(NOTED, actor=by.reference):
        entry: SaidAndDid = SaidAndDid.objects.create(comment=comment, **columns)
        _link(entry, facts)
    return entry


def change_entry(*, entry: SaidAndDid, facts: EntryFacts, by: Actor) -> None:
    """Change an entry that is not published. Call it with the entry locked. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    _check(entry, Act.CHANGE)
    columns = facts.columns()
    with recorded(CHANGED, actor=by.reference):
        for name, value in columns.items():
            setattr(entry, name, value)
        entry.save(update_fields=[*columns])
        _link(entry, facts)


def remove_entry(*, entry: SaidAndDid, by: Actor) -> None:
    """Remove a draft. Call it with the entry locked. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    _check(entry, Act.REMOVE)
    with recorded(REMOVED, actor=by.reference):
        remove_named(entry, {SaidLink: "entry"})


def publish_entry(*, entry: SaidAndDid, by: Actor, today: date) -> None:
    """Publish an entry, or publish it again. Call it with the entry locked. Raises ChangeRefused."""
    require(by, Permission.PLAN_PUBLISH)
    _check(entry, Act.PUBLISH)
    entry.state, entry.published_on = Publishing.PUBLISHED.value, today
    with recorded(PUBLISHED, actor=by.reference):
        entry.save(update_fields=["state", "published_on"])


def withdraw_entry(*, entry: SaidAndDid, by: Actor) -> None:
    """Withdraw a published entry. Call it with the entry locked. Raises ChangeRefused."""
    require(by, Permission.PLAN_PUBLISH)
    _check(entry, Act.WITHDRAW)
    entry.state = Publishing.WITHDRAWN.value
    with recorded(NO_LONGER_PUBLISHED, actor=by.reference):
        entry.save(update_fields=["state"])


def _check(entry: SaidAndDid, act: Act) -> None:
    if problem := act_problem(Publishing(entry.state), act):
        raise ChangeRefused(problem)


def _link(entry: SaidAndDid, facts: EntryFacts) -> None:
    set_linked(SaidLink, {"entry": entry}, "deliverable_id", [each.pk for each in facts.deliverables])
