from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class StrategiesConfig(AppConfig):
    name = "strategies"
    log_phrases = LOG_PHRASES
    on_new_council = "strategies.importers.quarters.add_first_quarters"
