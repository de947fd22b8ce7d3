"""Pages that link a deliverable to another one, and that remove a link."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.ui.editing import EditForm, save_or_show
from core.words import plural, with_article
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from councils.tenancy import own_noun

from ..access import get_deliverable, get_deliverable_or_dropped, get_link
from ..actions import add_link, remove_link
from ..forms import LinkForm
from ..models import Deliverable
from ..rules.links import LinkKind


def _trail(request: CouncilRequest, found: Deliverable) -> list[str]:
    listing = reverse("deliverables:list", kwargs={"council": request.council.slug})
    return [
        plural(found.strategy.deliverable_noun),
        listing,
        found.short_name,
        found.get_absolute_url(),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponse:
    """Link a deliverable to another one, of this plan or another."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_deliverable(deliverable)
    others = Deliverable.objects.exclude(pk=found.pk).in_plan_order().select_related("strand", "strategy")
    noun = own_noun("deliverable")
    form = LinkForm(request.POST or None, rows=list(others), noun=noun)

    def act() -> str:
        made = add_link(deliverable=found, by=request.actor, **form.said)
        return f"Link added: {found.short_name} {LinkKind(made.kind).word.lower()} {made.other.short_name}"

    return save_or_show(
        request,
        form,
        act,
        done=found.get_absolute_url(),
        heading=f"Link to another {noun}",
        caption=found.name,
        intro=f"Both pages show the link. You can link to {with_article(noun)} of another plan too.",
        back=found.get_absolute_url(),
        trail=_trail(request, found),
        save="Add the link",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def unlink(request: CouncilRequest, council: str, deliverable: UUID, link: UUID) -> HttpResponse:
    """Remove a link of this deliverable."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_deliverable_or_dropped(deliverable)
    row = get_link(found, link, lock=request.method == "POST")
    form = EditForm(request.POST or None)

    def act() -> str:
        remove_link(link=row, by=request.actor)
        return "Link removed."

    words = f"{row.deliverable.name}: {LinkKind(row.kind).word.lower()} {row.other.name}"
    return save_or_show(
        request,
        form,
        act,
        done=found.get_absolute_url(),
        heading="Remove this link?",
        caption=words,
        intro="It goes from both pages. You can undo this for an hour.",
        back=found.get_absolute_url(),
        trail=_trail(request, found),
        save="Remove it",
    )
