"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases

LOG_PHRASES = LogPhrases(
    {
        "progress.recorded": "set {name} to {rag}",
        "progress.unchanged": "confirmed no change to {name} ({rag})",
        "leads.changed": "changed the lead of {name}",
        "dates.moved": "moved the due date of {name}",
    },
    of_several={"progress.unchanged": "confirmed no change to {name}"},
)
