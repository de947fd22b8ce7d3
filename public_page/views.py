"""The pages for those who publish: whether the page is on, what it shows, and what the next edition would say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.refusals import ChangeRefused
from core.ui.editing import save_or_show
from core.words import sentence
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from strategies.models import ReportingPeriod, Strategy

from . import actions
from .access import get_edition
from .drafting import draft_of, shown_plans
from .forms import SettingsForm
from .models import PublicEdition, PublicPage

TITLE = "Public page"


@require_safe
def settings(request: CouncilRequest, council: str) -> HttpResponse:
    """Whether the page is on, what it shows, and what was published (4 queries)."""
    require(request.actor, Permission.PLAN_PUBLISH)
    editions = list(PublicEdition.objects.newest_first())
    context = {
        "page": PublicPage.objects.first(),
        "plans": shown_plans(),
        "closed": _closed(),
        "editions": editions,
        "public": {each.pk for each in _newest(editions)},
    }
    return render(request, "public_page/settings.html", context)


def _newest(editions: list[PublicEdition]) -> list[PublicEdition]:
    """The first of each quarter: what the public sees."""
    return list({each.period_id: each for each in reversed(editions)}.values())


def _closed() -> list[ReportingPeriod]:
    """Closed quarters, the latest first (1 query)."""
    return list(ReportingPeriod.objects.exclude(closed_at=None).order_by("-starts_on"))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str) -> HttpResponse:
    """Change what the page shows (3 queries)."""
    require(request.actor, Permission.PLAN_PUBLISH)
    page = PublicPage.objects.first()
    plans = list(Strategy.objects.order_by("position", "id"))
    shown = {
        name: getattr(page, name) if page else None for name in SettingsForm.base_fields if name in _OF_PAGE
    }
    shown["strategies"] = [str(each.public_id) for each in shown_plans()]
    form = SettingsForm(request.POST or None, shown=shown, strategies=plans)

    def save() -> str:
        said = {name: value for name, value in form.said.items() if name in _OF_PAGE}
        chosen = actions.Settings(**said)
        actions.save_settings(settings=chosen, strategies=form.chosen, by=request.actor, today=request.today)
        return "Settings saved. The next edition shows them."

    home = reverse("public_page:settings", kwargs={"council": council})
    return save_or_show(
        request,
        form,
        save,
        done=home,
        say=messages.success,
        heading="What the public page shows",
        intro="Plans and introduction count from the next edition that you publish. The contact and what is said of "
        "accessibility count at once.",
        back=home,
        trail=[TITLE, home],
    )


_OF_PAGE = actions.Settings.__slots__


@require_safe
def preview(request: CouncilRequest, council: str) -> HttpResponse:
    """Exactly what the next edition of a closed quarter would say: the latest, or `?quarter=` (21 queries)."""
    require(request.actor, Permission.PLAN_PUBLISH)
    return _preview(request, request.GET.get("quarter", ""))


def _preview(request: CouncilRequest, label: str, refusal: str = "") -> HttpResponse:
    closed, page = _closed(), PublicPage.objects.first()
    period = next((each for each in closed if label in ("", each.label)), None)
    context: dict[str, Any] = {"page": page, "closed": closed, "period": period, "refusal": refusal}
    if label and period is None:
        raise Http404(f"{label} is not a closed quarter of this council.")
    if period:
        context["draft"] = draft_of(request.council, page, period, today=request.today)
    return render(request, "public_page/preview.html", context, status=409 if refusal else 200)


@require_POST
def publish(request: CouncilRequest, council: str) -> HttpResponse:
    """Publish the edition that was seen. Otherwise the preview again, with the reason."""
    require(request.actor, Permission.PLAN_PUBLISH)
    label = request.POST.get("quarter", "")
    period = ReportingPeriod.objects.exclude(closed_at=None).filter(label=label).first()
    if period is None:
        raise Http404("This is not a closed quarter of this council.")
    try:
        made = actions.publish(
            period=period,
            seen=request.POST.get("seen", ""),
            by=request.actor,
            today=request.today,
            now=request.now,
        )
    except ChangeRefused as refused:
        return _preview(request, label, sentence(str(refused)))
    name = f"{period.quarter.short_words}, edition {made.edition}"
    is_on = PublicPage.objects.filter(is_on=True).exists()
    messages.success(
        request,
        f"{name} is published." if is_on else f"{name} is ready. Turn the page on to show it to the public.",
    )
    return redirect("public_page:settings", council=council)


@require_POST
def turn_on(request: CouncilRequest, council: str) -> HttpResponse:
    """Turn the page on."""
    require(request.actor, Permission.PLAN_PUBLISH)
    try:
        if actions.turn_on(by=request.actor):
            messages.success(request, "The public page is on. Everybody can read it.")
    except ChangeRefused as refused:
        messages.error(request, sentence(str(refused)))
    return redirect("public_page:settings", council=council)


@require_POST
def turn_off(request: CouncilRequest, council: str) -> HttpResponse:
    """Turn the page off."""
    require(request.actor, Permission.PLAN_PUBLISH)
    if actions.turn_off(by=request.actor):
        messages.success(
            request, "The public page is off. Copies that others keep may stay for five minutes."
        )
    return redirect("public_page:settings", council=council)


@require_safe
def edition(request: CouncilRequest, council: str, edition: UUID) -> HttpResponse:
    """One edition as it was published (1 query)."""
    require(request.actor, Permission.PLAN_PUBLISH)
    row, progress = get_edition(edition)
    return render(request, "public_page/edition.html", {"edition": row, "progress": progress})
