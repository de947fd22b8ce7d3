"""Pages for the approval of updates: what waits, returning one, and for what approval is needed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from boards.models import Board
from core.refusals import ChangeRefused
from core.ui.editing import save_or_show, undo_message
from core.words import plural
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from councils.tenancy import own_noun
from strategies.models import Strand
from strategies.quarter_rules import is_late
from strategies.selected_quarter import SelectedQuarter

from ..actions import (
    StaleDeliverables,
    approve_updates,
    choose_approval,
    names_words,
    require_may_decide,
    return_update,
    withdraw_update,
)
from ..approval import approvable, approval_rules, get_proposed, is_own, may_see_any, seen_by
from ..forms.approving import ApprovalForm, ReturnForm
from ..models import Deliverable, ProposedUpdate
from ..summaries import DeliverableState, judged_rows, part_words
from .after_saving import way_back
from .no_quarter import needs_a_quarter, quarter_of

PER_PAGE = 50
TITLE = "Updates to approve"


@dataclass(frozen=True)
class Waiting:
    """One update that waits: beside what counts now, with the parts that it says are done, and who may approve it."""

    proposal: ProposedUpdate
    state: DeliverableState
    done: tuple[str, ...]
    may_approve: bool
    is_own: bool
    is_late: bool
    """Whether the cut-off of its quarter has passed, so that it would be marked as late."""

    @property
    def key(self) -> str:
        return str(self.proposal.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_a_quarter
def approvals(request: CouncilRequest, council: str) -> HttpResponse:
    """Updates that wait for approval, the longest waiting first, and approving those ticked (12 queries to show)."""
    if not may_see_any(request.actor, request.today):
        raise PermissionDenied(
            "Only approvers, officers and the chairs of boards see updates that wait for approval."
        )
    selected = quarter_of(request)
    if request.method == "POST":
        require_may_decide(request.actor, request.today)
        return _approve(request, selected)
    return _show(request, selected)


def _show(
    request: CouncilRequest, selected: SelectedQuarter, *, problem: str = "", status: int = 200
) -> HttpResponse:
    rows = seen_by(ProposedUpdate.objects.waiting(), request.actor, request.today)
    rows = rows.select_related("period", "decided_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    items = _items(request, page, selected)
    context = {
        "page": page,
        "items": items,
        "can_approve": sum(item.may_approve for item in items),
        "chosen": {str(each) for each in _seen(request.POST.getlist("chosen"))},
        "problem": problem,
        "may_choose": can(request.actor, Permission.PEOPLE_MANAGE),
        "rules": approval_rules(),
    }
    return render(request, "deliverables/approvals.html", context, status=status)


def _items(request: CouncilRequest, page: Page[ProposedUpdate], selected: SelectedQuarter) -> list[Waiting]:
    proposals = list(page)
    ids = [each.deliverable_id for each in proposals]
    rows = list(Deliverable.objects.filter(pk__in=ids).with_parts())
    states = judged_rows(rows, period=selected.period, today=request.today, as_at=request.today)
    by_id = {state.deliverable.pk: state for state in states}
    may = approvable(proposals, request.actor, request.today)
    return [
        Waiting(
            proposal=each,
            state=by_id[each.deliverable_id],
            done=_done(each, by_id[each.deliverable_id]),
            may_approve=each.pk in may,
            is_own=is_own(each, request.actor),
            is_late=is_late(request.today, each.period.cut_off_on),
        )
        for each in proposals
    ]


def _done(proposal: ProposedUpdate, state: DeliverableState) -> tuple[str, ...]:
    said = set(proposal.done_points)
    return tuple(part_words(point) for point in state.due_points if point.public_id in said)


def _approve(request: CouncilRequest, selected: SelectedQuarter) -> HttpResponse:
    """Approve the one whose button was pressed, or those that are ticked. Nothing is approved if one cannot be."""
    alone = request.POST.get("approve", "")
    seen = _seen([alone] if alone else request.POST.getlist("chosen"))
    proposals = _chosen(request, seen)
    if not proposals:
        return _show(request, selected, problem="Tick the updates that you approve", status=422)
    try:
        approve_updates(
            proposals=proposals,
            by=request.actor,
            today=request.today,
            now=request.now,
            expected_versions={
                each.deliverable.public_id: version
                for each in proposals
                if (version := seen[each.public_id]) is not None
            },
        )
    except ChangeRefused as refused:
        return _show(request, selected, problem=str(refused).rstrip("."), status=422)
    except StaleDeliverables as stale:
        words = f"Nothing was approved: {stale} Look at it again, then approve it"
        return _show(request, selected, problem=words, status=409)
    words = f"Approved: the update of {names_words([each.deliverable for each in proposals])}."
    _say(request, words)
    return redirect(request.get_full_path())


def _seen(sent: Sequence[str]) -> dict[UUID, int | None]:
    """Ids that were sent as "ID.VERSION", each with the version of its deliverable that the page showed, if it says."""
    seen: dict[UUID, int | None] = {}
    for token in sent:
        public_id, _, version = token.partition(".")
        with suppress(ValueError):
            seen[UUID(public_id)] = int(version) if version else None
    return seen


def _chosen(request: CouncilRequest, ids: Collection[UUID]) -> list[ProposedUpdate]:
    """Those of the ids that the user may see, as they are now (1 query)."""
    asked = ProposedUpdate.objects.filter(public_id__in=ids)
    rows = seen_by(asked, request.actor, request.today)
    return list(rows.select_related("deliverable__strand", "deliverable__strategy", "period"))


def _say(request: CouncilRequest, words: str) -> None:
    """The banner, with Undo for those who may undo an approval: a chair may not."""
    if can(request.actor, Permission.UPDATES_APPROVE):
        undo_message(request, words)
    else:
        messages.success(request, words)


@require_http_methods(["GET", "HEAD", "POST"])
def return_page(request: CouncilRequest, council: str, update: UUID) -> HttpResponse:
    """Return an update to whoever sent it, with what should change (6 queries)."""
    require_may_decide(request.actor, request.today)
    found = get_proposed(update, actor=request.actor, today=request.today, lock=request.method == "POST")
    form = ReturnForm(request.POST or None, initial={"version": found.deliverable.version})
    home = reverse("deliverables:approvals", kwargs={"council": council})

    def save() -> str:
        version = form.cleaned_data["version"]
        try:
            return_update(
                proposal=found,
                comment=form.cleaned_data["comment"],
                by=request.actor,
                today=request.today,
                expected_versions={found.deliverable.public_id: version},
            )
        except StaleDeliverables as stale:
            raise ChangeRefused(f"Nothing was returned: {stale} Look at it again.") from None
        return f"Update of {found.deliverable.short_name} returned to {found.by_name}."

    return save_or_show(
        request,
        form,
        save,
        done=home,
        say=None if can(request.actor, Permission.UPDATES_APPROVE) else messages.success,
        heading="Return this update",
        caption=found.deliverable.name,
        back=home,
        save="Return",
        trail=[TITLE, home],
        template="deliverables/return_update.html",
        proposal=found,
    )


@require_POST
def withdraw(request: CouncilRequest, council: str, update: UUID) -> HttpResponse:
    """Withdraw an update that has not been approved."""
    require(request.actor, Permission.PROGRESS_RECORD)
    found = get_proposed(update, actor=request.actor, today=request.today)
    try:
        withdraw_update(proposal=found, by=request.actor)
    except ChangeRefused as refused:
        messages.warning(request, f"Nothing was withdrawn. {refused}.")
    else:
        undo_message(request, f"Update of {found.deliverable.short_name} withdrawn.")
    return redirect(way_back(request, request.POST.get("next", ""), council))


@require_http_methods(["GET", "HEAD", "POST"])
def approval_page(request: CouncilRequest, council: str) -> HttpResponse:
    """Choose for what updates need approval (6 queries)."""
    require(request.actor, Permission.PEOPLE_MANAGE)
    stored = approval_rules()
    strands = list(Strand.objects.select_related("strategy").order_by("strategy__title", "position", "id"))
    boards = list(Board.objects.order_by("name", "id"))
    form = ApprovalForm(
        request.POST or None,
        of_strands=strands,
        of_boards=boards,
        noun=plural(own_noun("strand")),
        shown={
            "whole": stored.whole,
            "strands": [str(each.public_id) for each in stored.strands],
            "boards": [str(each.public_id) for each in stored.boards],
        },
    )
    home = reverse("deliverables:approvals", kwargs={"council": council})

    def save() -> str:
        choose_approval(**form.chosen(), by=request.actor)
        return "Approval of updates saved."

    return save_or_show(
        request,
        form,
        save,
        done=home,
        heading="Which updates need approval",
        back=home,
        trail=[TITLE, home],
        template="deliverables/approval.html",
        waiting=ProposedUpdate.objects.waiting().count(),
    )
