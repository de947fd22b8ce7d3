"""What an import would do: its rows as they will be, and how they differ from the plan as it is now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from councils.models import Organisation, Person, Post
from deliverables.cells import Due, due_words, leading, read_number, reporting, slot_words
from deliverables.models import Deliverable
from deliverables.plan_names import Slot, folded, slot_of
from strategies.importers.cells import CellError, PrintedDuePoint
from strategies.models import Strand, Strategy

from .models import PlanImport
from .reading.document import Document, Table
from .rules.columns import Mapping as Columns
from .rules.columns import proposed_mappings
from .rules.fields import Field
from .rules.review import Context, Existing, ImportedRow, KnownPerson, ReadLead, Review, StatusMeaning
from .rules.rows import read_rows
from .rules.strand_codes import codes_for, printed_code

HEADER, HEADING = "header", "heading"
"""What a stored mapping has besides its columns, so that the next file finds it."""
PERSON, POST = "person:", "post:"
EARLIER_IMPORTS = 20
"""Done imports of the council that are searched for the columns of a table."""


@dataclass
class Known:
    """What the council has now: the plan that an import goes into, and everybody whom its rows can name."""

    strategy: Strategy | None
    strands: list[Strand]
    deliverables: dict[str, Deliverable]
    dropped: dict[str, Deliverable]
    people: dict[str, Person | Post]
    organisations: dict[str, Organisation]
    earlier: list[PlanImport]

    @classmethod
    def read(cls, plan_import: PlanImport) -> Known:
        """Read it (4 queries, 8 for a plan that exists)."""
        strategy = plan_import.strategy
        people: dict[str, Person | Post] = {f"{PERSON}{each.public_id}": each for each in _everyone()}
        people |= {f"{POST}{each.public_id}": each for each in Post.objects.order_by("id")}
        organisations = {str(each.public_id): each for each in Organisation.objects.order_by("id")}
        strands, rows, earlier = [], [], []
        if strategy is not None:
            strands = list(Strand.objects.filter(strategy=strategy))
            for strand in strands:
                strand.strategy = strategy
            rows = list(Deliverable.with_dropped.filter(strategy=strategy).in_plan_order().with_parts())
            done = PlanImport.objects.done().filter(strategy=strategy).exclude(pk=plan_import.pk)
            earlier = list(done.order_by("done_at", "id"))
        return cls(
            strategy,
            strands,
            {str(each.public_id): each for each in rows if not each.is_dropped},
            {str(each.public_id): each for each in rows if each.is_dropped},
            people,
            organisations,
            earlier,
        )

    @cached_property
    def keys(self) -> dict[str, str]:
        """Id of the deliverable that an earlier import wrote for a row, by the row's key. A later import wins."""
        return {key: found for each in self.earlier for key, found in each.written.items()}

    def context(self, plan_import: PlanImport) -> Context:
        key_of = {found: key for key, found in self.keys.items()}
        meanings = {word: rag for each in self.earlier for word, rag in each.status_key.items()}
        return Context(
            people=tuple(_known_person(key, each) for key, each in self.people.items()),
            organisations=tuple(
                KnownPerson(key, each.name, each.abbreviation) for key, each in self.organisations.items()
            ),
            sections=tuple(each.title for each in self.strands),
            existing=tuple(
                Existing(key, each.title, each.strand.title, each.number, key_of.get(key, ""))
                for key, each in self.deliverables.items()
            ),
            status_key=tuple(StatusMeaning(word, rag) for word, rag in meanings.items()),
            starts_on=plan_import.cover.starts_on,
            ends_on=plan_import.cover.ends_on,
        )

    def strand_of(self, section: str) -> Strand | None:
        """The strand that a section of the file means, or None if it is a new one."""
        _, title = printed_code(section)
        names = {folded(section), folded(title)}
        for strand in self.strands:
            own = {folded(strand.title), folded(str(strand)), *map(folded, strand.aliases)}
            if names & own or (folded(section) == folded(strand.code)):
                return strand
        return None


def _everyone() -> list[Person]:
    """All people, those who were merged into someone last and only if their initials are nobody else's (1 query)."""
    everyone = list(Person.objects.select_related("merged_into").order_by("id"))
    kept = [each for each in everyone if each.merged_into_id is None]
    taken = {each.initials for each in kept if each.initials}
    return [*kept, *(each for each in everyone if each.merged_into_id and each.initials not in taken)]


