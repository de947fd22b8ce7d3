"""Links to calendar addresses, on the pages of rooms below."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model

from ..summaries import key_of

register = template.Library()


@register.inclusion_tag("calendars/_link.html", takes_context=True)
def calendar_link(context: Any, kind: str, about: Model | None = None) -> dict[str, Any]:
    """Link to add a calendar to one's own: `{% calendar_link "board" board %}`, `{% calendar_link "mine" %}`."""
    return {"request": context["request"], "key": key_of(kind, getattr(about, "public_id", None))}
