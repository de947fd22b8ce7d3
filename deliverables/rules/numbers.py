"""Rules for the numbers that a plan prints: text, which may occur twice in a strand or be missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")


def number_key(number: str) -> str:
    """What two numbers have in common that a reader takes for the same: "11." is "11"."""
    return number.strip().rstrip(".").casefold()


def numbered_alike(items: Iterable[tuple[object, str, Item]]) -> list[list[Item]]:
    """Groups of items that have the same number in the same strand, from (strand, number, item). No number is none."""
    groups: dict[tuple[object, str], list[Item]] = {}
    for strand, number, item in items:
        if key := number_key(number):
            groups.setdefault((strand, key), []).append(item)
    return [group for group in groups.values() if len(group) > 1]


def times_words(number: int) -> str:
    """ "twice", "3 times"."""
    return "twice" if number == 2 else f"{number} times"
