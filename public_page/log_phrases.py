"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases

LOG_PHRASES = LogPhrases(
    {
        "public-page.changed": "changed the settings of the public page",
        "public-page.published": "made an edition for the public page: {name}",
        "public-page.on": "turned the public page on",
        "public-page.off": "turned the public page off",
    },
    of_several={"public-page.changed": "changed the settings of the public page"},
    technical=frozenset({"statement_on"}),
)
