from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class WebhooksConfig(AppConfig):
    """Messages that tell other systems that something has changed."""

    name = "webhooks"
    log_phrases = LOG_PHRASES
    after_a_restore = "webhooks.sending.drop_what_waits"
    administration_pages = ((Permission.KEYS_MANAGE, "Webhooks", "webhooks:list"),)
