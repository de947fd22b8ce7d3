"""Footnotes and endnotes of a Word document: their text goes into a column of the row that refers to them.

A note of a cell of a table with a header is in the column "Footnotes" of its row, behind the word above its cell. Any
other note is text outside the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from file_reading.document import Table

COLUMN = "Footnotes"
LONGEST_QUOTE = 60
_REFERENCES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_NOTES = {"footnotes": qn("w:footnote"), "endnotes": qn("w:endnote")}
_DELETED = {qn("w:del"), qn("w:moveFrom")}
_ID, _TYPE = qn("w:id"), qn("w:type")

Key = tuple[str, str]
"""The part that has a note, and the note's id in it."""


@dataclass(slots=True)
class Notes:
    """Notes of a document by their key, and where they were found: by row and column of a table, or as text."""

    texts: dict[Key, str] = field(default_factory=dict)
    met: set[Key] = field(default_factory=set)
    of_rows: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    other: list[str] = field(default_factory=list)

    def in_cell(self, cell: Any, place: str, column: int, *, without: Iterable[Any]) -> None:
        """Note down what a cell of a row refers to, `without` the tables that are read apart."""
        if not self.texts:
            return
        apart = list(without)
        own = (
            each for each in _references(cell) if not any(above in apart for above in each.iterancestors())
        )
        for text in self._take(own):
            self.of_rows[place].append((column, text))

    def in_text(self, paragraph: Any, words: str) -> None:
        """Note down what a paragraph outside of tables refers to."""
        if self.texts:
            self.other += [_note_to(words, text) for text in self._take(_references(paragraph))]

    def _take(self, references: Iterable[Any]) -> Iterator[str]:
        for each in references:
            key = (_REFERENCES[each.tag], each.get(_ID, ""))
            if key in self.texts and key not in self.met:
                self.met.add(key)
                yield self.texts[key]

    def put_into(self, tables: Iterable[Table]) -> list[Table]:
        """The tables with a column for their notes. What has no place in one is added to `other`."""
        put = [self._with_column(table) for table in tables]
        for place, notes in self.of_rows.items():
            self.other += [_note_to(place, text) for _, text in notes]
        self.of_rows.clear()
        return put

    def _with_column(self, table: Table) -> Table:
        own = {
            place: self.of_rows.pop(place) for place in dict.fromkeys(table.places) if place in self.of_rows
        }
        titles = table.column_titles
        cells: list[str] = []
        for number, place in enumerate(table.places):
            notes = own.pop(place, [])
            if number < table.header_rows or not table.header_rows:
                self.other += [_note_to(_title(titles, column) or place, text) for column, text in notes]
                notes = []
            cells.append("\n".join(_behind(_title(titles, column), text) for column, text in notes))
        if not any(cells):
            return table
        if table.header_rows:
            cells[table.header_rows - 1] = COLUMN
        rows = tuple((*row, cell) for row, cell in zip(table.rows, cells, strict=True))
        return Table(table.heading, rows, table.places, table.header_rows)


def notes_of(document: Any, text_of: Callable[[Any], str]) -> Notes:
    """The notes of a document that python-docx has opened. `text_of` gives the text of a paragraph."""
    texts: dict[Key, str] = {}
    for relation in document.part.rels.values():
        name = relation.reltype.rpartition("/")[2]
        if name in _NOTES and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob, _parser())
            for note in root.iter(_NOTES[name]):
                text = "\n".join(filter(None, map(text_of, note.iter(qn("w:p")))))
                if text and note.get(_TYPE, "normal") == "normal":
                    texts[name, note.get(_ID, "")] = text
    return Notes(texts)


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _references(element: Any) -> Iterator[Any]:
    for each in element.iter(*_REFERENCES):
        if not any(above.tag in _DELETED for above in each.iterancestors()):
            yield each


def _title(titles: tuple[str, ...], column: int) -> str:
    return titles[column] if column < len(titles) else ""


def _behind(title: str, text: str) -> str:
    return f"{title}: {text}" if title else text


def _note_to(words: str, text: str) -> str:
    if not words:
        return f"Note: {text}"
    quoted = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rstrip()}…"
    return f"Note to “{quoted}”: {text}"
