"""Score of a risk: likelihood × impact, its band, and which scores fit together. In words: docs/rules/risk-score.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .scales import USUAL, Band, Scale


@dataclass(frozen=True, slots=True)
class Score:
    """Likelihood and impact, each a step of the council's scale from 1."""

    likelihood: int
    impact: int
    scale: Scale = USUAL

    @property
    def number(self) -> int:
        return self.likelihood * self.impact

    @property
    def band(self) -> Band:
        return self.scale.band_of(self.number)

    @property
    def words(self) -> str:
        """ "12, high"."""
        return f"{self.number}, {self.band.word.lower()}"

    @property
    def parts(self) -> str:
        """ "likely (4) × moderate (3)"."""
        likelihood = self.scale.likelihood(self.likelihood).lower()
        impact = self.scale.impact(self.impact).lower()
        return f"{likelihood} ({self.likelihood}) × {impact} ({self.impact})"


def score_problem(
    inherent: Score, current: Score, target_likelihood: int | None, target_impact: int | None
) -> tuple[str, str]:
    """The field that is wrong and why, as a sentence without its full stop. ("", "") if the scores fit together."""
    if current.number > inherent.number:
        return (
            "current_likelihood",
            f"The current score, {current.number}, is above the inherent score, {inherent.number}",
        )
    if (target_likelihood is None) != (target_impact is None):
        missing = "target_likelihood" if target_likelihood is None else "target_impact"
        return missing, "Choose both likelihood and impact of the target, or neither"
    if target_likelihood is not None and target_impact is not None:
        target = Score(target_likelihood, target_impact)
        if target.number > current.number:
            return (
                "target_likelihood",
                f"The target score, {target.number}, is above the current score, {current.number}",
            )
    return "", ""


def is_above_target(*, is_open: bool, current: int, target: int | None) -> bool:
    return is_open and target is not None and current > target


def is_review_overdue(*, is_open: bool, review_on: date | None, today: date) -> bool:
    return is_open and review_on is not None and review_on < today
