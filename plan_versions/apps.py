from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class PlanVersionsConfig(AppConfig):
    name = "plan_versions"
    verbose_name = "Versions of plans"
    log_phrases = LOG_PHRASES
    plan_pages = ((10, Permission.PLAN_VIEW, "Versions and approvals", "plan_versions:list"),)
