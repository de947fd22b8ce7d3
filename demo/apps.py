from django.apps import AppConfig

from councils.log.phrases import LogPhrases


class DemoConfig(AppConfig):
    name = "demo"
    log_phrases = LogPhrases({"sample.added": "added sample content"})
