from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class RisksConfig(AppConfig):
    name = "risks"
    log_phrases = LOG_PHRASES
    copy_steps = "risks.copying.STEPS"
    plan_pages = ((30, Permission.PLAN_VIEW, "Risks", "risks:list"),)
