"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases

LOG_PHRASES = LogPhrases(
    {
        "sample.added": "added sample content",
        "example.loaded": "loaded an example plan",
        "example.removed": "removed an example plan",
    }
)
