"""Actions on packs: request, release, cancel, and resolve what happened to an email."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from uuid_utils.compat import uuid7

from boards.models import Board
from core import mail
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import current_council_id, recorded
from strategies.models import ReportingPeriod

from .. import releasing as transitions
from ..document import read_document
from ..models import Delivery, Pack, PackTemplate
from ..numbering import PACK_PAPER
from ..states import TO_SEND_AGAIN, DeliveryState, PackState
from ..tasks import render_pack, send_pack, wake
from .freezing import QuarterReading, freeze, read_quarter

QUEUE_AGAIN_AFTER = timedelta(minutes=1)
BUILD_FIRST = "This board’s packs need approval. Build the pack first, and release it once it is approved."


AS_NEW: dict[str, Any] = {
    "attempts": 0,
    "error": "",
    "next_attempt_at": None,
    "accepted_at": None,
    "delivered_at": None,
    "provider_id": "",
    "check_at": None,
}
"""What is forgotten of a delivery that is sent again."""


class PackRefused(Exception):
    """The pack is not in a state for this action. The text is a sentence for the user."""


class Settlement(StrEnum):
    """A person's decision about an email: it arrived, or send it again."""

    ARRIVED = "arrived"
    SEND_AGAIN = "send_again"


def request_pack(
    *, board: Board, period: ReportingPeriod, by: Actor, today: date, now: datetime, release: bool = False
) -> Pack:
    """Freeze the quarter for the board and render a new edition, unless nothing has changed since the last one.

    With `release`, it goes out to the board's recipients as soon as it is rendered. Two requests send it once.
    Raises Http404 for a quarter that has not begun, PackRefused for a release without the approval that the board's
    packs need, and TooBusy.
    """
    require(by, Permission.PACKS_BUILD)
    if release:
        require(by, Permission.PACKS_RELEASE)
    with recorded("pack.requested", actor=by.reference):
        # One request at a time for each quarter, so that two do not both make edition 2.
        ReportingPeriod.objects.select_for_update().get(pk=period.pk)
        reading = read_quarter(board=board, period=period, by=by, today=today, now=now)
        pack = _unchanged(board, period, reading)
        if pack is not None:
            return _reuse(pack, by=by, now=now, release=release)
        if release and PackTemplate.of(board).needs_approval:
            raise PackRefused(BUILD_FIRST)
        edition = _next_edition(board, period)
        pack = Pack.objects.create(
            board=board,
            period=period,
            paper=PACK_PAPER,
            edition=edition,
            state=PackState.FROZEN,
            snapshot=freeze(reading, board=board, period=period, edition=edition, now=now),
            previous=_editions(board, period).filter(edition__lt=edition).first(),
            requested_by=by.name,
            requested_at=now,
            release_when_rendered=release,
            next_attempt_at=now + QUEUE_AGAIN_AFTER,
        )
        transitions.supersede_unreleased(pack)
        _render_after_commit(pack)
    return pack


def _editions(board: Board, period: ReportingPeriod) -> models.QuerySet[Pack]:
    return Pack.objects.filter(board=board, period=period).order_by("-edition")


def _next_edition(board: Board, period: ReportingPeriod) -> int:
    return int(_editions(board, period).aggregate(last=Max("edition"))["last"] or 0) + 1


def _unchanged(board: Board, period: ReportingPeriod, reading: QuarterReading) -> Pack | None:
    """Latest edition, if a new one would say the same, else None."""
    last: Pack | None = (
        _editions(board, period).exclude(state=PackState.CANCELLED).select_related("snapshot").first()
    )
    if last is None or last.snapshot is None:
        return None
    return last if reading.is_what_was_frozen_in(read_document(last.snapshot.content)) else None


def _reuse(pack: Pack, *, by: Actor, now: datetime, release: bool) -> Pack:
    """Reuse an unchanged edition: render it again if that failed, and release it if requested and not yet released."""
    mine = Pack.objects.filter(pk=pack.pk)
    if pack.state == PackState.FAILED and not pack.pdf_sha256:
        mine.move(PackState.FROZEN, attempts=0, error="", next_attempt_at=now + QUEUE_AGAIN_AFTER)
        _render_after_commit(pack)
    if release and pack.released_at is None:
        if problem := transitions.why_not_released(pack):
            raise PackRefused(f"{problem}.")
        if pack.state == PackState.RENDERED:
            transitions.release(pack, by_name=by.name, now=now)
            _send_after_commit(pack)
        else:
            mine.update(release_when_rendered=True, released_by=by.name)
    pack.refresh_from_db()
    return pack


