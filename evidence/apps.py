from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class EvidenceConfig(AppConfig):
    name = "evidence"
    log_phrases = LOG_PHRASES
    copy_steps = "evidence.copying.STEPS"
    stays_with_the_old_plan = ("evidence",)
    plan_pages = (
        (50, Permission.PROGRESS_VIEW, "Evidence", "evidence:list"),
        (60, Permission.PROGRESS_VIEW, "Inspection view", "evidence:inspection"),
    )
