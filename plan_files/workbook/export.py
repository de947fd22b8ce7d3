"""A plan as a workbook, read in a known number of queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from boards.models import Board, BoardLink
from core.periods import Precision
from councils.models import Organisation, Person, Post
from deliverables.cells import leading, reporting
from deliverables.models import Assignment, Deliverable
from indicators.models import FormulaPart, Indicator, Reading, Target
from indicators.rules import MissingCode, Polarity, Unit
from indicators.rules.formulas import Formula
from indicators.small_numbers import NOTHING, Hidden
from strategies.models import KeyOutcome, Outcome, Oversight, Strand, Strategy

from .book import FIRST_ROW, Book, Row
from .cells import day_cell, lines_cell, number_cell, yes_no_cell
from .naming import PeopleNames, people_cell, words_by_id
from .sheets import KEY_OUTCOME, ORGANISATION, PERSON, POST, STRAND_OUTCOME

PRINTED = ("number", "by_when", "lead", "reporting")
TO_CONFIRM, BEFORE_NOTE = " (to confirm)", " | "

Cells = dict[str, str]


def book_of(strategy: Strategy | None, *, hidden: Hidden = NOTHING, leave_out: bool = False) -> Book:
    """The plan, and the council's people and boards (19 queries). Without a plan, only people and boards.

    `hidden` readings look as they do outside the council, or with `leave_out` are not in it.
    """
    people = _people()
    names = PeopleNames.of(_rows(people))
    if strategy is None:
        strands, outcomes, deliverables, indicators = [], [], [], []
    else:
        strands = list(Strand.objects.filter(strategy=strategy))
        outcomes = list(
            Outcome.objects.filter(strand__strategy=strategy)
            .select_related("strand")
            .prefetch_related("measures")
            .order_by("strand__position", "strand_id", "position", "id")
        )
        rows = Deliverable.objects.filter(strategy=strategy).with_parts()
        deliverables = list(rows.order_by("strand__position", "strand_id", "position", "id"))
        indicators = list(
            Indicator.objects.filter(strategy=strategy)
            .select_related("key_outcome", "owner_person", "owner_post", "replaced_by")
            .with_parents()
            .order_by("set", "position", "id")
        )
    key_outcomes = list(
        KeyOutcome.objects.filter(strategy=strategy)
        .prefetch_related("improvements")
        .order_by("position", "id")
        if strategy
        else ()
    )
    sheets: dict[str, Iterable[Cells]] = {
        "Strategy": [_strategy(strategy)] if strategy else [],
        "Strands": map(_strand, strands),
        "Outcomes": [*map(_key_outcome, key_outcomes), *map(_outcome, outcomes)],
        "Deliverables": _deliverables(deliverables, outcomes, names),
        "Due points": [_due_point(each, point) for each in deliverables for point in each.due_points.all()],
        "People": people,
        "Indicators": _indicators(indicators, key_outcomes, names),
        "Targets": _targets(indicators),
        "Readings": _readings(indicators, hidden, leave_out),
        "Boards": _boards(strategy),
    }
    return Book({name: _rows(cells) for name, cells in sheets.items()})


def _rows(cells: Iterable[Cells]) -> list[Row]:
    return [Row(each, number) for number, each in enumerate(cells, FIRST_ROW)]


def _id(row: Any) -> str:
    return str(row.public_id) if row is not None else ""


def _strategy(strategy: Strategy) -> Cells:
    days = ("starts_on", "ends_on", "delivery_starts_on", "delivery_ends_on")
    texts = (
        "title",
        "summary",
        "parent_plan",
        "contact_text",
        "contributors",
        "strand_noun",
        "deliverable_noun",
    )
    return {
        "id": _id(strategy),
        "kind": strategy.get_kind_display(),
        **{name: getattr(strategy, name) for name in texts},
        **{name: day_cell(getattr(strategy, name)) for name in days},
    }


def _strand(strand: Strand) -> Cells:
    return {
        "id": _id(strand),
        "code": strand.code,
        "title": strand.title,
        "aliases": lines_cell(strand.aliases),
        "long_term_plan": strand.long_term_plan,
    }


def _outcome(outcome: Outcome) -> Cells:
    return {
        "id": _id(outcome),
        "kind": STRAND_OUTCOME,
        "strand": outcome.strand.code,
        "title": outcome.title,
        "is_query": yes_no_cell(outcome.is_query),
        "lines": lines_cell(each.text for each in _in_order(outcome.measures.all())),
        "source_text": outcome.source_text,
    }


def _key_outcome(outcome: KeyOutcome) -> Cells:
    statements = _in_order(outcome.improvements.all())
    return {
        "id": _id(outcome),
        "kind": KEY_OUTCOME,
        "number": outcome.number,
        "title": outcome.title,
        "lines": lines_cell(f"{each.number} | {each.text}" for each in statements),
    }


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.position, row.pk))


def outcome_words(outcomes: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Words for outcomes by id, from ids, strands and titles: their title, where it means one in its strand."""
    by_strand: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, strand, title in outcomes:
        by_strand[strand].append((key, title))
    return {key: words for pairs in by_strand.values() for key, words in titles_by_id(pairs).items()}


