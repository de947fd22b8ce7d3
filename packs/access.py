"""Fetch packs that a user may see, and a single pack or delivery."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from boards.access import own_boards
from councils.actors import Actor, can
from councils.permissions import Permission

from .models import Delivery, Pack
from .models.packs import PackQuerySet


def visible_packs(actor: Actor) -> PackQuerySet:
    """Packs that the user may see: all for staff who work on them, released ones for others.

    Board members see released packs of the boards that they sit on, and of boards whose distribution list has their
    email address or a board that they sit on.
    """
    if can(actor, Permission.PACKS_VIEW_ALL):
        packs = Pack.objects.all()
    elif can(actor, Permission.PACKS_VIEW_OWN_BOARDS):
        packs = Pack.objects.released().filter(own_boards(actor))
    elif can(actor, Permission.PACKS_VIEW_RELEASED):
        packs = Pack.objects.released()
    else:
        packs = Pack.objects.none()
    return packs


def sees_all_released_packs(actor: Actor) -> bool:
    """True if the user may read the released packs of every board: not a board member (no query)."""
    if can(actor, Permission.PACKS_VIEW_ALL):
        return True
    return can(actor, Permission.PACKS_VIEW_RELEASED) and not can(actor, Permission.PACKS_VIEW_OWN_BOARDS)


def get_pack(actor: Actor, public_id: UUID) -> Pack:
    """Pack with its board, quarter and snapshot, without the snapshot's content. Raises Http404."""
    pack: Pack | None = visible_packs(actor).for_list().filter(public_id=public_id).first()
    if pack is None:
        raise Http404("Pack not found, or not released to you.")
    return pack


def get_delivery(pack: Pack, public_id: UUID) -> Delivery:
    try:
        return Delivery.objects.get(pack=pack, public_id=public_id)
    except Delivery.DoesNotExist:
        raise Http404("Email not found in this pack.") from None
