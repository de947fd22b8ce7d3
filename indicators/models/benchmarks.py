"""Published figures of other areas: the files that they came from, how columns map to indicators, and the values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager

from ..rules import MissingCode
from ..rules.neighbours import Near
from .indicator import Indicator, NamedByIndicator, log_name_of


class BenchmarkSourceQuerySet(CouncilQuerySet["BenchmarkSource"]):
    def latest_first(self) -> BenchmarkSourceQuerySet:
        return self.order_by("-id")


class BenchmarkSource(CouncilModel):
    """A statistics file: uploaded, and once `loaded_at` is set, the source of values.

    `outline` is what the file holds (`indicators.dfe.Outline` as JSON). `revised` are the earlier values that loading
    it changed, each with what it was and became.
    """

    file_name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    release = models.CharField(max_length=60)
    published_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    outline = models.JSONField(default=dict)
    revised = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    loaded_at = models.DateTimeField(null=True, blank=True)

    objects = council_manager(BenchmarkSourceQuerySet)

    log_name = "{title}, {release}"
    personal_fields = ("by_name",)

    class Meta:
        verbose_name = "statistics file"
        constraints = [
            models.UniqueConstraint(fields=["council", "sha256"], name="benchmarksource_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.release}"

    @property
    def dataset(self) -> str:
        """Name of the file without its ending, year and number of download: the same for the next release."""
        return dataset_of(self.file_name)


def dataset_of(file_name: str) -> str:
    """ "timeliness_20_week" for "Timeliness_20_week_2025 (1).csv"."""
    stem = re.sub(r"(\.csv)+$", "", file_name.strip().casefold())
    return re.sub(r"([-_ ]*(\(\d+\)|20\d\d([-_]?\d\d)?))+$", "", stem)[:200] or "file"


class BenchmarkMapping(NamedByIndicator):
    """Which column of a dataset, in which breakdown, measures an indicator. Kept for the next release.

    `breakdown` has the value of each filter column.
    """

    indicator = CouncilForeignKey(Indicator, on_delete=models.CASCADE, related_name="benchmark_mappings")
    dataset = models.CharField(max_length=200)
    column = models.CharField(max_length=200)
    breakdown = models.JSONField(default=dict)

    objects = CouncilManager()

    log_name = log_name_of("indicator__")

    class Meta:
        verbose_name = "column for an indicator"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "dataset", "indicator"], name="benchmarkmapping_once_per_dataset"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.column} ({self.breakdown_words})"

    @property
    def breakdown_words(self) -> str:
        return breakdown_words(self.breakdown.values())


def breakdown_words(values: Iterable[str]) -> str:
    """ "Sex: Boys", "All EHC plans issued". A value that repeats the one before is said once."""
    return ": ".join(dict.fromkeys(value for value in values if value)) or "All"


class Benchmark(NamedByIndicator):
    """Value that another area, England, or a file for this council has for the same indicator and period.

    `area_code` is the ONS code and `area_number` the Department for Education's number of a council. Values from before
    files could be loaded have neither. `loaded_from` is the latest file that gave the value or changed it.
    """

    class Level(models.TextChoices):
        ENGLAND = "england", "England"
        REGION = "region", "Region"
        COUNCIL = "council", "Council"

    indicator = CouncilForeignKey(Indicator, on_delete=models.CASCADE, related_name="benchmarks")
    area = models.CharField(max_length=100)
    level = models.CharField(max_length=7, choices=Level.choices, blank=True, default="", db_default="")
    area_code = models.CharField(max_length=12, blank=True, default="", db_default="")
    area_number = models.CharField(max_length=3, blank=True, default="", db_default="")
    period = models.CharField(max_length=12)
    ends_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    missing_code = models.CharField(
        max_length=3, choices=MissingCode.choices(), blank=True, default="", db_default=""
    )
    source = models.CharField(max_length=300)
    loaded_from = CouncilForeignKey(
        BenchmarkSource, on_delete=models.PROTECT, null=True, blank=True, related_name="benchmarks"
    )

    objects = CouncilManager()

    log_name = f"{log_name_of('indicator__')}\n{{area}}\n{{period}}"

    class Meta:
        ordering = ["ends_on", "area", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "indicator", "area", "period"],
                condition=Q(area_code=""),
                name="benchmark_once_per_area_and_period",
            ),
            models.UniqueConstraint(
                fields=["council", "indicator", "area_code", "period"],
                condition=~Q(area_code=""),
                name="benchmark_once_per_code_and_period",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing_code="") | Q(value=None) & ~Q(missing_code=""),
                name="benchmark_has_value_or_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.period}: {self.missing_code or self.value}"


class NeighbourList(CouncilModel):
    """The councils most like this one, as somebody published them, from a day on."""

    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = CouncilManager()

    class Meta:
        verbose_name = "neighbours list"
        ordering = ["-valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "valid_from"], name="neighbourlist_once_per_day"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="neighbourlist_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Neighbour(CouncilModel):
    """A council of such a list. `code` is the Department for Education's number, such as 852, or the ONS code."""

    listed_in = CouncilForeignKey(NeighbourList, on_delete=models.CASCADE, related_name="neighbours")
    rank = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    closeness = models.CharField(max_length=40, blank=True)

    objects = CouncilManager()

    log_name = "{listed_in__name}"

    class Meta:
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "listed_in", "rank"],
                name="neighbour_once_per_rank",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.UniqueConstraint(fields=["council", "listed_in", "code"], name="neighbour_once_per_list"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def near(self) -> Near:
        return Near(self.rank, self.code, self.name, self.closeness)
