"""Change several deliverables at once: fill in a form, check the effect on each, save, and undo if needed.

Hidden fields carry what was typed from step to step, so the server stores nothing and nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.ui.editing import undo_message
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from councils.tenancy import own_noun

from ..actions import ChangeRefused, StaleDeliverables
from ..drafts import TYPED_BY, keep_draft, take_draft
from .after_saving import way_back
from .bulk_changes import KINDS, BulkChange, Seen
from .no_quarter import needs_a_quarter, quarter_of

MAX_DELIVERABLES = 50
"""Maximum number of deliverables, the same as on a page of the list."""
CHOOSE = "choose"
"""Step that sends the selected deliverables and the kind of change, but no fields of the change yet."""
SAVE = "save"
CONTROL_FIELDS = ("csrfmiddlewaretoken", "chosen", "step", "what", "next", TYPED_BY)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_a_quarter
def change(request: CouncilRequest, council: str) -> HttpResponseBase:
    """Change the lead, due date or RAG rating of the `chosen` deliverables, or record no change."""
    if not request.user.is_authenticated:
        return keep_draft(request)
    draft = None if request.method == "POST" else take_draft(request, request.membership.user)
    data = request.POST if request.method == "POST" else draft or request.GET
    kind = KINDS.get(data.get("what", ""))
    require(request.actor, kind.permission if kind else Permission.PROGRESS_RECORD)
    chosen = _chosen(data)
    if kind is None or not 0 < len(chosen) <= MAX_DELIVERABLES:
        return _nothing_to_change(request, data, chosen)
    saving = request.method == "POST" and data.get("step") == SAVE
    selected = quarter_of(request, saving=saving)
    change = kind(request, chosen, selected, saving=saving)
    if len(change.deliverables) != len(chosen):
        raise Http404(f"{own_noun('Deliverable')} not found.")
    pages = _Pages(request, data, change)
    if request.method != "POST" or data.get("step") == CHOOSE:
        typed = None if data.get("step") == CHOOSE else draft
        return pages.ask(pages.kind.form(typed), was_signed_out=draft is not None)
    form = pages.kind.form(request.POST)
    if not form.is_valid():
        return pages.ask(form, status=422)
    steps = {"check": pages.check, SAVE: pages.save}
    return steps.get(data.get("step", ""), pages.ask)(form)


def _chosen(data: QueryDict) -> Seen:
    """Versions seen of the chosen deliverables, by public id. Sent as "ID", or as "ID.VERSION" after the check."""
    chosen = {}
    for token in data.getlist("chosen"):
        public_id, _, version = token.partition(".")
        try:
            chosen[UUID(public_id)] = int(version or 0)
        except ValueError:
            raise Http404(f"{own_noun('Deliverable')} not found.") from None
    return chosen


def _nothing_to_change(request: CouncilRequest, data: QueryDict, chosen: Seen) -> HttpResponse:
    context = {
        "number": len(chosen),
        "most": MAX_DELIVERABLES,
        "kinds": [(what, kind.title) for what, kind in KINDS.items()],
        "chosen": chosen,
        "back_url": _back(request, data),
        "next": data.get("next", ""),
    }
    return render(request, "deliverables/change_nothing.html", context)


def _back(request: CouncilRequest, data: QueryDict) -> str:
    return way_back(request, data.get("next", ""), request.council.slug, page="list")


@dataclass(frozen=True)
class _Pages:
    """The pages of one change: form, check and save."""

    request: CouncilRequest
    data: QueryDict
    kind: BulkChange

    def ask(self, form: Any, *, status: int = 200, was_signed_out: bool = False) -> HttpResponse:
        if not self.kind.fields:
            return self.check(self.kind.form(self.data))
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
        """Show the effect on each deliverable. Refusals show now, not at the save. Writes and locks nothing."""
        try:
            self.kind.refuse(form)
        except ChangeRefused as refused:
            return self._refused(form, refused)
        impact = self.kind.impact(form)
        typed = [
            (name, value)
            for name in self.data
            if name not in CONTROL_FIELDS
            for value in self.data.getlist(name)
        ]
        context = {"impact": impact, "rows": self.kind.rows(form), "typed": typed, "stale": stale}
        return self._page("deliverables/change_check.html", context, status)

    def save(self, form: Any) -> HttpResponse:
        try:
            changed = self.kind.save(form, _chosen(self.data))
        except ChangeRefused as refused:
            return self._refused(form, refused)
        except StaleDeliverables as stale:
            return self.check(form, stale=str(stale), status=409)
        if changed:
            undo_message(self.request, self.kind.saved(form, changed))
        else:
            messages.info(self.request, "No changes were needed.")
        return redirect(_back(self.request, self.data))

    def _refused(self, form: Any, refused: ChangeRefused) -> HttpResponse:
        form.refuse(refused.problems)
        return self.ask(form, status=422)

    def _page(self, template: str, context: dict[str, object], status: int) -> HttpResponse:
        common = {
            "kind": self.kind,
            "selected": self.kind.selected,
            "what": self.data["what"],
            "next": self.data.get("next", ""),
            "back_url": _back(self.request, self.data),
        }
        return render(self.request, template, common | context, status=status)
