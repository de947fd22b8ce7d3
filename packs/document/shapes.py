"""Data classes of a pack's document: everything that one edition is printed from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from reporting.summaries.changes import ChangeLine
from reporting.summaries.shapes import BoardSummary

from ..naming import Naming
from ..parts import Part


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
class MinuteLine:
    """What the minutes say of one thing. `said` is where it was said, `state` and `due` where it stands, in words.

    `answer` are the words of its last step, with who said them. `about` names the deliverable, indicator or strand.
    """

    number: str
    kind: str
    words: str
    about: str
    said: str
    owner: str
    due: str
    overdue: bool
    state: str
    answer: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the board is asked to decide (`asked`), what it waits for, and what was settled after the day `since`."""

    asked: tuple[MinuteLine, ...] = ()
    waiting: tuple[MinuteLine, ...] = ()
    settled: tuple[MinuteLine, ...] = ()
    since: date | None = None

    def __bool__(self) -> bool:
        return bool(self.asked or self.waiting or self.settled)


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One open risk. `current`, the net score, and `target` read "12, high"; `target` is "" if nobody has set one.

    `parts` is how the net score is formed, and `threatens` has the ids of deliverables in the pack.
    """

    number: int
    title: str
    effect: str
    current: str
    parts: str
    target: str
    above_target: bool
    mitigation: str
    owner: str
    review: str
    threatens: tuple[str, ...]
    sample: bool = False


@dataclass(frozen=True, slots=True)
class RiskTable:
    """Open risks of one plan, the highest first. `scale` explains the scores, `closed` counts those not listed."""

    plan: str
    scale: str
    rows: tuple[RiskRow, ...]
    closed: int = 0


@dataclass(frozen=True, slots=True)
class PlainItem:
    """A point of the plain summary: what is so, what it means for families, and the id of the part that lists it."""

    words: str
    families: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class PlainSummary:
    """The pack in plain English. `edited_by` has changed what the rule drafted; it is "" where nobody has."""

    items: tuple[PlainItem, ...] = ()
    edited_by: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """An abbreviation in the pack and its meaning."""

    short: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote for this pack. `easy_read` are paragraphs of an easy-read summary."""

    covering_note: tuple[str, ...] = ()
    covering_by: str = ""
    easy_read: tuple[str, ...] = ()
    easy_read_by: str = ""


@dataclass(frozen=True, slots=True)
class PackDocument:
    """Everything that one edition of a board's pack is printed from.

    `changes` are those since `changes_since`, the pack that the board last received, in words. Both are empty if there
    was none. `trends`, `variation`, `comparison`, `decisions`, `risks` and `plain` are None, `parts` empty and
    `branding` the standard one, in documents written before these fields existed. With `naming` by roles, no member
    holds the name of a person, but for words that people wrote.
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
    parts: tuple[Part, ...] = ()
    decisions: Decisions | None = None
    risks: tuple[RiskTable, ...] | None = None
    plain: PlainSummary | None = None
    terms: tuple[Term, ...] = ()
    words: Words = Words()
    naming: Naming = Naming.NAMES
