"""Small numbers: which figures are hidden before they leave the council, so that nobody can be recognised. Pure.

In words, with the truth tables that the tests run and what exactly is guaranteed: docs/rules/small-numbers.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from core.periods import Period, PeriodKind, Quarter

from .rules import Unit

SMALLEST_SHOWN = 5
"""A count below this is hidden."""

MOST_STEPS = 500
"""Steps of the search for another set of counts that fits what is shown. When they run out, more is hidden."""

Key = tuple[int, str]
"""A figure: its row and its period."""

Part = tuple[Key, str]
"""A count of a figure: `number`, `numerator`, `denominator` or `rest` (denominator − numerator)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, in table order. A `derived` row is worked out from others, or from nobody says which.

    `adds_up`: its numerators and denominators are the sums of those of the rows that it is worked out from.
    """

    id: int
    parent: int | None = None
    derived: bool = False
    worked_out_from: tuple[int, ...] = ()
    adds_up: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """What is recorded for a row and a period, as far as it may count people."""

    row: int
    period: str
    unit: Unit
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def key(self) -> Key:
        return self.row, self.period


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is the sum of `parts`."""

    total: Part
    parts: tuple[Part, ...]

    @property
    def signed(self) -> Iterator[tuple[Part, int]]:
        yield self.total, -1
        for part in self.parts:
            yield part, 1


def counts_of(figure: Figure, *, derived: bool = False) -> dict[str, Decimal]:
    """Counts of people that the figure states or gives away.

    A percentage gives away its numerator if its denominator is known. A whole number is a count, unless it is known
    what it is out of (then it is a rate) or it is derived (then it is a difference or a ratio).
    """
    whole, part = figure.denominator, figure.numerator
    if whole is None:
        value = figure.value
        if derived or figure.unit != Unit.NUMBER or value is None or value < 0 or value % 1:
            return {}
        return {"number": value}
    if part is None and figure.unit == Unit.PERCENT and figure.value is not None:
        part = (figure.value * whole / 100).quantize(Decimal(1), ROUND_HALF_UP)
    counts = {"denominator": whole}
    if part is not None:
        counts["numerator"] = part
        if part <= whole:
            counts["rest"] = whole - part
    return counts


def is_small(count: Decimal) -> bool:
    return 0 <= count < SMALLEST_SHOWN


def hidden_figures(rows: Iterable[Row], figures: Iterable[Figure]) -> frozenset[Key]:
    """Figures to hide: those with a small count, and those that would give a hidden one back."""
    by_id = {row.id: row for row in rows}
    known = {figure.key: figure for figure in figures}
    counts = {
        key: counts_of(figure, derived=by_id[key[0]].derived)
        for key, figure in known.items()
        if key[0] in by_id
    }
    small = {key for key, parts in counts.items() if any(map(is_small, parts.values()))}
    if not small:
        return frozenset()
    hiding = _Hiding(
        small,
        {(key, name): count for key, parts in counts.items() for name, count in parts.items()},
        [*_sums(by_id, counts)],
        _dependents(by_id),
        counts.keys(),
    )
    hiding.run()
    return frozenset(hiding.hidden)


class _Hiding:
    """Hides more and more figures, until each small count could be at least one other."""

    def __init__(
        self,
        small: set[Key],
        counts: Mapping[Part, Decimal],
        sums: Sequence[Sum],
        dependents: Mapping[int, set[int]],
        keys: Iterable[Key],
    ) -> None:
        self.hidden = set(small)
        self.counts = counts
        self.sums_of: dict[Part, list[Sum]] = defaultdict(list)
        for each in sums:
            for part, _ in each.signed:
                self.sums_of[part].append(each)
        self.dependents = dependents
        self.keys = frozenset(keys)
        self.protected = [part for part, count in counts.items() if part[0] in small and is_small(count)]

    def run(self) -> None:
        self._hide_what_is_worked_out()
        for part in self.protected:
            while not self._could_be_another(part) and (more := self._next_to_hide(part)) is not None:
                self.hidden.add(more)
                self._hide_what_is_worked_out()

    def _hide_what_is_worked_out(self) -> None:
        waiting = list(self.hidden)
        while waiting:
            row, period = waiting.pop()
            for other in self.dependents.get(row, ()):
                key = (other, period)
                if key in self.keys and key not in self.hidden:
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
                for total in self.sums_of[each]:
                    for other, sign in total.signed:
                        if other in seen:
                            continue
                        seen.add(other)
                        beyond.append(other)
                        if other[0] not in self.hidden:
                            found.append((sign < 0, self.counts[other], other[0]))
            if found:
                return min(found)[2]
            layer = beyond
        return None

    def _could_be_another(self, part: Part) -> bool:
        """Whether other hidden counts, none below zero, fit all that is shown and differ in this one."""
        return any(self.counts[part] + step >= 0 and _Search(self).balances({part: step}) for step in (1, -1))


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
            if self.hiding.counts[part] + step >= 0 and self.balances(moved | {part: step}):
                return True
        return False

    def _first_unbalanced(self, moved: Mapping[Part, int]) -> tuple[Sum, int] | None:
        for part in moved:
            for total in self.hiding.sums_of[part]:
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


