from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class DeliverablesConfig(AppConfig):
    name = "deliverables"
    log_phrases = LOG_PHRASES
    copy_steps = "deliverables.copying.STEPS"
