from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Whether the installation is well: health checks, heartbeats and `doctor`. It has no models."""

    name = "operations"
