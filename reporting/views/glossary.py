"""Glossary page: the product's terms, and the plan's abbreviations and initials."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..summaries.plan_words import glossary_of_plan


@require_safe
def glossary(request: CouncilRequest, council: str) -> HttpResponse:
    """The product's terms in short, and the plan's own abbreviations and initials (5 queries)."""
    require(request.actor, Permission.PLAN_VIEW)
    return render(request, "reporting/glossary.html", {"glossary": glossary_of_plan()})
