"""Files that are made from a pack's snapshot beside its PDF."""

from __future__ import annotations

from core.words import WordedEnum


class FileKind(WordedEnum):
    """A file of a pack. Its value is the file's name in addresses, its word says what it is."""

    HTML = "pack.html"
    WORD = "pack.docx"
    EXCEL = "pack.xlsx"
    ITEMS = "items.csv"
    INDICATORS = "indicators.csv"
    JSON = "pack.json"

    @property
    def word(self) -> str:
        return FILE_WORDS[self][0]

    @property
    def media_type(self) -> str:
        return FILE_WORDS[self][1]

    @property
    def ending(self) -> str:
        """What a file's name ends with: ".docx", "-items.csv"."""
        stem, ending = self.value.split(".")
        return f".{ending}" if stem == "pack" else f"-{stem}.{ending}"


FILE_WORDS = {
    FileKind.HTML: ("Web page", "text/html; charset=utf-8"),
    FileKind.WORD: ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    FileKind.EXCEL: ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    FileKind.ITEMS: ("CSV of all items", "text/csv; charset=utf-8"),
    FileKind.INDICATORS: ("CSV of indicators", "text/csv; charset=utf-8"),
    FileKind.JSON: ("JSON", "application/json"),
}
