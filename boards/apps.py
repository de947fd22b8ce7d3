from django.apps import AppConfig

from .log_phrases import LOG_PHRASES


class BoardsConfig(AppConfig):
    name = "boards"
    log_phrases = LOG_PHRASES
    invited_to = "boards.invitations.SEATS"
