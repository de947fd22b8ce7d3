"""Put an outcome together whose text is spread over several rows, beside different deliverables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.words import WordedEnum

_NEEDS_MORE = re.compile(
    r"(?:[,–&/-]|\b(?:and|or|the|of|to|for|with|a|an|in|on|by|that|which|their|from|between))$", re.IGNORECASE
)
_GOES_ON = re.compile(r"(?:It|They|This|These|Information on|Which|And)\b")
_BULLET = re.compile(r"^[•\uf0b7·]|^[-–]\s")
_QUESTION = re.compile(r"\?\s*$")
SHORT_WORDS = 2
_MEASURED = re.compile(
    r"(?:Improved|Increased?|Reduced|Reduction|Fewer|More|Better|Higher|Lower|Numbers?|Percentage|Rates?)\b"
)


class Part(WordedEnum):
    """What the outcome cell of a row is."""

    NEW = "new"
    REST = "rest"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the outcome cell of a row is, and whether that is certain."""

    part: Part
    certain: bool


def starts_like_measure(text: str) -> bool:
    """Whether a text begins as measures do: "Improved …", "Fewer …"."""
    return bool(_MEASURED.match(text))


def read_outcome_cell(text: str, before: Sequence[str], measure: str, *, alone: bool = False) -> Reading:
    """What an outcome cell is, after the cells of the outcome `before` it in the section. `measure` stands beside it.

    A cell goes on with the outcome above if it begins in lower case or with a word such as "it", if that one breaks
    off, or if the measure beside it goes on in lower case. A bullet is a measure, and so is the only outcome of a file
    (`alone`) that begins as its measures do.
    """
    if not before:
        return Reading(Part.NEW, certain=not _starts_small(text))
    if text == before[-1]:
        return Reading(Part.REST, certain=True)
    if _NEEDS_MORE.search(before[-1]):
        return Reading(Part.REST, certain=False)
    if _BULLET.match(text) or (alone and starts_like_measure(text)):
        return Reading(Part.MEASURE, certain=False)
    if _starts_small(measure) or measure.startswith("("):
        return Reading(Part.REST, certain=False)
    if (
        _starts_small(text)
        or _GOES_ON.match(text)
        or len(text.split()) <= SHORT_WORDS < len(before[-1].split())
    ):
        return Reading(Part.REST, certain=False)
    return Reading(Part.NEW, certain=True)


def is_question(text: str) -> bool:
    """Whether an outcome is only an editor's question: "Add outcome for LAC who have SEND?"."""
    return bool(_QUESTION.search(text)) and text.count(".") == 0


def joined(parts: Sequence[str]) -> str:
    """The parts of an outcome as one text. The same text twice counts once."""
    return " ".join(dict.fromkeys(" ".join(part.split()) for part in parts))


def split_points(text: str) -> tuple[str, ...]:
    """The measures in a cell: one for each bullet or line."""
    points: list[str] = []
    for line in text.split("\n"):
        for number, piece in enumerate(re.split(r"[•\uf0b7]", line)):
            piece = piece.strip(" ;-–")
            if piece and points and number == 0 and piece[0].islower():
                points[-1] = f"{points[-1]} {piece}"
            elif piece:
                points.append(piece)
    return tuple(points)


def _starts_small(text: str) -> bool:
    first = next((letter for letter in text if letter.isalpha()), "")
    return first.islower() and not _BULLET.match(text)
