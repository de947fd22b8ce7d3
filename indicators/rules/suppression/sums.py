"""What adds up in a table: rows below a row, operands of a formula, quarters of a year, the rest of a denominator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from .figures import Counts, Part, Row, is_small

NAMES = ("number", "numerator", "denominator")


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


class Sums:
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
