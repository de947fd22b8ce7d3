"""Template tags for the pages of lower rooms: on which boards people sit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template

from councils.models import Person

from ..summaries import boards_of

register = template.Library()


@register.simple_tag
def boards_of_people(person_ids: Sequence[int]) -> dict[int, list[str]]:
    """Names of the boards on which each person sits: `{% boards_of_people page.person_ids as boards %}` (1 query)."""
    return boards_of(person_ids)


@register.filter
def of_person(boards: Mapping[int, list[str]], person: Person | None) -> list[str]:
    """This person's boards, from `boards_of_people`."""
    return boards.get(person.pk, []) if person else []
