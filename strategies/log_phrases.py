"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases

LOG_PHRASES = LogPhrases(
    {
        "quarter.closed": "closed the quarter {name}",
        "quarter.reopened": "reopened the quarter {name}",
    }
)
