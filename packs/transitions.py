"""The moves in the lives of packs and deliveries that people and workers share; run them inside `recorded`.

In words, with their tables: docs/rules/packs-and-deliveries.md.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings

from boards.models import Recipient

from .models import Delivery, Pack
from .states import DeliveryState, PackState, pack_state_from


def release(pack: Pack, *, by_name: str, now: datetime) -> bool:
    """Let a rendered pack go out: a delivery is queued for each recipient, and earlier editions are superseded.

    False when it is not in a state to be released, or was released already: nothing has changed then.
    """
    fields = {"released_by": by_name, "released_at": now, "release_when_rendered": False}
    if not Pack.objects.filter(pk=pack.pk).move(PackState.RELEASED, **fields):
        return False
    _queue_deliveries(pack)
    earlier = Pack.objects.before_edition(pack)
    Delivery.objects.filter(pack__in=earlier).move(
        DeliveryState.SUPPRESSED, error=f"Replaced by edition {pack.edition}."
    )
    earlier.move(PackState.SUPERSEDED)
    return True


def _queue_deliveries(pack: Pack) -> None:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    for recipient in Recipient.objects.filter(board_id=pack.board_id, active=True):
        delivery = Delivery(pack=pack, recipient=recipient, name=recipient.name, email=recipient.email)
        delivery.message_id = f"<{delivery.public_id}@{domain}>"
        delivery.save(force_insert=True)


def supersede_unreleased(pack: Pack) -> None:
    """Set aside the earlier editions that nobody has received. One that is being rendered follows when it is done."""
    Pack.objects.before_edition(pack).filter(released_at=None).move(PackState.SUPERSEDED)


def refresh_pack_state(pack_id: int) -> None:
    """Let a released pack stand where its deliveries say.

    The lock keeps two workers that settle the last two mails at once from both missing that they were the last.
    """
    Pack.objects.select_for_update().get(pk=pack_id)
    states = Delivery.objects.filter(pack_id=pack_id).values_list("state", flat=True)
    after = pack_state_from([DeliveryState(state) for state in states])
    Pack.objects.filter(pk=pack_id).move(after)
