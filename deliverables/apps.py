from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class DeliverablesConfig(AppConfig):
    name = "deliverables"
    named_people = "deliverables.named_people"
    log_phrases = LOG_PHRASES
    copy_steps = "deliverables.copying.STEPS"
    stays_with_the_old_plan = ("ratings", "updates")
