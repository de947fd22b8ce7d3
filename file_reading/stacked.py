"""Tables that arrive one cell a line."""

from __future__ import annotations

from collections.abc import Sequence

from file_reading.document import Table
from file_reading.grid import Grid, one_table
from file_reading.header_words import field_name
from file_reading.lines import Line, nearest_heading
from file_reading.looks import (
    looks_like_date,
    looks_like_initials,
    looks_like_lead,
    looks_like_number,
    looks_like_status,
)

FEWEST_COLUMNS, MOST_COLUMNS = 3, 14


def stacked_table(lines: Sequence[Line], heading: str) -> tuple[Table, list[Line], list[Line]] | None:
    for start in range(len(lines) - FEWEST_COLUMNS * 2 + 1):
        if not field_name(lines[start].text):
            continue
        header = _stacked_header(lines, start)
        if header:
            body = lines[start + len(header) :]
            length = next((number for number, line in enumerate(body) if line.is_heading), len(body))
            own = nearest_heading(lines[:start]) or heading
            table = _unstack(header, body[:length], own)
            if table is not None:
                return table, list(lines[:start]), list(body[length:])
    return None


def _stacked_header(lines: Sequence[Line], start: int) -> list[Line]:
    """The lines from `start` that are a header with one cell a line, [] if they are none."""
    end = start
    last_known = start
    names: list[str] = []
    while end < len(lines) and end - start < MOST_COLUMNS and len(lines[end].text) <= 40:
        name = field_name(lines[end].text)
        if name and name in names and name not in ("notes", "progress", "measure"):
            break
        if not name and end - last_known >= 2:
            break
        if name:
            names.append(name)
            last_known = end
        end += 1
    header = list(lines[start : last_known + 1])
    enough = len(names) >= FEWEST_COLUMNS and len(names) * 3 >= len(header) * 2
    told = "title" in names and bool({"by_when", "lead"} & set(names))
    return header if enough and told else []


def _unstack(header: Sequence[Line], body: Sequence[Line], heading: str) -> Table | None:
    """Deal the lines out to the columns so that dates, leads and words of progress come where they belong."""
    width = len(header)
    if len(body) < width - 1:
        return None
    columns = [field_name(line.text) for line in header]
    title = columns.index("title")
    best: list[list[float]] = []
    came: list[list[int]] = []
    for number, line in enumerate(body):
        fits = [_fit(column, line.text) for column in columns]
        scores, origins = [], []
        for here in range(width):
            if number == 0:
                scores.append(fits[here] - 1.0 * here - (6.0 if here > title else 0.0))
                origins.append(-1)
                continue
            options = [
                (best[-1][before] - _step(before, here, width, title, line.text), before)
                for before in range(width)
            ]
            score, origin = max(options)
            scores.append(score + fits[here])
            origins.append(origin)
        best.append(scores)
        came.append(origins)
    at = max(range(width), key=lambda column: best[-1][column])
    path = [at]
    for origins in reversed(came[1:]):
        at = origins[at]
        path.append(at)
    path.reverse()
    rows, places = [[line.text for line in header]], [header[0].place]
    before = width
    for line, column in zip(body, path, strict=True):
        if column < before or (
            column == before and columns[column] in ("number", "by_when", "lead", "status")
        ):
            rows.append([""] * width)
            places.append(line.place)
        rows[-1][column] = f"{rows[-1][column]}\n{line.text}".strip()
        before = column
    return one_table(Grid(rows, places), heading, first_row_is_header=True)


def _step(before: int, here: int, width: int, title: int, text: str) -> float:
    """What it costs to go from one column to another: nothing to the next, something for each one passed over."""
    if here == before:
        return 0.8 if text[:1].islower() or text[:1] == "•" else 2.5
    if here > before:
        passed = range(before + 1, here)
        return len(passed) * 1.0 + (6.0 if title in passed else 0.0)
    passed_over = (width - 1 - before) + here
    skips_title = before < title or here > title
    return passed_over * 1.0 + (6.0 if skips_title else 0.0)


def _fit(column: str, text: str) -> float:
    """How well a text fits a column."""
    is_date = looks_like_date(text)
    is_initials = looks_like_initials(text)
    match column:
        case "title" | "detail":
            return -3.0 if is_date or is_initials or looks_like_number(text) else min(len(text), 60) / 30
        case "by_when" | "start" | "forecast":
            return 3.0 if is_date else -3.0
        case "lead" | "reporting" | "organisation":
            return (2.0 if is_initials else 1.5) if looks_like_lead(text) and len(text) <= 80 else -2.0
        case "status" | "complete":
            return 3.0 if looks_like_status(text) else -3.0
        case "number" | "id":
            return 3.0 if looks_like_number(text) else -4.0
        case _:
            return -2.0 if is_date or is_initials or looks_like_status(text) else 0.5
