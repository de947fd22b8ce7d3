"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

LOG_PHRASES = LogPhrases(
    {
        "webhook.added": "added the webhook {name}",
        "webhook.changed": "changed the webhook {name}",
        "webhook.secret_rotated": "gave the webhook {name} a new secret",
        "webhook.turned_on": "turned the webhook {name} on",
        "webhook.turned_off": "turned the webhook {name} off",
        "webhook.removed": "removed the webhook {name}",
        "webhook.sent_again": "asked to send a webhook message again",
        "webhook.switched_off": "switched off a webhook whose receiver did not accept messages",
        "webhook.dropped": "dropped the webhook messages that waited when the database was restored",
    },
    steps=("webhook.queued", "webhook.claimed", "webhook.delivered", "webhook.put_off", "webhook.tidied"),
    technical=frozenset({"told_seq", "salt", "previous_salt", "previous_until", "failing_since"}),
    of_several={
        "webhook.removed": "removed a webhook and its log",
        "webhook.turned_off": "turned a webhook off",
        "webhook.switched_off": "switched off a webhook whose receiver did not accept messages",
        "webhook.dropped": "dropped the webhook messages that waited when the database was restored",
    },
    needs=Permission.KEYS_MANAGE,
)
