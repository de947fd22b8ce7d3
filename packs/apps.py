from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class PacksConfig(AppConfig):
    name = "packs"
    log_phrases = LOG_PHRASES
