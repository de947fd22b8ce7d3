"""Make, replace and end calendar addresses. Only these write, and only for one's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.log import security_events
from councils.models import Membership
from councils.models.tokens import hash_of_token, new_token
from councils.permissions import Permission

from .access import get_address
from .models import CalendarAddress
from .rules import Kind
from .summaries import name_of

FETCHED_INTERVAL = timedelta(minutes=5)
"""How exactly it is kept when an address was last fetched."""


class AddressRefused(ChangeRefused):
    """The address cannot be made. The message says what to do."""


def make(
    *, membership: Membership, kind: Kind, about: UUID | None, by: Actor, now: datetime
) -> tuple[CalendarAddress, str]:
    """Make an address of a calendar and return it with its secret, which cannot be shown again.

    Raises AddressRefused if the member has one for this calendar, or if there is no such board or strategy.
    """
    _require_own(membership, by)
    if name_of(kind, about) is None:
        raise AddressRefused({"calendar": "It is not there any more. Choose another calendar."})
    with transaction.atomic():
        # One at a time for each member, and none beside the end of the membership.
        if Membership.objects.select_for_update().get(pk=membership.pk).ended_at is not None:
            raise PermissionDenied("Your membership has ended.")
        if CalendarAddress.objects.in_use().filter(membership=membership, kind=kind, about=about).exists():
            raise AddressRefused(
                {"calendar": "You already have an address for this calendar. Replace it to see a new one."}
            )
        secret = new_token()
        address = CalendarAddress.objects.create(
            membership=membership, kind=kind, about=about, secret_hash=hash_of_token(secret), made_at=now
        )
        _record("calendar_address_made", address, by)
    return address, secret


def replace(*, address: CalendarAddress, by: Actor, now: datetime) -> tuple[CalendarAddress, str]:
    """Give the address a new secret and return it. The old one stops working at once."""
    _require_own(address.membership, by)
    with transaction.atomic():
        address = get_address(address.membership, address.public_id, lock=True)
        secret = new_token()
        address.secret_hash, address.made_at, address.last_fetched_at = hash_of_token(secret), now, None
        address.save(update_fields=["secret_hash", "made_at", "last_fetched_at"])
        _record("calendar_address_replaced", address, by)
    return address, secret


def end(*, address: CalendarAddress, by: Actor, now: datetime) -> None:
    """End an address. It stops working at once and for good."""
    _require_own(address.membership, by)
    with transaction.atomic():
        address = get_address(address.membership, address.public_id, lock=True)
        _end(address, by, now)


def end_all_of(membership: Membership, by: Actor, now: datetime) -> None:
    """End all addresses of a membership that has just ended, so that a new invitation brings none of them back.

    Whoever ends the membership has checked that `by` may do so.
    """
    for address in CalendarAddress.objects.in_use().filter(membership=membership):
        address.membership = membership
        _end(address, by, now)


def note_fetch(address: CalendarAddress, now: datetime) -> None:
    """Keep when a calendar program fetched the address, at most every five minutes."""
    last = address.last_fetched_at
    if last is None or now - last > FETCHED_INTERVAL:
        CalendarAddress.objects.filter(pk=address.pk).update(last_fetched_at=now)


def _end(address: CalendarAddress, by: Actor, now: datetime) -> None:
    address.ended_at = now
    address.save(update_fields=["ended_at"])
    _record("calendar_address_ended", address, by)


def _record(event: str, address: CalendarAddress, by: Actor) -> None:
    kind = Kind(address.kind)
    security_events.record(
        event,
        user=by.user,
        council=by.council,
        subject=(name_of(kind, address.about) or kind.word)[:200],
        detail={
            "address": str(address.public_id),
            "of": f"user:{address.membership.user.public_id}",
            "by": by.reference,
        },
    )


def _require_own(membership: Membership, by: Actor) -> None:
    """Raise PermissionDenied unless it is the actor's own membership, and they may see the plan."""
    require(by, Permission.PLAN_VIEW)
    if by.council != membership.council or by.user != membership.user:
        raise PermissionDenied("You can only change your own calendar addresses.")
