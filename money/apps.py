from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class MoneyConfig(AppConfig):
    name = "money"
    log_phrases = LOG_PHRASES
    copy_steps = "money.copying.STEPS"
    plan_pages = ((40, Permission.PLAN_VIEW, "Money", "money:list"),)