def _known_person(key: str, each: Person | Post) -> KnownPerson:
    if isinstance(each, Post):
        return KnownPerson(key, each.title, is_post=True)
    return KnownPerson(key, each.name, each.initials)


def document_of(plan_import: PlanImport) -> Document:
    return Document.from_json(plan_import.document)


def columns_of(plan_import: PlanImport) -> list[Columns]:
    return [Columns.from_json(each) for each in plan_import.mappings]


def header_of(table: Table) -> str:
    """What two tables with the same columns have in common, also in the next copy of a file."""
    titles = [folded(each) for each in table.column_titles]
    words = titles if any(titles) else [folded(table.heading), str(table.width)]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:16]


def proposed_columns_of(document: Document) -> list[dict[str, Any]]:
    """Columns of each table: as the council last imported a table with this header, or else as proposed (1 query).

    What was said of one table only, its section and whether it is left out, is proposed again below the same heading.
    """
    latest = PlanImport.objects.done().order_by("-done_at").values_list("mappings", flat=True)
    same: dict[tuple[str, str], dict[str, Any]] = {}
    alike: dict[str, dict[str, Any]] = {}
    for each in (each for mappings in latest[:EARLIER_IMPORTS] for each in mappings):
        same.setdefault((each.get(HEADER, ""), each.get(HEADING, "")), each)
        if not each["skip"]:
            alike.setdefault(each.get(HEADER, ""), {**each, "section": ""})
    proposed = []
    for table, columns in zip(document.tables, proposed_mappings(document), strict=True):
        place = (header_of(table), table.heading)
        before = same.get(place) or alike.get(place[0])
        if before is None or len(before["columns"]) != table.width:
            before = columns.to_json()
        proposed.append({**before, HEADER: place[0], HEADING: place[1]})
    return proposed


@dataclass(frozen=True)
class Difference:
    """One cell of a deliverable that the import changes, in words."""

    label: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Line:
    """One row of the file: the deliverable that it changes, or None for a new one, and what is different.

    `full` is the whole row as the arguments of a TypedRow, and `values` what of it is written. A deliverable that was
    dropped since an earlier import stays dropped.
    """

    row: ImportedRow
    strand: Strand | None
    deliverable: Deliverable | None
    full: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    moved_from: str = ""
    is_dropped: bool = False
    problem: str = ""

    @property
    def is_new(self) -> bool:
        return self.deliverable is None

    @property
    def is_changed(self) -> bool:
        return bool(self.differences)


