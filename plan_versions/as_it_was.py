"""A frozen plan arranged for reading: the plan as it was. Runs no query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.periods import Period, Precision, words_for_date
from plan_files.workbook.book import Book, Row
from plan_files.workbook.cells import YES, day_of, items_of
from plan_files.workbook.row_names import RowNames, day_words
from plan_files.workbook.sheets import DELIVERABLES, INDICATORS, KEY_OUTCOME

from .frozen.document import PlanDocument


@dataclass(frozen=True)
class ListEntry:
    """One entry of a list, with the lines below it."""

    title: str
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class DeliverableLine:
    """A deliverable with its dates, leads and reporting as cells in words."""

    name: str
    detail: Sequence[str]
    outcome: str
    leads: str
    reporting: str
    due: Sequence[str]


@dataclass(frozen=True)
class StrandAsItWas:
    """A strand with all that its chapters print."""

    code: str
    title: str
    long_term_plan: str
    priorities: Sequence[str]
    outcomes: Sequence[ListEntry]
    lists: Sequence[ListEntry]
    deliverables: Sequence[DeliverableLine]


@dataclass(frozen=True)
class IndicatorLine:
    """A row of the indicator tables, with its targets and readings in words."""

    name: str
    unit: str
    targets: Sequence[str]
    readings: Sequence[str]


@dataclass(frozen=True)
class IndicatorTable:
    name: str
    rows: Sequence[IndicatorLine] = field(default_factory=list)


@dataclass(frozen=True)
class PlanAsItWas:
    """Everything that a frozen copy holds and this reader may see."""

    title: str
    kind: str
    summary: str
    strand_noun: str
    deliverable_noun: str
    cover: Sequence[tuple[str, str]]
    key_outcomes: Sequence[ListEntry]
    strands: Sequence[StrandAsItWas]
    indicators: Sequence[IndicatorTable]
    boards: Sequence[ListEntry]
    lists: Sequence[ListEntry]
    has_hidden: bool


def plan_as_it_was(document: PlanDocument) -> PlanAsItWas:
    book = document.book
    names = RowNames(book, book)
    cover = book["Strategy"][0] if book["Strategy"] else Row({})
    return PlanAsItWas(
        title=cover["title"],
        kind=cover["kind"],
        summary=cover["summary"],
        strand_noun=cover["strand_noun"] or "Strand",
        deliverable_noun=cover["deliverable_noun"] or "Deliverable",
        cover=_cover(cover, book),
        key_outcomes=[
            ListEntry(f"{row['number']}. {row['title']}" if row["number"] else row["title"], _lines(row))
            for row in book["Outcomes"]
            if row["kind"] == KEY_OUTCOME
        ],
        strands=_strands(book, names),
        indicators=_indicators(document, names),
        boards=_boards(book, cover["strand_noun"] or "Strand"),
        lists=[*_references(book), *_framework(book), *_success(book)],
        has_hidden=any(row.id in document.hidden for row in book["Readings"]),
    )


def _cover(cover: Row, book: Book) -> list[tuple[str, str]]:
    people = {row["initials"] or row["name"]: row["name"] for row in book["People"] if row["name"]}
    roles: dict[str, list[str]] = defaultdict(list)
    for row in book["Cover"]:
        who = row["board"] or people.get(row["person"], row["person"])
        roles[row["role"]].append(", ".join(filter(None, (who, row["post"]))))
    return [
        (label, words)
        for label, words in (
            ("Period", _period(cover["starts_on"], cover["ends_on"])),
            ("Delivery plan", _period(cover["delivery_starts_on"], cover["delivery_ends_on"])),
            ("Part of", cover["parent_plan"]),
            *((role, "\n".join(holders)) for role, holders in roles.items()),
            ("Contributors", cover["contributors"]),
        )
        if words
    ]


def _period(starts_on: str, ends_on: str) -> str:
    start, end = day_words(starts_on), day_words(ends_on)
    if start and end:
        return f"{start} to {end}"
    return f"From {start}" if start else f"Until {end}" if end else ""


def _lines(row: Row, column: str = "lines") -> list[str]:
    return [
        " ".join(filter(None, (part.strip() for part in line.split(" | ", 1))))
        for line in items_of(row[column])
    ]


def _grouped(rows: Iterable[Row], column: str) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _strands(book: Book, names: RowNames) -> list[StrandAsItWas]:
    outcomes, deliverables = _grouped(book["Outcomes"], "strand"), _grouped(book["Deliverables"], "strand")
    priorities = _grouped(book["Priorities"], "strand")
    due = _grouped(book["Due points"], "deliverable")
    lists = {name: _grouped(book[name], "strand") for name in ("Planned actions", "Achieved so far")}
    return [
        StrandAsItWas(
            code=strand["code"],
            title=strand["title"],
            long_term_plan=strand["long_term_plan"],
            priorities=[f"{row['code']} {row['title']}" for row in priorities[strand["code"]]],
            outcomes=[ListEntry(row["title"], _lines(row)) for row in outcomes[strand["code"]]],
            lists=[
                ListEntry(
                    name,
                    [": ".join(filter(None, (row["heading"], row["text"]))) for row in rows[strand["code"]]],
                )
                for name, rows in lists.items()
                if rows[strand["code"]]
            ],
            deliverables=[_deliverable(row, due[row.id], names) for row in deliverables[strand["code"]]],
        )
        for strand in book["Strands"]
    ]


def _deliverable(row: Row, due: Sequence[Row], names: RowNames) -> DeliverableLine:
    said = {key: names.said(DELIVERABLES.column(key), row[key]) for key in ("outcome", "leads", "reporting")}
    return DeliverableLine(
        name=names.of("Deliverables", row),
        detail=items_of(row["detail"]),
        outcome=said["outcome"],
        leads=said["leads"],
        reporting=said["reporting"],
        due=[_due_words(each) for each in due],
    )


def _due_words(row: Row) -> str:
    day = day_of(row["due_on"])
    words = words_for_date(day, Precision((row["precision"] or Precision.DAY).lower())) if day else "No date"
    done = f", done on {day_words(row['done_on'])}" if row["done_on"] else ""
    return f"{' '.join(filter(None, (row['label'], words)))}{done}"


def _indicators(document: PlanDocument, names: RowNames) -> list[IndicatorTable]:
    book = document.book
    targets, readings = _grouped(book["Targets"], "indicator"), _grouped(book["Readings"], "indicator")
    tables: dict[str, list[IndicatorLine]] = defaultdict(list)
    for row in book["Indicators"]:
        unit = row["unit"]
        tables[row["set"]].append(
            IndicatorLine(
                names.of("Indicators", row),
                names.said(INDICATORS.column("unit"), unit),
                [
                    f"{each['label'] or _period_words(each)}: {_figure(each['value'])}"
                    for each in targets[row.id]
                ],
                [_reading(each, each.id in document.hidden) for each in readings[row.id]],
            )
        )
    return [IndicatorTable(name, rows) for name, rows in tables.items()]


def _reading(row: Row, hidden: bool) -> str:
    said = _figure(row["value"]) if row["value"] else row["text"] or row["missing_code"] or "–"
    parts = f" ({_figure(row['numerator'])} of {_figure(row['denominator'])})" if row["denominator"] else ""
    notes = [word for key, word in (("provisional", "provisional"), ("sample", "sample")) if row[key] == YES]
    mark = " ‡" if hidden and row["value"] else ""
    return f"{_period_words(row)}: {said}{mark}{parts}{', ' if notes else ''}{', '.join(notes)}"


def _period_words(row: Row) -> str:
    """ "Q1 2016–17" for 2016-17-Q1. A period that is not understood stays as it is."""
    try:
        return Period.parse(row["period"]).short_words
    except ValueError:
        return row["period"]


def _figure(cell: str) -> str:
    return f"{Decimal(cell):,}" if cell else "–"


def _boards(book: Book, noun: str) -> list[ListEntry]:
    """Boards that oversee the plan or a strand of it."""
    entries = []
    for row in book["Boards"]:
        strands = items_of(row["strands"])
        watches = ["The whole plan"] if row["whole_plan"] == YES else []
        watches += [f"{noun} {code}" for code in strands]
        if watches:
            entries.append(ListEntry(row["name"], watches))
    return entries


def _references(book: Book) -> list[ListEntry]:
    kinds = _grouped(book["References"], "kind")
    return [ListEntry(kind, [row["text"] for row in rows]) for kind, rows in kinds.items()]


def _framework(book: Book) -> list[ListEntry]:
    rows = book["Framework"]
    lines = [
        f"{': '.join(filter(None, (row['kind'], row['need'])))}: {' '.join(items_of(row['questions']))}"
        for row in rows
    ]
    return [ListEntry("Performance framework", lines)] if rows else []


def _success(book: Book) -> list[ListEntry]:
    rows = book["Success"]
    lines = [
        f"{row['theme']}, {row['question']}: {' '.join((*items_of(row['items']), row['horizon'])).strip()}"
        for row in rows
    ]
    return [ListEntry("Measures of success", lines)] if rows else []
