"""Reads the truth tables that docs/rules/ prints, so that the words and the code cannot part."""

import re
from datetime import date, datetime
from pathlib import Path

from sendplan.rag import Rag

PAGES = Path(__file__).resolve().parent.parent / "docs" / "rules"


def truth_table(page: str, heading: str) -> list[dict[str, str]]:
    """The rows of the table under a heading of a page, each a dict by column title."""
    _, found, section = (PAGES / f"{page}.md").read_text("utf-8").partition(f"\n### {heading}\n")
    assert found, f"docs/rules/{page}.md has no heading '### {heading}'"
    lines = re.search(r"(?:^\|.*\n?)+", section.partition("\n#")[0], re.MULTILINE)
    assert lines, f"docs/rules/{page}.md has no table under '### {heading}'"
    titles, _, *rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in lines[0].splitlines())
    assert rows, f"docs/rules/{page}.md has an empty table under '### {heading}'"
    return [dict(zip(titles, row, strict=True)) for row in rows]


def read_aloud(row: dict[str, str]) -> str:
    """A test's name: what the row says of itself."""
    return row.get("Case") or " ".join(cell for cell in row.values() if cell)


def day(text: str) -> date:
    return datetime.strptime(text, "%d %B %Y").date()


def day_or_none(text: str) -> date | None:
    return None if text == "none" else day(text)


def rag(word: str) -> Rag:
    return Rag(word.lower().replace(" ", "_"))


def parts(text: str, separator: str = ",") -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]
