from django.apps import AppConfig


class UiConfig(AppConfig):
    """Makes the template tags findable; it has no tables."""

    name = "core.ui"
    label = "ui"
