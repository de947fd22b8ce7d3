"""Variation and assurance icons: what the last figure says, and whether usual variation meets the target."""

from __future__ import annotations

from fractions import Fraction

from core.words import WordedEnum

from ..values import Polarity
from .limits import Limits
from .special_causes import Flag, Side


class Meaning(WordedEnum):
    """What a figure means in the light of polarity. `UNUSUAL` is a special cause where neither way is good."""

    USUAL = "usual"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    UNUSUAL = "unusual"

    @property
    def word(self) -> str:
        return "Usual variation" if self == Meaning.USUAL else super().word


class Variation(WordedEnum):
    """Variation icon, from the last figure."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEITHER_HIGH = "neither_high"
    NEITHER_LOW = "neither_low"

    @property
    def word(self) -> str:
        return VARIATION_WORDS[self]

    @property
    def meaning(self) -> Meaning:
        return VARIATION_MEANINGS[self.value.partition("_")[0]]

    @property
    def side(self) -> Side | None:
        """High or low, None for common cause."""
        return None if self == Variation.COMMON_CAUSE else Side(self.value.partition("_")[2])


VARIATION_WORDS = {
    Variation.COMMON_CAUSE: "Usual variation (common cause)",
    Variation.IMPROVEMENT_HIGH: "Improvement, high",
    Variation.IMPROVEMENT_LOW: "Improvement, low",
    Variation.CONCERN_HIGH: "Concern, high",
    Variation.CONCERN_LOW: "Concern, low",
    Variation.NEITHER_HIGH: "Unusual, high",
    Variation.NEITHER_LOW: "Unusual, low",
}
VARIATION_MEANINGS = {
    "common": Meaning.USUAL,
    "improvement": Meaning.IMPROVEMENT,
    "concern": Meaning.CONCERN,
    "neither": Meaning.UNUSUAL,
}


class Assurance(WordedEnum):
    """Assurance icon: what usual variation alone would make of the target."""

    PASSES = "consistently_passes"
    FAILS = "consistently_fails"
    HIT_OR_MISS = "hit_or_miss"


def meaning_of(flag: Flag | None, polarity: Polarity | None) -> Meaning:
    """What one figure means. Without polarity, a special cause is neither good nor bad."""
    if flag is None:
        return Meaning.USUAL
    if polarity is None or polarity == Polarity.NEITHER:
        return Meaning.UNUSUAL
    return Meaning.IMPROVEMENT if flag.side.value == polarity.value else Meaning.CONCERN


def variation_of(flag: Flag | None, polarity: Polarity | None) -> Variation:
    """Variation icon for the flag of the last figure."""
    if flag is None:
        return Variation.COMMON_CAUSE
    meaning = meaning_of(flag, polarity)
    kind = "neither" if meaning == Meaning.UNUSUAL else meaning.value
    return Variation(f"{kind}_{flag.side.value}")


def assurance_of(limits: Limits, target: Fraction | None, polarity: Polarity | None) -> Assurance | None:
    """Assurance icon, or None without a target or without polarity. A figure equal to the target meets it.

    Where figures do not vary, both limits are the mean, so a mean that meets the target passes.
    """
    if target is None or polarity is None or polarity == Polarity.NEITHER:
        return None
    worst, best = (
        (limits.lower - target, limits.upper - target)
        if polarity == Polarity.HIGH
        else (target - limits.upper, target - limits.lower)
    )
    if worst >= 0:
        return Assurance.PASSES
    return Assurance.FAILS if best < 0 else Assurance.HIT_OR_MISS
