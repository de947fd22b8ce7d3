"""Read the truth tables in docs/rules/, so that tests keep documents and code the same."""

import re
from datetime import date, datetime
from pathlib import Path

from core.periods import MONTHS, Precision, due_day
from core.rag import Rag
from deliverables.rules import DuePointFacts

PAGES = Path(__file__).resolve().parent.parent / "docs" / "rules"


def truth_table(page: str, heading: str) -> list[dict[str, str]]:
    """Rows of the table under a heading of a page, as dicts by column title."""
    _, found, section = (PAGES / f"{page}.md").read_text("utf-8").partition(f"\n### {heading}\n")
    assert found, f"docs/rules/{page}.md has no heading '### {heading}'"
    lines = re.search(r"(?:^\|.*\n?)+", section.partition("\n#")[0], re.MULTILINE)
    assert lines, f"docs/rules/{page}.md has no table under '### {heading}'"
    titles, _, *rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in lines[0].splitlines())
    assert rows, f"docs/rules/{page}.md has an empty table under '### {heading}'"
    return [dict(zip(titles, row, strict=True)) for row in rows]


def read_aloud(row: dict[str, str]) -> str:
    """Test id: the row as a sentence."""
    return row.get("Case") or " ".join(cell for cell in row.values() if cell)


def day(text: str) -> date:
    return datetime.strptime(text, "%d %B %Y").date()


def day_or_none(text: str) -> date | None:
    return None if text == "none" else day(text)


def rag(word: str) -> Rag:
    return Rag(word.lower().replace(" ", "_"))


def parts(text: str, separator: str = ",") -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def a_date(text: str) -> tuple[date, Precision]:
    """ "30 September 2016", "Sep 2016" or "2016", with its precision."""
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 12, 31), Precision.YEAR
    if match := re.fullmatch(r"([A-Z][a-z]{2}) (\d{4})", text):
        month = [name[:3] for name in MONTHS].index(match[1]) + 1
        return due_day(int(match[2]), month), Precision.MONTH
    return day(text), Precision.DAY


def due_point(text: str) -> DuePointFacts:
    """ "launch: Jun 2016 first Apr 2016 done 3 June 2016": label, first date and day done may be missing."""
    match = re.fullmatch(
        r"(?:(?P<label>\w+): )?(?P<due>.+?)(?: first (?P<first>.+?))?(?: done (?P<done>.+))?", text
    )
    due_on, precision = a_date(match["due"])
    return DuePointFacts(
        label=match["label"] or "",
        due_on=due_on,
        precision=precision,
        original_due_on=a_date(match["first"])[0] if match["first"] else due_on,
        done_on=day(match["done"]) if match["done"] else None,
    )


def due_points(text: str, separator: str = ";") -> list[DuePointFacts]:
    """ "i: Apr 2016 done 3 April 2016; ii: Apr 2017", or "none"."""
    return [] if text == "none" else [due_point(part) for part in parts(text, separator)]
