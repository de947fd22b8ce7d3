from celery.signals import worker_init
from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CouncilsConfig(AppConfig):
    name = "councils"

    def ready(self) -> None:
        from .owner import grant_to_app_roles
        from .start import stop_unsafe_worker

        post_migrate.connect(grant_to_app_roles, sender=self)
        worker_init.connect(stop_unsafe_worker)
