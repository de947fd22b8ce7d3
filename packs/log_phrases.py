"""Words for this app's acts in the change log."""

from councils.log.registry import ColumnWords, LogPhrases
from councils.permissions import Permission

LOG_PHRASES = LogPhrases(
    {
        "pack.requested": "requested the pack {name}",
        "pack.released": "released the pack {name}",
        "pack.cancelled": "cancelled the pack {name}",
        "pack.contents_chosen": "chose what the packs of {name} hold",
        "pack.words_saved": "wrote words for the pack {name}",
        "pack.review_sent": "sent the pack {name} for review",
        "pack.review_approved": "approved the pack {name}",
        "pack.review_changes_asked": "asked for changes in the pack {name}",
        "cycle.release_chosen": "chose whether the clock releases the packs of {name}",
        "delivery.arrived": "confirmed that an email of the pack {name} arrived",
        "delivery.again": "resent an email of the pack {name}",
        "delivery.delivered": "learned that an email of the pack {name} arrived",
        "delivery.bounced": "learned that an email of the pack {name} did not arrive",
        "packs.swept": "continued work on packs",
        "cycle.started": "started the cycle of the board {name}",
        "cycle.stopped": "stopped the cycle of the board {name}",
        "cycle.figures_taken": "took the figures for the pack {name}",
        "cycle.looked_at": "looked at the cycle of the board {name}",
    },
    steps=(
        "cycle.looked_at",
        "delivery.checked",
        "delivery.claimed",
        "delivery.transmitting",
        "pack.rendering",
        "pack.lease_renewed",
        "packs.swept",
    ),
    technical=frozenset(
        {
            "attempts",
            "check_at",
            "lease_holder",
            "lease_until",
            "made_with",
            "message_id",
            "next_attempt_at",
            "next_look_at",
            "pdf_bytes",
            "pdf_sha256",
            "progress",
            "provider_id",
            "sha256",
            "taken_for",
        }
    ),
    columns={("reporting_delivery", "accepted_at"): ColumnWords("Taken by the mail server on {value}")},
    needs=Permission.PACKS_VIEW_ALL,
)
