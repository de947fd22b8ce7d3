"""All that an import would do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from deliverables.models import Deliverable
from deliverables.plan_names import folded
from strategies.models import Strand

from ..models import PlanImport
from ..rules.review import Context, ImportedRow, ReadLead, Review
from ..rules.rows import read_rows
from ..rules.strand_codes import codes_for
from .columns import columns_of, document_of
from .differences import Difference, differences_of
from .known import Known
from .values import problem_of, values_of


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
                each.row.rag,
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
    problem = problem_of(values)
    if deliverable is None:
        return Line(row, strand, None, values, values, problem=problem)
    kept, differences = differences_of(row, base, deliverable, values)
    moved = deliverable.strand.title if row.section and strand != deliverable.strand else ""
    return Line(row, deliverable.strand, deliverable, values, kept, differences, moved, problem=problem)
