"""How rows of one sheet are named on another: by title or number where that means one, else by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .naming import words_by_id


def outcome_words(outcomes: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Words for outcomes by id, from ids, strands and titles: their title, where it means one in its strand."""
    by_strand: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, strand, title in outcomes:
        by_strand[strand].append((key, title))
    return {key: words for pairs in by_strand.values() for key, words in titles_by_id(pairs).items()}


def titles_by_id(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """As `words_by_id`, for titles, which may hold any character."""
    plain = words_by_id((key, _without_marks(title)) for key, title in pairs)
    return {key: f"[{key}]" if plain[key].startswith("[") else title for key, title in pairs}


def _without_marks(title: str) -> str:
    return "".join(" " if each in ";()[]\n" else each for each in title)


def key_outcome_words(outcomes: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Words for key outcomes by id, from ids, numbers and titles: the number, or the title where that is not enough."""
    rows = list(outcomes)
    numbers = words_by_id((key, number) for key, number, _ in rows)
    titles = titles_by_id([(key, title) for key, _, title in rows])
    return {
        key: titles[key] if numbers[key].startswith("[") or not numbers[key] else numbers[key]
        for key, _, _ in rows
    }


def board_words(boards: Iterable[tuple[str, str]]) -> dict[str, str]:
    return titles_by_id(list(boards))
