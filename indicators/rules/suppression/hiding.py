"""Hide more and more figures, until nobody can work out a small count from what is still shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from .figures import Counts, Figure, Key, Part, Row, counts_of, is_small
from .sums import Sum, Sums

MOST_STEPS = 500
"""Steps of the search for another set of counts that fits what is shown. When they run out, more is hidden."""


def hidden_figures(rows: Iterable[Row], figures: Iterable[Figure]) -> frozenset[Key]:
    """Figures to hide: those with a small count, and those that would give a hidden one back."""
    by_id = {row.id: row for row in rows}
    known = {figure.key: figure for figure in figures}
    counts: Counts = {
        key: counts_of(figure, derived=by_id[key[0]].derived)
        for key, figure in known.items()
        if key[0] in by_id
    }
    small = {key for key, parts in counts.items() if any(map(is_small, parts.values()))}
    if not small:
        return frozenset()
    hiding = _Hiding(small, counts, Sums(by_id, counts), _dependents(by_id))
    hiding.run()
    return frozenset(hiding.hidden)


class _Hiding:
    """Hides more and more figures, until each small count could be at least one other."""

    def __init__(
        self, small: set[Key], counts: Counts, sums: Sums, dependents: Mapping[int, set[int]]
    ) -> None:
        self.small = small
        self.hidden = set(small)
        self.counts = counts
        self.sums = sums
        self.dependents = dependents

    def run(self) -> None:
        self._hide_what_is_worked_out()
        protected = [
            (key, name)
            for key in sorted(self.small)
            for name, count in self.counts[key].items()
            if is_small(count)
        ]
        for part in protected:
            while not self._could_be_another(part) and (more := self._next_to_hide(part)) is not None:
                self.hidden.add(more)
                self._hide_what_is_worked_out()

    def _hide_what_is_worked_out(self) -> None:
        waiting = list(self.hidden)
        while waiting:
            row, period = waiting.pop()
            for other in self.dependents.get(row, ()):
                key = (other, period)
                if key in self.counts and key not in self.hidden:
                    self.hidden.add(key)
                    waiting.append(key)

    def _next_to_hide(self, part: Part) -> Key | None:
        """The smallest figure still shown that counts together with the hidden one, a total only after its parts.

        What stands next to it comes first, then what stands next to that. None if nothing is left to hide.
        """
        seen, layer = {part}, [part]
        while layer:
            found: list[tuple[bool, Decimal, Key]] = []
            beyond: list[Part] = []
            for each in layer:
                for total in self.sums.of(each):
                    for other, sign in total.signed:
                        if other in seen:
                            continue
                        seen.add(other)
                        beyond.append(other)
                        if other[0] not in self.hidden:
                            found.append((sign < 0, self.count(other), other[0]))
            if found:
                return min(found)[2]
            layer = beyond
        return None

    def _could_be_another(self, part: Part) -> bool:
        """Whether other hidden counts, none below zero, fit all that is shown and differ in this one."""
        return any(self.count(part) + step >= 0 and _Search(self).balances({part: step}) for step in (1, -1))

    def count(self, part: Part) -> Decimal:
        key, name = part
        return self.counts[key][name]


class _Search:
    """Looks for another set of hidden counts, each one more or one fewer, that fits all sums."""

    def __init__(self, hiding: _Hiding) -> None:
        self.hiding = hiding
        self.steps = 0

    def balances(self, moved: dict[Part, int]) -> bool:
        self.steps += 1
        if self.steps > MOST_STEPS:
            return False
        unbalanced = self._first_unbalanced(moved)
        if unbalanced is None:
            return True
        total, off = unbalanced
        for part, sign in total.signed:
            if part in moved or part[0] not in self.hiding.hidden:
                continue
            step = -sign if off > 0 else sign
            if self.hiding.count(part) + step >= 0 and self.balances(moved | {part: step}):
                return True
        return False

    def _first_unbalanced(self, moved: Mapping[Part, int]) -> tuple[Sum, int] | None:
        for part in moved:
            for total in self.hiding.sums.of(part):
                off = sum(sign * moved.get(other, 0) for other, sign in total.signed)
                if off:
                    return total, off
        return None


def _dependents(rows: Mapping[int, Row]) -> dict[int, set[int]]:
    """Rows that would give a figure of this row back, by the row: gaps, differences and ratios.

    If nobody says what a derived row is worked out from, it may be any row of its family: the row above it, and the
    rows below that one.
    """
    found: dict[int, set[int]] = defaultdict(set)
    families: dict[int, list[int]] = defaultdict(list)
    for row in rows.values():
        if row.parent is not None:
            families[row.parent].append(row.id)
    for row in rows.values():
        if not row.derived or row.adds_up:
            continue
        family = [] if row.parent is None else [row.parent, *families[row.parent]]
        for operand in row.worked_out_from or family:
            if operand != row.id:
                found[operand].add(row.id)
    return found
