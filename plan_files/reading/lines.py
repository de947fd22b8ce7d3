"""Tables that arrive as lines of text: one cell a line, or cards and blocks of labels such as "Due: May 25"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plan_files.reading.document import Table
from plan_files.reading.grid import Grid, one_table
from plan_files.reading.header_words import field_name, is_header, label_field
from plan_files.reading.looks import (
    looks_like_date,
    looks_like_initials,
    looks_like_lead,
    looks_like_number,
    looks_like_status,
)

FEWEST_COLUMNS, MOST_COLUMNS = 3, 14
FEWEST_LABELS = 2
_PAGE = re.compile(r"(?:page|p\.?)\s*[0-9]{1,3}(?:\s*(?:of|/)\s*[0-9]{1,3})?", re.IGNORECASE)
LONGEST_LABEL = 30
LONGEST_TITLE_OF_CARD = 400
_LABEL = re.compile(
    r"(?:^|\n|[/|;•]|\s[–—-])\s*(?P<label>[A-Z][A-Za-z0-9’'(). -]{0,38}?)\s*:(?!//)[ \t]*(?=\S|$)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside tables. `apart`: an empty line is above it. `is_heading`: it is marked as a heading."""

    place: str
    text: str
    apart: bool = False
    is_heading: bool = False


@dataclass(slots=True)
class Card:
    """A block of labels: its title, "" if it has none, and the text behind each label in printed order."""

    place: str
    title: str
    labelled: list[tuple[str, str]]
    printed: list[Line]


def tables_of_lines(lines: Sequence[Line], heading: str) -> tuple[list[Table], list[Line]]:
    """The tables that these lines are, and the lines that are in none. Page numbers are in no table."""
    pages = [line for line in lines if _PAGE.fullmatch(line.text)]
    if pages:
        tables, rest = tables_of_lines([line for line in lines if line not in pages], heading)
        return tables, [*rest, *pages]
    stacked = _stacked(lines, heading)
    if stacked is not None:
        table, before, after = stacked
        tables, rest = tables_of_lines(after, heading) if after else ([], [])
        return [table, *tables], [*before, *rest]
    return _cards_of_lines(_with_labels(lines), heading)


