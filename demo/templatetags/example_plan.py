"""Whether a plan is a published one that was loaded as an example, for pages of other apps."""

from __future__ import annotations

from django import template

from strategies.models import Strategy

from ..example import SLUG

register = template.Library()


@register.filter
def is_example(strategy: Strategy) -> bool:
    """Whether this plan was loaded as an example."""
    return strategy.slug.startswith(SLUG)
