"""History of one indicator: every reading with its RAG, and every target with its forecast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from core.periods import Period, words_for_date
from core.rag import Rag, Verdict
from councils.log.acts import log_day
from councils.log.names import actor_names
from councils.log.words import who
from councils.models import Change
from strategies.models import ReportingPeriod

from ..columns import Forecast, facts_of
from ..models import Indicator, Reading
from ..rules import MissingCode, TargetFacts, Unit, decimals_of, shown_words, target_for
from ..series_breaks import BreakLine, breaks_of
from ..small_numbers import Hidden
from ..summaries import IndicatorState, figure_words, judge, target_words

CORRECTING = {
    "reading.recorded": "Recorded",
    "reading.corrected": "Corrected",
    "reading.derived": "Worked out again",
}
"""Words for acts that write a reading, by their verbs."""


@dataclass(frozen=True)
class ReadingLine:
    """One reading of an indicator, with the target for its period, and the breaks between it and the earlier ones.

    `closed_quarter` is its period in words, if that is a closed quarter, whose figures stay as they are.
    """

    reading: Reading
    period: str
    words: str
    parts: str
    target: TargetFacts | None
    target_words: str
    verdict: Verdict
    corrections: tuple[str, ...] = ()
    is_hidden_outside: bool = False
    breaks: tuple[BreakLine, ...] = ()
    workings: str = ""
    variation: str = ""
    closed_quarter: str = ""

    @property
    def sources(self) -> str:
        return "; ".join(self.reading.sources)

    @property
    def is_rated(self) -> bool:
        return self.verdict.rag != Rag.NOT_RATED


@dataclass(frozen=True)
class Figures:
    """Readings of an indicator, latest first, and which columns of their table hold anything.

    `breaks` are those that were marked, and `all_breaks` have the ends of predecessors too. `breaks_ahead` are those
    after which there is no reading yet.
    """

    lines: list[ReadingLine]
    all_breaks: list[BreakLine]
    breaks_ahead: tuple[BreakLine, ...]

    @property
    def breaks(self) -> list[BreakLine]:
        return [each for each in self.all_breaks if each.broken]

    @property
    def columns(self) -> int:
        """Number of columns of the table, besides the one for changes."""
        return 2 + sum(
            (
                *(self.has_parts, self.has_workings, self.has_targets),
                *(self.is_rated, self.has_variation, self.has_notes),
            )
        )

    @property
    def has_workings(self) -> bool:
        return any(line.workings for line in self.lines)

    @property
    def has_hidden(self) -> bool:
        """Whether any of them is hidden on what leaves the council."""
        return any(line.is_hidden_outside for line in self.lines)

    @property
    def has_parts(self) -> bool:
        return any(line.parts for line in self.lines)

    @property
    def has_targets(self) -> bool:
        return any(line.target_words for line in self.lines)

    @property
    def has_notes(self) -> bool:
        return any(line.reading.note or line.sources or line.corrections for line in self.lines)

    @property
    def has_variation(self) -> bool:
        return any(line.variation for line in self.lines)

    @property
    def is_rated(self) -> bool:
        return any(line.is_rated for line in self.lines)

    @property
    def why_not_rated(self) -> str:
        """Reason why the latest reading is not rated, if none is."""
        return "" if self.is_rated or not self.lines else self.lines[0].verdict.reason

    def with_variation(self, marks: Mapping[str, str]) -> Figures:
        """The same, with the special cause of each figure that has one. `marks` are by period."""
        lines = [replace(line, variation=marks.get(line.reading.period, "")) for line in self.lines]
        return replace(self, lines=lines)


def figures_of(
    state: IndicatorState, workings: Mapping[str, str] | None = None, *, hidden: Hidden
) -> Figures:
    """Readings of the indicator, with breaks and what they were corrected from (4 queries, 1 more if any was).

    `workings` of a derived row are by period. `hidden` readings are those to hide on what leaves the council.
    """
    row, targets = state.indicator, list(state.targets.values())
    closed = ReportingPeriod.objects.filter(label=OuterRef("period"), closed_at__isnull=False)
    found = Reading.objects.filter(indicator=row).latest_first().annotate(is_closed=Exists(closed))
    readings: list[Any] = list(found)
    decimals = _decimals([*(each.value for each in readings), *(each.value for each in targets)])
    corrections = _corrections(row, readings)
    all_breaks = breaks_of([row.pk])[row.pk]
    at = _places_of_breaks(all_breaks, readings)
    lines = []
    for place, reading in enumerate(readings):
        facts = facts_of(reading)
        target = target_for(facts, targets)
        has_target = target is not None and target.value is not None
        lines.append(
            ReadingLine(
                reading=reading,
                period=Period.parse(reading.period).words,
                words=figure_words(row, facts, decimals),
                parts=facts.parts,
                target=target,
                target_words=target_words(row, target, decimals) if has_target else "",
                verdict=judge(row, facts, targets),
                corrections=tuple(corrections.get(reading.public_id, ())),
                is_hidden_outside=(row.id, reading.period) in hidden,
                breaks=tuple(at[place]),
                closed_quarter=Period.parse(reading.period).short_words if reading.is_closed else "",
                workings=(workings or {}).get(reading.period, ""),
            )
        )
    return Figures(lines, all_breaks, tuple(at[-1]))


def _places_of_breaks(breaks: Iterable[BreakLine], readings: Sequence[Reading]) -> dict[int, list[BreakLine]]:
    """The breaks below each reading, by its place from the latest. -1 is above all of them."""
    at: dict[int, list[BreakLine]] = defaultdict(list)
    for each in breaks:
        at[sum(reading.ends_on >= each.starts_on for reading in readings) - 1].append(each)
    return at


def _corrections(row: Indicator, readings: Iterable[Reading]) -> dict[UUID, list[str]]:
    """ "Corrected from 45.1% on 3 July 2016 by Officer", latest first, from the change log (1 or 2 queries).

    At the end is who recorded it. A derived value was worked out again.

    The log has real days, also in a training council.
    """
    ids = [reading.public_id for reading in readings]
    if not ids:
        return {}
    own = Change.objects.filter(table=Reading._meta.db_table, object_id__in=ids, verb__in=CORRECTING)
    own = own.exclude(verb="reading.derived", op=Change.Op.INSERT)
    changes = [
        change
        for change in own.order_by("-seq")
        if change.op == Change.Op.INSERT or _was(row, change.before or {})
    ]
    names = actor_names({change.actor for change in changes}) if changes else {}
    found: dict[UUID, list[str]] = defaultdict(list)
    for change in changes:
        day = words_for_date(log_day(change.at))
        did = CORRECTING[change.verb]
        was = "" if change.op == Change.Op.INSERT else f" from {_was(row, change.before or {})}"
        found[change.object_id].append(f"{did}{was} on {day} by {who(change.actor, names)}")
    return found


def _was(row: Indicator, before: Mapping[str, Any]) -> str:
    """The earlier value in words, or "" if another column was corrected."""
    if before.get("value") is not None:
        return shown_words(Decimal(str(before["value"])), Unit(row.unit), row.decimals)
    return MissingCode(code).word if (code := before.get("missing_code")) else str(before.get("text") or "")


def _decimals(values: Iterable[Decimal | None]) -> int:
    """Decimals that the longest of the figures needs."""
    return max((decimals_of(value) for value in values if value is not None), default=0)


@dataclass(frozen=True)
class TargetLine:
    """A target with a person's latest forecast for it. The forecast is never computed."""

    target: TargetFacts
    period: str
    words: str
    confidence: Forecast | None

    @property
    def confidence_rag(self) -> Rag:
        return self.confidence.rag if self.confidence else Rag.NOT_RATED

    @property
    def samples(self) -> set[bool]:
        """Whether what is known of the target is a sample: its value and its forecast."""
        value = {self.target.sample} if self.target.value is not None else set()
        return value | ({self.confidence.sample} if self.confidence else set())


def target_lines(state: IndicatorState) -> list[TargetLine]:
    decimals = _decimals(target.value for target in state.targets.values())
    return [
        TargetLine(
            target=target,
            period=Period.parse(target.period).words,
            words=target_words(state.indicator, target, decimals),
            confidence=state.forecasts.get(target.period),
        )
        for target in state.targets.values()
    ]
