"""Pages that begin a version, change its draft and its steps of approval, and delete it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.edit_rows import EditRows
from core.ui.editing import edit_page, save_or_show, undo_message
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from strategies.access import get_strategy
from strategies.models import Strategy

from ..access import get_version
from ..actions import add_version, change_version, delete_version, save_steps
from ..actions.checks import steps_of
from ..forms import StepForm, VersionForm, choices_of_approvers, shown_steps
from ..models import PlanVersion
from ..summaries import line_of
from .trails import list_url, version_trail, version_url, versions_trail


def plan_of(request: CouncilRequest, slug: str) -> Strategy:
    """The plan, locked while something is saved, so that its versions change one after the other."""
    return get_strategy(slug, lock=request.method == "POST")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Begin a version as a draft (2 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = plan_of(request, slug)
    form = VersionForm(request.POST or None)
    circulated = PlanVersion.objects.filter(strategy=strategy).circulated().for_pages().first()
    made: list[PlanVersion] = []

    def act() -> str:
        made.append(add_version(strategy=strategy, by=request.actor, now=request.now, **form.said))
        begun = f"Draft of {made[0].label} begun"
        if steps_of(made[0]):
            return f"{begun}, with the approvers of the version before. Check them before you circulate it."
        return f"{begun}. Next, say who approves it."

    return save_or_show(
        request,
        form,
        act,
        done=lambda: version_url(request, made[0]),
        heading="New version",
        caption=strategy.title,
        intro=f"{circulated.label} is circulated now. The new version can be circulated when that one is published, "
        "withdrawn or a draft again."
        if circulated
        else "",
        back=list_url(request, strategy),
        trail=versions_trail(request, strategy),
        save="Begin draft",
    )


def _fixed(request: CouncilRequest, version: PlanVersion, heading: str, *, shows_steps: bool) -> HttpResponse:
    """What of a version that is no draft any more can only be read (4 queries)."""
    context = {
        "strategy": version.strategy,
        "version": version,
        "line": line_of(request.actor, version),
        "heading": heading,
        "shows_steps": shows_steps,
        "trail": [*version_trail(request, version), heading],
        "url": version_url(request, version),
    }
    return render(request, "plan_versions/fixed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """Change the label and the note of a draft (2 queries to show). Of another version they are only shown."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_version(request.actor, plan_of(request, slug), version)
    if request.method != "POST" and not found.is_draft:
        return _fixed(request, found, "Label and note", shows_steps=False)
    form = VersionForm(request.POST or None, shown={"label": found.label, "note": found.note})

    def act() -> str:
        change_version(version=found, by=request.actor, **form.said)
        return f"Draft of {found.label} saved."

    return save_or_show(
        request,
        form,
        act,
        done=version_url(request, found),
        heading="Change the draft",
        caption=found.label,
        back=version_url(request, found),
        trail=version_trail(request, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """Say who approves a draft, and in which order (8 queries to show). Of another version they are only shown."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = plan_of(request, slug)
    found = get_version(request.actor, strategy, version)
    if request.method != "POST" and not found.is_draft:
        return _fixed(request, found, "Who approves it, and in which order", shows_steps=True)
    offered, by_id = choices_of_approvers(strategy)
    form: EditRows[StepForm] = EditRows(
        StepForm,
        request.POST or None,
        shown=shown_steps(steps_of(found)),
        noun="Step",
        offered=offered,
        found=by_id,
    )
    if form.may_save:
        try:
            changed = save_steps(
                version=found,
                rows=[row.step() for row in form.kept],
                removed=form.removed,
                by=request.actor,
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            if changed:
                undo_message(request, f"Who approves {found.label} was saved.")
            return redirect(version_url(request, found))
    return edit_page(
        request,
        form,
        heading="Who approves it, and in which order",
        caption=found.label,
        back=version_url(request, found),
        trail=version_trail(request, found),
        template="components/edit_rows.html",
        intro="The next place opens when everyone before has approved. Give those who approve side by side the "
        "same number.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: CouncilRequest, council: str, slug: str, version: UUID) -> HttpResponse:
    """Ask whether a draft shall be deleted, and delete it (2 queries to show)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_version(request.actor, plan_of(request, slug), version)
    refusal = ""
    if request.method == "POST":
        label = found.label
        try:
            delete_version(version=found, by=request.actor)
        except ChangeRefused as refused:
            refusal = str(refused)
        else:
            undo_message(request, f"Draft of {label} deleted.")
            return redirect(list_url(request, found.strategy))
    context = {
        "version": found,
        "refusal": refusal,
        "trail": [*version_trail(request, found), "Delete the draft"],
        "back_url": version_url(request, found),
    }
    return render(request, "plan_versions/delete.html", context, status=422 if refusal else 200)
