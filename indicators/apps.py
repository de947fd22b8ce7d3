from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class IndicatorsConfig(AppConfig):
    name = "indicators"
    log_phrases = LOG_PHRASES
    copy_steps = "indicators.copying.STEPS"
    administration_pages = ((Permission.INDICATORS_RECORD, "Benchmarks", "indicators:benchmarks"),)
