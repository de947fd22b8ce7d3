"""Rows of the sheet People: organisations, persons and posts."""

from __future__ import annotations

from councils.models import Organisation, Person, Post

from .cells import day_cell
from .naming import words_by_id
from .row_cells import Cells, row_id
from .sheets import ORGANISATION, PERSON, POST


def people_rows() -> list[Cells]:
    organisations = Organisation.objects.order_by("name", "id")
    people = Person.objects.kept().select_related("organisation").order_by("initials", "name", "id")
    posts = Post.objects.select_related("organisation", "holder").order_by("title", "id")
    persons = list(people)
    words = words_by_id((row_id(each), each.initials or each.name) for each in persons)
    return [
        *(
            {
                "id": row_id(each),
                "row_kind": ORGANISATION,
                "initials": each.abbreviation,
                "name": each.name,
                "organisation_kind": each.get_kind_display(),
            }
            for each in organisations
        ),
        *(
            {
                "id": row_id(each),
                "row_kind": PERSON,
                "initials": each.initials,
                "name": each.name,
                "organisation": each.organisation.name if each.organisation else "",
                "state": each.get_state_display(),
                "email": each.email,
                "telephone": each.telephone,
                "left_on": day_cell(each.left_on),
            }
            for each in persons
        ),
        *(
            {
                "id": row_id(each),
                "row_kind": POST,
                "name": each.title,
                "organisation": each.organisation.name if each.organisation else "",
                "holder": words.get(row_id(each.holder), ""),
                "email": each.email,
            }
            for each in posts
        ),
    ]
