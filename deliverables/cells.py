"""Cells of a deliverable as a person types them, in both directions: from its parts to text, and from text to parts.

What a cell prints is understood by the parsers that load the published plans (`strategies.importers.cells`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.periods import Precision, Quarter, words_for_date
from strategies.importers.cells import CellError, PrintedDuePoint, read_due_points

from .models import Assignment, Deliverable, DuePoint
from .plan_names import PlanNames, Slot, slot_of

COLUMNS = ("number", "title", "by_when", "lead", "reporting", "outcome")
LONGEST_TITLE, LONGEST_NUMBER, LONGEST_PART = 500, 20, 100
_QUARTER = re.compile(
    r"(?:q|quarter)\s*(?P<q>[1-4]),?\s*(?P<y>20[0-9]{2})\s*[-–/]\s*(?:20)?[0-9]{2}"
    r"|(?P<y2>20[0-9]{2})\s*[-–/]\s*(?:20)?[0-9]{2},?\s*-?\s*(?:q|quarter)\s*(?P<q2>[1-4])",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?P<label>[ivx]+\))?\s*(?P<qualifier>.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Due:
    """One due point as typed: label, due date with its precision, and the part of the cell that gave it.

    `point` is the due point that it is now, where that is known. A new one from a file may have an original date and
    the day on which it was done.
    """

    label: str
    due_on: date
    precision: Precision
    source_text: str = ""
    point: UUID | None = None
    original_due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class DueExamples:
    """By-when cells as somebody would type them now, for hints and errors."""

    month: str
    day: str
    in_numbers: str
    year: str
    several: str


def due_examples(today: date) -> DueExamples:
    """Examples of next year."""
    year = today.year + 1
    return DueExamples(
        f"Sep {year}", f"30 Sep {year}", f"30/9/{year}", str(year), f"i) Jan {year} ii) Jul {year}"
    )


def read_due(cell: str, today: date) -> list[Due]:
    """Read a by-when cell. Raises CellError, whose message says what to write, with examples of next year."""
    try:
        printed = read_due_points(cell)
    except CellError:
        raise CellError(_not_a_due_date(" ".join(cell.split()), due_examples(today))) from None
    due = [_due(point) for point in printed]
    if any(len(each.label) > LONGEST_PART or len(each.source_text) > LONGEST_PART for each in due):
        raise CellError(f"Each date with its words must be {LONGEST_PART} characters or fewer")
    return due


def _not_a_due_date(cell: str, examples: DueExamples) -> str:
    if match := _QUARTER.fullmatch(cell):
        ends_on = Quarter(int(match["y"] or match["y2"]), int(match["q"] or match["q2"])).ends_on
        return f"“{cell}” is a quarter. Write the month by which it is due, such as its last one: {_month(ends_on)}"
    return (
        f"“{cell}” is not a due date. Write a month ({examples.month}), a day ({examples.day} or "
        f"{examples.in_numbers}), several ({examples.several}), or tbc if there is no date yet"
    )


def _month(day: date) -> str:
    return words_for_date(day, Precision.MONTH)


def _due(point: PrintedDuePoint) -> Due:
    label = " ".join(filter(None, (point.label, point.qualifier)))
    return Due(label, point.due_on, point.precision, point.source_text)


def read_title(cell: str) -> tuple[str, list[str]]:
    """The title is the first line of its cell. The lines below it are the details."""
    lines = [" ".join(line.split()) for line in cell.splitlines() if line.strip()]
    title, *detail = lines or [""]
    if not title:
        raise CellError("Enter a title")
    if len(title) > LONGEST_TITLE:
        raise CellError(
            f"Title must be {LONGEST_TITLE} characters or fewer. Put the rest on a new line below it"
        )
    return title, detail


def read_number(cell: str, code: str = "") -> str:
    """The number as the plan prints it, without the strand's code: "1" for "A1" or "A.1" in strand A."""
    rest = cell[len(code) :].lstrip(" .") if code and not code[-1].isdigit() else ""
    if rest[:1].isdigit() and cell.upper().startswith(code.upper()):
        cell = rest
    if len(cell) > LONGEST_NUMBER:
        raise CellError(f"Number must be {LONGEST_NUMBER} characters or fewer")
    return cell


def cells_of(deliverable: Deliverable, names: PlanNames) -> dict[str, str]:
    """Cells of a deliverable that has been loaded with its parts, as the plan prints them if that still holds."""
    printed: Mapping[str, str] = deliverable.source_text
    people = list(deliverable.assignments.all())
    return {
        "number": deliverable.number,
        "title": "\n".join((deliverable.title, *deliverable.detail)),
        "by_when": _due_cell(printed.get("by_when", ""), deliverable.due_points.all()),
        "lead": _people_cell(printed.get("lead", ""), leading(people), names),
        "reporting": _people_cell(printed.get("reporting", ""), reporting(people), names),
        "outcome": deliverable.outcome.title if deliverable.outcome else "",
        "strand": deliverable.strand.code,
    }


def leading(people: Iterable[Assignment]) -> list[Assignment]:
    """Lead and joint leads. The cell of leads does not have alternates."""
    return [each for each in people if each.role in Assignment.LEADING]


def reporting(people: Iterable[Assignment]) -> list[Assignment]:
    return [each for each in people if each.role == Assignment.Role.REPORTING]


def _due_cell(printed: str, points: Iterable[DuePoint]) -> str:
    now = [(point.label, point.due_on, point.precision) for point in points]
    try:
        as_printed = [
            (due.label, due.due_on, due.precision.value) for due in map(_due, read_due_points(printed))
        ]
    except CellError:
        as_printed = None
    return printed if as_printed == now else "; ".join(due_words(*each) for each in now)


def due_words(label: str, due_on: date, precision: str) -> str:
    """ "i) Jan 2016 (launch)", which `read_due` reads back."""
    match = _LABEL.fullmatch(label)
    first, rest = (match["label"] or "", match["qualifier"]) if match else ("", label)
    return " ".join(filter(None, (first, words_for_date(due_on, precision), f"({rest})" if rest else "")))


def _people_cell(printed: str, people: Iterable[Assignment], names: PlanNames) -> str:
    slots = [slot_of(each) for each in people]
    try:
        as_printed = [slot.key for slot in names.read_people(printed)]
    except CellError:
        as_printed = None
    return printed if as_printed == [slot.key for slot in slots] else "; ".join(map(slot_words, slots))


def slot_words(slot: Slot) -> str:
    """ "JK", "Director of Education (SEND)" or "tbc", which `read_people` reads back."""
    if slot.post:
        words = slot.post.title
    elif slot.person:
        words = slot.person.initials or slot.person.name
    else:
        words = slot.initials or "tbc"
    return f"{words} ({slot.qualifier})" if slot.qualifier else words
