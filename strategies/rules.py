"""What a plan's words in addresses may be: the code of a strand, and the name of a strategy."""

from __future__ import annotations

from collections.abc import Container
from itertools import count

from django.utils.text import slugify

RESERVED_SLUGS = frozenset({"new"})
"""Names that are pages of their own below `/strategies/`."""

LONGEST_SLUG = 80


def code_problem(code: str) -> str:
    """What is wrong with a strand's code, which is part of the address of its page. "" if nothing is."""
    if "/" in code or not any(letter.isalnum() for letter in code):
        return "The code must have a letter or a number, and no /"
    return ""


def new_slug(title: str, taken: Container[str]) -> str:
    """The name in addresses for a plan with this title, different from those that are taken."""
    slug = slugify(title)[: LONGEST_SLUG - 4].strip("-") or "plan"
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(each for each in numbered if each not in taken and each not in RESERVED_SLUGS)
