from django.apps import AppConfig

from councils.log.phrases import LogPhrases
from councils.permissions import Permission


class PacksConfig(AppConfig):
    name = "packs"
    log_phrases = LogPhrases(
        {
            "pack.requested": "asked for the pack {name}",
            "pack.released": "released the pack {name}",
            "pack.cancelled": "cancelled the pack {name}",
            "delivery.arrived": "said that a mail of the pack {name} arrived",
            "delivery.again": "had a mail of the pack {name} sent again",
            "packs.swept": "took the packs a step further",
        },
        steps=("delivery.claimed", "delivery.transmitting", "pack.rendering", "packs.swept"),
        technical=frozenset(
            {
                "attempts",
                "lease_until",
                "made_with",
                "message_id",
                "next_attempt_at",
                "pdf_bytes",
                "pdf_sha256",
                "progress",
                "sha256",
            }
        ),
        needs=Permission.PACKS_VIEW_ALL,
    )
