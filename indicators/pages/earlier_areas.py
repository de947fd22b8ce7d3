"""Predecessors of the council in files of published statistics: their figures count up to their last day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.periods import Period, words_for_date

from ..models import Benchmark, Predecessor
from ..rules.dfe import Figure


@dataclass(frozen=True)
class EarlierAreas:
    """The areas that the council took over from."""

    areas: Sequence[Predecessor]

    @classmethod
    def of_council(cls) -> EarlierAreas:
        """All of them (1 query)."""
        return cls(list(Predecessor.objects.all()))

    @property
    def codes(self) -> frozenset[str]:
        """Their codes and numbers."""
        return frozenset(code for each in self.areas for code in (each.ons_code, each.dfe_code) if code)

    def count(self, figure: Figure) -> bool:
        """Whether a figure is not of an earlier area, or for a period that ended by its last day."""
        area = self._with({figure.area.code, figure.area.number})
        return area is None or figure.period.ends_on <= area.ended_on

    def own(self, period: Period, rows: Iterable[Benchmark]) -> tuple[Benchmark, str] | None:
        """The figure that goes before the council's own, with the area's name and last day.

        None where several areas have one: their figures cannot be put together.
        """
        found = [
            (row, f"{area.name}, to {words_for_date(area.ended_on)}")
            for row in rows
            if (area := self._with({row.area_code, row.area_number})) and period.ends_on <= area.ended_on
        ]
        return found[0] if len(found) == 1 else None

    def _with(self, codes: set[str]) -> Predecessor | None:
        wanted = codes - {""}
        return next((each for each in self.areas if {each.ons_code, each.dfe_code} & wanted), None)
