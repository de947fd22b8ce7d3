from django.apps import AppConfig

from councils.log.phrases import LogPhrases


class DeliverablesConfig(AppConfig):
    name = "deliverables"
    log_phrases = LogPhrases(
        {
            "progress.recorded": "set {name} to {rag}",
            "progress.unchanged": "said that {name} stays {rag}",
            "leads.changed": "changed who leads {name}",
            "dates.moved": "moved the due date of {name}",
            "change.undone": "undid a change to {name}",
        }
    )
