"""History of one indicator: every reading with its RAG, and every target with its forecast."""

from __future__ import annotations

from dataclasses import dataclass

from core.periods import Period
from core.rag import Rag, Verdict

from .columns import Forecast, facts_of
from .models import Reading
from .rules import TargetFacts, target_for
from .summaries import IndicatorState, judge, reading_words, target_words


@dataclass(frozen=True)
class ReadingLine:
    """One reading of an indicator, with the target for its period."""

    reading: Reading
    period: str
    words: str
    target: TargetFacts | None
    target_words: str
    verdict: Verdict


def readings_of(state: IndicatorState) -> list[ReadingLine]:
    """Readings of the indicator, latest first (1 query)."""
    row, targets = state.indicator, list(state.targets.values())
    lines = []
    for reading in Reading.objects.filter(indicator=row).latest_first():
        facts = facts_of(reading)
        target = target_for(facts, targets)
        lines.append(
            ReadingLine(
                reading=reading,
                period=Period.parse(reading.period).words,
                words=reading_words(row, facts),
                target=target,
                target_words=target_words(row, target),
                verdict=judge(row, facts, targets),
            )
        )
    return lines


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


def target_lines(state: IndicatorState) -> list[TargetLine]:
    return [
        TargetLine(
            target=target,
            period=Period.parse(target.period).words,
            words=target_words(state.indicator, target),
            confidence=state.forecasts.get(target.period),
        )
        for target in state.targets.values()
    ]
