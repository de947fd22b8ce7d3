"""Keep a statistics file, say which of its columns measure which indicators, and load its figures."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.files import delete_table, store_table
from councils.models import Council
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Benchmark, BenchmarkMapping, BenchmarkSource, Indicator
from ..pages.benchmark_review import Line, Review, mappings_of, review_of, unit_problem
from ..rules.dfe import FileRefused, Outline, read_metadata, read_outline

MAX_BYTES = 20 * 1024 * 1024
MAX_METADATA_BYTES = 1024 * 1024
LOADED = (
    "area",
    "level",
    "area_number",
    "value",
    "numerator",
    "denominator",
    "missing_code",
    "source",
    "loaded_from",
)


class ReviewChanged(ChangeRefused):
    """What the file would change is no longer what was reviewed."""

    def __init__(self) -> None:
        super().__init__("What this file changes is not what you checked any more. Check it again.")


@dataclass(frozen=True)
class MappingSaid:
    """A column in a breakdown that measures an indicator. `key` is the saved mapping's id, None for a new one."""

    key: UUID | None
    indicator: Indicator
    column: str
    breakdown: Mapping[str, str]


def upload_file(
    *,
    file: File[Any],
    metadata: File[Any] | None = None,
    title: str,
    release: str,
    published_on: date,
    by: Actor,
    now: datetime,
) -> BenchmarkSource:
    """Read what a file holds, and keep it until it is loaded. No figure is stored. Raises ChangeRefused.

    A file whose content was uploaded before is the same one. Once it has been loaded, its title, release and date stay.
    """
    require(by, Permission.INDICATORS_RECORD)
    if published_on > now.date():
        raise ChangeRefused(
            {"published_on": "Enter the day on which it was published. It cannot be in the future."}
        )
    sha256 = _checked(file, "file", MAX_BYTES)
    source: BenchmarkSource | None = BenchmarkSource.objects.filter(sha256=sha256).first()
    if source is None or source.loaded_at is None:
        outline = _outline(file, metadata)
        with transaction.atomic(), recorded("statistics.uploaded", actor=by.reference):
            # Two who send the same file at once wait for each other here.
            Council.objects.select_for_update(no_key=True).get(pk=by.council.pk)
            source = BenchmarkSource.objects.filter(sha256=sha256).first()
            source = source or BenchmarkSource(sha256=sha256, uploaded_at=now, by_name=by.name)
            source.file_name = (file.name or "file.csv").replace("\0", "").rpartition("/")[2][-200:]
            source.title, source.release, source.published_on = title.strip(), release.strip(), published_on
            source.outline = outline.as_json()
            source.save()
    store_table(by.council, file, sha256)
    return source


def _checked(file: File[Any], field: str, most: int) -> str:
    """SHA-256 of a file that is not too large."""
    if file.size > most:
        limit, size = (f"{count / 1024 / 1024:.0f} MB" for count in (most, file.size))
        raise ChangeRefused(
            {
                field: f"The file has {size}. It may have up to {limit}: keep the rows of the years that you need."
            }
        )
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    return found.hexdigest()


def _outline(file: File[Any], metadata: File[Any] | None) -> Outline:
    described = None
    if metadata is not None:
        _checked(metadata, "metadata", MAX_METADATA_BYTES)
        try:
            described = read_metadata(_stream(metadata))
        except FileRefused as refused:
            raise ChangeRefused({"metadata": str(refused)}) from None
    try:
        outline = read_outline(_stream(file), described)
    except FileRefused as refused:
        raise ChangeRefused({"file": str(refused)}) from None
    for field, each in (("file", file), ("metadata", metadata)):
        if each is not None and any(b"\0" in chunk for chunk in each.chunks()):
            raise ChangeRefused(
                {field: "The file is damaged: it has bytes that are no text. Download it again."}
            )
    return outline


def _stream(file: File[Any]) -> BinaryIO:
    """The bytes behind an uploaded file, from the start."""
    file.seek(0)
    return cast(BinaryIO, file.file)


def save_mappings(
    *, source: BenchmarkSource, rows: Sequence[MappingSaid], removed: Collection[UUID] = (), by: Actor
) -> bool:
    """Say which columns of the file measure which indicators. True if anything has changed. Raises ChangeRefused.

    They are kept for the next release of the same dataset. Others of the dataset stay as they are.
    """
    require(by, Permission.INDICATORS_RECORD)
    outline = Outline.of_json(source.outline)
    saved = {row.public_id: row for row in mappings_of(source.dataset)}
    problems = _problems(rows, outline)
    taken = {row.indicator_id for key, row in saved.items() if key not in removed} - {
        saved[row.key].indicator_id for row in rows if row.key in saved
    }
    for at, row in enumerate(rows):
        if row.indicator.pk in taken:
            problems.setdefault(
                f"{at}.indicator", f"{row.indicator.full_name} has a column already. Change that one."
            )
        taken.add(row.indicator.pk)
    if problems:
        raise ChangeRefused(problems)
    changed = [mapping for row in rows if (mapping := _mapping(source, row, saved))]
    gone = [row.pk for key, row in saved.items() if key in removed]
    if not changed and not gone:
        return False
    with recorded("column.mapped", actor=by.reference):
        BenchmarkMapping.objects.filter(pk__in=gone).delete()
        BenchmarkMapping.objects.bulk_update(
            [each for each in changed if each.pk], ["indicator", "column", "breakdown"]
        )
        BenchmarkMapping.objects.bulk_create([each for each in changed if not each.pk])
    return True


