"""The grid that adds and changes many deliverables at once, each cell with its own error, and nothing typed lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import QueryDict

from core.ui.editing import Clash
from core.ui.grid import GridCell, seal, tidied, unseal
from core.words import count_words, list_words
from strategies.models import Strand, Strategy

from ..actions.rows import TypedRow, due_needs_reason
from ..cells import COLUMNS, DueExamples, cells_of, due_examples
from ..models import Deliverable
from ..plan_names import PlanNames, folded
from ..rules.pasted import Pasted, PasteRefused, fill_down, read_paste
from .grid_reading import RowReader
from .grid_repeats import number_repeats
from .grid_rows import GridRow

SPARE_ROWS = 10
MOST_NEW_ROWS = 200
REASON_LIMIT = 1000
LABELS = {
    "number": "Number",
    "title": "Title",
    "by_when": "By when",
    "lead": "Lead",
    "reporting": "Reporting to",
    "outcome": "Outcome",
    "strand": "Strand",
}


@dataclass
class GridForm:
    """Rows of a strategy's deliverables, or of one strand's, with what was typed and pasted.

    `deliverables` have been loaded with their parts. `elsewhere` are those on other pages of the grid. Sent data is
    compared with what the page showed (`seen`, signed), so that only cells that the person changed are read and saved.
    """

    data: QueryDict | None
    strategy: Strategy
    strands: Sequence[Strand]
    deliverables: Sequence[Deliverable]
    names: PlanNames
    today: date
    elsewhere: Sequence[Deliverable] = ()
    more: int = SPARE_ROWS
    paste_error: str = ""
    reason_error: str = ""
    notes: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = [*COLUMNS, *(["strand"] if len(self.strands) != 1 else [])]
        self.labels = LABELS | {
            "title": self.strategy.deliverable_noun,
            "strand": self.strategy.strand_noun,
        }
        self._now = {str(each.public_id): each for each in self.deliverables}
        self._shown = {key: cells_of(each, self.names) for key, each in self._now.items()}
        self._was = unseal(self.data.get("seen", "")) if self.data else {}
        self._told = set(self.data.getlist("told")) if self.data else set()
        self.paste = self.data.get("paste", "") if self.data else ""
        self.fills_down = bool(self.data and self.data.get("fill_down"))
        self.reason = self.data.get("reason", "") if self.data else ""
        self._reader = RowReader(self.strategy, self.strands, self.names, self.today)
        self.rows = self._sent_rows() if self.data else self._first_rows()

    # What it shows

    @property
    def seen(self) -> str:
        """What the grid shows now of each deliverable, signed."""
        cells = {key: [each[name] for name in COLUMNS] for key, each in self._shown.items()}
        return seal(cells)

    @property
    def heads(self) -> list[tuple[str, str]]:
        return [(name, self.labels[name]) for name in self.columns]

    @property
    def due_examples(self) -> DueExamples:
        return due_examples(self.today)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Ids of inputs with what is wrong there, for the error summary."""
        errors = [("paste", self.paste_error)] if self.paste_error else []
        errors += [("reason", self.reason_error)] if self.reason_error else []
        return errors + [error for row in self.rows for error in row.errors]

    @property
    def clashes(self) -> list[Clash]:
        return [
            Clash(f"Row {row.number}, {cell.label.lower()}", cell.now, cell.value)
            for row in self.rows
            for cell in row.cells.values()
            if cell.clashes
        ]

    @cached_property
    def outcome_titles(self) -> list[str]:
        """Titles to choose from while typing."""
        found = (each.title for outcomes in self.names.outcomes.values() for each in outcomes.values())
        return list(dict.fromkeys(found))

    @property
    def new_people(self) -> list[str]:
        """Initials that are not known yet."""
        slots = (slot for said in self.said for each in (said.leads, said.reports) for slot in each or ())
        return list(dict.fromkeys(slot.initials for slot in slots if slot.initials))

    @property
    def new_outcomes(self) -> list[str]:
        """Titles of outcomes that their strand does not have yet."""
        titles: dict[str, str] = {}
        for said in self.said:
            if said.outcome and not self.names.outcome(said.strand, said.outcome):
                titles.setdefault(folded(said.outcome), " ".join(said.outcome.split()))
        return list(titles.values())

    @property
    def adds(self) -> str:
        """What saving adds besides the rows, counted: "1 outcome and 5 people". "" for nothing."""
        counts = ((len(self.new_outcomes), "outcome"), (len(self.new_people), "person"))
        return list_words([count_words(number, each) for number, each in counts if number])

    @property
    def to_tell(self) -> list[str]:
        """What saving adds besides the rows, for the hidden fields that say that the page has told it."""
        return [*self.new_people, *map(folded, self.new_outcomes)]

    # What was typed

    @property
    def said(self) -> list[TypedRow]:
        """Rows to save: those that were added or changed."""
        return [row.said for row in self.rows if row.said is not None]

    @property
    def needs_reason(self) -> bool:
        return any(due_needs_reason(said) for said in self.said)

    @property
    def may_save(self) -> bool:
        """Whether every cell can be read, nobody else's change is overwritten, and the page has told what it adds."""
        return not self.errors and not self.clashes and set(self.to_tell) <= self._told

    def check(self) -> None:
        """Read the cells that were changed. Errors go to their cells."""
        for row in self.rows:
            if row.gone and row.is_changed:
                row.fail(
                    "title",
                    "Someone has dropped or moved this row. Copy what you typed, then reload the page",
                )
            elif not row.is_blank and not row.gone and row.is_changed:
                row.said = self._reader.read(row)
        if len(self.reason) > REASON_LIMIT:
            self.reason_error = f"Reason must be {REASON_LIMIT:,} characters or fewer"
        elif self.needs_reason and not self.reason.strip():
            self.reason_error = "Enter the reason for the new date"

    def find_repeats(self) -> str:
        """Note which numbers occur twice in a strand, at their cells and in `repeats`. A plan may print them like that.

        Returns the sentences about numbers that have just been typed.
        """
        found = number_repeats(
            self.rows, self.elsewhere, self._reader.strand_of, self.strategy.strand_noun.lower()
        )
        self.repeats = [each.on_page for each in found]
        return " ".join(each.after_saving for each in found if each.is_typed)

    def put_pasted(self) -> None:
        """Put the rows of the paste box into empty rows, and empty the box."""
        if not self.paste.strip():
            return
        nouns = {"title": self.strategy.deliverable_noun, "strand": self.strategy.strand_noun}
        try:
            pasted = read_paste(self.paste, self.columns, nouns=nouns)
        except PasteRefused as refused:
            self.paste_error = str(refused)
            return
        rows = fill_down(pasted.rows, "outcome") if self.fills_down else pasted.rows
        if sum(not row.key for row in self.rows if not row.is_blank) + len(rows) > MOST_NEW_ROWS:
            self.paste_error = f"Paste and save at most {MOST_NEW_ROWS} new rows at a time"
            return
        self._fill(rows)
        self.paste = ""
        self.notes = list(self._notes(pasted))

    def _notes(self, pasted: Pasted) -> Iterable[str]:
        if pasted.unused:
            yield f"Columns not used: {list_words(pasted.unused)}."
        if "strand" not in self.columns and any("strand" in row for row in pasted.rows):
            yield f"The column {self.strategy.strand_noun} was not used: every row goes to {self.strands[0]}."

    def _fill(self, rows: Iterable[Mapping[str, str]]) -> None:
        blank = [row for row in self.rows if row.is_blank]
        for pasted in rows:
            if blank:
                row = blank.pop(0)
            else:
                row = self._row(len(self.rows), "")
                self.rows.append(row)
            lines = (pasted.get("title", ""), pasted.get("detail", ""))
            cells = {**pasted, "title": "\n".join(filter(None, lines))}
            for name in self.columns:
                row.cells[name].value = cells.get(name, "")

    def add_rows(self, number: int = SPARE_ROWS) -> None:
        room = MOST_NEW_ROWS - sum(not row.key for row in self.rows)
        self.rows += [self._row(len(self.rows) + each, "") for each in range(min(number, room))]

    # Rows

    def _first_rows(self) -> list[GridRow]:
        keys = [*self._now, *[""] * self.more]
        return [self._row(place, key) for place, key in enumerate(keys)]

    def _sent_rows(self) -> list[GridRow]:
        """Rows as sent. Cells that the person left alone show what is saved now."""
        data: Any = self.data
        try:
            number = int(data.get("rows", "0"))
        except ValueError:
            number = 0
        keys = [
            data.get(f"r{place}-id", "") for place in range(min(number, len(self._now) + 2 * MOST_NEW_ROWS))
        ]
        rows = []
        for place, key in enumerate(keys):
            row = self._row(place, key)
            for cell in row.cells.values():
                typed = data.get(cell.name)
                if typed is not None and (not key or tidied(typed) != tidied(cell.was)):
                    cell.value = typed.replace("\r\n", "\n").strip()
            rows.append(row)
        return rows

    def _row(self, place: int, key: str) -> GridRow:
        deliverable = self._now.get(key)
        now = self._shown.get(key, {})
        sealed = self._was.get(key)
        was = dict(zip(COLUMNS, sealed, strict=False)) if sealed else now
        cells = {}
        for name in self.columns:
            if name == "strand" and key:
                continue
            label = f"{self.labels[name]}"
            cells[name] = GridCell(
                f"r{place}-{name}", name, label, now.get(name, ""), was.get(name, ""), now.get(name, "")
            )
        gone = bool(key) and deliverable is None
        if gone:
            for name, cell in cells.items():
                cell.value = was.get(name, "")
        return GridRow(place + 1, key, cells, deliverable, gone)

    @property
    def expected_versions(self) -> dict[UUID, int]:
        """Versions that the cells were compared with."""
        found = (said.deliverable for said in self.said)
        return {each.public_id: each.version for each in found if each is not None}
