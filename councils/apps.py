from celery.signals import worker_init
from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .log_phrases import LOG_PHRASES


class CouncilsConfig(AppConfig):
    name = "councils"
    log_phrases = LOG_PHRASES

    def ready(self) -> None:
        from .tenancy.owner import grant_to_app_roles
        from .tenancy.start_checks import stop_unsafe_worker

        post_migrate.connect(grant_to_app_roles, sender=self)
        worker_init.connect(stop_unsafe_worker)
