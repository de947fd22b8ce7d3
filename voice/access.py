"""Who reads comments and entries of "You said, we did", and the only functions that fetch one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from councils.actors import Actor, can
from councils.permissions import Permission
from packs.access import visible_packs

from .models import Comment, CommentQuerySet, SaidAndDid, SaidAndDidQuerySet


def readable_comments(actor: Actor, today: date) -> CommentQuerySet:
    """Comments on what the actor may see: deliverables, indicators, and packs that they may open.

    No query by itself; for board members 2, to know whose packs they get.
    """
    seen = Q(pk__in=[])
    if can(actor, Permission.PROGRESS_VIEW):
        seen |= Q(deliverable__isnull=False)
    if can(actor, Permission.INDICATORS_VIEW):
        seen |= Q(indicator__isnull=False)
    if can(actor, Permission.PACKS_VIEW_ALL):
        seen |= Q(pack__isnull=False)
    else:
        seen |= Q(pack__in=visible_packs(actor, today).values("pk"))
    rows: CommentQuerySet = Comment.objects.filter(seen)
    return rows


def get_comment(actor: Actor, public_id: UUID, today: date, *, lock: bool = False) -> Comment:
    """A comment that the actor may read, with what it is on (1 query, for board members 3, with `lock` 1 more).

    With `lock`, nobody else can change it until the transaction ends. Raises Http404.
    """
    if lock:
        Comment.objects.select_for_update().filter(public_id=public_id).first()
    rows = readable_comments(actor, today).with_item().select_related("council")
    found: Comment | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404("Comment not found. It may have been withdrawn.")
    return found


def is_author(actor: Actor, comment: Comment) -> bool:
    return actor.user is not None and comment.author_id == actor.user.pk


def prepares_entries(actor: Actor) -> bool:
    """Whether the actor sees entries of "You said, we did" that are not published: who drafts or publishes them."""
    return can(actor, Permission.PLAN_CHANGE) or can(actor, Permission.PLAN_PUBLISH)


def readable_entries(actor: Actor) -> SaidAndDidQuerySet:
    """Entries that the actor may read: published ones, and all for those who prepare them."""
    rows: SaidAndDidQuerySet = SaidAndDid.objects.all()
    return rows if prepares_entries(actor) else rows.published()


def get_entry(actor: Actor, public_id: UUID, *, lock: bool = False) -> SaidAndDid:
    """An entry that the actor may read (1 query). With `lock`, nobody else can change it until the transaction ends."""
    rows = readable_entries(actor).select_related("council", "board", "period")
    found: SaidAndDid | None = (
        (rows.select_for_update(of=("self",)) if lock else rows).filter(public_id=public_id).first()
    )
    if found is None:
        raise Http404("Entry of “You said, we did” not found. It may have been removed or withdrawn.")
    return found
