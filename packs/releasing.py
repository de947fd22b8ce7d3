"""State transitions of packs and deliveries, shared by people's actions and workers. Run them inside `recorded`.

In words, with the tables: docs/rules/packs-and-deliveries.md.
"""

from __future__ import annotations

from datetime import date, datetime

from boards.addressees import addressees_of
from boards.recipient_rules import Addressee
from core import mail
from councils.tenancy import recorded

from .models import Delivery, Pack, PackTemplate
from .review_rules import ReviewStep, release_problem
from .states import DeliveryState, PackState, pack_state_from

LONGEST_NAME = 200
"""Characters of a recipient's name in a delivery."""

WAITING = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.RETRY_WAIT)
MAY_BE_SENT = "The database was restored from a backup. This email may have been sent before."


def release(pack: Pack, *, by_name: str, now: datetime) -> bool:
    """Release a rendered pack: queue a delivery for each recipient, and supersede earlier editions.

    Returns False, and changes nothing, if the pack is not in a state to be released, was released already, or lacks the
    approval that its board wants.
    """
    if why_not_released(pack):
        return False
    fields = {"released_by": by_name, "released_at": now, "release_when_rendered": False}
    unreleased = Pack.objects.filter(pk=pack.pk, state=PackState.RENDERED.value, released_at=None)
    if not unreleased.move(PackState.RELEASED, **fields):
        return False
    _queue_deliveries(pack, now)
    earlier = Pack.objects.before_edition(pack)
    Delivery.objects.filter(pack__in=earlier).move(
        DeliveryState.SUPPRESSED, error=f"Replaced by edition {pack.edition}."
    )
    earlier.move(PackState.SUPERSEDED)
    return True


def why_not_released(pack: Pack) -> str:
    """Why a pack may not be released before its review, as a sentence without its full stop, or "" (2 queries)."""
    needs = PackTemplate.objects.filter(board_id=pack.board_id, needs_approval=True).exists()
    review = Pack.objects.filter(pk=pack.pk).values_list("review", flat=True).get() if needs else ""
    return release_problem(ReviewStep(review) if review else None, needs_approval=needs)


def _queue_deliveries(pack: Pack, now: datetime) -> None:
    sends_by = PackTemplate.of(pack.board).sends_by
    for each in addressees_of(pack.board, today=pack.council.today(now)):
        if each.same_as:
            continue
        delivery = Delivery(pack=pack, recipient_id=each.key, sends_by=sends_by)
        delivery.name, delivery.email = each.name[:LONGEST_NAME], each.email
        delivery.message_id = mail.message_id(delivery.public_id)
        if each.problem:
            delivery.state, delivery.error = DeliveryState.NO_ADDRESS, f"{each.problem}."
        delivery.save(force_insert=True)
    refresh_pack_state(pack.pk)


def addressee_now(delivery: Delivery, today: date) -> Addressee | None:
    """The delivery's recipient with name and address as they are now, None if they are no longer on the list (1 query).

    Of a row for all seats, it is the holder with the same name.
    """
    every = addressees_of(delivery.pack.board, today=today)
    same = [each for each in every if each.key == delivery.recipient_id]
    return same[0] if len(same) == 1 else next((each for each in same if each.name == delivery.name), None)


def supersede_unreleased(pack: Pack) -> None:
    """Supersede earlier editions that were not released. One that is being rendered follows when it is done."""
    Pack.objects.before_edition(pack).filter(released_at=None).move(PackState.SUPERSEDED)


def ask_about_what_waits(actor: str) -> int:
    """Ask a person about each of the council's emails that wait: the database was restored, so they may have arrived.

    Returns how many these are.
    """
    with recorded("delivery.uncertain", actor=actor):
        waiting = Delivery.objects.filter(state__in=WAITING)
        packs = set(waiting.values_list("pack_id", flat=True))
        number: int = waiting.move(DeliveryState.UNCERTAIN, error=MAY_BE_SENT)
        for pack_id in sorted(packs):
            refresh_pack_state(pack_id)
    return number


def refresh_pack_state(pack_id: int) -> None:
    """Update a released pack's state from its deliveries.

    The lock is for two workers that finish the last two emails at once. Without it, each could miss that it was last.
    """
    Pack.objects.select_for_update().get(pk=pack_id)
    states = Delivery.objects.filter(pack_id=pack_id).values_list("state", flat=True)
    after = pack_state_from([DeliveryState(state) for state in states])
    Pack.objects.filter(pk=pack_id).move(after)
