"""Chapters of the strands: priorities, deliverables by outcome, planned actions and what is achieved so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.paper.blocks import Block, Cell, Column, Heading, Points, Row, Table, Text, line, lines
from core.words import plural
from deliverables.cells import due_words, leading, reporting
from deliverables.models import Assignment, Deliverable
from strategies.models import Achievement, Outcome, PlannedAction, Strand, Strategy
from strategies.plan import PlanAsPublished


@dataclass(frozen=True)
class StrandRows:
    """Rows of all strands of a plan, by the id of their strand."""

    strands: Sequence[Strand]
    outcomes: Mapping[int, list[Outcome]]
    deliverables: Mapping[int, list[Deliverable]]
    planned: Mapping[int, list[PlannedAction]]
    achieved: Mapping[int, list[Achievement]]


def strand_rows(strategy: Strategy) -> StrandRows:
    """Read the strands with all that belongs to them (8 queries)."""
    outcomes = Outcome.objects.filter(strand__strategy=strategy).prefetch_related("measures")
    deliverables = Deliverable.objects.filter(strategy=strategy).with_parts()
    return StrandRows(
        list(strategy.strands.all()),
        _by_strand(outcomes.order_by("position", "id")),
        _by_strand(deliverables.order_by("position", "id")),
        _by_strand(PlannedAction.objects.filter(strand__strategy=strategy)),
        _by_strand(Achievement.objects.filter(strand__strategy=strategy)),
    )


def _by_strand(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.strand_id].append(row)
    return found


def strand_blocks(plan: PlanAsPublished, rows: StrandRows, *, names: bool) -> Iterable[Block]:
    """A chapter for each strand. Without `names`, people are shown by initials only."""
    noun = plan.strategy.deliverable_noun
    priorities = {entry.head["id"]: entry.lines for entry in plan.strands}
    for strand in rows.strands:
        yield Heading(1, f"{plan.strategy.strand_noun} {strand.code}: {strand.title}")
        if strand.long_term_plan:
            yield Text(strand.long_term_plan)
        if found := priorities.get(strand.pk):
            yield Heading(2, "Priorities")
            yield Points(tuple(each["title"] for each in found), tuple(each["code"] for each in found))
        outcomes, deliverables = rows.outcomes.get(strand.pk, []), rows.deliverables.get(strand.pk, [])
        if outcomes or deliverables:
            yield Heading(2, f"{plural(noun)}" if not outcomes else f"Outcomes and {plural(noun).lower()}")
            yield _table(noun, f"{plural(noun)} of {strand}", outcomes, deliverables, names=names)
        yield from _lists("Planned actions", rows.planned.get(strand.pk, []))
        yield from _lists("Achieved so far", rows.achieved.get(strand.pk, []))


def _lists(title: str, rows: Iterable[Any]) -> Iterable[Block]:
    """Points under their sub-headings, in order."""
    by_heading: dict[str, list[str]] = {}
    for row in rows:
        by_heading.setdefault(row.heading, []).append(row.text)
    if by_heading:
        yield Heading(2, title)
    for heading, texts in by_heading.items():
        if heading:
            yield Heading(3, heading)
        yield Points(tuple(texts))


def _table(
    noun: str, name: str, outcomes: Sequence[Outcome], deliverables: Sequence[Deliverable], *, names: bool
) -> Table:
    """Deliverables by outcome, those without one last. A column that would be empty is left out."""
    numbered = any(each.number for each in deliverables)
    reported = any(reporting(each.assignments.all()) for each in deliverables)
    columns = (
        *([Column("No.", 8)] if numbered else []),
        Column(noun, 57 - 8 * numbered - 12 * reported),
        Column("By when", 17),
        Column("Lead", 26 - 5 * reported),
        *([Column("Reporting to", 17)] if reported else []),
    )
    rest: dict[int | None, list[Deliverable]] = defaultdict(list)
    for each in deliverables:
        rest[each.outcome_id].append(each)
    rows = []
    for outcome in outcomes:
        found = rest.pop(outcome.pk, [])
        rows.append(Row((_outcome(outcome, noun, found),)))
        rows += [_row(each, numbered, reported, names=names) for each in found]
    without = [each for found in rest.values() for each in found]
    if without and outcomes:
        rows.append(Row((Cell((f"{plural(noun)} without an outcome",)),)))
    rows += [_row(each, numbered, reported, names=names) for each in without]
    return Table(name, columns, tuple(rows), row_header=1 if numbered else 0)


def _outcome(outcome: Outcome, noun: str, found: Sequence[Deliverable]) -> Cell:
    """The outcome with its measures of success."""
    label = "Open question" if outcome.is_query else "Outcome"
    measures = [each.text for each in outcome.measures.all()]
    texts = [f"{label}: {outcome.title}"]
    if measures:
        texts.append("Measures of success:" if len(measures) > 1 else f"Measure of success: {measures[0]}")
    if not found:
        texts.append(f"No {noun.lower()} yet")
    return Cell(tuple(texts), tuple(measures) if len(measures) > 1 else ())


def _row(each: Deliverable, numbered: bool, reported: bool, *, names: bool) -> Row:
    people = list(each.assignments.all())
    leads = [*leading(people), *(one for one in people if one.role == Assignment.Role.ALTERNATE)]
    due = (due_words(point.label, point.due_on, point.precision) for point in each.due_points.all())
    return Row(
        (
            *([line(each.reference if each.number else "")] if numbered else []),
            _title(each, names=names),
            lines(*due),
            _people(leads, names=names),
            *([_people(reporting(people), names=names)] if reported else []),
        )
    )


def _people(found: Iterable[Assignment], *, names: bool) -> Cell:
    words = [each.in_words(names=names) for each in found]
    return line((", " if all(map(_is_short, words)) else "; ").join(words))


def _is_short(words: str) -> bool:
    """Whether these are initials alone, so that a comma is enough between them."""
    return words.isupper() and " " not in words


def _title(each: Deliverable, *, names: bool) -> Cell:
    person = each.accountable_person
    who = (person.label if names else person.initials) if person else ""
    accountable = ", ".join(filter(None, (each.accountable.name if each.accountable else "", who)))
    more = (
        f"See {each.refers_to}" if each.refers_to else "",
        f"Accountable: {accountable}" if accountable else "",
    )
    return Cell((each.title, *filter(None, more)), tuple(each.detail))
