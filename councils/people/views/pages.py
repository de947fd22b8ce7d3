"""What the pages about people have in common: their addresses, and the page that removes something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from core.ui.editing import save_or_show

from ...actors import CouncilRequest
from ...log.saying import saved_message
from ...models import Organisation, Person
from ..forms import RemoveForm


def address(request: CouncilRequest, name: str = "people", **arguments: Any) -> str:
    return reverse(f"councils:{name}", kwargs={"council": request.council.slug, **arguments})


def trail(request: CouncilRequest, *more: str) -> list[str]:
    """Breadcrumbs from the people page on: labels and addresses."""
    return ["People", address(request), *more]


def organisations() -> list[Organisation]:
    return list(Organisation.objects.order_by("name"))


def people_to_choose(*, but: Person | None = None, whatever: bool = False) -> list[Person]:
    """People who can be chosen, by name; `whatever` also those who have left."""
    people = Person.objects.kept() if whatever else Person.objects.present()
    return list(people.exclude(pk=but.pk if but else None).order_by("name", "initials", "id"))


def remove_page(
    request: CouncilRequest, row: Any, remove: Callable[[], None], *, back: str, warning: str
) -> HttpResponse:
    """Ask whether the row is to be removed, and remove it."""
    form = RemoveForm(request.POST or None, shown={})
    name = str(row)

    def act() -> str:
        remove()
        return f"{name} removed."

    return save_or_show(
        request,
        form,
        act,
        done=address(request),
        say=saved_message,
        heading=f"Remove {name}",
        intro=warning,
        back=back,
        trail=trail(request),
        save="Remove",
    )
