"""Cards: texts behind labels such as "Due: May 25", in lines or in the cells of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from file_reading.document import Table
from file_reading.grid import Grid, one_table
from file_reading.header_words import bare_label, field_name, is_header, label_field
from file_reading.lines import Line
from file_reading.stacked import FEWEST_COLUMNS

FEWEST_LABELS = 2

LONGEST_LABEL = 30

LONGEST_TITLE_OF_CARD = 400

_LABEL = re.compile(
    r"(?:^|\n|[/|;•]|\s[–—-])\s*(?P<label>[A-Z][A-Za-z0-9’'(). -]{0,38}?)\s*:(?!//)[ \t]*(?=\S|$)",
    re.MULTILINE,
)


@dataclass(slots=True)
class Card:
    """A block of labels: its title, "" if it has none, and the text behind each label in printed order."""

    place: str
    title: str
    labelled: list[tuple[str, str]]
    printed: list[Line]


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
            labels.setdefault(_column_of(label), bare_label(label))
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


def with_labels(lines: Sequence[Line]) -> Sequence[Line]:
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


def cards_of_lines(lines: Sequence[Line], heading: str) -> tuple[list[Table], list[Line]]:
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
    rows = zip(table.rows, table.places, strict=True)
    cells = [(cell, place) for row, place in rows for cell in dict.fromkeys(row) if cell]
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
                labels.setdefault(_column_of(label), bare_label(label))
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
