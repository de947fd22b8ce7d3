from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class PacksConfig(AppConfig):
    name = "packs"
    log_phrases = LOG_PHRASES
    after_a_restore = "packs.releasing.ask_about_what_waits"
