from django.apps import AppConfig

from councils.permissions import Permission

from .log_phrases import LOG_PHRASES


class RemindersConfig(AppConfig):
    """Emails that ask for updates, and the links in them."""

    name = "reminders"
    log_phrases = LOG_PHRASES
    after_a_restore = "reminders.sending.drop_what_waits"
    on_membership_ended = "reminders.actions.end_links_of"
    administration_pages = ((Permission.PEOPLE_MANAGE, "Reminders", "reminders:reminders"),)
