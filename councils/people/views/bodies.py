"""Pages that add, change and remove organisations and posts."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from core.ui.editing import save_or_show

from ...actors import CouncilRequest, require
from ...log.saying import saved_message
from ...permissions import Permission
from ..access import get_organisation, get_post
from ..actions import (
    add_organisation,
    add_post,
    change_organisation,
    change_post,
    remove_organisation,
    remove_post,
)
from ..actions.posts import holding_of
from ..forms import OrganisationForm, PostForm
from .pages import address, organisations, people_to_choose, remove_page, trail

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def new_organisation(request: CouncilRequest, council: str) -> HttpResponse:
    require(request.actor, Permission.PEOPLE_CHANGE)
    form = OrganisationForm(request.POST or None, organisations=organisations(), initial={"kind": "other"})
    return _page(request, form, partial(add_organisation, by=request.actor), "Add an organisation")


@require_http_methods(FORM_METHODS)
def organisation(request: CouncilRequest, council: str, organisation: UUID) -> HttpResponse:
    require(request.actor, Permission.PEOPLE_CHANGE)
    row = get_organisation(organisation, lock=request.method == "POST")
    names = ("name", "abbreviation", "kind", "valid_from", "valid_to", "successor")
    others = [each for each in organisations() if each != row]
    form = OrganisationForm(
        request.POST or None, shown={name: getattr(row, name) for name in names}, organisations=others
    )
    return _page(
        request,
        form,
        partial(change_organisation, organisation=row, by=request.actor),
        "Change an organisation",
        remove_url=address(request, "remove_organisation", organisation=organisation),
    )


@require_http_methods(FORM_METHODS)
def organisation_removal(request: CouncilRequest, council: str, organisation: UUID) -> HttpResponse:
    require(request.actor, Permission.PEOPLE_CHANGE)
    row = get_organisation(organisation, lock=request.method == "POST")
    return remove_page(
        request,
        row,
        partial(remove_organisation, organisation=row, by=request.actor),
        back=address(request, "organisation", organisation=organisation),
        warning="You can only remove an organisation that nothing names. If it has ended, enter its last day instead.",
    )


@require_http_methods(FORM_METHODS)
def new_post(request: CouncilRequest, council: str) -> HttpResponse:
    require(request.actor, Permission.PEOPLE_CHANGE)
    form = PostForm(request.POST or None, organisations=organisations(), people=people_to_choose())
    return _page(request, form, partial(add_post, by=request.actor), "Add a post")


@require_http_methods(FORM_METHODS)
def post(request: CouncilRequest, council: str, post: UUID) -> HttpResponse:
    require(request.actor, Permission.PEOPLE_CHANGE)
    row = get_post(post, lock=request.method == "POST")
    current = holding_of(row)
    shown: dict[str, Any] = {
        name: getattr(row, name) for name in ("title", "organisation", "holder", "email")
    }
    shown["held_from"] = current.held_from if current else None
    people = people_to_choose()
    if row.holder and row.holder not in people:
        people.append(row.holder)
    form = PostForm(request.POST or None, shown=shown, organisations=organisations(), people=people)
    return _page(
        request,
        form,
        partial(_change_post, request, row, shown["held_from"]),
        "Change a post",
        remove_url=address(request, "remove_post", post=post),
    )


def _change_post(request: CouncilRequest, row: Any, began: Any, **said: Any) -> Any:
    """Change the post. The day of the last holder, if it was left in the form, is not the next one's."""
    if said["holder"] != row.holder and said["held_from"] == began:
        said["held_from"] = None
    return change_post(post=row, by=request.actor, today=request.today, **said)


@require_http_methods(FORM_METHODS)
def post_removal(request: CouncilRequest, council: str, post: UUID) -> HttpResponse:
    require(request.actor, Permission.PEOPLE_CHANGE)
    row = get_post(post, lock=request.method == "POST")
    return remove_page(
        request,
        row,
        partial(remove_post, post=row, by=request.actor),
        back=address(request, "post", post=post),
        warning="You can only remove a post that nothing names. The history of its holders is removed with it.",
    )


def _page(request: CouncilRequest, form: Any, save: Any, heading: str, **more: Any) -> HttpResponse:
    return save_or_show(
        request,
        form,
        lambda: f"{save(**form.said)} saved.",
        done=address(request),
        say=saved_message,
        heading=heading,
        back=address(request),
        trail=trail(request),
        template="councils/people/edit_body.html",
        **more,
    )
