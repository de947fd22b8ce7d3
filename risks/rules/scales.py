"""The scale on which a council judges risks: steps of likelihood and impact, and bands of scores.

In words: docs/rules/risk-score.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_STEPS, MOST_STEPS = 3, 6
FEWEST_BANDS, MOST_BANDS = 2, 6
LONGEST_WORD = 40
_BAND = re.compile(r"(?P<word>.*?)[\s:,]*(?P<highest>[0-9]{1,3})")


class ScaleRefused(ValueError):
    """The scale cannot be used. `field` is likelihoods, impacts or bands, and the message is a sentence."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True)
class Band:
    """A band of scores. `place` counts from 1, the lowest band."""

    word: str
    lowest: int
    highest: int
    place: int

    @property
    def key(self) -> str:
        """The band in an address: "very_high"."""
        return self.word.casefold().replace(" ", "_")


@dataclass(frozen=True, slots=True)
class Scale:
    """Words of likelihood and impact from the lowest step, and bands from the lowest score."""

    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]
    bands: tuple[Band, ...]

    def band_of(self, score: int) -> Band:
        """The band of a score. One above the scale is in the last band."""
        return next((band for band in self.bands if score <= band.highest), self.bands[-1])

    def band_named(self, key: str) -> Band | None:
        return next((band for band in self.bands if band.key == key), None)

    def likelihood(self, step: int) -> str:
        return _word(self.likelihoods, step)

    def impact(self, step: int) -> str:
        return _word(self.impacts, step)

    @property
    def band_lines(self) -> list[str]:
        """Bands as a person types them: "Low 4", "Medium 9", and the last one without a number."""
        return [*(f"{band.word} {band.highest}" for band in self.bands[:-1]), self.bands[-1].word]


def _word(words: Sequence[str], step: int) -> str:
    return words[step - 1] if step <= len(words) else f"Step {step}"


def scale_of(likelihoods: Sequence[str], impacts: Sequence[str], bands: Sequence[str]) -> Scale:
    """Scale from lines as a person types them. Raises ScaleRefused."""
    likely, hard = _steps("likelihoods", likelihoods), _steps("impacts", impacts)
    return Scale(likely, hard, _bands(bands, most=len(likely) * len(hard)))


def _steps(field: str, lines: Sequence[str]) -> tuple[str, ...]:
    words = _words(lines)
    if not FEWEST_STEPS <= len(words) <= MOST_STEPS:
        raise ScaleRefused(field, f"Enter {FEWEST_STEPS} to {MOST_STEPS} steps, one a line")
    _check_words(field, words)
    return tuple(words)


def _bands(lines: Sequence[str], *, most: int) -> tuple[Band, ...]:
    typed = _words(lines)
    if not FEWEST_BANDS <= len(typed) <= MOST_BANDS:
        raise ScaleRefused("bands", f"Enter {FEWEST_BANDS} to {MOST_BANDS} bands, one a line")
    bands: list[Band] = []
    for place, line in enumerate(typed, 1):
        lowest = bands[-1].highest + 1 if bands else 1
        is_last = place == len(typed)
        word, highest = (line, most) if is_last else _word_and_highest(line, place, lowest, most)
        bands.append(Band(word, lowest, highest, place))
    if re.search(r"[0-9]", bands[-1].word):
        raise ScaleRefused(
            "bands", f"Line {len(bands)}: leave out the number. It has all scores up to {most}"
        )
    _check_words("bands", [band.word for band in bands])
    return tuple(bands)


def _word_and_highest(line: str, place: int, lowest: int, most: int) -> tuple[str, int]:
    found = _BAND.fullmatch(line)
    if found is None or not found["word"]:
        raise ScaleRefused("bands", f"Line {place}: enter a word and its highest score, such as Medium 9")
    highest = int(found["highest"])
    if not lowest <= highest < most:
        raise ScaleRefused("bands", f"Line {place}: enter a highest score from {lowest} to {most - 1}")
    return found["word"], highest


def _words(lines: Sequence[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines if line.strip()]


def _check_words(field: str, words: Sequence[str]) -> None:
    for place, word in enumerate(words, 1):
        if len(word) > LONGEST_WORD:
            raise ScaleRefused(field, f"Line {place} must be {LONGEST_WORD} characters or fewer")
        if word.casefold() in (each.casefold() for each in words[: place - 1]):
            raise ScaleRefused(field, f"Line {place}: “{word}” is there twice")


USUAL = scale_of(
    ("Very unlikely", "Unlikely", "Possible", "Likely", "Very likely"),
    ("Very low", "Low", "Moderate", "High", "Very high"),
    ("Low 4", "Medium 9", "High 15", "Very high"),
)
"""Scale of a council that has not set its own."""
