from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class StrategiesConfig(AppConfig):
    name = "strategies"
    log_phrases = LOG_PHRASES
    stays_with_the_old_plan = ("versions", "approvals")
    administration_pages = ((Permission.QUARTER_CLOSE, "Quarters", "strategies:quarters"),)
    on_new_council = "strategies.importers.quarters.add_first_quarters"
