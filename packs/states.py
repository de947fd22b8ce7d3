"""States of packs and deliveries, the words that people read for them, and the allowed transitions.

The delays between attempts are in `retries`. In words, with the tables that the tests run:
docs/rules/packs-and-deliveries.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from core.words import WordedEnum


class PackState(WordedEnum):
    """State of one edition of a board's pack. The database and the API have its value, people read `word`."""

    SCHEDULED = "scheduled"
    FROZEN = "frozen"
    RENDERING = "rendering"
    RENDERED = "rendered"
    RELEASED = "released"
    DELIVERED = "delivered"
    PARTLY_DELIVERED = "partly_delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"

    @property
    def word(self) -> str:
        return PACK_WORDS[self][0]

    @property
    def explained(self) -> str:
        """A sentence to put behind the word."""
        return PACK_WORDS[self][1]


class DeliveryState(WordedEnum):
    """State of sending one pack to one recipient.

    Accepted: the mail server or GOV.UK Notify has it. Delivered: GOV.UK Notify says that it arrived.
    Bounced: it came back. No address: none was known when the pack was released.
    Uncertain: the message was going out when the connection or the worker was lost, so a person has to say whether it
    arrived.
    """

    QUEUED = "queued"
    CLAIMED = "claimed"
    TRANSMITTING = "transmitting"
    ACCEPTED = "accepted"
    RETRY_WAIT = "retry_wait"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SUPPRESSED = "suppressed"
    NO_ADDRESS = "no_address"
    DELIVERED = "delivered"
    BOUNCED = "bounced"

    @property
    def word(self) -> str:
        return DELIVERY_WORDS[self]


PACK_WORDS: Mapping[PackState, tuple[str, str]] = {
    PackState.SCHEDULED: ("Waiting for its figures", "They have not been taken yet."),
    PackState.FROZEN: ("Figures taken", "The PDF is waiting to be made."),
    PackState.RENDERING: ("Being made into a PDF", "This takes a few seconds."),
    PackState.RENDERED: ("Ready to check", "The PDF is ready. Nobody has received it yet."),
    PackState.RELEASED: ("Released", "People who may read the board’s packs can read it here."),
    PackState.DELIVERED: ("Sent", "All recipients’ email servers have accepted it."),
    PackState.PARTLY_DELIVERED: (
        "Sent to some",
        "Some recipients may not have received it. See the delivery status below.",
    ),
    PackState.FAILED: ("Could not be made or sent", "See the reason below."),
    PackState.CANCELLED: ("Cancelled", "It was not sent to anyone."),
    PackState.SUPERSEDED: ("Replaced", "A newer edition has replaced it."),
}
"""The word for each state, and a sentence that explains it."""

DELIVERY_WORDS: Mapping[DeliveryState, str] = {
    DeliveryState.QUEUED: "Waiting to be sent",
    DeliveryState.CLAIMED: "About to be sent",
    DeliveryState.TRANSMITTING: "Being sent",
    DeliveryState.ACCEPTED: "Sent",
    DeliveryState.RETRY_WAIT: "Waiting to try again",
    DeliveryState.FAILED: "Not sent",
    DeliveryState.UNCERTAIN: "May not have arrived",
    DeliveryState.SUPPRESSED: "No longer to be sent",
    DeliveryState.NO_ADDRESS: "Not sent: no address",
    DeliveryState.DELIVERED: "Delivered",
    DeliveryState.BOUNCED: "Did not arrive",
}


def values_in_words(states: type[WordedEnum]) -> str:
    """What the values of the API mean: "`frozen`: figures taken; `rendering`: being made into a PDF." """
    words = (f"`{state.value}`: {state.word[:1].lower()}{state.word[1:]}" for state in states)
    return f"{'; '.join(words)}."


