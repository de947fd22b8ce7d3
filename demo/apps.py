from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class DemoConfig(AppConfig):
    name = "demo"
    log_phrases = LOG_PHRASES
