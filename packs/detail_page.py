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
from .printing.paper import pack_context
from .states import DeliveryState, PackState, pack_states_before

IN_THE_WORKS = (PackState.SCHEDULED, PackState.FROZEN, PackState.RENDERING)
SENDING = "It is being sent to the board."


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
    on_its_way = state == PackState.RELEASED and bool(mails)
    return {
        "pack": pack,
        "state": state,
        "state_words": SENDING if on_its_way else state.explained,
        "in_the_works": state in IN_THE_WORKS,
        "on_its_way": on_its_way,
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
    """Number of emails by state: "3 sent and 1 waiting to try again"."""
    return list_words(
        [f"{count} {word.lower()}" for word, count in Counter(mail.word for mail in mails).items()]
    )
