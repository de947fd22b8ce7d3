from django.apps import AppConfig

from councils.log.phrases import LogPhrases


class DeliverablesConfig(AppConfig):
    name = "deliverables"
    log_phrases = LogPhrases(
        {
            "progress.recorded": "set {name} to {rag}",
            "progress.unchanged": "confirmed no change to {name} ({rag})",
            "leads.changed": "changed the lead of {name}",
            "dates.moved": "moved the due date of {name}",
            "change.undone": "undid a change to {name}",
        }
    )
