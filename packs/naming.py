"""Whether a pack names people, and what a person is called in one that does not. In words: docs/rules/pack-parts.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from core.words import WordedEnum


class Naming(WordedEnum):
    """Whether a pack shows people by their names or by their roles only."""

    NAMES = "names"
    ROLES = "roles"

    @property
    def word(self) -> str:
        return NAMING_WORDS[self][0]

    @property
    def explained(self) -> str:
        """What the pack shows, in a sentence without its full stop."""
        return NAMING_WORDS[self][1]


NAMING_WORDS: Mapping[Naming, tuple[str, str]] = {
    Naming.NAMES: ("By their names", "Leads, owners and authors are named, with their initials in the plan"),
    Naming.ROLES: (
        "By their roles only",
        "Posts and organisations are shown instead of names and initials. What people have written stays as they "
        "wrote it",
    ),
}

NO_ROLE = "Role not recorded"
"""Instead of a person with neither a post nor an organisation."""
NO_AUTHOR = "Somebody whose role is not recorded"
"""Instead of an author of whom nothing is known."""
OTHERS = "Other recipient"
"""Instead of an address that belongs to no post or seat."""


def role_of(posts: Sequence[str], organisation: str) -> str:
    """A person by the only post that they hold, or else by their organisation."""
    return posts[0] if len(posts) == 1 else organisation or NO_ROLE


def author_of(person_role: str, member_role: str) -> str:
    """An author by their role in the plan, or else by the role in which they sign in: "Officer"."""
    return person_role if person_role not in ("", NO_ROLE) else member_role or NO_AUTHOR


def once_each(words: Iterable[str]) -> tuple[str, ...]:
    """The same role once, in the order given."""
    return tuple(dict.fromkeys(words))


def counted(roles: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Roles on a distribution list with the board they sit on, the same once: "Member (3)"."""
    found = Counter((role or OTHERS, board) for role, board in roles)
    return [(f"{role} ({count})" if count > 1 else role, board) for (role, board), count in found.items()]
