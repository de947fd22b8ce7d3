"""Small numbers: which figures are hidden before they leave the council, so that nobody can be recognised. Pure.

In words, with the truth tables that the tests run and what exactly is guaranteed: docs/rules/small-numbers.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from .values import Unit

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


def has_small_count(figure: Figure, *, derived: bool) -> bool:
    return any(map(is_small, counts_of(figure, derived=derived).values()))


def may_be_small(value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None) -> bool:
    """Whether a figure may have a small count. Quick, for many: if none may, nothing is hidden."""
    if denominator is None:
        return value is not None and value < SMALLEST_SHOWN
    return numerator is None or numerator < SMALLEST_SHOWN or denominator - numerator < SMALLEST_SHOWN


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
    hiding = _Hiding(small, counts, _Sums(by_id, counts), _dependents(by_id))
    hiding.run()
    return frozenset(hiding.hidden)


Counts = Mapping[Key, Mapping[str, Decimal]]


class _Hiding:
    """Hides more and more figures, until each small count could be at least one other."""

    def __init__(
        self, small: set[Key], counts: Counts, sums: _Sums, dependents: Mapping[int, set[int]]
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


NAMES = ("number", "numerator", "denominator")


class _Sums:
    """What adds up, found when a figure is first asked about: most have no small count anywhere near."""

    def __init__(self, rows: Mapping[int, Row], counts: Counts) -> None:
        self._rows = rows
        self._counts = counts
        self._found: dict[Part, list[Sum]] = defaultdict(list)
        self._looked_at: set[tuple[str, int, str]] = set()
        self._below: dict[int, list[int]] = defaultdict(list)
        self._formulas: dict[int, list[int]] = defaultdict(list)
        for row in rows.values():
            if row.parent is not None and (row.adds_up or not row.derived):
                self._below[row.parent].append(row.id)
            if row.adds_up:
                for each in (row.id, *row.worked_out_from):
                    self._formulas[each].append(row.id)

    def of(self, part: Part) -> list[Sum]:
        """Every sum that the count belongs to, as the total or a part."""
        (row_id, period), _ = part
        parent = self._rows[row_id].parent
        families = [row_id] if parent is None else [row_id, parent]
        self._look("rest", self._rest, [row_id], period)
        self._look("family", self._family, families, period)
        self._look("formula", self._formula, self._formulas[row_id], period)
        self._look("year", self._year, [row_id], _year_of(period))
        return self._found[part]

    def _look(
        self, kind: str, find: Callable[[int, str], Iterable[Sum]], rows: Iterable[int], period: str
    ) -> None:
        for row_id in rows:
            if (kind, row_id, period) in self._looked_at:
                continue
            self._looked_at.add((kind, row_id, period))
            for found in find(row_id, period):
                for part, _ in found.signed:
                    self._found[part].append(found)

    def _rest(self, row_id: int, period: str) -> Iterator[Sum]:
        key = (row_id, period)
        if "rest" in self._counts[key]:
            yield Sum((key, "denominator"), ((key, "numerator"), (key, "rest")))

    def _family(self, parent: int, period: str) -> Iterator[Sum]:
        """A row and the rows below it, or one of these and others beside it ("a. All"), wherever they add up.

        Only a row that is shown can give away rows beside it. So one with a small count is not taken for their total.
        """
        for name in NAMES:
            parts = [((row, period), name) for row in self._below[parent]]
            parts = [part for part in parts if name in self._counts.get(part[0], {})]
            if name in self._counts.get((parent, period), {}):
                yield from _runs(((parent, period), name), parts, self._counts, least=1)
            for part in parts:
                if not is_small(self._counts[part[0]][name]):
                    others = [each for each in parts if each != part]
                    yield from _runs(part, others, self._counts, least=2)

    def _formula(self, row_id: int, period: str) -> Iterator[Sum]:
        """A derived row whose numerator and denominator are the sums of those of other rows."""
        keys = [(operand, period) for operand in self._rows[row_id].worked_out_from]
        for name in ("numerator", "denominator"):
            if all(name in self._counts.get(key, {}) for key in ((row_id, period), *keys)):
                yield Sum(((row_id, period), name), tuple((key, name) for key in keys))

    def _year(self, row_id: int, year: str) -> Iterator[Sum]:
        """A financial year and its four quarters, where they add up."""
        whole = (row_id, year)
        keys = [(row_id, f"{year.removeprefix('FY')}-Q{number}") for number in (1, 2, 3, 4)]
        for name in NAMES:
            if any(name not in self._counts.get(key, {}) for key in (whole, *keys)):
                continue
            if sum(self._counts[key][name] for key in keys) == self._counts[whole][name]:
                yield Sum((whole, name), tuple((key, name) for key in keys))


def _year_of(period: str) -> str:
    """Financial year of a quarter: "FY2015-16" for "2015-16-Q1". Other periods are their own."""
    return f"FY{period[:-3]}" if period[-3:-1] == "-Q" else period


def same_year(period: str) -> tuple[str, ...]:
    """Periods whose figures can give away a figure of this one: those of a quarter's year, or the period alone."""
    year = _year_of(period)
    return (year, *(f"{year[2:]}-Q{number}" for number in range(1, 5))) if year.startswith("FY") else (year,)


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
