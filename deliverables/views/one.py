"""Pages that add one deliverable and that change one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.ui.editing import edit_page, undo_message
from core.words import plural, with_article
from councils.actors import CouncilRequest, require
from councils.models import Organisation, Person
from councils.permissions import Permission
from strategies.models import Outcome, Strand

from ..access import get_deliverable_or_dropped
from ..actions import ChangeRefused, Written, save_rows
from ..forms import DeliverableForm, WhichStrandForm
from ..models import Deliverable
from ..plan_names import PlanNames


@require_http_methods(["GET", "HEAD", "POST"])
def add_one(request: CouncilRequest, council: str) -> HttpResponse:
    """Add a deliverable to a `strand` (public id or code). Without one that is known, ask which."""
    require(request.actor, Permission.PLAN_CHANGE)
    strands = list(Strand.objects.select_related("strategy").order_by("strategy__position", "position", "id"))
    asked = request.GET.get("strand", "")
    found = [each for each in strands if asked in (str(each.public_id), each.code)]
    if len(found) != 1:
        form = WhichStrandForm(strands=strands)
        return edit_page(
            request,
            form,
            heading="Where does it belong?",
            back=reverse("deliverables:list", kwargs={"council": council}),
            save="Continue",
            template="deliverables/which_strand.html",
            strategies=list(dict.fromkeys(each.strategy for each in strands)),
        )
    return _edit(request, found[0], None)


@require_http_methods(["GET", "HEAD", "POST"])
def change_one(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponse:
    """Change a deliverable: its text, who answers for it, its people and its due dates."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_deliverable_or_dropped(deliverable, lock=request.method == "POST")
    if found.is_dropped:
        return redirect(found)
    return _edit(request, found.strand, found)


def _edit(request: CouncilRequest, strand: Strand, found: Deliverable | None) -> HttpResponse:
    form = DeliverableForm(
        request.POST or None,
        deliverable=found,
        strand=strand,
        names=PlanNames.read(),
        today=request.today,
        outcomes=Outcome.objects.filter(strand=strand),
        organisations=Organisation.objects.order_by("name"),
        people=Person.objects.kept().order_by("name", "initials", "id"),
    )
    strategy = strand.strategy
    noun = strategy.deliverable_noun.lower()
    if form.may_save:
        try:
            written = save_rows(rows=[form.row], reason=form.cleaned_data.get("reason", ""), by=request.actor)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            saved = next(iter((*written.added, *written.changed)), None)
            if saved:
                _say(request, saved, written)
            return redirect(saved or found or strand)
    listing = reverse("deliverables:list", kwargs={"council": request.council.slug})
    trail: tuple[str, ...] = (plural(strategy.deliverable_noun), listing)
    if found:
        trail += (found.short_name, found.get_absolute_url())
    return edit_page(
        request,
        form,
        heading=f"Change this {noun}" if found else f"Add {with_article(noun)}",
        caption=found.name if found else f"{strategy.strand_noun} {strand}",
        back=found.get_absolute_url() if found else strand.get_absolute_url(),
        trail=trail,
        template="deliverables/one.html",
    )


def _say(request: CouncilRequest, saved: Deliverable, written: Written) -> None:
    words = f"{saved.short_name} {'added' if written.added else 'saved'}."
    if written.people:
        words += f" To identify: {', '.join(each.initials for each in written.people)}."
    undo_message(request, words)
