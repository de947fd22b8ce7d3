"""How indicators stand: their latest figures beside the targets, and the tables as the plan prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.periods import Period
from core.rag import Rag, Verdict

from .models import ConfidenceRating, Indicator, Reading, Target
from .models.indicator import IndicatorQuerySet
from .rules import Cell, MissingCode, Polarity, Unit, cell_words, indicator_rag, value_words

NO_ACTUAL_KINDS = (Indicator.Kind.QUALITATIVE, Indicator.Kind.HEADING)


@dataclass(frozen=True)
class IndicatorState:
    """One indicator as at a day: its latest reading, the target that this is held against, and both judgements.

    `verdict` is the indicator RAG, an actual against its target; `confidence` is what a person last said of
    reaching that target. Neither changes the other. `targets` and `confidences` hold all of them, by period.
    """

    indicator: Indicator
    reading: Reading | None
    target: Target | None
    targets: dict[str, Target]
    confidences: dict[str, ConfidenceRating]
    verdict: Verdict

    @property
    def confidence(self) -> ConfidenceRating | None:
        return self.confidences.get(self.target.period) if self.target else None

    @property
    def is_rateable(self) -> bool:
        """A figure could be held against a target; headings and qualitative rows never are."""
        return self.indicator.kind not in NO_ACTUAL_KINDS


def indicator_states(indicators: IndicatorQuerySet, *, as_at: date) -> list[IndicatorState]:
    """Every indicator of the queryset in table order, by what its periods up to `as_at` say (4 queries)."""
    rows = list(indicators.in_table_order().select_related("strategy", "key_outcome"))
    ids = [row.id for row in rows]
    latest = latest_readings(ids, as_at=as_at)
    targets = targets_of(ids)
    confidence = latest_confidence(ids, as_at=as_at)
    return [_state(row, latest.get(row.id), targets.get(row.id, []), confidence, as_at=as_at) for row in rows]


def _state(
    row: Indicator,
    reading: Reading | None,
    targets: list[Target],
    confidence: dict[int, ConfidenceRating],
    *,
    as_at: date,
) -> IndicatorState:
    target = target_for(reading.ends_on if reading else as_at, targets)
    return IndicatorState(
        indicator=row,
        reading=reading,
        target=target,
        targets={each.period: each for each in targets},
        confidences={each.period: confidence[each.id] for each in targets if each.id in confidence},
        verdict=judge(row, reading, target),
    )


@dataclass(frozen=True)
class ReadingLine:
    """One reading of an indicator's history, held against the target ahead of it."""

    reading: Reading
    period: str
    words: str
    target: Target | None
    target_words: str
    verdict: Verdict


def readings_of(indicator: Indicator, targets: list[Target]) -> list[ReadingLine]:
    """Every reading, the latest first (1 query)."""
    lines = []
    for reading in Reading.objects.filter(indicator=indicator).order_by("-ends_on", "-id"):
        target = target_for(reading.ends_on, targets)
        lines.append(
            ReadingLine(
                reading=reading,
                period=Period.parse(reading.period).words,
                words=reading_words(indicator, reading),
                target=target,
                target_words=target_words(indicator, target),
                verdict=judge(indicator, reading, target),
            )
        )
    return lines


@dataclass(frozen=True)
class TargetLine:
    """A target and what a person last said of reaching it; nothing computes that."""

    target: Target
    period: str
    words: str
    confidence: ConfidenceRating | None

    @property
    def confidence_rag(self) -> Rag:
        return Rag(self.confidence.rag) if self.confidence else Rag.NOT_RATED


def target_lines(
    indicator: Indicator, targets: list[Target], confidence: dict[int, ConfidenceRating]
) -> list[TargetLine]:
    return [
        TargetLine(
            target=target,
            period=Period.parse(target.period).words,
            words=target_words(indicator, target),
            confidence=confidence.get(target.id),
        )
        for target in targets
    ]


def latest_readings(indicator_ids: Iterable[int], *, as_at: date) -> dict[int, Reading]:
    """For each indicator the reading of the period that ended last, up to that day."""
    readings = Reading.objects.filter(indicator_id__in=list(indicator_ids), ends_on__lte=as_at)
    readings = readings.order_by("indicator_id", "-ends_on", "-id").distinct("indicator_id")
    return {reading.indicator_id: reading for reading in readings}


def targets_of(indicator_ids: Iterable[int]) -> dict[int, list[Target]]:
    """Each indicator's targets, the earliest first."""
    found: dict[int, list[Target]] = {}
    for target in Target.objects.filter(indicator_id__in=list(indicator_ids)).order_by("ends_on", "id"):
        found.setdefault(target.indicator_id, []).append(target)
    return found


def latest_confidence(indicator_ids: Iterable[int], *, as_at: date) -> dict[int, ConfidenceRating]:
    """For each target what a person said last, up to that day."""
    ratings = ConfidenceRating.objects.filter(
        target__indicator_id__in=list(indicator_ids), recorded_on__lte=as_at
    )
    ratings = ratings.order_by("target_id", "-recorded_at", "-id").distinct("target_id")
    return {rating.target_id: rating for rating in ratings}


def target_for(day: date, targets: list[Target]) -> Target | None:
    """The next target from that day on; the last one when all of them have passed."""
    return next((target for target in targets if target.ends_on >= day), targets[-1] if targets else None)


def judge(indicator: Indicator, reading: Reading | None, target: Target | None) -> Verdict:
    """The indicator RAG of one reading against one target."""
    return indicator_rag(
        cell_of(reading),
        target=target.value if target else None,
        polarity=Polarity(indicator.polarity) if indicator.polarity else None,
        tolerance=target.tolerance if target else None,
        unit=Unit(indicator.unit),
    )


def target_words(indicator: Indicator, target: Target | None) -> str:
    """ "85%", or that no value is set."""
    if target is None or target.value is None:
        return "Not set"
    return value_words(target.value, Unit(indicator.unit))


def cell_of(reading: Reading | None, *, expected: bool = True) -> Cell:
    """A reading as judgement sees it."""
    if reading is None:
        return Cell(expected=expected)
    code = MissingCode(reading.missing_code) if reading.missing_code else None
    return Cell(value=reading.value, missing_code=code, expected=expected)


def reading_words(indicator: Indicator, reading: Reading | None, *, expected: bool = True) -> str:
    """What a cell says: "82.5% (33 of 40)", the words of a qualitative reading, or why there is nothing."""
    if reading is not None and reading.text:
        return str(reading.text)
    words = cell_words(cell_of(reading, expected=expected), Unit(indicator.unit))
    if reading is not None and reading.numerator is not None and reading.denominator is not None:
        numerator, denominator = (
            value_words(part, Unit.NUMBER) for part in (reading.numerator, reading.denominator)
        )
        words += f" ({numerator} of {denominator})"
    return words