PACK_MOVES: Mapping[PackState, frozenset[PackState]] = {
    PackState.SCHEDULED: frozenset({PackState.FROZEN, PackState.FAILED, PackState.CANCELLED}),
    PackState.FROZEN: frozenset({PackState.RENDERING, PackState.CANCELLED, PackState.SUPERSEDED}),
    PackState.RENDERING: frozenset({PackState.RENDERED, PackState.FROZEN, PackState.FAILED}),
    PackState.RENDERED: frozenset({PackState.RELEASED, PackState.CANCELLED, PackState.SUPERSEDED}),
    PackState.RELEASED: frozenset(
        {PackState.DELIVERED, PackState.PARTLY_DELIVERED, PackState.FAILED, PackState.SUPERSEDED}
    ),
    PackState.PARTLY_DELIVERED: frozenset(
        {PackState.RELEASED, PackState.DELIVERED, PackState.FAILED, PackState.SUPERSEDED}
    ),
    PackState.FAILED: frozenset(
        {PackState.FROZEN, PackState.RELEASED, PackState.CANCELLED, PackState.SUPERSEDED}
    ),
    PackState.DELIVERED: frozenset(
        {PackState.RELEASED, PackState.PARTLY_DELIVERED, PackState.FAILED, PackState.SUPERSEDED}
    ),
    PackState.CANCELLED: frozenset(),
    PackState.SUPERSEDED: frozenset(),
}

DELIVERY_MOVES: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.QUEUED: frozenset(
        {DeliveryState.CLAIMED, DeliveryState.SUPPRESSED, DeliveryState.UNCERTAIN}
    ),
    DeliveryState.CLAIMED: frozenset(
        {
            DeliveryState.TRANSMITTING,
            DeliveryState.QUEUED,
            DeliveryState.RETRY_WAIT,
            DeliveryState.FAILED,
            DeliveryState.SUPPRESSED,
            DeliveryState.UNCERTAIN,
        }
    ),
    DeliveryState.TRANSMITTING: frozenset(
        {DeliveryState.ACCEPTED, DeliveryState.RETRY_WAIT, DeliveryState.FAILED, DeliveryState.UNCERTAIN}
    ),
    DeliveryState.RETRY_WAIT: frozenset(
        {DeliveryState.CLAIMED, DeliveryState.SUPPRESSED, DeliveryState.UNCERTAIN}
    ),
    DeliveryState.FAILED: frozenset({DeliveryState.QUEUED}),
    DeliveryState.UNCERTAIN: frozenset(
        {DeliveryState.ACCEPTED, DeliveryState.QUEUED, DeliveryState.DELIVERED, DeliveryState.BOUNCED}
    ),
    DeliveryState.ACCEPTED: frozenset({DeliveryState.DELIVERED, DeliveryState.BOUNCED}),
    DeliveryState.DELIVERED: frozenset({DeliveryState.BOUNCED}),
    DeliveryState.BOUNCED: frozenset({DeliveryState.QUEUED}),
    DeliveryState.SUPPRESSED: frozenset(),
    DeliveryState.NO_ADDRESS: frozenset({DeliveryState.QUEUED, DeliveryState.SUPPRESSED}),
}

REACHED = frozenset({DeliveryState.ACCEPTED, DeliveryState.DELIVERED})

NOT_REACHED = frozenset({DeliveryState.FAILED, DeliveryState.NO_ADDRESS, DeliveryState.BOUNCED})

TO_SEND_AGAIN = NOT_REACHED | {DeliveryState.UNCERTAIN}
"""States of deliveries that a person may send again."""

ON_ITS_WAY = frozenset(
    {
        DeliveryState.QUEUED,
        DeliveryState.CLAIMED,
        DeliveryState.TRANSMITTING,
        DeliveryState.RETRY_WAIT,
    }
)


def pack_states_before(after: PackState) -> frozenset[PackState]:
    """States from which a pack may move to `after`. Conditional updates filter on these."""
    return frozenset(before for before, following in PACK_MOVES.items() if after in following)


def delivery_states_before(after: DeliveryState) -> frozenset[DeliveryState]:
    """States from which a delivery may move to `after`. Conditional updates filter on these."""
    return frozenset(before for before, following in DELIVERY_MOVES.items() if after in following)


def pack_state_from(deliveries: Collection[DeliveryState]) -> PackState:
    """State of a released pack, computed from its deliveries.

    A recipient only counts as reached when the mail server or GOV.UK Notify has accepted the email and it did not come
    back. Suppressed deliveries do not count.
    """
    states = set(deliveries) - {DeliveryState.SUPPRESSED}
    if not states or states & ON_ITS_WAY:
        return PackState.RELEASED
    if states <= REACHED:
        return PackState.DELIVERED
    if states <= NOT_REACHED:
        return PackState.FAILED
    return PackState.PARTLY_DELIVERED
