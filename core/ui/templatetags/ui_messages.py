"""Template filter for the banner after a save: templates/components/messages.html."""

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()


@register.filter
def undo_act(message: Message) -> str:
    """ACT from a message's extra tag `undo:ACT`, for its Undo button, or "" for no button."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")
