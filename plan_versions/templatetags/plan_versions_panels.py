"""Template tags that show versions on pages of lower rooms."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from strategies.models import Strategy

from ..changed_since import changed_since_published

register = template.Library()


@register.inclusion_tag("plan_versions/_changed_since.html", takes_context=True)
def changed_since_version(context: Context, strategy: Strategy) -> dict[str, Any]:
    """How much has changed since the published version, with a link to the comparison, if anything has (2 queries)."""
    return {"changed": changed_since_published(context["request"].actor, strategy)}
