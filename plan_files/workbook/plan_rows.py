"""Rows of the sheets Strategy, Strands, Outcomes, Deliverables and Due points."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from core.periods import Precision
from deliverables.cells import leading, reporting
from deliverables.models import Assignment, Deliverable
from strategies.models import KeyOutcome, Outcome, Strand, Strategy

from .cells import day_cell, lines_cell, yes_no_cell
from .naming import PeopleNames, people_cell
from .row_cells import Cells, row_id
from .row_words import outcome_words
from .sheets import KEY_OUTCOME, STRAND_OUTCOME

PRINTED = ("number", "by_when", "lead", "reporting")


def strategy_row(strategy: Strategy) -> Cells:
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
        "id": row_id(strategy),
        "kind": strategy.get_kind_display(),
        **{name: getattr(strategy, name) for name in texts},
        **{name: day_cell(getattr(strategy, name)) for name in days},
    }


def strand_row(strand: Strand) -> Cells:
    return {
        "id": row_id(strand),
        "code": strand.code,
        "title": strand.title,
        "aliases": lines_cell(strand.aliases),
        "long_term_plan": strand.long_term_plan,
    }


def outcome_row(outcome: Outcome) -> Cells:
    return {
        "id": row_id(outcome),
        "kind": STRAND_OUTCOME,
        "strand": outcome.strand.code,
        "title": outcome.title,
        "is_query": yes_no_cell(outcome.is_query),
        "lines": lines_cell(each.text for each in _in_order(outcome.measures.all())),
        "source_text": outcome.source_text,
    }


def key_outcome_row(outcome: KeyOutcome) -> Cells:
    statements = _in_order(outcome.improvements.all())
    return {
        "id": row_id(outcome),
        "kind": KEY_OUTCOME,
        "number": outcome.number,
        "title": outcome.title,
        "lines": lines_cell(f"{each.number} | {each.text}" for each in statements),
    }


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.position, row.pk))


def deliverable_rows(
    deliverables: Iterable[Deliverable], outcomes: Iterable[Outcome], names: PeopleNames
) -> Iterable[Cells]:
    titles = outcome_words((row_id(each), each.strand.code, each.title) for each in outcomes)
    for each in deliverables:
        people = list(each.assignments.all())
        leads = sorted(leading(people), key=lambda one: one.role != Assignment.Role.LEAD)
        alternates = [one for one in people if one.role == Assignment.Role.ALTERNATE]
        printed = dict(each.source_text)
        cells = {f"printed_{name}": str(printed.pop(name, "")) for name in PRINTED}
        yield {
            "id": row_id(each),
            "strand": each.strand.code,
            "number": each.number,
            "title": each.title,
            "detail": lines_cell(each.detail),
            "outcome": titles.get(row_id(each.outcome), ""),
            "refers_to": each.refers_to,
            "leads": _people_words(leads, names),
            "alternates": _people_words(alternates, names),
            "reporting": _people_words(reporting(people), names),
            "accountable": each.accountable.name if each.accountable else "",
            "accountable_person": names.words.get(row_id(each.accountable_person), ""),
            **cells,
            "printed_more": json.dumps(printed, ensure_ascii=False, sort_keys=True) if printed else "",
        }


def _people_words(people: Iterable[Assignment], names: PeopleNames) -> str:
    return people_cell((names.words.get(row_id(one.person or one.post), ""), one.qualifier) for one in people)


def due_point_row(deliverable: Deliverable, point: Any) -> Cells:
    return {
        "id": row_id(point),
        "deliverable": row_id(deliverable),
        "of": deliverable.name,
        "label": point.label,
        "due_on": day_cell(point.due_on),
        "precision": Precision(point.precision).word,
        "source_text": point.source_text,
        "original_due_on": day_cell(point.original_due_on),
        "done_on": day_cell(point.done_on),
    }