def _problems(rows: Sequence[MappingSaid], outline: Outline) -> dict[str, str]:
    problems = {}
    for at, row in enumerate(rows):
        column = outline.column(row.column)
        if column is None:
            problems[f"{at}.column"] = (
                f"The file has no column “{row.column}”. Choose another, or remove this."
            )
        elif not row.indicator.holds_figures:
            problems[f"{at}.indicator"] = (
                f"{row.indicator.full_name} holds no figures. Choose another indicator."
            )
        elif problem := unit_problem(column, row.indicator):
            problems[f"{at}.column"] = problem
        if outline.breakdown(row.breakdown) is None:
            problems[f"{at}.breakdown"] = (
                "The file has no rows for this breakdown. Choose another, or remove this."
            )
    return problems


def _mapping(
    source: BenchmarkSource, row: MappingSaid, saved: Mapping[UUID, BenchmarkMapping]
) -> BenchmarkMapping | None:
    """The mapping with what was said, None if it is as it was."""
    mapping = saved.get(row.key) if row.key else None
    mapping = mapping or BenchmarkMapping(dataset=source.dataset)
    said = {"indicator_id": row.indicator.pk, "column": row.column, "breakdown": dict(row.breakdown)}
    if mapping.pk and all(getattr(mapping, name) == value for name, value in said.items()):
        return None
    for name, value in said.items():
        setattr(mapping, name, value)
    return mapping


def load_file(*, source: BenchmarkSource, seen: str | None = None, by: Actor, now: datetime) -> Review:
    """Store the file's figures for the mapped indicators, in one act, and give back what that changed.

    `seen` is the digest of the review that somebody agreed to: if it is another one now, nothing is stored. The file
    itself is deleted afterwards. Raises ChangeRefused.
    """
    require(by, Permission.INDICATORS_RECORD)
    with transaction.atomic():
        source = BenchmarkSource.objects.select_for_update().get(pk=source.pk)
        mapped = BenchmarkMapping.objects.filter(dataset=source.dataset).values("indicator_id")
        list(
            Indicator.objects.select_for_update(of=("self",))
            .filter(id__in=mapped)
            .order_by("id")
            .values_list("id")
        )
        review = review_of(source, by.council)
        if review.problem:
            raise ChangeRefused(review.problem)
        if seen is not None and seen != review.digest:
            raise ReviewChanged
        if not review.changes_nothing or source.loaded_at is None:
            with recorded("statistics.loaded", actor=by.reference):
                source.loaded_at = now
                source.revised = [*source.revised, *(line.as_json for line in review.changed)]
                source.save(update_fields=["loaded_at", "revised"])
                Benchmark.objects.bulk_create([_filled(Benchmark(), line, source) for line in review.added])
                Benchmark.objects.bulk_update(
                    [_filled(line.stored, line, source) for line in review.changed if line.stored], LOADED
                )
        transaction.on_commit(partial(delete_table, by.council, source.sha256))
    return review


def _filled(row: Benchmark, line: Line, source: BenchmarkSource) -> Benchmark:
    figure = line.figure
    row.indicator, row.period, row.ends_on = line.indicator, figure.period.token, figure.period.ends_on
    row.area, row.level, row.area_code = figure.area.name[:100], figure.area.level.value, figure.area.key
    row.area_number = figure.area.number
    row.value, row.missing_code = figure.value, figure.missing_code
    row.numerator, row.denominator = figure.numerator, figure.denominator
    row.source, row.loaded_from = f"{source.title}, {source.release}", source
    return row


def withdraw_file(*, source: BenchmarkSource, by: Actor) -> None:
    """Give up a file that waits to be loaded. What it gave before stays."""
    require(by, Permission.INDICATORS_RECORD)
    if source.loaded_at is None:
        with recorded("statistics.withdrawn", actor=by.reference):
            source.delete()
    transaction.on_commit(partial(delete_table, by.council, source.sha256))


def remove_benchmarks(*, indicator: Indicator, reason: str = "", by: Actor) -> int:
    """Remove all figures of other areas from an indicator, for example because the wrong column was loaded."""
    require(by, Permission.INDICATORS_RECORD)
    with recorded("benchmark.removed", actor=by.reference, reason=reason.strip()):
        count, _ = Benchmark.objects.filter(indicator=indicator).delete()
    return count