@dataclass
class Preview:
    """All that an import would do, and the review that it comes from."""

    known: Known
    review: Review
    lines: list[Line]

    @property
    def added(self) -> list[Line]:
        return [each for each in self.lines if each.is_new]

    @property
    def changed(self) -> list[Line]:
        return [each for each in self.lines if not each.is_new and each.is_changed and not each.is_dropped]

    @property
    def same(self) -> list[Line]:
        return [
            each for each in self.lines if not each.is_new and not each.is_changed and not each.is_dropped
        ]

    @property
    def dropped(self) -> list[Line]:
        return [each for each in self.lines if each.is_dropped]

    @property
    def moved(self) -> list[Line]:
        return [each for each in self.lines if each.moved_from]

    @property
    def problems(self) -> list[Line]:
        return [each for each in self.lines if each.problem]

    @property
    def absent(self) -> list[Deliverable]:
        """Deliverables of the plan that no row of the file matches."""
        found = self.known.deliverables
        return [found[each] for each in self.review.absent if each in found]

    @cached_property
    def new_sections(self) -> list[str]:
        """Sections of new rows that are no strand yet, in printed order."""
        return list(dict.fromkeys(each.row.section for each in self.added if each.strand is None))

    @cached_property
    def new_strands(self) -> list[tuple[str, str]]:
        """Code and title of each of them."""
        titles = [each or "Plan" for each in self.new_sections]
        return codes_for(titles, [each.code for each in self.known.strands])

    @cached_property
    def new_people(self) -> list[ReadLead]:
        """Leads whom the council does not know yet, each once, by initials or else by name."""
        written = [each.row for each in (*self.added, *self.changed)]
        leads = (lead for row in written for lead in (*row.leads, *row.reporting))
        new = [lead for lead in leads if not lead.person and not lead.is_vacancy]
        return list({lead.initials or folded(lead.name): lead for lead in new}.values())

    @property
    def writes_nothing(self) -> bool:
        return not self.added and not self.changed

    @cached_property
    def digest(self) -> str:
        """What a person agreed to: it is another one if anything that the import writes is different."""
        said = [
            [
                each.row.key,
                str(each.deliverable.public_id) if each.deliverable else "",
                each.deliverable.version if each.deliverable else 0,
                each.row.section,
                each.is_dropped,
                [[one.label, one.was, one.becomes] for one in each.differences],
                "" if each.deliverable else repr(each.row),
            ]
            for each in self.lines
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def preview_of(plan_import: PlanImport) -> Preview:
    """Read the rows with the answers so far, and compare them with the plan (4 queries, or 8)."""
    known = Known.read(plan_import)
    context = known.context(plan_import)
    review = _review(plan_import, context)
    base = {row.key: row for row in _review(known.earlier[-1], context).rows} if known.earlier else {}
    return Preview(known, review, [_line(row, known, base.get(row.key)) for row in review.rows])


def _review(plan_import: PlanImport, context: Context) -> Review:
    return read_rows(document_of(plan_import), columns_of(plan_import), context, plan_import.answers)


def _line(row: ImportedRow, known: Known, base: ImportedRow | None) -> Line:
    strand = known.strand_of(row.section)
    if strand is None and not row.section and len(known.strands) == 1:
        strand = known.strands[0]
    deliverable = known.deliverables.get(row.matches)
    gone = known.dropped.get(known.keys.get(row.key, "")) if deliverable is None else None
    values = values_of(row, deliverable.strand.code if deliverable else strand.code if strand else "", known)
    if gone is not None:
        return Line(row, strand, gone, values, is_dropped=True)
    problem = _problem(values)
    if deliverable is None:
        return Line(row, strand, None, values, values, problem=problem)
    kept, differences = _different(row, base, deliverable, values)
    moved = deliverable.strand.title if row.section and strand != deliverable.strand else ""
    return Line(row, deliverable.strand, deliverable, values, kept, differences, moved, problem=problem)


PRINTED = ("number", "by_when", "lead", "start", "forecast", "status", "progress", "notes", "organisation")


def values_of(row: ImportedRow, code: str, known: Known) -> dict[str, Any]:
    """The row as the arguments of a TypedRow. `printed` has the cells as the file prints them."""
    try:
        number = read_number(" ".join(row.number.split()), code)
    except CellError:
        number = row.number
    measures = [] if row.outcome else [f"Measure of impact: {each}" for each in row.measures]
    organisation = known.organisations.get(row.organisation_id)
    columns: dict[str, Any] = {
        "number": number,
        "title": row.title,
        "detail": [*row.detail, *measures],
        "refers_to": row.refers_to,
    }
    if organisation is not None:
        columns["accountable_id"] = organisation.pk
    printed = {name: " ".join(getattr(row, name).split()) for name in PRINTED}
    printed["reporting"] = " ".join(row.reporting_printed.split())
    printed["complete"] = "" if row.complete is None else f"{row.complete}%"
    return {
        "columns": columns,
        "outcome": row.outcome,
        "due": [_due(each) for each in row.due_points],
        "leads": slots_of(row.leads, known),
        "reports": slots_of(row.reporting, known),
        "printed": {name: text for name, text in printed.items() if text},
    }


def _due(point: PrintedDuePoint) -> Due:
    label = " ".join(filter(None, (point.label, point.qualifier)))
    return Due(label, point.due_on, point.precision, point.source_text)


def slots_of(leads: Iterable[ReadLead], known: Known) -> list[Slot]:
    """Places of people as the actions take them, each once. A new person without initials stands there by name."""
    slots = [_slot(each, known) for each in leads]
    return list({slot.key: slot for slot in slots}.values())


def _slot(lead: ReadLead, known: Known) -> Slot:
    found = known.people.get(lead.person)
    if isinstance(found, Post):
        return Slot(post=found, qualifier=lead.qualifier)
    if found is not None:
        return Slot(found.merged_into or found, qualifier=lead.qualifier)
    return Slot(initials=lead.initials or lead.name, qualifier=lead.qualifier)


LONGEST = {"title": 500, "number": 20, "refers_to": 300}
LONGEST_PART, LONGEST_QUALIFIER, LONGEST_INITIALS = 100, 60, 20


def _problem(values: Mapping[str, Any]) -> str:
    """Why a row cannot be stored, as a sentence. "" if it can."""
    columns = values["columns"]
    if not columns["title"].strip():
        return "This row has no title. Settle the doubt about it, or leave its table out."
    for name, longest in LONGEST.items():
        if len(columns[name]) > longest:
            words = name.replace("_", " ")
            return (
                f"Its {words} has {len(columns[name])} characters, and may have {longest}. Check the columns."
            )
    if any(max(len(each.label), len(each.source_text)) > LONGEST_PART for each in values["due"]):
        return f"A date with its words has more than {LONGEST_PART} characters. Check the columns."
    slots = [*values["leads"], *values["reports"]]
    if any(len(each.qualifier) > LONGEST_QUALIFIER for each in slots):
        return f"The words beside a lead have more than {LONGEST_QUALIFIER} characters. Check the columns."
    return ""


LABELS = {"number": "Number", "title": "Title", "detail": "Details", "refers_to": "Refers to"}


def _different(
    row: ImportedRow, base: ImportedRow | None, deliverable: Deliverable, values: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Difference, ...]]:
    """What of the row is different in the plan, and was not the same in the file that was imported before.

    What an officer changed here since then stays. A column that the file does not have changes nothing.
    """
    people, has = list(deliverable.assignments.all()), set(row.columns)
    columns = {}
    differences = []

    def differs(label: str, was: str, becomes: str) -> None:
        differences.append(Difference(label, was, becomes))

    def in_file(*names: str) -> bool:
        return base is None or any(getattr(base, name) != getattr(row, name) for name in names)

    for name, needed in (("number", Field.NUMBER), ("title", None), ("detail", None), ("refers_to", None)):
        new, old = values["columns"][name], getattr(deliverable, name)
        said = in_file(name, "measures") if name == "detail" else in_file(name)
        if new != old and said and (needed is None or needed in has):
            columns[name] = new
            differs(LABELS[name], _words(old), _words(new))
    accountable = values["columns"].get("accountable_id")
    if accountable and accountable != deliverable.accountable_id and in_file("organisation"):
        columns["accountable_id"] = accountable
        differs("Accountable organisation", str(deliverable.accountable or ""), row.organisation)
    kept: dict[str, Any] = {}
    old_outcome = deliverable.outcome.title if deliverable.outcome else ""
    if Field.OUTCOME in has and in_file("outcome") and folded(row.outcome) != folded(old_outcome):
        kept["outcome"] = row.outcome
        differs("Outcome", old_outcome, row.outcome)
    now = [(each.label, each.due_on, str(each.precision)) for each in deliverable.due_points.all()]
    due = [(each.label, each.due_on, each.precision.value) for each in values["due"]]
    if Field.BY_WHEN in has and in_file("due_points") and now != due:
        kept["due"] = values["due"]
        differs("By when", _due_words(now), _due_words(due))
    for name, attribute, needed, label, held in (
        ("leads", "leads", Field.LEAD, "Lead", leading(people)),
        ("reports", "reporting", Field.REPORTING, "Reporting to", reporting(people)),
    ):
        slots = [slot_of(each) for each in held]
        if needed in has and in_file(attribute) and [s.key for s in slots] != [s.key for s in values[name]]:
            kept[name] = values[name]
            differs(label, "; ".join(map(slot_words, slots)), "; ".join(map(slot_words, values[name])))
    printed = _printed(deliverable, values["printed"], base, row)
    if printed != deliverable.source_text:
        columns["source_text"] = printed
        differences += [
            Difference(
                f"{_label(name)} as printed", deliverable.source_text.get(name, ""), printed.get(name, "")
            )
            for name in {**deliverable.source_text, **printed}
            if deliverable.source_text.get(name, "") != printed.get(name, "")
        ]
    if columns:
        kept["columns"] = columns
    return kept, tuple(differences)


def _printed(
    deliverable: Deliverable, new: Mapping[str, str], base: ImportedRow | None, row: ImportedRow
) -> dict[str, str]:
    """The cells as printed, with those that this file prints differently from the one before."""
    printed = dict(deliverable.source_text)
    for name in (*PRINTED, "reporting", "complete"):
        attribute = "reporting_printed" if name == "reporting" else name
        if base is not None and getattr(base, attribute) == getattr(row, attribute):
            continue
        if name in new:
            printed[name] = new[name]
        elif base is not None:
            printed.pop(name, None)
    return printed


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _words(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else str(value)


def _due_words(points: Sequence[tuple[str, Any, str]]) -> str:
    return "; ".join(due_words(*each) for each in points)
