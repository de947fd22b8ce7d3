"""Rows of a document as the deliverables that they become, with every doubt that a person settles.

The steps are those of docs/rules/import.md. Each takes the rows of the one before, asks, and returns the rows as the
answers make them: put shifted rows right, take out children's numbers, read letters of another alphabet as Latin, join
rows that were broken, find sections, put outcomes together, then read each row: title, dates, leads, status.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import replace

from file_reading.document import Document
from plan_files.rules.asking import Asked
from plan_files.rules.columns import Mapping
from plan_files.rules.damage import put_right_with_keys, with_latin_letters, without_childrens_numbers
from plan_files.rules.doubts import Doubt
from plan_files.rules.drafts import Draft, drafts_of
from plan_files.rules.edits import with_edits
from plan_files.rules.fields import Field
from plan_files.rules.joining import whole_rows
from plan_files.rules.leads import Directory
from plan_files.rules.matching import Matcher, settle_duplicates
from plan_files.rules.numbering import ask_about_numbers
from plan_files.rules.one_row import Known, read_row
from plan_files.rules.organisations import settled_organisations
from plan_files.rules.review import Answers, Context, ImportedRow, Review
from plan_files.rules.sections import with_sections
from plan_files.rules.spreading import with_whole_outcomes
from plan_files.rules.titles import vocabulary

NO_ANSWERS: MappingOf[str, str] = {}


def read_rows(
    document: Document, mappings: Sequence[Mapping], context: Context, answers: Answers = NO_ANSWERS
) -> Review:
    """Every row of the document as it will be. Answers are applied; where there is none, the proposed one counts."""
    asked = Asked(answers)
    found = drafts_of(document, mappings, asked)
    drafts = put_right_with_keys(found.drafts, asked)
    drafts = without_childrens_numbers(drafts, asked)
    drafts = with_latin_letters(drafts, asked)
    drafts, no_deliverables = whole_rows(drafts, asked)
    drafts = with_edits(drafts, answers)
    drafts = with_sections(drafts, context.sections, asked)
    drafts = with_whole_outcomes(drafts, asked)
    known = _known(drafts, mappings, context, asked)
    rows = [read_row(draft, known, asked) for draft in drafts]
    rows, repeated = settle_duplicates(rows, asked)
    ask_about_numbers(rows, asked)
    rows, absent = Matcher(context.existing).matched(rows, asked)
    doubts = asked.all()
    left_out = [*found.left_out, *no_deliverables, *repeated]
    return Review(
        rows=_with_doubts(rows, doubts),
        doubts=doubts,
        left_out=tuple(sorted(left_out, key=lambda left: (left.table, left.row))),
        unused_text=tuple(found.unused_text),
        sections=tuple(dict.fromkeys(row.section for row in rows)),
        absent=absent,
        status_words=tuple(dict.fromkeys(row.status for row in rows if row.status)),
    )


def _known(drafts: Sequence[Draft], mappings: Iterable[Mapping], context: Context, asked: Asked) -> Known:
    """What the council and the whole file say, for the reading of each row."""
    printed_organisations = [(draft.key, draft.text(Field.ORGANISATION)) for draft in drafts]
    return Known(
        context=context,
        people=Directory(context.people),
        organisations=settled_organisations(printed_organisations, context, asked),
        words=vocabulary(cell for draft in drafts for cell in draft.cells),
        has_dates=any(Field.BY_WHEN in mapping.columns for mapping in mappings if not mapping.skip),
    )


def _with_doubts(rows: Iterable[ImportedRow], doubts: Iterable[Doubt]) -> tuple[ImportedRow, ...]:
    """The rows, each with the ids of the doubts that concern it."""
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for doubt in doubts:
        for key in doubt.rows:
            ids[key].append(doubt.id)
    return tuple(replace(row, doubts=tuple(ids[row.key])) for row in rows)
