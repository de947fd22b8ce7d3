"""Changing several deliverables at once: say what, check what it does to each, save, and Undo.

Everything that was typed goes from step to step in the form itself, so nothing is kept on the way and nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.access import CouncilRequest, require
from councils.permissions import Permission
from strategies.summaries import SelectedQuarter, selected_quarter

from ..actions import ChangeRefused, StaleDeliverables
from ..drafts import TYPED_BY, keep_draft, take_draft
from ..models import Deliverable
from ..summaries import DeliverableState, deliverable_states
from .after_saving import undo_message, way_back
from .bulk_changes import KINDS, BulkChange, Seen
from .no_quarter import needs_a_quarter

MOST = 50
"""As many as a page of the list shows."""
CHOOSE = "choose"
"""The step of a form that says which and what, and nothing yet of the change."""
NOT_TYPED = ("csrfmiddlewaretoken", "chosen", "step", "what", "next", TYPED_BY)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_a_quarter
def change(request: CouncilRequest, council: str) -> HttpResponseBase:
    """Change the lead, the due date or the rating of the deliverables that are `chosen` (9 queries to show)."""
    if not request.user.is_authenticated:
        return keep_draft(request)
    draft = None if request.method == "POST" else take_draft(request, request.membership.user)
    asked = request.POST if request.method == "POST" else draft or request.GET
    kind = KINDS.get(asked.get("what", ""))
    require(request.actor, kind.permission if kind else Permission.PROGRESS_RECORD)
    chosen = _chosen(asked)
    if kind is None or not 0 < len(chosen) <= MOST:
        return _nothing_to_change(request, asked, chosen)
    selected = selected_quarter(None, today=request.today)
    pages = _Pages(request, asked, kind(request, _states(chosen, request, selected), selected))
    if request.method != "POST" or asked.get("step") == CHOOSE:
        typed = None if asked.get("step") == CHOOSE else draft
        return pages.ask(pages.kind.form(typed), was_signed_out=draft is not None)
    form = pages.kind.form(request.POST)
    if not form.is_valid():
        return pages.ask(form, status=422)
    steps = {"check": pages.check, "save": pages.save}
    return steps.get(asked.get("step", ""), pages.ask)(form)


def _chosen(asked: QueryDict) -> Seen:
    """Those chosen, by public id, each with the version that was seen: "ID" at first, "ID.VERSION" once checked."""
    chosen = {}
    for token in asked.getlist("chosen"):
        public_id, _, version = token.partition(".")
        try:
            chosen[UUID(public_id)] = int(version or 0)
        except ValueError:
            raise Http404("Deliverable not found.") from None
    return chosen


def _states(chosen: Seen, request: CouncilRequest, selected: SelectedQuarter) -> list[DeliverableState]:
    found = Deliverable.objects.filter(public_id__in=chosen)
    states = deliverable_states(found, period=selected.period, today=request.today, as_at=request.today)
    if len(states) != len(chosen):
        raise Http404("Deliverable not found.")
    return states


def _nothing_to_change(request: CouncilRequest, asked: QueryDict, chosen: Seen) -> HttpResponse:
    context = {
        "number": len(chosen),
        "most": MOST,
        "kinds": [(what, kind.title) for what, kind in KINDS.items()],
        "chosen": chosen,
        "back_url": _back(request, asked),
        "next": asked.get("next", ""),
    }
    return render(request, "deliverables/change_nothing.html", context)


def _back(request: CouncilRequest, asked: QueryDict) -> str:
    return way_back(request, asked.get("next", ""), request.council.slug, page="list")


class _RolledBack(Exception):
    """Ends a rehearsal."""


@dataclass(frozen=True)
class _Pages:
    """The three steps of one change."""

    request: CouncilRequest
    asked: QueryDict
    kind: BulkChange

    def ask(self, form: Any, *, status: int = 200, was_signed_out: bool = False) -> HttpResponse:
        context = {
            "form": form,
            "states": self.kind.states,
            "was_signed_out": was_signed_out,
            "has_sample": any(
                state.current_update and state.current_update.sample for state in self.kind.states
            ),
        }
        return self._page("deliverables/change.html", context, status)

    def check(self, form: Any, *, stale: str = "", status: int = 200) -> HttpResponse:
        """What it does to each. It is rehearsed, so that nothing is refused only when it is saved."""
        try:
            with transaction.atomic():
                self.kind.save(form, {})
                raise _RolledBack
        except ChangeRefused as refused:
            return self._refused(form, refused)
        except _RolledBack:
            pass
        impact = self.kind.impact(form)
        typed = [
            (name, value)
            for name in self.asked
            if name not in NOT_TYPED
            for value in self.asked.getlist(name)
        ]
        context = {"impact": impact, "rows": self.kind.rows(form), "typed": typed, "stale": stale}
        return self._page("deliverables/change_check.html", context, status)

    def save(self, form: Any) -> HttpResponse:
        try:
            changed = self.kind.save(form, _chosen(self.asked))
        except ChangeRefused as refused:
            return self._refused(form, refused)
        except StaleDeliverables as stale:
            return self.check(form, stale=str(stale), status=409)
        if changed:
            undo_message(self.request, self.kind.saved(form, changed))
        else:
            messages.info(self.request, "No changes were needed.")
        return redirect(_back(self.request, self.asked))

    def _refused(self, form: Any, refused: ChangeRefused) -> HttpResponse:
        form.refuse(refused.problems)
        return self.ask(form, status=422)

    def _page(self, template: str, context: dict[str, object], status: int) -> HttpResponse:
        frame = {
            "kind": self.kind,
            "view": self.kind.selected,
            "what": self.asked["what"],
            "next": self.asked.get("next", ""),
            "back_url": _back(self.request, self.asked),
        }
        return render(self.request, template, frame | context, status=status)