def split_labels(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text in front of the first label, and the labels with their text: "Due: May 25 / Lead: JD" has two."""
    marks = [match for match in _LABEL.finditer(text) if label_field(match["label"])]
    if not marks:
        return text.strip(), []
    ends = [match.start() for match in marks[1:]] + [len(text)]
    return text[: marks[0].start()].strip(), [
        (match["label"].strip(), text[match.end() : end].strip().rstrip("/|;").strip())
        for match, end in zip(marks, ends, strict=True)
    ]


def table_of_cards(cards: Sequence[Card], heading: str) -> Table | None:
    """Cards as one table, with a column for each label. The words of the labels are its header."""
    labels: dict[str, str] = {}
    for card in cards:
        for label, _ in card.labelled:
            labels.setdefault(_column_of(label), label)
    header = ["Title", *labels.values()]
    rows = [header]
    for card in cards:
        cells = dict.fromkeys(labels, "")
        for label, text in card.labelled:
            column = _column_of(label)
            cells[column] = f"{cells[column]}\n{text}".strip()
        rows.append([card.title, *cells.values()])
    if "title" in labels and not any(card.title for card in cards):
        rows = [row[1:] for row in rows]
    return one_table(
        Grid(rows, ["labels of the cards", *(card.place for card in cards)]),
        heading,
        first_row_is_header=True,
    )


def _column_of(label: str) -> str:
    return label_field(label) or label


# --- One cell a line ---


def _stacked(lines: Sequence[Line], heading: str) -> tuple[Table, list[Line], list[Line]] | None:
    for start in range(len(lines) - FEWEST_COLUMNS * 2 + 1):
        if not field_name(lines[start].text):
            continue
        header = _stacked_header(lines, start)
        if header:
            body = lines[start + len(header) :]
            length = next((number for number, line in enumerate(body) if line.is_heading), len(body))
            own = _nearest_heading(lines[:start]) or heading
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


# --- Blocks of labels ---


def _with_labels(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines with a label on a line of its own and the text below it, put together as "Label: text"."""
    names = [field_name(line.text) if len(line.text) <= LONGEST_LABEL else "" for line in lines]
    if names.count("title") < 2 or not any(names.count(name) >= 2 for name in ("lead", "by_when", "status")):
        return lines
    joined: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        follows = lines[at + 1] if at + 1 < len(lines) else None
        if names[at] and follows is not None and not names[at + 1]:
            joined.append(Line(line.place, f"{line.text.rstrip(':')}: {follows.text}", names[at] == "title"))
            at += 2
        else:
            joined.append(line)
            at += 1
    return joined


def _cards_of_lines(lines: Sequence[Line], heading: str) -> tuple[list[Table], list[Line]]:
    tables: list[Table] = []
    rest: list[Line] = []
    cards: list[Card] = []
    waiting: list[Line] = []

    def close_table() -> None:
        if len(cards) >= 1 and sum(len(card.labelled) for card in cards) >= FEWEST_LABELS * len(cards):
            table = table_of_cards(cards, heading)
            if table is not None:
                tables.append(table)
        else:
            rest.extend(line for card in cards for line in card.printed)
        cards.clear()

    for line in lines:
        front, labelled = split_labels(line.text)
        if not labelled:
            if line.is_heading and waiting:
                rest.extend(waiting)
                waiting = []
            waiting.append(line)
            continue
        names = {_column_of(label) for label, _ in labelled}
        fresh = not cards or bool(waiting) or bool(front) or line.apart or _has(cards[-1], names)
        if fresh:
            title = front
            printed = [line]
            if not title and waiting and len(waiting[-1].text) <= LONGEST_TITLE_OF_CARD and not line.apart:
                printed.insert(0, waiting.pop())
                title = printed[0].text
            headings = [each for each in waiting if each.is_heading]
            if headings and cards:
                close_table()
            heading = headings[-1].text if headings else heading
            rest.extend(waiting)
            waiting = []
            cards.append(Card(line.place, title, list(labelled), printed))
        else:
            cards[-1].labelled.extend(labelled)
            cards[-1].printed.append(line)
    close_table()
    rest.extend(waiting)
    return tables, rest


def _has(card: Card, names: set[str]) -> bool:
    return bool(names & {_column_of(label) for label, _ in card.labelled})


def _nearest_heading(lines: Sequence[Line]) -> str:
    for line in reversed(lines):
        if line.is_heading or (len(line.text) <= 120 and not line.text.endswith((".", ";", ","))):
            return line.text
    return ""


def unfold_cards(table: Table) -> list[Table] | None:
    """A table whose cells are cards, as a table with a row for each card. None if its cells are no cards."""
    records = (_records(table) if table.width == 2 else None) or _labelled_cells(table)
    if records is not None:
        return [records]
    if table.rows and is_header(table.rows[max(table.header_rows - 1, 0)]):
        return _unfold_column(table)
    cards: list[Card] = []
    others = 0
    for row, place in zip(table.rows, table.places, strict=True):
        for number, cell in enumerate(row, 1):
            if not cell:
                continue
            front, labelled = split_labels(cell)
            if len(labelled) >= FEWEST_LABELS:
                where = f"{place}, column {number}" if table.width > 1 else place
                cards.append(Card(where, front, labelled, []))
            else:
                others += 1
                cards.append(Card(place, cell, [], []))
    if len(cards) - others < max(1, others):
        return None
    real = [card for card in cards if card.labelled]
    heading = next((card.title for card in cards if not card.labelled), table.heading)
    made = table_of_cards(real, heading)
    return [made] if made is not None else None


def _records(table: Table) -> Table | None:
    """A table with the labels in its first column, as a table with a row for each record. None if it is none."""
    names = [field_name(row[0]) for row in table.rows]
    told = {name for name in names if name}
    if (
        "title" not in told
        or len(told) < FEWEST_COLUMNS
        or len([name for name in names if name]) * 10 < len(names) * 7
    ):
        return None
    cards: list[Card] = []
    for (label, text), name, place in zip(table.rows, names, table.places, strict=True):
        if not cards or (name and _has(cards[-1], {name})):
            cards.append(Card(place, "", [], []))
        cards[-1].labelled.append((label or "Notes", text))
    return table_of_cards(cards, table.heading)


def _labelled_cells(table: Table) -> Table | None:
    """A table with one label and its text in nearly each cell, as a table of cards. None if it is none."""
    cells = [
        (cell, place) for row, place in zip(table.rows, table.places, strict=True) for cell in row if cell
    ]
    read = [(*split_labels(cell), place) for cell, place in cells]
    labelled = [(labels, place) for front, labels, place in read if labels and not front]
    told = {_column_of(label) for labels, _ in labelled for label, _ in labels}
    if "title" not in told or len(told) < FEWEST_COLUMNS or len(labelled) * 10 < len(cells) * 7:
        return None
    cards: list[Card] = []
    for front, labels, place in read:
        if not cards or _has(cards[-1], {_column_of(label) for label, _ in labels}):
            cards.append(Card(place, "", [], []))
        cards[-1].labelled += [*([("Notes", front)] if front else []), *labels]
    return table_of_cards(cards, table.heading)


def _unfold_column(table: Table) -> list[Table] | None:
    """A table in which one column holds blocks of labels, with a column for each label instead."""
    body = table.rows[table.header_rows :]
    for column in range(table.width):
        read = [split_labels(row[column]) for row in body]
        held = [labelled for (front, labelled), row in zip(read, body, strict=True) if row[column]]
        if not held or sum(len(labelled) >= FEWEST_LABELS for labelled in held) * 3 < len(held) * 2:
            continue
        labels: dict[str, str] = {}
        for labelled in held:
            for label, _ in labelled:
                labels.setdefault(_column_of(label), label)
        rows: list[tuple[str, ...]] = []
        for row in table.rows[: table.header_rows]:
            last = row is table.rows[table.header_rows - 1]
            rows.append(
                (*row[: column + 1], *(labels.values() if last else [""] * len(labels)), *row[column + 1 :])
            )
        for (front, labelled), row in zip(read, body, strict=True):
            cells = dict.fromkeys(labels, "")
            for label, text in labelled:
                cells[_column_of(label)] = f"{cells[_column_of(label)]}\n{text}".strip()
            rows.append((*row[:column], front, *cells.values(), *row[column + 1 :]))
        return [Table(table.heading, tuple(rows), table.places, table.header_rows)]
    return None
