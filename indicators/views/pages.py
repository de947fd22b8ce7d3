"""What the pages that change something about an indicator have in common."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse

from councils.actors import CouncilRequest

from ..models import Indicator


def list_url(request: CouncilRequest) -> str:
    return reverse("indicators:list", kwargs={"council": request.council.slug})


def page_url(request: CouncilRequest, indicator: Indicator) -> str:
    return reverse(
        "indicators:indicator", kwargs={"council": request.council.slug, "indicator": indicator.public_id}
    )


def trail_to(request: CouncilRequest, indicator: Indicator | None = None) -> list[str]:
    """Labels and addresses of the breadcrumbs down to the indicators, or to one of them."""
    trail = ["Indicators", list_url(request)]
    return [*trail, indicator.full_name, page_url(request, indicator)] if indicator else trail


def posted(request: CouncilRequest) -> QueryDict | None:
    """What was sent, to bind a form with. A form without any field filled in was sent too."""
    return request.POST if request.method == "POST" else None
