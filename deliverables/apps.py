from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class DeliverablesConfig(AppConfig):
    name = "deliverables"
    named_people = "deliverables.named_people"
    log_phrases = LOG_PHRASES
    copy_steps = "deliverables.copying.STEPS"
    stays_with_the_old_plan = ("ratings", "updates")
    administration_pages = ((Permission.UPDATES_APPROVE, "Updates to approve", "deliverables:approvals"),)
