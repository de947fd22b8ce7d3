"""Canonical JSON of a frozen summary. Keys are sorted, so the same facts always have the same SHA-256.

Raise `FORMAT` when a reader of the old form would misread the new one. Reading is tolerant: unknown keys are ignored,
and missing ones take their default.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from core.periods import Quarter
from reporting.summaries.changes import ChangeLine
from reporting.summaries.shapes import BoardSummary

FORMAT = 1
T = TypeVar("T")


class UnknownFormat(ValueError):
    """The document was written by a newer version of the product."""


@dataclass(frozen=True, slots=True)
class Branding:
    """Colour (`#rrggbb`, "" for the standard one) and logo (PNG in base64, "" for none) of the council that day."""

    accent: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One figure of an indicator, with its unit in `words`: 57.4 and "57.4%" for "Q2 2026–27"."""

    period: str
    ends_on: date
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Figures of one indicator, oldest first: at least two, the last of them the latest that the pack shows."""

    indicator: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class VariationPoint:
    """One period of a series, with its target. `cause`, `side` and `count` are its special cause, "" for none."""

    period: str
    value: float | None = None
    target: float | None = None
    cause: str = ""
    side: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class VariationLimits:
    """Mean and limits, not capped, as they were worked out that day."""

    mean: float
    average_range: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float


@dataclass(frozen=True, slots=True)
class VariationSegment:
    """Periods from the place `start` up to `stop`, with `count` figures. `sign` says above its line why it begins."""

    start: int
    stop: int
    count: int
    stage: str
    limits: VariationLimits | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class VariationChart:
    """An indicator whose figures say more than usual variation: its chart, its icons and what they mean."""

    indicator: str
    name: str
    unit: str
    decimals: int
    kind: str
    polarity: str
    points: tuple[VariationPoint, ...]
    segments: tuple[VariationSegment, ...]
    variation: str
    assurance: str
    title: str
    sentences: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class UsualVariation:
    """Charts to print, the worst first. `more` have a special cause too, and `others` show usual variation."""

    charts: tuple[VariationChart, ...] = ()
    more: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """An indicator beside England, the region and the statistical neighbours in one period, in words.

    `own_name` is the area before the council, where the figure is that area's. `place` is the council's rank.
    """

    indicator: str
    name: str
    period: str
    own: str
    own_name: str
    england: str
    region: str
    neighbours: str
    place: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackDocument:
    """Everything that one edition of a board's pack is printed from.

    `changes` are those since `changes_since`, the pack that the board last received, in words. Both are empty if there
    was none. `trends`, `variation` and `comparison` are None, and `branding` the standard one, in documents written
    before these fields existed.
    """

    edition: int
    frozen_at: datetime
    summary: BoardSummary
    changes: tuple[ChangeLine, ...] = ()
    changes_since: str = ""
    trends: tuple[Trend, ...] | None = None
    branding: Branding = Branding()
    variation: UsualVariation | None = None
    comparison: tuple[ComparedLine, ...] | None = None


def write_document(document: PackDocument) -> str:
    """Canonical JSON of the document."""
    return orjson.dumps(
        {"format": FORMAT, **{field.name: getattr(document, field.name) for field in fields(document)}},
        default=_plain,
        option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATACLASS,
    ).decode()


def read_document(content: str) -> PackDocument:
    """Read the document from its JSON. Raises UnknownFormat for a format that this version does not know."""
    data = orjson.loads(content)
    if data.get("format") != FORMAT:
        raise UnknownFormat(f"This version reads snapshots of format {FORMAT}, not {data.get('format')}.")
    return _read(PackDocument, data)


def _plain(value: Any) -> Any:
    if isinstance(value, Quarter):
        return value.label
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in a snapshot.")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: type[T], data: dict[str, Any]) -> T:
    hints = _hints(kind)  # type: ignore[arg-type]
    known = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in data:
            known[field.name] = _value(hints[field.name], data[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"The snapshot lacks {kind.__name__}.{field.name}.")
    return kind(**known)


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        inner = next(each for each in get_args(hint) if each is not type(None))
        return None if value is None else _value(inner, value)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in value)
    if hint is Quarter:
        return Quarter.parse(value)
    if hint is datetime or hint is date:
        return hint.fromisoformat(value)
    if is_dataclass(hint):
        return _read(hint, value)  # type: ignore[arg-type]
    return hint(value) if issubclass(hint, Enum) else value
