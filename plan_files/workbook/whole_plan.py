"""The plan and the file together, as they will be."""

from __future__ import annotations

from dataclasses import dataclass

from .board_rows import BEFORE_NOTE, TO_CONFIRM
from .book import Book
from .cells import CellProblem
from .matching import overlaid
from .naming import PeopleNames, folded, ids_by_words
from .row_words import board_words, key_outcome_words, outcome_words
from .sheets import KEY_OUTCOME, SHEETS, STRAND_OUTCOME


@dataclass
class Plan:
    """The plan and the file together, as they will be: what cells can refer to."""

    stored: Book
    file: Book

    def __post_init__(self) -> None:
        self.rows = {sheet.name: overlaid(self.stored[sheet.name], self.file[sheet.name]) for sheet in SHEETS}
        self.people = PeopleNames.of(self.rows["People"])
        self.codes = {row["code"]: row.id for row in self.rows["Strands"]}
        outcomes = [row for row in self.rows["Outcomes"] if row["kind"] == KEY_OUTCOME]
        self.key_outcomes = ids_by_words(
            key_outcome_words((row.id, row["number"], row["title"]) for row in outcomes)
        ) | {folded(row["title"]): row.id for row in outcomes}
        own = [row for row in self.rows["Outcomes"] if row["kind"] == STRAND_OUTCOME]
        words = outcome_words((row.id, row["strand"], row["title"]) for row in own)
        self.outcomes = {(row["strand"], folded(words[row.id])): row.id for row in own}
        self.boards = ids_by_words(board_words((row.id, row["name"]) for row in self.rows["Boards"]))
        self.versions = {row["label"] for row in self.rows["Versions"]}
        self.ids = {name: {row.id for row in rows} for name, rows in self.rows.items()}

    def board(self, line: str) -> str:
        """The id of the board in a line of “Reports to”. Raises CellProblem."""
        name = board_line(line)[0]
        if found := self.boards.get(folded(name)):
            return found
        raise CellProblem(f"“{name}” is not a board on the sheet Boards")


def board_line(line: str) -> tuple[str, bool, str]:
    """Name of a board, whether the line is to confirm, and a note: "SEND Board (to confirm) | From the diagram"."""
    name, _, note = line.partition(BEFORE_NOTE)
    bare = name.strip().removesuffix(TO_CONFIRM.strip()).strip()
    return bare, bare != name.strip(), note.strip()
