from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class PublicPageConfig(AppConfig):
    """What a council shows the public of its plan."""

    name = "public_page"
    log_phrases = LOG_PHRASES
    administration_pages = ((Permission.PLAN_PUBLISH, "Public page", "public_page:settings"),)
