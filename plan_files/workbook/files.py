"""Read an uploaded workbook: its sheets as the file holds them."""

from __future__ import annotations

from file_reading.document import Document
from file_reading.files import answer_of

from .sheets import DELIVERABLES, DUE_POINTS
from .xlsx import RawSheet

CHILD = "plan_files.workbook.child"


def read_workbook(name: str, data: bytes) -> dict[str, RawSheet]:
    """The sheets of a workbook, read in a limited process. Raises Refused with a plain sentence."""
    sheets = answer_of(CHILD, name, data)["sheets"]
    return {sheet: RawSheet.from_json(raw) for sheet, raw in sheets.items()}


def is_workbook(document: Document) -> bool:
    """Whether a file that was read as somebody's plan is a workbook of ours: it has our sheets, with ids."""
    ours = {(sheet.name, sheet.columns[0].title) for sheet in (DELIVERABLES, DUE_POINTS)}
    return ours <= {(table.heading, table.rows[0][0]) for table in document.tables if table.rows}
