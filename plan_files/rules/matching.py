"""Rows that say the same twice, and rows that the plan already has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from plan_files.rules.asking import Asked, quoted
from plan_files.rules.doubts import Choice, DoubtKind
from plan_files.rules.keys import fold, likeness, words_of
from plan_files.rules.review import Existing, ImportedRow, LeftOut

ALIKE = 0.82
ALIKE_WITH_NUMBER = 0.55
FEW = 40
"""Deliverables that share a word with a title, at most, to be compared with it letter by letter."""


def settle_duplicates(rows: Sequence[ImportedRow], asked: Asked) -> tuple[list[ImportedRow], list[LeftOut]]:
    """Ask about rows with the title of an earlier row. If nothing differs, the later one is left out by proposal."""
    kept: list[ImportedRow] = []
    left_out: list[LeftOut] = []
    first: dict[str, ImportedRow] = {}
    for row in rows:
        title = fold(row.title)
        earlier = first.setdefault(title, row)
        if earlier is row or not title:
            kept.append(row)
            continue
        same = _facts(earlier) == _facts(row)
        choices = [
            Choice("keep", "They are two deliverables"),
            Choice("leave_out", f"It is one: leave out the row at {row.places[0]}"),
        ]
        answer = asked.ask(
            DoubtKind.DUPLICATE,
            [earlier.key, row.key],
            about=row.key,
            subject=row.title,
            sentence=f"{quoted(row.title)} stands at {earlier.places[0]} and at {row.places[0]}.",
            choices=choices[::-1] if same else choices,
        )
        if answer == "leave_out":
            left_out.append(LeftOut(row.table, row.row, row.places[0], row.cells, "The same row again"))
        else:
            kept.append(row)
    return kept, left_out


def _facts(row: ImportedRow) -> tuple[str, str, str, str]:
    return fold(row.section), fold(row.by_when), fold(row.lead), fold(" ".join(row.detail))


class Matcher:
    """The deliverables that the plan already has."""

    def __init__(self, existing: Iterable[Existing]) -> None:
        self.existing = tuple(existing)
        self._by_key = {each.key: each for each in self.existing if each.key}
        self._by_id = {each.id: each for each in self.existing}
        self._by_title: defaultdict[str, list[Existing]] = defaultdict(list)
        self._by_number: defaultdict[tuple[str, str], list[Existing]] = defaultdict(list)
        self._by_word: defaultdict[str, list[Existing]] = defaultdict(list)
        for each in self.existing:
            self._by_title[fold(each.title)].append(each)
            if each.number:
                self._by_number[(fold(each.section), fold(each.number))].append(each)
            for word in set(words_of(each.title)):
                self._by_word[word].append(each)

    def matched(self, rows: Sequence[ImportedRow], asked: Asked) -> tuple[list[ImportedRow], tuple[str, ...]]:
        """The rows, each with the deliverable that it changes, and the ids of those that no row matches."""
        if not self.existing:
            return list(rows), ()
        taken: set[str] = set()
        certain: dict[int, Existing] = {}
        for place, row in enumerate(rows):
            found = self._certain(row, taken)
            if found is not None:
                certain[place] = found
                taken.add(found.id)
        matched: list[ImportedRow] = []
        for place, row in enumerate(rows):
            found = certain.get(place) or self._asked_about(row, taken, asked)
            if found is not None:
                taken.add(found.id)
            matched.append(replace(row, matches=found.id if found else ""))
        return matched, tuple(each.id for each in self.existing if each.id not in taken)

    def _certain(self, row: ImportedRow, taken: set[str]) -> Existing | None:
        """By its id or key, or by the same title in the same section, or by a title that only one other has."""
        known = self._by_id.get(row.key) or self._by_key.get(row.key)
        if known is not None and known.id not in taken:
            return known
        same = [each for each in self._by_title[fold(row.title)] if each.id not in taken]
        here = [each for each in same if fold(each.section) == fold(row.section)]
        if len(here) > 1:
            here = [each for each in here if fold(each.number) == fold(row.number)] or here
        return here[0] if here else (same[0] if len(same) == 1 else None)

    def _asked_about(self, row: ImportedRow, taken: set[str], asked: Asked) -> Existing | None:
        """One with the same number and a similar title, or with nearly the same title: a person says whether it is."""
        numbered = [
            each
            for each in self._by_number[(fold(row.section), fold(row.number))]
            if row.number and each.id not in taken and likeness(each.title, row.title) >= ALIKE_WITH_NUMBER
        ]
        similar = numbered or [
            each for each in self._nearest(row, taken) if likeness(each.title, row.title) >= ALIKE
        ]
        if not similar:
            return None
        choices = [
            Choice(f"same:{each.id}", f"It is {quoted(each.title)}, with changes") for each in similar[:5]
        ]
        answer = asked.ask(
            DoubtKind.SAME_AS,
            [row.key],
            about=row.key,
            subject=row.title,
            sentence=f"The plan already has {quoted(similar[0].title)}. The file has {quoted(row.title)}.",
            choices=[*choices, Choice("new", "It is new")],
        )
        return next((each for each in similar if f"same:{each.id}" == answer), None)

    def _nearest(self, row: ImportedRow, taken: set[str]) -> list[Existing]:
        """The deliverables that share the rarest words with a title."""
        words = sorted(set(words_of(row.title)), key=lambda word: len(self._by_word.get(word, ())))
        shared: dict[str, int] = {}
        for word in words:
            holders = self._by_word.get(word, [])
            if len(holders) > FEW * 5 and shared:
                break
            for each in holders:
                shared[each.id] = shared.get(each.id, 0) + 1
        best = sorted(shared, key=lambda each: -shared[each])[:FEW]
        return [self._by_id[each] for each in best if each not in taken and shared[each] * 2 >= len(words)]
