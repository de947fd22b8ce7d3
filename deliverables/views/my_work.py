"""The page "My work" and its cards."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.words import plural
from councils.actors import CouncilRequest, can, require
from councils.models import Person
from councils.permissions import Permission
from councils.tenancy import own_noun
from strategies.selected_quarter import SelectedQuarter, selected_quarter

from .. import my_work as work
from ..approval import proposed_for
from ..models import Deliverable
from ..summaries import state_today
from .fragments import CARD, fragment
from .no_quarter import needs_a_quarter


@require_safe
@needs_a_quarter
def my_work(request: CouncilRequest, council: str) -> HttpResponse:
    """Show what the user's person has to deliver and update, most urgent first (8 queries)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    person = request.actor.person()
    selected = selected_quarter(None, today=request.today)
    work_of_person = work.my_work(person, period=selected.period, today=request.today) if person else None
    context = {
        "person": person,
        "namesake": _namesake(person) if person and work_of_person and not work_of_person.sections else None,
        "may_merge": can(request.actor, Permission.PEOPLE_CHANGE),
        "unlinked": _unlinked_words(request),
        "may_link": can(request.actor, Permission.PEOPLE_MANAGE),
        "selected": selected,
        "work": work_of_person,
        "can_update": can(request.actor, Permission.PROGRESS_RECORD),
        "has_sample": work_of_person is not None and work_of_person.has_sample,
    }
    return render(request, "deliverables/my_work.html", context)


def _namesake(person: Person) -> Person | None:
    """Somebody in the plan with the same name to whom no account is linked: perhaps the same person, entered twice."""
    if not person.name:
        return None
    others = Person.objects.present().exclude(pk=person.pk).filter(user=None, name__iexact=person.name)
    found: Person | None = others.order_by("id").first()
    return found


def _unlinked_words(request: CouncilRequest) -> str:
    """What to do for a user who is not linked to a person."""
    words = (
        f"The {plural(own_noun('deliverable'))} that you lead appear here once your account is linked to your name "
        "in the plan. "
    )
    if can(request.actor, Permission.PEOPLE_MANAGE):
        return words + "To link it, choose your own name on the page “People who can sign in”."
    return words + "Ask an administrator of your council to link it."


def work_card(
    request: CouncilRequest,
    deliverable: Deliverable,
    selected: SelectedQuarter,
    *,
    saved: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return a deliverable's card, the message `saved` or `refused`, and the page's counts.

    4 queries, and 4 more for a deliverable that is not on the person's page.
    """
    person = request.actor.person()
    mine = work.my_work(person, period=selected.period, today=request.today) if person else None
    item = mine.item_of(deliverable) if mine else None
    if item is None:
        state = state_today(deliverable, period=selected.period, today=request.today)
        proposed = proposed_for([deliverable.pk], period=selected.period).get(deliverable.pk)
        item = work.work_item(
            state, person=person, period=selected.period, today=request.today, proposed=proposed
        )
    context = {
        "work": mine,
        "item": item,
        "can_update": can(request.actor, Permission.PROGRESS_RECORD),
        "saved": saved,
        "refused": refused,
    }
    return fragment(request, CARD, "deliverables/_work_answer.html", context, status=status)
