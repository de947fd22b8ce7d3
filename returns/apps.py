from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class ReturnsConfig(AppConfig):
    name = "returns"
    log_phrases = LOG_PHRASES
    plan_pages = ((60, Permission.PLAN_VIEW, "Submissions", "returns:submissions"),)
    administration_pages = ((Permission.PLAN_CHANGE, "Returns", "returns:calendar"),)
