"""A document as blocks of text, from which the Word file and the PDF are both made. Plain text, no marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 1 is a chapter, which is listed in the contents."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `label` is printed before it in bold, `quiet` in a smaller size."""

    text: str
    label: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list. `numbers` are those printed before the items, as many as there are items, or none."""

    items: tuple[str, ...]
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: paragraphs, then bullets. `indent` counts the rows above a row of a tree."""

    lines: tuple[str, ...]
    points: tuple[str, ...] = ()
    indent: int = 0

    @property
    def is_empty(self) -> bool:
        return not any(self.lines) and not self.points


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: one cell for each column, or a single one that heads the rows below it."""

    cells: tuple[Cell, ...]

    @property
    def heads_rows(self) -> bool:
        return len(self.cells) == 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its share of the width, out of 100."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its name for screen readers. `row_header` is the place of the column that names its rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_header: int = 0


Block = Heading | Text | Points | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to be printed: its cover, and the blocks of its chapters.

    `accent` is the colour behind white text, `logo` a PNG in base64. Both are the council's, or "".
    """

    council: str
    kind: str
    title: str
    as_at: date
    cover: tuple[Block, ...]
    chapters: tuple[Block, ...]
    accent: str = ""
    logo: str = ""


def line(text: str) -> Cell:
    """A cell with one paragraph. A dash stands for nothing."""
    return Cell((text.strip() or "–",))


def lines(*texts: str) -> Cell:
    """A cell with a paragraph for each text that is not empty."""
    return Cell(tuple(text for text in texts if text.strip()) or ("–",))
