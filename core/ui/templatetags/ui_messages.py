"""What the banner after a save is written with: templates/components/messages.html."""

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()


@register.filter
def undo_act(message: Message) -> str:
    """The act that a message's Undo button takes back ("" where there is none): its extra tag `undo:ACT`."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")
