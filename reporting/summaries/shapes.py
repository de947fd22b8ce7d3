"""Data classes of a summary of a board's quarter: facts and sentences to show as they are, without a query.

Every judgement is kept with the reason given on the day. So a frozen summary still says in ten years what the board
read, even if the rules have changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.overall_rag import RagCounts
from core.periods import Precision, Quarter, words_for_date
from core.rag import Direction, Rag, Verdict
from councils.tenancy import own_noun
from deliverables.rules import DuePointFacts, slippage, slippage_words

NEEDS_ATTENTION = (Rag.RED, Rag.AMBER)


@dataclass(frozen=True, slots=True)
class DueLine:
    """One due date. `published` is the original date if it has moved since, else None."""

    label: str
    due_on: date
    precision: Precision
    published: date | None
    done_on: date | None

    @property
    def words(self) -> str:
        """Due date in words: "Launch: Sep 2016, done 2 September 2016"."""
        text = words_for_date(self.due_on, self.precision)
        if self.label:
            text = f"{self.label}: {text}"
        if self.published:
            text += f", originally {words_for_date(self.published, self.precision)}"
        return f"{text}, done {words_for_date(self.done_on)}" if self.done_on else text


@dataclass(frozen=True, slots=True)
class DeliverableLine:
    """A deliverable with its latest update, and its stated and schedule RAG, which are never merged.

    `reference` is empty if the plan prints no number. `leads` and `reporting_to` are labels as the pack prints them,
    initials next to names. `rag_before` is the stated RAG a quarter earlier, None if there is no earlier quarter.
    `slipped_days` is the most that any of its dates moved.
    """

    id: str
    strategy: str
    strand: str
    strand_name: str
    reference: str
    title: str
    detail: tuple[str, ...]
    refers_to: str
    leads: tuple[str, ...]
    reporting_to: tuple[str, ...]
    unowned: bool
    due: tuple[DueLine, ...]
    slipped_days: int
    rag: Rag
    rag_reason: str
    rag_before: Rag | None
    direction: Direction | None
    direction_words: str
    silence: str
    schedule_rag: Rag
    schedule_reason: str
    disagreement: str
    narrative: str
    reason: str
    path_to_green: str
    forecast_on: date | None
    rated_by: str
    rated_on: date | None
    late: bool
    sample: bool

    @property
    def needs_attention(self) -> bool:
        return self.rag in NEEDS_ATTENTION

    @property
    def slipped_words(self) -> str:
        """Longest move of any of its dates, in words: "3 months later"."""
        points = [
            DuePointFacts(point.label, point.due_on, point.precision, point.published, point.done_on)
            for point in self.due
        ]
        return slippage_words(max(points, key=slippage)) if points else ""

    @property
    def due_words(self) -> str:
        return "; ".join(point.words for point in self.due) or "No date"

    @property
    def name(self) -> str:
        return f"{self.reference} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class StrategyLine:
    """A strategy in the summary, and what the council calls its deliverables."""

    slug: str
    title: str
    deliverable_noun: str


@dataclass(frozen=True, slots=True)
class StrandLine:
    """A strand: the counts of its deliverables, the worst RAG of them, and whether that got better or worse.

    `in_part`: the board oversees only single deliverables of it, and only these count.
    """

    strategy: str
    noun: str
    code: str
    title: str
    counts: RagCounts
    rag: Rag
    reason: str
    direction: Direction | None
    direction_words: str
    in_part: bool = False

    @property
    def name(self) -> str:
        return f"{self.noun} {self.code}: {self.title}{self.part_words}"

    @property
    def part_words(self) -> str:
        """ " (in part)" after the title, or nothing."""
        return " (in part)" if self.in_part else ""


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """A row of an indicator table: its latest reading, the target for it, its RAG, and a person's forecast.

    `rag` compares the reading with `target`. `confidence_rag` is about `next_target`, or about `target` if
    `next_target` is empty. `next_target` is empty if both are the same target, and in documents written before the
    field existed. `name_above` names the rows above a sub-row; it is empty in such documents too. Both RAGs may be "not
    rated".
    """

    id: str
    strategy: str
    set: str
    heading: str
    label: str
    title: str
    depth: int
    kind: str
    value: str
    value_period: str
    parts: str
    provisional: bool
    target: str
    target_period: str
    rag: Rag
    rag_reason: str
    confidence_rag: Rag
    confidence_reason: str
    confidence_by: str
    confidence_on: date | None
    sample: bool
    next_target: str = ""
    next_target_period: str = ""
    name_above: str = ""

    @property
    def is_off_target(self) -> bool:
        """Whether it misses its target already, or is not expected to reach the next one."""
        return is_off_target(self.rag, self.confidence_rag)

    @property
    def is_off_target_by_forecast(self) -> bool:
        """Whether only the forecast is red or amber: the latest figure meets its target, or is not rated."""
        return self.is_off_target and self.rag not in NEEDS_ATTENTION

    @property
    def holds_something(self) -> bool:
        """True if it has a figure, a target or a forecast, and not only a printed label."""
        return bool(self.value_period or self.target or self.next_target or self.confidence_on)

    @property
    def targets(self) -> dict[str, str]:
        """Values of its targets by period, without targets that have no value."""
        shown = {self.target_period: self.target, self.next_target_period: self.next_target}
        return {period: value for period, value in shown.items() if value}

    @property
    def holds_values(self) -> bool:
        """False for a heading, which only groups the rows below it."""
        return self.kind != "heading"

    @property
    def name(self) -> str:
        """Name within the table: "a. All"."""
        return f"{self.label} {self.title}".strip()

    @property
    def full_name(self) -> str:
        """Name where it stands alone: "2.1 Persistent absence, a. All"."""
        return ", ".join(filter(None, (self.name_above, self.name)))


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """An indicator whose promised effect does not show, with the reason in words.

    `green_but_flat`: its deliverables are green or complete and it did not move. `none_seen`: it is no better than
    expected from doing nothing.
    """

    id: str
    name: str
    reason: str
    green_but_flat: bool
    none_seen: bool

    @property
    def kinds(self) -> str:
        """ "Delivery green, impact flat. Effect promised, none seen."."""
        said = {
            "Delivery green, impact flat.": self.green_but_flat,
            "Effect promised, none seen.": self.none_seen,
        }
        return " ".join(words for words, holds in said.items() if holds)


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """Someone on the distribution list. `sits_on` names the board that they sit on, "" for an outside address.

    In documents written before this was told apart, an outside address has the name of the pack's own board.
    """

    name: str
    sits_on: str


@dataclass(frozen=True, slots=True)
class BoardSummary:
    """Summary of the part of the plan that a board oversees, for a quarter, as at a day.

    Without a board (`board_slug` empty) it covers the whole council. Lists are in plan order. `impacts` is empty in
    documents written before the field existed.
    """

    council: str
    council_slug: str
    board: str
    board_slug: str
    quarter: Quarter
    previous_quarter: Quarter | None
    as_at: date
    cut_off_on: date
    pinned: bool
    strategies: tuple[StrategyLine, ...]
    strands: tuple[StrandLine, ...]
    deliverables: tuple[DeliverableLine, ...]
    indicators: tuple[IndicatorLine, ...]
    next_meeting_on: date | None
    recipients: tuple[RecipientLine, ...]
    impacts: tuple[ImpactLine, ...] = ()

    @property
    def noun(self) -> str:
        return noun_of(self.strategies)

    @property
    def counts(self) -> RagCounts:
        return RagCounts.of(line.rag for line in self.deliverables)

    @property
    def verdict(self) -> Verdict:
        """Overall RAG, the worst of the deliverables, and how it was counted."""
        return self.counts.verdict(self.noun)

    @property
    def disagreements(self) -> tuple[DeliverableLine, ...]:
        """Deliverables whose stated RAG is better than their dates suggest. Listed first wherever both are shown."""
        return tuple(line for line in self.deliverables if line.disagreement)

    @property
    def exceptions(self) -> tuple[DeliverableLine, ...]:
        """Red deliverables, then amber ones. Among equals, those with a worse schedule RAG come first."""
        return tuple(worst_first(line for line in self.deliverables if line.needs_attention))

    @property
    def silent(self) -> tuple[DeliverableLine, ...]:
        return tuple(line for line in self.deliverables if line.silence)

    @property
    def unowned(self) -> tuple[DeliverableLine, ...]:
        return tuple(line for line in self.deliverables if line.unowned)

    @property
    def slipped(self) -> tuple[DeliverableLine, ...]:
        return tuple(line for line in self.deliverables if line.slipped_days > 0)

    @property
    def overdue(self) -> tuple[DeliverableLine, ...]:
        return tuple(line for line in self.deliverables if line.schedule_rag == Rag.RED)

    @property
    def worse(self) -> tuple[DeliverableLine, ...]:
        return tuple(line for line in self.deliverables if line.direction == Direction.WORSE)

    @property
    def better(self) -> tuple[DeliverableLine, ...]:
        return tuple(line for line in self.deliverables if line.direction == Direction.BETTER)

    @property
    def indicators_off_target(self) -> tuple[IndicatorLine, ...]:
        return tuple(line for line in self.indicators if line.is_off_target)

    @property
    def has_sample(self) -> bool:
        return any(line.sample for line in self.deliverables) or any(line.sample for line in self.indicators)

    @property
    def title(self) -> str:
        return self.board or self.council


def noun_of(strategies: Iterable[StrategyLine]) -> str:
    """Noun for a deliverable in running text: "milestone" if all plans use it, else "deliverable"."""
    nouns = {each.deliverable_noun.lower() for each in strategies}
    return nouns.pop() if len(nouns) == 1 else own_noun("deliverable")


def worst_first(lines: Iterable[DeliverableLine]) -> list[DeliverableLine]:
    """Sort by `badness`. Keeps the order of equals."""
    return sorted(lines, key=lambda line: badness(line.rag, line.schedule_rag))


def badness(stated: Rag, schedule: Rag) -> tuple[int, int]:
    """Sort key, worst first: stated RAG, then whether the schedule RAG warns. In words: docs/rules/dashboard.md."""
    return stated.rank, min(schedule.rank, len(NEEDS_ATTENTION))


def is_off_target(rag: Rag, confidence_rag: Rag) -> bool:
    """Whether an indicator misses its target already, or is not expected to reach the next one."""
    return rag in NEEDS_ATTENTION or confidence_rag in NEEDS_ATTENTION
