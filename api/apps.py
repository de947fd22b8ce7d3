from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API for other systems. It has no models: API keys are `councils.models.ApiClient`."""

    name = "api"
