"""Pages that drop a deliverable, bring it back, move, merge or split it, and that order those of a strand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.ui.editing import EditForm, edit_page, undo_message
from core.words import plural
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from strategies.access import get_strand, get_strategy
from strategies.models import Strand

from ..access import get_deliverable_or_dropped
from ..actions import ChangeRefused, bring_back, drop, merge, move_to_strand, reorder, split
from ..forms import BringBackForm, DropForm, MergeForm, MoveForm, OrderForm, SplitForm
from ..models import Deliverable


def _deliverable_page(
    make: Callable[[CouncilRequest, Deliverable, Any], EditForm],
    save: Callable[[CouncilRequest, Deliverable, EditForm], tuple[str, Deliverable]],
    *,
    verb: str,
    button: str,
    intro: str = "",
    of_dropped: bool = False,
) -> Callable[..., HttpResponse]:
    """A page with a form about one deliverable.

    `make` gives the form, and `save` calls the action and returns the banner and the deliverable to go to.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: CouncilRequest, council: str, deliverable: UUID) -> HttpResponse:
        require(request.actor, Permission.PLAN_CHANGE)
        found = get_deliverable_or_dropped(deliverable)
        if found.is_dropped != of_dropped:
            return redirect(found)
        form = make(request, found, request.POST or None)
        if form.may_save:
            try:
                text, goes_to = save(request, found, form)
            except ChangeRefused as refused:
                form.refuse(refused.problems)
            else:
                undo_message(request, text)
                return redirect(goes_to)
        noun = found.strategy.deliverable_noun
        listing = reverse("deliverables:list", kwargs={"council": council})
        trail = (plural(noun), listing, found.short_name, found.get_absolute_url())
        return edit_page(
            request,
            form,
            heading=f"{verb} this {noun.lower()}",
            caption=found.name,
            intro=intro,
            back=found.get_absolute_url(),
            trail=trail,
            save=button,
        )

    return page


def _drop(request: CouncilRequest, found: Deliverable, form: EditForm) -> tuple[str, Deliverable]:
    dropped = drop(deliverable=found, by=request.actor, today=request.today, **form.said)
    return f"{found.short_name} dropped.", dropped


drop_page = _deliverable_page(
    lambda request, found, data: DropForm(data),
    _drop,
    verb="Drop",
    button="Drop",
    intro="It leaves lists, totals and the packs that are built from now on. Its page and history stay, and you can "
    "bring it back.",
)


def _bring_back(request: CouncilRequest, found: Deliverable, form: EditForm) -> tuple[str, Deliverable]:
    return f"{found.short_name} is back in the plan.", bring_back(
        deliverable=found, by=request.actor, **form.said
    )


bring_back_page = _deliverable_page(
    lambda request, found, data: BringBackForm(data),
    _bring_back,
    verb="Bring back",
    button="Bring back",
    of_dropped=True,
)


def _move_form(request: CouncilRequest, found: Deliverable, data: Any) -> MoveForm:
    others = Strand.objects.filter(strategy=found.strategy_id).exclude(pk=found.strand_id)
    noun = found.strategy.strand_noun
    return MoveForm(data, noun=noun, strands=others, initial={"number": found.number})


def _move(request: CouncilRequest, found: Deliverable, form: EditForm) -> tuple[str, Deliverable]:
    moved = move_to_strand(deliverable=found, by=request.actor, **form.said)
    return f"{found.short_name} moved to {moved.strand}. It is now the last one there.", moved


move_page = _deliverable_page(
    _move_form,
    _move,
    verb="Move",
    button="Move",
    intro="It leaves its outcome. Dates, leads and updates stay with it.",
)


def _merge_form(request: CouncilRequest, found: Deliverable, data: Any) -> MergeForm:
    others = Deliverable.objects.filter(strategy=found.strategy_id).exclude(pk=found.pk)
    return MergeForm(data, others=others.in_plan_order().select_related("strand"))


def _merge(request: CouncilRequest, found: Deliverable, form: EditForm) -> tuple[str, Deliverable]:
    stays = merge(deliverable=found, by=request.actor, today=request.today, **form.said)
    return f"{found.short_name} merged into {stays.short_name}.", stays


merge_page = _deliverable_page(
    _merge_form,
    _merge,
    verb="Merge",
    button="Merge",
    intro="This one is dropped, and its page names the one that stays. Its updates stay in its history.",
)


def _split(request: CouncilRequest, found: Deliverable, form: EditForm) -> tuple[str, Deliverable]:
    second = split(deliverable=found, by=request.actor, **form.said)
    moved = form.said["points"] or form.said["detail"]
    has = f" It has what you moved from {found.short_name}." if moved else ""
    return f"{second.short_name} added.{has}", found


split_page = _deliverable_page(
    lambda request, found, data: SplitForm(data, deliverable=found), _split, verb="Split", button="Split"
)


@require_http_methods(["GET", "HEAD", "POST"])
def order_page(request: CouncilRequest, council: str, slug: str, code: str) -> HttpResponse:
    """Change the order of a strand's deliverables."""
    require(request.actor, Permission.PLAN_CHANGE)
    strand = get_strand(get_strategy(slug), code)
    rows = Deliverable.objects.filter(strand=strand).in_plan_order().select_related("strand", "strategy")
    form = OrderForm(request.POST or None, deliverables=list(rows))
    noun = strand.strategy.deliverable_noun.lower()
    if form.may_save:
        try:
            moved = reorder(
                strand=strand, order=form.order, reason=form.cleaned_data["reason"], by=request.actor
            )
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            if moved:
                undo_message(request, f"Order of {plural(noun)} changed.")
            return redirect(strand)
    strategy_url = strand.strategy.get_absolute_url()
    return edit_page(
        request,
        form,
        heading=f"Change the order of {plural(noun)}",
        caption=f"{strand.strategy.strand_noun} {strand}",
        intro="Enter the new place of each one that moves. Numbers as printed do not change.",
        back=strand.get_absolute_url(),
        trail=(
            strand.strategy.get_kind_display(),
            strategy_url,
            f"{strand.strategy.strand_noun} {strand.code}",
            strand.get_absolute_url(),
        ),
        save="Save the order",
        template="deliverables/order.html",
    )
