"""Context of a pack's page in addition to its content: state, emails, and what the user can do now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from core.words import list_words
from councils.actors import Actor, can
from councils.permissions import Permission

from .document import read_document
from .models import Delivery, Pack
from .paper import pack_context
from .states import DeliveryState, PackState, pack_states_before

IN_THE_WORKS = (PackState.SCHEDULED, PackState.FROZEN, PackState.RENDERING)

STATE_WORDS = {
    PackState.SCHEDULED: "It is scheduled.",
    PackState.FROZEN: "The PDF is waiting to be made.",
    PackState.RENDERING: "The PDF is being made. This takes a few seconds.",
    PackState.RENDERED: "The PDF is ready. Nobody has received it yet.",
    PackState.RELEASED: "It is being sent to the board.",
    PackState.DELIVERED: "All recipients’ email servers have accepted it.",
    PackState.PARTLY_DELIVERED: "Some recipients may not have received it. See the delivery status below.",
    PackState.FAILED: "The pack failed. See the reason below.",
    PackState.CANCELLED: "It was not sent to anyone.",
    PackState.SUPERSEDED: "A newer edition has replaced it.",
}


@dataclass(frozen=True)
class Mail:
    """One recipient's email, as the page shows it."""

    delivery: Delivery
    word: str
    can_confirm: bool
    can_resend: bool


def pack_page(pack: Pack, actor: Actor) -> dict[str, Any]:
    """Context of the pack's pages (2 queries)."""
    state = PackState(pack.state)
    document = read_document(pack.snapshot.content) if pack.snapshot else None
    may_release = can(actor, Permission.PACKS_RELEASE)
    mails = [_mail(each, may_release) for each in Delivery.objects.filter(pack=pack)]
    return {
        "pack": pack,
        "state": state,
        "state_words": STATE_WORDS[state],
        "in_the_works": state in IN_THE_WORKS,
        "on_its_way": state == PackState.RELEASED and bool(mails),
        **(pack_context(document, sha256=pack.snapshot.sha256) if document else {}),
        "mails": mails,
        "mails_in_words": _in_words(mails),
        "sees_mails": can(actor, Permission.PACKS_VIEW_ALL),
        "can_release": may_release and state == PackState.RENDERED,
        "can_cancel": can(actor, Permission.PACKS_BUILD)
        and pack.released_at is None
        and state in pack_states_before(PackState.CANCELLED),
    }


def _mail(delivery: Delivery, may_release: bool) -> Mail:
    state = DeliveryState(delivery.state)
    return Mail(
        delivery=delivery,
        word=state.word,
        can_confirm=may_release and state == DeliveryState.UNCERTAIN,
        can_resend=may_release and state in (DeliveryState.UNCERTAIN, DeliveryState.FAILED),
    )


def _in_words(mails: list[Mail]) -> str:
    """Number of emails by state: "3 accepted and 1 uncertain"."""
    return list_words(
        [f"{count} {word.lower()}" for word, count in Counter(mail.word for mail in mails).items()]
    )
