"""Template filter for the banner after a save: templates/components/messages.html."""

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()


@register.filter
def undo_act(message: Message) -> str:
    """What a message's Undo button undoes, from its extra tag `undo:ACT`, or "" if it has no button."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")
