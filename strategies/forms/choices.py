"""What the selects of a list's rows offer: priorities, versions, boards, organisations, posts and people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from boards.models import Board
from councils.models import Organisation, Person, Post

from ..models import Approval, Strand, Strategy

Offered = dict[str, list[tuple[str, Any]]]
Found = dict[str, Any]


def choices_for(name: str, owner: Strategy | Strand) -> tuple[Offered, Found]:
    """Choices by field of the list's form, and the rows that their values stand for (at most 5 queries)."""
    make = _CHOICES.get(name)
    return make(owner) if make else ({}, {})


def _of_printed_priorities(strand: Any) -> tuple[Offered, Found]:
    priorities = list(strand.priorities.all())
    return {"means": [("", "None of them"), *_options(priorities)]}, _by_id(priorities)


def _of_cover(strategy: Any) -> tuple[Offered, Found]:
    boards, people, posts = _boards(), _people(), _posts()
    holders = _groups(("Boards", boards), ("People", people))
    offered = {
        "holder": [("", "Choose a board or a person"), *holders],
        "post": [("", "No post"), *_options(posts)],
    }
    return offered, _by_id(boards, people, posts)


def _of_approvals(strategy: Any) -> tuple[Offered, Found]:
    boards, people, posts = _boards(), _people(), _posts()
    organisations = list(Organisation.objects.order_by("name"))
    versions = list(strategy.versions.all())
    printed = [(kind.value, f"{kind.label}, only as printed") for kind in Approval.Kind if kind != "stage"]
    by = [
        ("", "Choose who approved it"),
        (Approval.Kind.STAGE.value, "A stage, such as “Early draft”"),
        *_groups(("Boards", boards), ("Organisations", organisations), ("Posts", posts), ("People", people)),
        ("Not in these lists", printed),
    ]
    offered = {"version": [("", "Choose a version"), *_options(versions)], "by": by}
    return offered, _by_id(boards, people, posts, organisations, versions)


_CHOICES: dict[str, Callable[[Any], tuple[Offered, Found]]] = {
    "printed-priorities": _of_printed_priorities,
    "cover": _of_cover,
    "approvals": _of_approvals,
}


def _boards() -> list[Any]:
    return list(Board.objects.in_order())


def _people() -> list[Any]:
    return list(Person.objects.kept().order_by("name", "initials"))


def _posts() -> list[Any]:
    return list(Post.objects.order_by("title"))


def _options(rows: Iterable[Any]) -> list[tuple[str, Any]]:
    return [(str(row.public_id), str(row)) for row in rows]


def _groups(*named: tuple[str, list[Any]]) -> list[tuple[str, Any]]:
    return [(label, _options(rows)) for label, rows in named if rows]


def _by_id(*lists: Iterable[Any]) -> Found:
    return {str(row.public_id): row for rows in lists for row in rows}
