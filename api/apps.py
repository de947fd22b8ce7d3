from django.apps import AppConfig


class ApiConfig(AppConfig):
    """How every noun is served to other systems; the tables of its keys are the councils' own."""

    name = "api"
