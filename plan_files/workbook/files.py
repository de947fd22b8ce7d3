"""Read an uploaded workbook: its sheets as the file holds them."""

from __future__ import annotations

from plan_files.reading.files import answer_of

from .xlsx import RawSheet

CHILD = "plan_files.workbook.child"


def read_workbook(name: str, data: bytes) -> dict[str, RawSheet]:
    """The sheets of a workbook, read in a limited process. Raises Refused with a plain sentence."""
    sheets = answer_of(CHILD, name, data)["sheets"]
    return {sheet: RawSheet.from_json(raw) for sheet, raw in sheets.items()}
