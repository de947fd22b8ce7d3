from django.apps import AppConfig

from councils.permissions import Permission


class ApiConfig(AppConfig):
    """The API for other systems. It has no models: API keys are `councils.models.ApiClient`."""

    name = "api"
    administration_pages = ((Permission.KEYS_MANAGE, "API keys", "keys:list"),)
