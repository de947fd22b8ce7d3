from django.apps import AppConfig

from councils.permissions import Permission


class ApiConfig(AppConfig):
    """The API for other systems. API keys are `councils.models.ApiClient`."""

    name = "api"
    administration_pages = ((Permission.KEYS_MANAGE, "API keys", "keys:list"),)
