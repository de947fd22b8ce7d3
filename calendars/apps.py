from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Calendars that programs such as Outlook subscribe to, by secret addresses."""

    name = "calendars"
    on_membership_ended = "calendars.actions.end_all_of"
    security_phrases = {
        "calendar_address_made": "made a calendar address: {subject}",
        "calendar_address_replaced": "replaced a calendar address: {subject}",
        "calendar_address_ended": "ended a calendar address: {subject}",
    }
