from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class AssessmentsConfig(AppConfig):
    name = "assessments"
    log_phrases = LOG_PHRASES
    plan_pages = ((50, Permission.PLAN_VIEW, "Assessment", "assessments:assessment"),)
    start_from_template = "assessments.starting.start_assessment"
    copy_steps = "assessments.copying.STEPS"