Counts = Mapping[Key, Mapping[str, Decimal]]


def _sums(rows: Mapping[int, Row], counts: Counts) -> Iterator[Sum]:
    """Everything that adds up among the figures: n and the rest, rows of one family, and quarters of a year."""
    for key, parts in counts.items():
        if "rest" in parts:
            yield Sum((key, "denominator"), ((key, "numerator"), (key, "rest")))
    yield from _sums_of_families(rows, counts)
    yield from _sums_of_formulas(rows, counts)
    yield from _sums_of_years(counts)


NAMES = ("number", "numerator", "denominator")


def _sums_of_families(rows: Mapping[int, Row], counts: Counts) -> Iterator[Sum]:
    """A row and the rows below it, or one of these and others beside it ("a. All"), wherever they add up.

    Only a row that is shown can give away rows beside it. So one with a small count is not taken for their total.
    """
    order = {row_id: at for at, row_id in enumerate(rows)}
    families: dict[tuple[int, str], list[Key]] = defaultdict(list)
    for key in sorted(counts, key=lambda key: order[key[0]]):
        row = rows[key[0]]
        if row.parent is not None and not (row.derived and not row.adds_up):
            families[row.parent, key[1]].append(key)
    for (parent, period), children in families.items():
        for name in NAMES:
            parts = [(key, name) for key in children if name in counts[key]]
            total = ((parent, period), name)
            if name in counts.get(total[0], {}):
                yield from _runs(total, parts, counts, least=1)
            for part in parts:
                if not is_small(counts[part[0]][name]):
                    yield from _runs(part, [each for each in parts if each != part], counts, least=2)


def _runs(total: Part, parts: Sequence[Part], counts: Counts, *, least: int) -> Iterator[Sum]:
    """Runs of neighbours, in table order, that add up to the total: boys and girls, then the kinds of support.

    Rows with nobody at either end belong to the run.
    """
    goal = counts[total[0]][total[1]]
    so_far = [*accumulate((counts[key][name] for key, name in parts), initial=Decimal(0))]
    last = {reached: at for at, reached in enumerate(so_far)}
    for start, before in enumerate(so_far[:-1]):
        follows_nobody = start > 0 and before == so_far[start - 1]
        end = last.get(before + goal, 0)
        if not follows_nobody and end - start >= least:
            yield Sum(total, tuple(parts[start:end]))


def _sums_of_formulas(rows: Mapping[int, Row], counts: Counts) -> Iterator[Sum]:
    """A derived row whose numerator and denominator are the sums of those of other rows."""
    for (row_id, period), own in counts.items():
        row = rows[row_id]
        if not row.adds_up:
            continue
        for name in ("numerator", "denominator"):
            keys = [(operand, period) for operand in row.worked_out_from]
            if name in own and all(name in counts.get(key, {}) for key in keys):
                yield Sum(((row_id, period), name), tuple((key, name) for key in keys))


def _sums_of_years(counts: Counts) -> Iterator[Sum]:
    """A financial year and its four quarters, where they add up."""
    for (row, period), own in counts.items():
        year = Period.parse(period)
        if year.kind != PeriodKind.FINANCIAL_YEAR:
            continue
        first = Quarter.of(year.starts_on)
        quarters = [first, first.next, first.next.next, first.next.next.next]
        for name in NAMES:
            keys = [(row, quarter.label) for quarter in quarters]
            if name not in own or any(name not in counts.get(key, {}) for key in keys):
                continue
            if sum(counts[key][name] for key in keys) == own[name]:
                yield Sum(((row, period), name), tuple((key, name) for key in keys))
