"""Pages of the people list and of one person."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import ChangeRefused
from core.ui.editing import edit_page
from core.words import count_words

from ...actors import CouncilRequest, can, require
from ...log.saying import saved_message
from ...models import Person
from ...permissions import Permission
from .. import summaries
from ..access import get_person
from ..actions import add_person, change_person, identify_person, make_vacancies, remove_person
from ..forms import IdentifyForm, PersonForm
from .pages import address, organisations, people_to_choose, remove_page, trail

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def people(request: CouncilRequest, council: str) -> HttpResponse:
    """List people, posts and organisations."""
    require(request.actor, Permission.PEOPLE_NAMES)
    context = {
        "directory": summaries.directory(today=request.today),
        "may_change": can(request.actor, Permission.PEOPLE_CHANGE),
    }
    return render(request, "councils/people/people.html", context)


@require_safe
def person(request: CouncilRequest, council: str, person: UUID) -> HttpResponse:
    """One person and all that names them."""
    require(request.actor, Permission.PEOPLE_NAMES)
    context = {
        "page": summaries.person_page(get_person(person), today=request.today),
        "may_change": can(request.actor, Permission.PEOPLE_CHANGE),
    }
    return render(request, "councils/people/person.html", context)


@require_safe
def to_identify(request: CouncilRequest, council: str) -> HttpResponse:
    """Unknown initials and places to be confirmed, each with where it is used."""
    require(request.actor, Permission.PEOPLE_CHANGE)
    return render(request, "councils/people/to_identify.html", {"unknown": summaries.to_identify()})


@require_http_methods(FORM_METHODS)
def add(request: CouncilRequest, council: str) -> HttpResponse:
    require(request.actor, Permission.PEOPLE_CHANGE)
    form = PersonForm(request.POST or None, organisations=organisations(), has_left=False)
    if form.may_save:
        try:
            new = add_person(by=request.actor, **form.said)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            saved_message(request, f"{new} added.")
            return redirect(address(request))
    return edit_page(
        request, form, heading="Add a person", back=address(request), trail=trail(request), save="Add person"
    )


@require_http_methods(FORM_METHODS)
def change(request: CouncilRequest, council: str, person: UUID) -> HttpResponse:
    require(request.actor, Permission.PEOPLE_CHANGE)
    row = get_person(person, lock=request.method == "POST")
    back = address(request, "person", person=person)
    shown: dict[str, Any] = {
        name: getattr(row, name) for name in ("name", "initials", "organisation", "email", "telephone")
    }
    form = PersonForm(
        request.POST or None, shown=shown, organisations=organisations(), has_left=row.left_on is not None
    )
    label = str(row)
    if form.may_save:
        try:
            change_person(person=row, by=request.actor, **form.said)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
        else:
            saved_message(request, f"{row} saved.")
            return redirect(back)
    return edit_page(
        request, form, heading="Change a person", caption=label, back=back, trail=trail(request, label, back)
    )


@require_http_methods(FORM_METHODS)
def identify(request: CouncilRequest, council: str, person: UUID) -> HttpResponse:
    """Say who initials are, once for all that names them."""
    require(request.actor, Permission.PEOPLE_CHANGE)
    row = get_person(person, lock=request.method == "POST")
    form = IdentifyForm(
        request.POST or None,
        shown={"name": row.name, "email": row.email, "organisation": row.organisation},
        organisations=organisations(),
        people=people_to_choose(but=row, whatever=True),
    )
    back, label = address(request, "to_identify"), str(row)
    if form.may_save:
        try:
            return _settled(request, row, form.said)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
    return edit_page(
        request,
        form,
        heading=f"Who is {label}?",
        back=back,
        trail=trail(request, "To identify", back),
        template="councils/people/identify.html",
        uses=summaries.person_page(row, today=request.today).uses,
    )


def _settled(request: CouncilRequest, row: Person, said: dict[str, Any]) -> HttpResponse:
    """Do what the form says, and go back to the others. For somebody known, the page that merges is next."""
    if said["how"] == IdentifyForm.SAME:
        merge_url = address(request, "merge", person=row.public_id)
        return redirect(f"{merge_url}?into={said['into'].public_id}")
    label = str(row)
    if said["how"] == IdentifyForm.VACANT:
        number = make_vacancies(person=row, by=request.actor)
        saved_message(request, f"{label} removed. {count_words(number, 'place')} to be confirmed.")
    else:
        details = {name: said[name] for name in ("name", "email", "organisation")}
        named = identify_person(person=row, by=request.actor, **details)
        saved_message(request, f"{label} is {named.name}.")
    return redirect(address(request, "to_identify"))


@require_http_methods(FORM_METHODS)
def remove(request: CouncilRequest, council: str, person: UUID) -> HttpResponse:
    require(request.actor, Permission.PEOPLE_CHANGE)
    row = get_person(person, lock=request.method == "POST")
    return remove_page(
        request,
        row,
        partial(remove_person, person=row, by=request.actor),
        back=address(request, "person", person=person),
        warning="You can only remove a person whom nothing names. A person with a name or an email address cannot "
        "be brought back with Undo, because the log does not keep personal details.",
    )