def release_pack(*, pack: Pack, by: Actor, now: datetime) -> Pack:
    """Release a rendered pack: each of the board's recipients gets one email. Raises PackRefused."""
    require(by, Permission.PACKS_RELEASE)
    if problem := transitions.why_not_released(pack):
        raise PackRefused(f"{problem}.")
    with recorded("pack.released", actor=by.reference):
        if not transitions.release(pack, by_name=by.name, now=now):
            pack.refresh_from_db()
            raise PackRefused(f"You can only release a pack once its PDF is ready. {_state_words(pack)}")
        _send_after_commit(pack)
    pack.refresh_from_db()
    return pack


def cancel_pack(*, pack: Pack, by: Actor, reason: str = "") -> Pack:
    """Cancel a pack that has not been released. Raises PackRefused."""
    require(by, Permission.PACKS_BUILD)
    with recorded("pack.cancelled", actor=by.reference, reason=reason):
        if not Pack.objects.filter(pk=pack.pk, released_at=None).move(PackState.CANCELLED, progress=""):
            pack.refresh_from_db()
            raise PackRefused(f"You can no longer cancel this pack. {_state_words(pack)}")
    pack.refresh_from_db()
    return pack


def settle_delivery(*, delivery: Delivery, outcome: Settlement, by: Actor, today: date) -> Delivery:
    """Record that an uncertain email arrived, or send one again that failed or may not have arrived.

    It is sent to the recipient's address as it is now. Raises PackRefused.
    """
    require(by, Permission.PACKS_RELEASE)
    mine = Delivery.objects.filter(pk=delivery.pk)
    with recorded(f"delivery.{outcome.value}", actor=by.reference):
        if outcome == Settlement.ARRIVED:
            moved = mine.filter(state=DeliveryState.UNCERTAIN).move(
                DeliveryState.ACCEPTED, settled_by=by.name
            )
        else:
            settled = mine.filter(state__in=TO_SEND_AGAIN)
            address = _address_now(delivery, today) if settled.exists() else {}
            moved = settled.move(DeliveryState.QUEUED, settled_by=by.name, **AS_NEW, **address)
        delivery.refresh_from_db()
        if not moved:
            word = DeliveryState(delivery.state).word
            raise PackRefused(f"No action needed. The state of the email to {delivery.name} is “{word}”.")
        transitions.refresh_pack_state(delivery.pack_id)
        _send_after_commit(delivery.pack)
    return delivery


def _address_now(delivery: Delivery, today: date) -> dict[str, str]:
    """Columns of a delivery whose recipient has another address by now. Raises PackRefused.

    A corrected address gets a Message-ID of its own, so that nothing said about the old one is taken for it.
    """
    Pack.objects.select_for_update().get(pk=delivery.pack_id)
    now = transitions.addressee_now(delivery, today)
    if now is None or not now.email:
        if delivery.email:
            return {}
        raise PackRefused(
            f"{now.problem}." if now else f"{delivery.name} is no longer on the distribution list."
        )
    if now.email == delivery.email:
        return {}
    others = Delivery.objects.filter(pack_id=delivery.pack_id, email__iexact=now.email).exclude(
        pk=delivery.pk
    )
    if other := others.first():
        raise PackRefused(f"This pack went to {now.email} already, for {other.name}.")
    return {
        "name": now.name[: transitions.LONGEST_NAME],
        "email": now.email,
        "message_id": mail.message_id(uuid7()),
    }


def _state_words(pack: Pack) -> str:
    return f"Its state is “{PackState(pack.state).word}”."


def _render_after_commit(pack: Pack) -> None:
    council_id = current_council_id()
    transaction.on_commit(lambda: wake(render_pack, council_id=council_id, pack_id=pack.pk))


def _send_after_commit(pack: Pack) -> None:
    council_id = current_council_id()
    transaction.on_commit(lambda: wake(send_pack, council_id=council_id, pack_id=pack.pk))
