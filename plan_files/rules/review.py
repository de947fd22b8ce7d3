"""What a person reviews: every row as it will be, beside its original cells, with its doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from plan_files.rules.doubts import Doubt
from plan_files.rules.fields import Field
from strategies.importers.cells import PrintedDuePoint

Answers = Mapping[str, str]
"""Answers by the id of the doubt: the value of a choice, or `doubts.written(text)`."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person, post or organisation that the council knows. `id` is the caller's own, and comes back in the rows.

    `initials` are those of a person, or the short name of an organisation.
    """

    id: str
    name: str = ""
    initials: str = ""
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Existing:
    """A deliverable that the plan already has. `key` is the row key that an earlier import stored, "" if none."""

    id: str
    title: str
    section: str = ""
    number: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class StatusMeaning:
    """What one printed word or colour of a status column means. `rag` "" means: held only as printed."""

    printed: str
    rag: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What the council knows before it reads the file.

    `sections` are the titles of the plan's sections. With a code in front ("A: Inclusion"), a heading with that code
    finds its section although its words differ.
    """

    people: tuple[KnownPerson, ...] = ()
    organisations: tuple[KnownPerson, ...] = ()
    sections: tuple[str, ...] = ()
    existing: tuple[Existing, ...] = ()
    status_key: tuple[StatusMeaning, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReadLead:
    """One lead or one receiver of progress, as it will be.

    `person` is the id of a KnownPerson. With "" and `initials` or `name` it is somebody new, to be identified later.
    With neither it is a vacancy to be confirmed, and `qualifier` keeps the hint. `printed` is the part of the cell.
    """

    printed: str
    initials: str = ""
    name: str = ""
    qualifier: str = ""
    person: str = ""

    @property
    def is_vacancy(self) -> bool:
        """Nobody yet: "tbc", or initials that cannot be read."""
        return not (self.person or self.initials or self.name)


@dataclass(frozen=True, slots=True)
class UnusedCell:
    """Text of a row that goes nowhere, with the title of its column ("Column 7" if the column has none)."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One deliverable as it will be, with the proposed answers and those given so far.

    `key` is stable: from the file's own id, or from section, number and title as printed. `cells` and `columns` are the
    original row: its cells, and what each was read as (a shifted row has its own). `places` has more than one entry if
    rows were joined. `matches` is the id of the Existing deliverable that this row changes, "" if it is new.
    `detail` is a list of points. `status` is the printed word, `rag` what the status key makes of it, "" if it is held
    only as printed. `complete` is a percentage and is never turned into RAG.
    """

    key: str
    table: int
    row: int
    places: tuple[str, ...]
    cells: tuple[str, ...]
    columns: tuple[Field, ...]
    section: str
    title: str
    number: str = ""
    detail: tuple[str, ...] = ()
    refers_to: str = ""
    outcome: str = ""
    outcome_is_question: bool = False
    measures: tuple[str, ...] = ()
    by_when: str = ""
    due_points: tuple[PrintedDuePoint, ...] = ()
    start: str = ""
    start_point: PrintedDuePoint | None = None
    forecast: str = ""
    forecast_point: PrintedDuePoint | None = None
    lead: str = ""
    leads: tuple[ReadLead, ...] = ()
    organisation: str = ""
    organisation_id: str = ""
    reporting_printed: str = ""
    reporting: tuple[ReadLead, ...] = ()
    status: str = ""
    rag: str = ""
    progress: str = ""
    complete: int | None = None
    notes: str = ""
    unused: tuple[UnusedCell, ...] = ()
    matches: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A printed row that becomes no deliverable, with the reason: "Header repeated", "Heading of a section"."""

    table: int
    row: int
    place: str
    cells: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """The whole reading. Each cell of each row of the file is in a row, in `left_out` or in `unused_text`.

    `absent` are ids of Existing deliverables that no row of the file matches: they stay as they are.
    """

    rows: tuple[ImportedRow, ...]
    doubts: tuple[Doubt, ...]
    left_out: tuple[LeftOut, ...] = ()
    unused_text: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    status_words: tuple[str, ...] = field(default=())

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        """Doubts that no answer settles yet."""
        return tuple(doubt for doubt in self.doubts if not doubt.settled)

    def doubts_of(self, row: ImportedRow) -> tuple[Doubt, ...]:
        """The doubts that concern a row, in the order in which a person is asked."""
        return tuple(doubt for doubt in self.doubts if row.key in doubt.rows)
