"""People and posts to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from councils.models import Person, Post


@dataclass(frozen=True)
class Who:
    """Those who can be chosen, by the key that a form sends."""

    found: dict[str, Person | Post]

    @classmethod
    def here(cls, *more: Person | Post | None) -> Who:
        """Posts and people of the council (2 queries). `more` are offered although they may have left."""
        rows: list[Any] = [
            *Post.objects.order_by("title"),
            *Person.objects.present().order_by("name", "initials"),
            *(each for each in more if each),
        ]
        return cls({str(row.public_id): row for row in rows})

    def choices(self, empty: str) -> list[tuple[str, Any]]:
        posts = [(key, str(row)) for key, row in self.found.items() if isinstance(row, Post)]
        people = [(key, str(row)) for key, row in self.found.items() if isinstance(row, Person)]
        groups = [(label, rows) for label, rows in (("Posts", posts), ("People", people)) if rows]
        return [("", empty), *groups]

    def get(self, key: str) -> Person | Post | None:
        return self.found.get(key)


def key_of(row: Person | Post | None) -> str:
    return str(row.public_id) if row else ""
