"""The list of comments, the comments on one thing, and those that wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from councils.actors import Actor
from councils.models import Person
from deliverables.models import Assignment, Deliverable
from indicators.models import Indicator

from ..access import readable_comments
from ..models import Comment, CommentQuerySet, Item
from ..models.comments import ON, item_name

SHOWN = 5


@dataclass(frozen=True)
class CommentQuery:
    """What the list is narrowed to. Empty parts keep all. `about` is the public id of what comments are on."""

    state: str = ""
    mine: bool = False
    about: UUID | None = None

    @property
    def any(self) -> bool:
        return bool(self.state or self.mine or self.about)


def comments_of(query: CommentQuery, actor: Actor, today: date) -> CommentQuerySet:
    """Comments that the actor may read and the query keeps, newest first."""
    rows = readable_comments(actor, today)
    if query.state:
        rows = rows.filter(state=query.state)
    if query.mine:
        rows = rows.filter(author=actor.user) if actor.user else rows.none()
    if query.about:
        rows = rows.filter(
            Q(deliverable__public_id=query.about)
            | Q(deliverable__merged_into__public_id=query.about)
            | Q(indicator__public_id=query.about)
            | Q(pack__public_id=query.about)
        )
    return rows.newest_first()


def named_item(comments: Sequence[Comment], about: UUID | None) -> str:
    """Name of what a list is narrowed to, from its own rows (no query). "" if it is not narrowed, or has none."""
    return next((item_name(each.item) for each in comments if each.item.public_id == about), "")


@dataclass(frozen=True)
class Thread:
    """The newest comments on one thing. `more`: whether there are earlier ones."""

    comments: Sequence[Comment]
    more: bool


def thread_on(item: Item) -> Thread:
    """Comments on what the reader has opened and on what was merged into it, newest first (1 query)."""
    on = Q(**{ON[type(item)]: item})
    if isinstance(item, Deliverable):
        on |= Q(deliverable__merged_into=item.pk)
    found = list(Comment.objects.filter(on).newest_first()[: SHOWN + 1])
    return Thread(found[:SHOWN], len(found) > SHOWN)


@dataclass(frozen=True)
class Waiting:
    """Comments without an answer: the oldest on what the person leads or answers for, and how many there are in all."""

    own: Sequence[Comment]
    number: int


def waiting_for(person: Person | None, actor: Actor, today: date) -> Waiting:
    """What waits for an answer (1 query, and 1 more if anything does)."""
    rows = readable_comments(actor, today).open()
    number = rows.count()
    if not number or person is None:
        return Waiting((), number)
    leads = Assignment.objects.filter(
        Q(person=person) | Q(post__holder=person), role__in=Assignment.LEADING
    ).values("deliverable_id")
    owns = Indicator.objects.filter(Q(owner_person=person) | Q(owner_post__holder=person)).values("pk")
    own = rows.filter(Q(deliverable__in=leads) | Q(indicator__in=owns)).with_item()
    return Waiting(list(own.order_by("asked_at", "id")[:SHOWN]), number)
