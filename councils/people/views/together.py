"""Pages that merge two people, and that hand over the work of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.editing import edit_page
from core.words import count_words

from ...actors import CouncilRequest, require
from ...log.saying import saved_message
from ...models import Person, Post
from ...permissions import Permission
from ..access import get_person
from ..actions import hand_over, merge_people
from ..actions.handing_over import takes
from ..actions.merging import refuse_merge
from ..forms import HandOverForm, MergeForm
from ..relations import Use, all_uses, counted, uses_of, work_links
from .pages import address, people_to_choose, trail

SAVE = "save"
DETAILS = (("email", "Email address"), ("telephone", "Telephone number"), ("organisation", "Organisation"))


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: CouncilRequest, council: str, person: UUID) -> HttpResponse:
    """Choose who the same person is, check what moves, and merge."""
    require(request.actor, Permission.PEOPLE_CHANGE)
    row = get_person(person, lock=request.method == "POST")
    data = request.POST if request.method == "POST" else request.GET
    form = MergeForm(data if "into" in data else None, people=people_to_choose(but=row, whatever=True))
    if form.may_save:
        into = form.said["into"]
        uses = all_uses(uses_of(Person, [row.pk]))
        stale = data.get("items", str(len(uses))) != str(len(uses))
        try:
            if request.method == "POST" and not stale:
                return _merged(request, row, into, len(uses))
            refuse_merge(row, into)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            return _merge_preview(request, row, into, uses, stale=stale)
    back = address(request, "person", person=person)
    return edit_page(
        request,
        form,
        heading=f"Merge {row} into someone else",
        back=back,
        trail=trail(request, str(row), back),
        template="councils/people/merge_choose.html",
    )


def _merge_preview(
    request: CouncilRequest, row: Person, into: Person, uses: list[Use], *, stale: bool
) -> HttpResponse:
    lost = [
        words for name, words in DETAILS if getattr(row, name) and getattr(row, name) != getattr(into, name)
    ]
    context = {
        "person": row,
        "into": into,
        "items": len(uses),
        "uses": counted(uses),
        "lost": lost,
        "stale": stale,
        "back_url": address(request, "person", person=row.public_id),
        "trail": trail(request, f"Merge {row}"),
    }
    return render(request, "councils/people/merge.html", context, status=409 if stale else 200)


def _merged(request: CouncilRequest, row: Person, into: Person, number: int) -> HttpResponse:
    label = str(row)
    merged = merge_people(person=row, into=into, by=request.actor)
    saved_message(request, f"{label} merged into {merged}. {count_words(number, 'item')} moved.")
    return redirect(address(request, "person", person=merged.public_id))


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_work(request: CouncilRequest, council: str, person: UUID) -> HttpResponse:
    """Choose what is handed over and to whom, check it, and hand it over."""
    require(request.actor, Permission.PEOPLE_CHANGE)
    row = get_person(person, lock=request.method == "POST")
    uses = all_uses(uses_of(Person, [row.pk], work_links()))
    form = HandOverForm(
        request.POST or None,
        uses=uses,
        people=people_to_choose(but=row),
        posts=list(Post.objects.order_by("title")),
        initial={"chosen": [str(each.public_id) for each in uses]},
    )
    back = address(request, "person", person=person)
    if form.may_save:
        said = form.said
        chosen = {UUID(each) for each in said.get("chosen", ())}
        try:
            if request.POST.get("step") == SAVE:
                return _handed_over(request, row, chosen, said)
            _refuse_hand_over(uses, chosen, said)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            return _hand_over_preview(request, row, said, [each for each in uses if each.public_id in chosen])
    return edit_page(
        request,
        form,
        heading=f"Hand over the work of {row}",
        back=back,
        trail=trail(request, str(row), back),
        save="Continue",
    )


def _refuse_hand_over(uses: list[Use], chosen: set[UUID], said: dict[str, Any]) -> None:
    """Say on the first page what the action would refuse."""
    if chosen and said["to"] is None:
        raise ChangeRefused({"to": "Select who takes over"})
    if not chosen and not said["left_on"]:
        raise ChangeRefused(
            {"chosen" if uses else "left_on": "Select what to hand over, or enter the last day"}
        )


def _hand_over_preview(
    request: CouncilRequest, row: Person, said: dict[str, Any], chosen: list[Use]
) -> HttpResponse:
    to = said["to"]
    moves = [each for each in chosen if to and (takes(to, each.link))]
    context = {
        "person": row,
        "to": to,
        "moves": counted(moves),
        "stays": counted([each for each in chosen if each not in moves]),
        "left_on": said["left_on"],
        "typed": [
            (name, value)
            for name in request.POST
            if name not in ("csrfmiddlewaretoken", "step")
            for value in request.POST.getlist(name)
        ],
        "back_url": address(request, "hand_over", person=row.public_id),
        "trail": trail(request, f"Hand over the work of {row}"),
    }
    return render(request, "councils/people/hand_over.html", context)


def _handed_over(
    request: CouncilRequest, row: Person, chosen: set[UUID], said: dict[str, Any]
) -> HttpResponse:
    number = hand_over(
        person=row,
        to=said["to"],
        by=request.actor,
        today=request.today,
        chosen=chosen,
        left_on=said["left_on"],
        reason=said["reason"],
    )
    text = (
        f"{count_words(number, 'item')} of {row} handed over to {said['to']}."
        if number
        else f"{row} has left."
    )
    saved_message(request, text)
    return redirect(address(request, "person", person=row.public_id))