def titles_by_id(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """As `words_by_id`, for titles, which may hold any character."""
    plain = words_by_id((key, _without_marks(title)) for key, title in pairs)
    return {key: f"[{key}]" if plain[key].startswith("[") else title for key, title in pairs}


def _without_marks(title: str) -> str:
    return "".join(" " if each in ";()[]\n" else each for each in title)


def _deliverables(
    deliverables: Iterable[Deliverable], outcomes: Iterable[Outcome], names: PeopleNames
) -> Iterable[Cells]:
    titles = outcome_words((_id(each), each.strand.code, each.title) for each in outcomes)
    for each in deliverables:
        people = list(each.assignments.all())
        leads = sorted(leading(people), key=lambda one: one.role != Assignment.Role.LEAD)
        alternates = [one for one in people if one.role == Assignment.Role.ALTERNATE]
        printed = dict(each.source_text)
        cells = {f"printed_{name}": str(printed.pop(name, "")) for name in PRINTED}
        yield {
            "id": _id(each),
            "strand": each.strand.code,
            "number": each.number,
            "title": each.title,
            "detail": lines_cell(each.detail),
            "outcome": titles.get(_id(each.outcome), ""),
            "refers_to": each.refers_to,
            "leads": _people_words(leads, names),
            "alternates": _people_words(alternates, names),
            "reporting": _people_words(reporting(people), names),
            "accountable": each.accountable.name if each.accountable else "",
            "accountable_person": names.words.get(_id(each.accountable_person), ""),
            **cells,
            "printed_more": json.dumps(printed, ensure_ascii=False, sort_keys=True) if printed else "",
        }


def _people_words(people: Iterable[Assignment], names: PeopleNames) -> str:
    return people_cell((names.words.get(_id(one.person or one.post), ""), one.qualifier) for one in people)


def _due_point(deliverable: Deliverable, point: Any) -> Cells:
    return {
        "id": _id(point),
        "deliverable": _id(deliverable),
        "of": deliverable.name,
        "label": point.label,
        "due_on": day_cell(point.due_on),
        "precision": Precision(point.precision).word,
        "source_text": point.source_text,
        "original_due_on": day_cell(point.original_due_on),
        "done_on": day_cell(point.done_on),
    }


def _people() -> list[Cells]:
    organisations = Organisation.objects.order_by("name", "id")
    people = Person.objects.kept().select_related("organisation").order_by("initials", "name", "id")
    posts = Post.objects.select_related("organisation", "holder").order_by("title", "id")
    persons = list(people)
    words = words_by_id((_id(each), each.initials or each.name) for each in persons)
    return [
        *(
            {
                "id": _id(each),
                "row_kind": ORGANISATION,
                "initials": each.abbreviation,
                "name": each.name,
                "organisation_kind": each.get_kind_display(),
            }
            for each in organisations
        ),
        *(
            {
                "id": _id(each),
                "row_kind": PERSON,
                "initials": each.initials,
                "name": each.name,
                "organisation": each.organisation.name if each.organisation else "",
                "state": each.get_state_display(),
                "email": each.email,
                "telephone": each.telephone,
                "left_on": day_cell(each.left_on),
            }
            for each in persons
        ),
        *(
            {
                "id": _id(each),
                "row_kind": POST,
                "name": each.title,
                "organisation": each.organisation.name if each.organisation else "",
                "holder": words.get(_id(each.holder), ""),
            }
            for each in posts
        ),
    ]


def key_outcome_words(outcomes: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Words for key outcomes by id, from ids, numbers and titles: the number, or the title where that is not enough."""
    rows = list(outcomes)
    numbers = words_by_id((key, number) for key, number, _ in rows)
    titles = titles_by_id([(key, title) for key, _, title in rows])
    return {
        key: titles[key] if numbers[key].startswith("[") or not numbers[key] else numbers[key]
        for key, _, _ in rows
    }


def _indicators(
    indicators: Sequence[Indicator], key_outcomes: Iterable[KeyOutcome], names: PeopleNames
) -> Iterable[Cells]:
    outcomes = key_outcome_words((_id(each), each.number, each.title) for each in key_outcomes)
    parts: dict[int, list[str]] = defaultdict(list)
    if indicators:
        found = FormulaPart.objects.filter(indicator__in=indicators).select_related("operand")
        for part in found:
            parts[part.indicator_id].append(_id(part.operand))
    texts = (
        *(
            "group",
            "label",
            "corrected_label",
            "title",
            "breakdown",
            "breakdown_code",
            "comparator",
            "source",
        ),
    )
    for each in indicators:
        yield {
            "id": _id(each),
            "set": each.get_set_display(),
            "key_outcome": outcomes.get(_id(each.key_outcome), ""),
            "parent": _id(each.parent),
            "above": each.name_above,
            **{name: getattr(each, name) for name in texts},
            "kind": each.get_kind_display(),
            "unit": Unit(each.unit).word,
            "polarity": Polarity(each.polarity).word if each.polarity else "",
            "basis": each.get_basis_display() if each.basis else "",
            "decimals": number_cell(each.decimals),
            "next_value_due_on": day_cell(each.next_value_due_on),
            "default_tolerance": number_cell(each.default_tolerance),
            "is_contextual": yes_no_cell(each.is_contextual),
            "is_headline": yes_no_cell(each.is_headline),
            "feedback_sources": lines_cell(each.feedback_sources),
            "ended_on": day_cell(each.ended_on),
            "replaced_by": _id(each.replaced_by),
            "owner": names.words.get(_id(each.owner), ""),
            "formula": Formula(each.formula).word if each.formula else "",
            "formula_rows": lines_cell(parts[each.pk]),
        }


def _in_table_order(model: Any, indicators: Sequence[Indicator]) -> list[tuple[Indicator, Any]]:
    """Values with their rows, in the order of the tables and then of time (1 query)."""
    if not indicators:
        return []
    order = {each.pk: at for at, each in enumerate(indicators)}
    values = list(model.objects.filter(indicator__in=indicators).order_by("ends_on", "period", "id"))
    values.sort(key=lambda value: order[value.indicator_id])
    rows: Mapping[int, Indicator] = {each.pk: each for each in indicators}
    return [(rows[value.indicator_id], value) for value in values]


def _targets(indicators: Sequence[Indicator]) -> Iterable[Cells]:
    for indicator, target in _in_table_order(Target, indicators):
        yield {
            "id": _id(target),
            "indicator": _id(indicator),
            "of": indicator.full_name,
            "period": target.period,
            "label": target.label,
            "value": number_cell(target.value),
            "tolerance": number_cell(target.tolerance),
            "borrowed_from": target.borrowed_from,
            "sample": yes_no_cell(target.sample),
        }


def _readings(indicators: Sequence[Indicator], hidden: Hidden, leave_out: bool) -> Iterable[Cells]:
    for indicator, reading in _in_table_order(Reading, indicators):
        if (indicator.pk, reading.period) in hidden:
            if not leave_out:
                yield _reading(indicator, reading) | HIDDEN
        else:
            yield _reading(indicator, reading)


HIDDEN: Cells = {
    **dict.fromkeys(("value", "numerator", "denominator", "text", "note", "sources"), ""),
    "missing_code": MissingCode.SUPPRESSED.value,
}
"""What a hidden reading has in these columns."""


def _reading(indicator: Indicator, reading: Reading) -> Cells:
    return {
        "id": _id(reading),
        "indicator": _id(indicator),
        "of": indicator.full_name,
        "period": reading.period,
        "value": number_cell(reading.value),
        "numerator": number_cell(reading.numerator),
        "denominator": number_cell(reading.denominator),
        "missing_code": reading.missing_code,
        "text": reading.text,
        "provisional": yes_no_cell(reading.provisional),
        "note": reading.note,
        "sources": lines_cell(reading.sources),
        "sample": yes_no_cell(reading.sample),
        "derived": yes_no_cell(reading.derived),
    }


def _boards(strategy: Strategy | None) -> list[Cells]:
    boards = list(Board.objects.in_order())
    names = board_words((_id(each), each.name) for each in boards)
    parents: dict[int, list[str]] = defaultdict(list)
    links = BoardLink.objects.select_related("parent").order_by("parent__position", "parent_id")
    for link in links:
        confirm = TO_CONFIRM if link.to_confirm else ""
        note = f"{BEFORE_NOTE}{link.note}" if link.note else ""
        parents[link.child_id].append(f"{names[_id(link.parent)]}{confirm}{note}")
    whole: set[int] = set()
    strands: dict[int, list[str]] = defaultdict(list)
    if strategy is not None:
        watched = Oversight.objects.filter(strategy=strategy).select_related("strand")
        for each in watched.order_by("strand__position", "strand_id"):
            if each.strand is None:
                whole.add(each.board_id)
            else:
                strands[each.board_id].append(each.strand.code)
    return [
        {
            "id": _id(each),
            "name": each.name,
            "aliases": lines_cell(each.aliases),
            "kind": each.get_kind_display(),
            "purpose": each.purpose,
            "parents": lines_cell(parents[each.pk]),
            "whole_plan": yes_no_cell(each.pk in whole),
            "strands": lines_cell(strands[each.pk]),
        }
        for each in boards
    ]


def board_words(boards: Iterable[tuple[str, str]]) -> dict[str, str]:
    return titles_by_id(list(boards))
