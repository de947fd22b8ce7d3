"""Load published figures of other areas from a statistics file of the Department for Education, for one council.

Without --save it only says what would change. Columns that somebody has mapped for an earlier release of the file are
known; --map adds one: the indicator's id or title, the column, and the value of each filter column, such as
--map "Plans issued in 20 weeks" PC_plans_issued_20_weeks_ex "breakdown=All EHC plans issued".
Filter columns that are not given are at the file's first total.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.refusals import ChangeRefused
from core.words import count_words
from councils.actors import Actor
from councils.models import Council
from councils.tenancy import council_context

from ...actions import MappingSaid, load_file, save_mappings, upload_file, withdraw_file
from ...models import BenchmarkSource, Indicator
from ...pages.benchmark_review import Review, mappings_of, review_of
from ...rules.dfe import Outline
from ..councils import find_council


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", help="slug, for example portsmouth")
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument("--metadata", type=Path, help="its .meta.csv file")
        parser.add_argument("--title", required=True, help="the publication")
        parser.add_argument("--release", required=True, help="for example 2025")
        parser.add_argument(
            "--published", required=True, type=date.fromisoformat, help="for example 2025-06-26"
        )
        parser.add_argument(
            "--map", nargs="+", action="append", default=[], metavar="INDICATOR COLUMN FILTER=VALUE"
        )
        parser.add_argument("--save", action="store_true", help="store the figures")

    def handle(self, *args: Any, **options: Any) -> None:
        council = find_council(options["council"])
        by = Actor.system(council, "load_benchmarks")
        try:
            with council_context(council.id, actor=by.reference) as context:
                source = self._upload(by, options)
                review = self._load(council, source, by, options)
                context.failed = not options["save"]
        except ChangeRefused as refused:
            raise CommandError(f"{refused} Nothing has been changed.") from None
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}. Nothing has been changed.") from None
        self._say(review, saved=options["save"])

    def _upload(self, by: Actor, options: dict[str, Any]) -> BenchmarkSource:
        path: Path = options["file"]
        meta: Path | None = options["metadata"]
        with path.open("rb") as file:
            metadata = File(meta.open("rb"), name=meta.name) if meta else None
            try:
                return upload_file(
                    file=File(file, name=path.name),
                    metadata=metadata,
                    title=options["title"],
                    release=options["release"],
                    published_on=options["published"],
                    by=by,
                    now=timezone.now(),
                )
            finally:
                if metadata is not None:
                    metadata.close()

    def _load(self, council: Council, source: BenchmarkSource, by: Actor, options: dict[str, Any]) -> Review:
        """Load the file, or only review it. What is not saved leaves no file behind."""
        try:
            if options["map"]:
                outline = Outline.of_json(source.outline)
                saved = {row.indicator_id: row.public_id for row in mappings_of(source.dataset)}
                said = [_mapping(outline, words) for words in options["map"]]
                rows = [
                    MappingSaid(saved.get(row.indicator.pk), row.indicator, row.column, row.breakdown)
                    for row in said
                ]
                save_mappings(source=source, rows=rows, by=by)
            if options["save"]:
                return load_file(source=source, by=by, now=timezone.now())
            review = review_of(source, council)
            if review.problem:
                raise ChangeRefused(review.problem)
            return review
        except ChangeRefused:
            withdraw_file(source=source, by=by)
            raise

    def _say(self, review: Review, *, saved: bool) -> None:
        for line in review.changed:
            self.stdout.write(
                f"{line.indicator.full_name}, {line.area}, {line.period}: {line.was} → {line.now}"
            )
        new, revised = (
            count_words(len(review.added), "new figure"),
            count_words(len(review.changed), "figure"),
        )
        self.stdout.write(f"{new}, {revised} revised, {review.same} as before.")
        for row in review.silent:
            self.stdout.write(f"No figure for {row.full_name}.")
        if not saved:
            self.stdout.write("Nothing has been stored. Add --save to store this.")


def _mapping(outline: Outline, words: Sequence[str]) -> MappingSaid:
    if len(words) < 2:
        raise CommandError("--map needs an indicator and a column.")
    named, column, *filters = words
    given = dict(each.partition("=")[::2] for each in filters)
    fitting = [
        values
        for values in outline.breakdowns
        if all(
            dict(zip(outline.filters, values, strict=True)).get(name) == value
            for name, value in given.items()
        )
    ]
    if not fitting:
        raise CommandError(f"The file has no rows for {' '.join(filters)}. Nothing has been changed.")
    return MappingSaid(None, _indicator(named), column, dict(zip(outline.filters, fitting[0], strict=True)))


def _indicator(named: str) -> Indicator:
    """Indicator by id, or by a title that only one has."""
    rows = Indicator.objects.with_parents()
    found: list[Indicator] = [row for row in rows if named in (str(row.public_id), row.title, row.full_name)]
    if len(found) != 1:
        many = f"{len(found)} indicators are" if found else "No indicator is"
        raise CommandError(f"{many} called “{named}”. Use the id, which is in the address of its page.")
    return found[0]
