from django.apps import AppConfig

from councils.log.phrases import LogPhrases


class StrategiesConfig(AppConfig):
    name = "strategies"
    log_phrases = LogPhrases(
        {
            "quarter.closed": "closed the quarter {name}",
            "quarter.reopened": "reopened the quarter {name}",
        }
    )
