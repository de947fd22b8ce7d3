"""The list of deliverables, with filters, sorting and pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boards.models import Board
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from strategies.models import Strategy
from strategies.selected_quarter import SelectedQuarter, selected_quarter

from ..addresses import export_address, list_address
from ..forms import ORDERS, FilterForm
from ..judged import Judged, judged_deliverables
from ..listing import Choices, Names, filter_and_sort, in_quarter, plans_to_come, texts_to_search
from ..oversight import overseen_in, strands_seen_by
from ..rules.listing import Sort
from ..summaries import states_of
from .no_quarter import needs_a_quarter

PER_PAGE = 50
DISAGREEMENTS_SHOWN = 5
FILES = {"csv": "CSV", "xlsx": "Excel"}
CHANGES = (
    ("lead", "Change lead", Permission.PLAN_CHANGE),
    ("due", "Move due date", Permission.PLAN_CHANGE),
    ("rating", "Change RAG rating", Permission.PROGRESS_RECORD),
    ("unchanged", "No change", Permission.PROGRESS_RECORD),
)
"""Changes offered for the selected rows, with the permission that each needs."""


@dataclass(frozen=True)
class Listing:
    """The filter form and its results. `total` counts all deliverables, before filtering. `found` are sorted.

    `to_come` are plans that begin after the quarter, which are left out. Asked for, the list shows one of them.
    """

    selected: SelectedQuarter
    choices: Choices
    form: FilterForm
    total: int
    found: list[Judged]
    to_come: list[Strategy]


def read_list(request: CouncilRequest) -> Listing:
    """Judge all deliverables and find those of the request's query, as at its quarter.

    10 queries and, for a search, 2 more. Creates no deliverables: `states_of` loads those to show.
    """
    selected = selected_quarter(request.GET.get("quarter"), today=request.today)
    boards = dict(Board.objects.in_order().values_list("slug", "name"))
    overseen = None
    if (board := request.GET.get("board", "").strip()) in boards:
        overseen = overseen_in(strands_seen_by(board))
    rows = judged_deliverables(
        period=selected.period,
        today=request.today,
        previous=selected.previous,
        overseen=overseen,
        also_to_come=True,
    )
    names = Names.among(rows)
    choices = Choices.among(rows, names, today=selected.as_at, quarter=selected.quarter)
    form = FilterForm(request.GET, selected=selected, boards=boards, choices=choices)
    sort, reverse = form.order
    rows = in_quarter(rows, names, selected.quarter, form.query.strategy)
    to_come = [] if form.query.strategy else plans_to_come(names, selected.quarter)
    texts = texts_to_search(rows, names) if form.query.words else None
    found = filter_and_sort(rows, names, form.query, sort, reverse=reverse, today=selected.as_at, texts=texts)
    return Listing(selected, choices, form, len(rows), found, to_come)


@require_safe
@needs_a_quarter
def deliverable_list(request: CouncilRequest, council: str) -> HttpResponse:
    """Show a page of the deliverables that match the filters, as at a quarter (14 queries, 16 for a search)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    listing = read_list(request)
    form, parameters = listing.form, listing.form.parameters()
    page = Paginator(listing.found, PER_PAGE).get_page(request.GET.get("page"))
    disagree = [row.id for row in listing.found if row.disagrees]
    named_first = [] if form.query.disagrees else disagree[:DISAGREEMENTS_SHOWN]
    on_page = [row.id for row in page.object_list]
    states = states_of([*on_page, *named_first], selected=listing.selected, today=request.today)
    shown = [states[each] for each in on_page]
    context = {
        "form": form,
        "selected": listing.selected,
        "part": listing.choices.part,
        "noun": listing.choices.noun,
        "total": listing.total,
        "found": len(listing.found),
        "page": page,
        "states": shown,
        "heads": heads(council, form),
        "chips": [
            (list_address(council, **form.parameters(each)), each.words) for each in form.active_filters
        ],
        "clear_url": list_address(council, quarter=parameters.get("quarter", [])),
        "to_come": [
            (plan, list_address(council, **parameters | {"strategy": plan.slug})) for plan in listing.to_come
        ],
        "disagreements": [states[each] for each in named_first],
        "disagree": len(disagree),
        "disagree_url": list_address(council, **parameters | {"disagrees": "yes"}),
        "export_urls": [
            (words, export_address(council, kind, **parameters)) for kind, words in FILES.items()
        ],
        "can_add": can(request.actor, Permission.PLAN_CHANGE),
        "changes": [(what, words) for what, words, needed in CHANGES if can(request.actor, needed)],
        "has_sample": any(state.current_update and state.current_update.sample for state in shown),
    }
    return render(request, "deliverables/list.html", context)


@dataclass(frozen=True, slots=True)
class Head:
    """A sortable column heading. `url` sorts by it or reverses it. `aria_sort` and `words` give the current order."""

    url: str
    aria_sort: str = ""
    words: str = ""


def heads(council: str, form: FilterForm) -> dict[str, Head]:
    """Sortable headings by sort order. The link of the current order reverses it."""
    current, reverse = form.order
    parameters = form.parameters()
    headings = {sort.value: Head(list_address(council, **parameters | {"sort": sort.value})) for sort in Sort}
    _, way, other_way = ORDERS[current]
    headings[current.value] = Head(
        list_address(council, **parameters | {"sort": current.value if reverse else f"-{current.value}"}),
        "descending" if reverse else "ascending",
        other_way if reverse else way,
    )
    return headings
