"""Words for this app's acts in the change log."""

from .log.registry import LogPhrases

LOG_PHRASES = LogPhrases(
    {
        "person.linked": "linked {name} to a user",
        "person.unlinked": "removed the link between {name} and their user",
    },
    technical=frozenset(
        {"id", "council_id", "public_id", "version", "position", "source_text", "change_seq"}
    ),
)
