"""Numbers that occur twice in a strand, on this page of the grid and on its others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from core.words import list_words
from strategies.importers.cells import CellError
from strategies.models import Strand

from ..cells import read_number
from ..models import Deliverable
from ..rules.numbers import numbered_alike, times_words
from .grid_rows import GridRow, quoted

StrandOf = Callable[[GridRow], Strand | None]


@dataclass(frozen=True)
class Repeat:
    """A number that occurs more than once. `on_page` says where, `after_saving` says what has it.

    `is_typed`: somebody has just typed it.
    """

    on_page: str
    after_saving: str
    is_typed: bool


def number_repeats(
    rows: Sequence[GridRow], elsewhere: Iterable[Deliverable], strand_of: StrandOf, noun: str
) -> list[Repeat]:
    """Numbers that occur twice and are on this page, which is also noted at their cells.

    `elsewhere` are deliverables on other pages of the grid, `noun` is the plan's own for a strand.
    """
    repeats = []
    for group in numbered_alike(_numbered(rows, elsewhere, strand_of)):
        here = [each for each in group if isinstance(each, GridRow)]
        if not here:
            continue
        for row in here:
            row.cells[
                "number"
            ].note = f"Also {list_words([_place_of(each) for each in group if each is not row])}"
        number, strand = here[0].cells["number"].value, strand_of(here[0])
        words = f"Number {number} occurs {times_words(len(group))} in {noun} {strand.code if strand else ''}"
        named = [
            f"{_place_of(each)} {each.title}" if isinstance(each, GridRow) else quoted(each.title)
            for each in group
        ]
        repeats.append(
            Repeat(
                on_page=f"{words}: {list_words(named)}.",
                after_saving=f"{words}: {list_words([_title_of(each) for each in group])}.",
                is_typed=any(row.said and "number" in row.said.columns for row in here),
            )
        )
    return repeats


def _numbered(
    rows: Iterable[GridRow], elsewhere: Iterable[Deliverable], strand_of: StrandOf
) -> Iterator[tuple[object, str, GridRow | Deliverable]]:
    """Strand, number and row of what the grid shows, and of what is on its other pages."""
    for row in rows:
        strand = strand_of(row)
        if row.is_blank or row.gone or strand is None:
            continue
        with suppress(CellError):
            yield strand.pk, read_number(" ".join(row.cells["number"].value.split()), strand.code), row
    for each in elsewhere:
        yield each.strand_id, each.number, each


def _title_of(item: GridRow | Deliverable) -> str:
    return item.title if isinstance(item, GridRow) else quoted(item.title)


def _place_of(item: GridRow | Deliverable) -> str:
    """ "row 3", or the title of what is on another page of the grid."""
    return f"row {item.number}" if isinstance(item, GridRow) else quoted(item.title)
