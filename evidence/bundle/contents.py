"""What a bundle holds, and where in it: each file once, in the folder of the first area that it is evidence for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import slugify

from councils.models import Council

from ..area_evidence import items_for
from ..inspection import AreaLine, InspectionView
from ..models import Evidence

MAX_BUNDLE_MB = 300
"""Most megabytes of files in one bundle.

It is made while somebody waits, in a temporary file, because copying this much takes a few seconds and little memory.
Beyond it, the bundle of one area at a time is offered.
"""
LONGEST_FOLDER, LONGEST_FILE = 40, 60


@dataclass(frozen=True)
class Entry:
    """One piece of evidence of an area. `path` is its place in the ZIP, "" for an address.

    `items` are the names of the items that it is for, none if it is only for the area itself.
    """

    evidence: Evidence
    path: str
    added_by: str
    items: Sequence[str]


@dataclass(frozen=True)
class AreaEntry:
    """One area with its evidence, in the order of their dates. `number` counts the areas from 1."""

    number: int
    line: AreaLine
    evidence: Sequence[Entry]


@dataclass(frozen=True)
class BundleContents:
    """Everything that is written. `made_by` and the names of who added evidence are "" for those who see no names."""

    council: Council
    view: InspectionView
    areas: Sequence[AreaEntry]
    made_at: datetime
    today: date
    made_by: str

    @property
    def entries(self) -> Sequence[Entry]:
        """Each piece of evidence once, in the order of the index."""
        once = {entry.evidence.pk: entry for area in self.areas for entry in area.evidence}
        return list(once.values())

    @property
    def size(self) -> int:
        """Bytes of the files."""
        return sum(entry.evidence.file_size for entry in self.entries)

    def areas_of(self, evidence: Evidence) -> Sequence[AreaEntry]:
        return [area for area in self.areas if any(each.evidence.pk == evidence.pk for each in area.evidence)]


def bundle_contents(
    council: Council,
    view: InspectionView,
    evidence: Sequence[Evidence],
    *,
    made_by: str,
    names: bool,
    made_at: datetime,
    today: date,
) -> BundleContents:
    """Arrange the evidence of the view. Without `names`, nobody is named."""
    by_id = {each.pk: each for each in evidence}
    paths: dict[int, str] = {}
    areas = []
    for number, line in enumerate(view.lines, 1):
        folder = f"{number:02}-{_plain(line.area.name, LONGEST_FOLDER) or 'area'}"
        rows = sorted((by_id[key] for key in line.found.days), key=_order)
        for row in rows:
            if row.is_file and row.pk not in paths:
                inside = 1 + sum(path.startswith(f"files/{folder}/") for path in paths.values())
                paths[row.pk] = f"files/{folder}/{inside:03}-{_file_name(row)}"
        areas.append(AreaEntry(number, line, [_entry(row, line, paths, names) for row in rows]))
    return BundleContents(council, view, areas, made_at, today, made_by if names else "")


def _order(evidence: Evidence) -> tuple[date, int]:
    return evidence.of_on or date.min, evidence.pk


def _entry(evidence: Evidence, line: AreaLine, paths: Mapping[int, str], names: bool) -> Entry:
    added_by = str(evidence.added_by) if names and evidence.added_by else ""
    items = [item.name for item in items_for(line, evidence)]
    return Entry(evidence, paths.get(evidence.pk, ""), added_by, items)


def _file_name(evidence: Evidence) -> str:
    """A name that every machine takes: small letters, digits and hyphens, and the ending of its type."""
    return f"{_plain(evidence.title, LONGEST_FILE) or 'file'}.{evidence.file_kind}"


def _plain(words: str, longest: int) -> str:
    return slugify(words).replace("_", "-")[:longest].strip("-")
