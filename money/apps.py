from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class MoneyConfig(AppConfig):
    name = "money"
    log_phrases = LOG_PHRASES
    plan_pages = ((40, Permission.PLAN_VIEW, "Money", "money:list"),)
