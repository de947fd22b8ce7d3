from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class PlanFilesConfig(AppConfig):
    name = "plan_files"
    verbose_name = "Plan files"
    log_phrases = LOG_PHRASES
