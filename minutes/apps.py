from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class MinutesConfig(AppConfig):
    name = "minutes"
    log_phrases = LOG_PHRASES
