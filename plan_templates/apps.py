from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class PlanTemplatesConfig(AppConfig):
    name = "plan_templates"
    verbose_name = "Plan templates"
    log_phrases = LOG_PHRASES
