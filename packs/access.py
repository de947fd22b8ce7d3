"""Fetch packs that a user may see, and a single pack or delivery."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404

from boards.access import boards_chaired, is_chair, own_boards
from boards.models import Board
from councils.actors import Actor, can
from councils.permissions import Permission

from .models import Delivery, Pack
from .models.packs import PackQuerySet


def visible_packs(actor: Actor, today: date | None = None) -> PackQuerySet:
    """Packs that the user may see: all for staff who work on them, released ones for others.

    Board members see released packs of the boards that they sit on, and of boards whose distribution list has their
    email address or a board that they sit on. With `today`, who chairs a board on that day also sees its packs that
    have been sent for review.
    """
    if can(actor, Permission.PACKS_VIEW_ALL):
        packs = Pack.objects.all()
    elif can(actor, Permission.PACKS_VIEW_OWN_BOARDS):
        packs = Pack.objects.released().filter(own_boards(actor))
    elif can(actor, Permission.PACKS_VIEW_RELEASED):
        packs = Pack.objects.released()
    else:
        packs = Pack.objects.none()
    if today and can(actor, Permission.PACKS_VIEW_OWN_BOARDS) and not can(actor, Permission.PACKS_VIEW_ALL):
        in_review = Pack.objects.exclude(review="").filter(board__in=boards_chaired(actor, today))
        packs = packs | in_review
    return packs


def may_approve(actor: Actor, board: Board, today: date) -> bool:
    """Whether the user reviews the board's packs: who may release packs, or its chair (at most 2 queries)."""
    return can(actor, Permission.PACKS_RELEASE) or is_chair(actor, board, today)


def sees_all_released_packs(actor: Actor) -> bool:
    """True if the user may read the released packs of every board: not a board member (no query)."""
    if can(actor, Permission.PACKS_VIEW_ALL):
        return True
    return can(actor, Permission.PACKS_VIEW_RELEASED) and not can(actor, Permission.PACKS_VIEW_OWN_BOARDS)


def get_pack(actor: Actor, public_id: UUID, today: date | None = None) -> Pack:
    """Pack with its board, quarter and snapshot, without the snapshot's content. Raises Http404."""
    pack: Pack | None = visible_packs(actor, today).for_list().filter(public_id=public_id).first()
    if pack is None:
        raise Http404("Pack not found, or not released to you.")
    return pack


def get_delivery(pack: Pack, public_id: UUID) -> Delivery:
    try:
        return Delivery.objects.get(pack=pack, public_id=public_id)
    except Delivery.DoesNotExist:
        raise Http404("Email not found in this pack.") from None
