"""Words for this app's acts in the change log."""

from .log.registry import LogPhrases

LOG_PHRASES = LogPhrases(
    {
        "person.linked": "linked {name} to a user",
        "change.undone": "undid a change to {name}",
    },
    technical=frozenset(
        {"id", "council_id", "public_id", "version", "position", "source_text", "change_seq"}
    ),
)
