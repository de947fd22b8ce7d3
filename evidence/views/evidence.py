"""Pages of evidence: the list of a plan, one piece with its file, and the forms to add, change and remove it."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from core.ui.editing import EditForm, save_or_show
from councils.actors import CouncilRequest, can, require
from councils.files import evidence_path
from councils.permissions import Permission
from deliverables.access import get_deliverable
from indicators.access import get_indicator
from strategies.access import get_strategy
from strategies.models import Strategy

from ..access import get_area, get_evidence
from ..actions import LinkedTo, add_evidence, change_evidence, remove_evidence
from ..forms import AddEvidenceForm, ChangeEvidenceForm, EvidenceFilterForm
from ..forms.ticks import label_of
from ..models import Evidence
from ..rules import FileType
from ..summaries import evidence_lines, evidence_of_plan, uses_of
from .trails import evidence_trail, evidence_url, one_trail

PER_PAGE = 50


@require_safe
def evidence_list(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """A page of the plan's evidence that matches the filters, newest first (4 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    strategy = get_strategy(slug)
    form = EvidenceFilterForm(request.GET, noun=strategy.deliverable_noun)
    asked = form.cleaned_data if form.is_valid() else {}
    words, linked = asked.get("q", ""), asked.get("linked", "")
    found = evidence_of_plan(strategy, words=words, linked=linked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "strategy": strategy,
        "form": form,
        "filtered": bool(words or linked),
        "page": page,
        "lines": evidence_lines(page.object_list),
        "may_add": can(request.actor, Permission.PROGRESS_RECORD),
        "names": can(request.actor, Permission.PEOPLE_NAMES),
        "trail": evidence_trail(request, strategy)[:-1],
        "has_sample": any(each.sample for each in page.object_list),
    }
    return render(request, "evidence/list.html", context)


@require_safe
def one(request: CouncilRequest, council: str, evidence: UUID) -> HttpResponse:
    """One piece of evidence with what it is for and where it is used (3 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    found = get_evidence(evidence)
    [line] = evidence_lines([found])
    context = {
        "evidence": found,
        "line": line,
        "uses": uses_of(found),
        "may_change": can(request.actor, Permission.PROGRESS_RECORD),
        "names": can(request.actor, Permission.PEOPLE_NAMES),
        "trail": one_trail(request, found)[:-1],
        "has_sample": found.sample,
    }
    return render(request, "evidence/evidence.html", context)


@require_safe
def file(request: CouncilRequest, council: str, evidence: UUID) -> HttpResponse:
    """Download the file. Browsers never show it as a page of sendplan, whatever is in it."""
    require(request.actor, Permission.PROGRESS_VIEW)
    found = get_evidence(evidence)
    path = evidence_path(request.council, found.file_sha256) if found.is_file else None
    if path is None:
        raise Http404(
            "The file of this evidence is missing from the file store. "
            "Ask the people who run sendplan to restore it."
            if found.is_file
            else "This evidence is the address of a page. It has no file."
        )
    kind = FileType(found.file_kind)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=found.file_name),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(path.read_bytes(), content_type=kind.media_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Add evidence of what the address names: `deliverable`, `indicator` or `area`, or of nothing yet."""
    require(request.actor, Permission.PROGRESS_RECORD)
    strategy = get_strategy(slug)
    linked, back = _asked_for(request, strategy)
    sent = request.method == "POST"
    form = AddEvidenceForm(
        request.POST if sent else None, request.FILES if sent else None, today=request.today
    )
    added: list[Evidence] = []

    def act() -> str:
        made = add_evidence(
            strategy=strategy,
            linked=linked,
            by=request.actor,
            today=request.today,
            now=request.now,
            **form.said,
        )
        added.append(made)
        if any(linked.by_column()):
            return f"Evidence added: {made.title}"
        return f"Evidence added: {made.title}. Now say what it is for."

    return save_or_show(
        request,
        form,
        act,
        done=lambda: added[0].get_absolute_url(),
        heading="Add evidence",
        caption=strategy.title,
        back=back,
        trail=evidence_trail(request, strategy),
        template="evidence/add.html",
        save="Add evidence",
        linked_to=[label_of(row) for row in linked.rows],
    )


def _asked_for(request: CouncilRequest, strategy: Strategy) -> tuple[LinkedTo, str]:
    """What the new evidence is for, and the page that led here (at most 1 query)."""
    back = evidence_url(request, strategy)
    asked = {name: request.GET.get(name, "") for name in ("deliverable", "indicator", "area")}
    name, key = next(((name, key) for name, key in asked.items() if key), ("", ""))
    if not name:
        return LinkedTo(), back
    try:
        public_id = UUID(key)
    except ValueError:
        raise Http404("Nothing has this address.") from None
    if name == "deliverable":
        deliverable = get_deliverable(public_id)
        return _of_plan(LinkedTo(deliverables=[deliverable]), strategy), deliverable.get_absolute_url()
    if name == "indicator":
        indicator = get_indicator(public_id)
        return _of_plan(LinkedTo(indicators=[indicator]), strategy), back
    area = get_area(public_id)
    return _of_plan(LinkedTo(areas=[area]), strategy), area.get_absolute_url()


def _of_plan(linked: LinkedTo, strategy: Strategy) -> LinkedTo:
    for row in linked.rows:
        if row.strategy_id != strategy.pk:
            raise Http404(f"{strategy.title} has nothing with this address.")
    return linked


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, evidence: UUID) -> HttpResponse:
    """Change what is said about evidence."""
    require(request.actor, Permission.PROGRESS_RECORD)
    found = get_evidence(evidence, lock=request.method == "POST")
    form = ChangeEvidenceForm(request.POST or None, evidence=found, today=request.today)

    def act() -> str:
        change_evidence(evidence=found, by=request.actor, today=request.today, **form.said)
        return "Evidence saved."

    return save_or_show(
        request,
        form,
        act,
        done=found.get_absolute_url(),
        heading="Change the evidence",
        caption=found.title,
        intro="The file stays as it is. If there is a newer one, add it as other evidence."
        if found.is_file
        else "",
        back=found.get_absolute_url(),
        trail=one_trail(request, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, evidence: UUID) -> HttpResponse:
    """Remove evidence, with its file. If another room uses it, the page says where instead of a button."""
    require(request.actor, Permission.PROGRESS_RECORD)
    found = get_evidence(evidence, lock=request.method == "POST")
    form = EditForm(request.POST or None)
    uses = uses_of(found)
    if uses and request.method != "POST":
        trail = [*one_trail(request, found), "Remove this evidence?"]
        return render(request, "evidence/in_use.html", {"evidence": found, "uses": uses, "trail": trail})

    def act() -> str:
        remove_evidence(evidence=found, by=request.actor)
        return f"Evidence removed: {found.title}"

    return save_or_show(
        request,
        form,
        act,
        done=evidence_url(request, found.strategy),
        heading="Remove this evidence?",
        caption=found.title,
        intro="Nothing is linked to it any more, and its file is deleted after a day. The change log keeps its title. "
        "You can undo this for an hour."
        if found.is_file
        else "Nothing is linked to it any more. The change log keeps its title. You can undo this for an hour.",
        back=found.get_absolute_url(),
        trail=one_trail(request, found),
        save="Remove it",
    )
