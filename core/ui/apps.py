from django.apps import AppConfig


class UiConfig(AppConfig):
    """App that only registers the template tags. It has no models."""

    name = "core.ui"
    label = "ui"
