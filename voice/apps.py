from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class VoiceConfig(AppConfig):
    name = "voice"
    log_phrases = LOG_PHRASES
    stays_with_the_old_plan = ("comments",)
