"""Rows of a plan's indicator tables, and the tables' columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Greatest
from django.urls import reverse

from core.periods import Period
from councils.models import Person, Post
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager
from strategies.models import KeyOutcome, Strategy

from ..rules import Polarity, Unit
from ..rules.formulas import Formula
from .predecessor import ONE_DAY, Predecessor

NO_TITLE = "Indicator with no title"
MOST_DECIMALS = 4
"""As many as a figure is stored with."""
DEEPEST = 3
"""Depth of the lowest rows. `full_name` and `log_name` name the three rows above one."""


class IndicatorQuerySet(CouncilQuerySet["Indicator"]):
    def in_table_order(self) -> IndicatorQuerySet:
        return self.order_by("strategy__position", "set", "position", "id")

    def with_parents(self) -> IndicatorQuerySet:
        """Load the rows above each row, for `full_name`."""
        return self.select_related("parent__parent__parent")

    def with_last_break(self, by: date) -> IndicatorQuerySet:
        """Annotate each row with `broken_on`: the day from which its figures compare with each other, or None."""
        annotated: IndicatorQuerySet = self.annotate(broken_on=last_break("pk", by))
        return annotated


def last_break(indicator: str, by: date) -> Greatest:
    """Day of the last break by that day in a series, or of the end of the council's last predecessor.

    `indicator` is the column of the outer query that has the indicator's id.
    """
    breaks = SeriesBreak.objects.filter(indicator_id=OuterRef(indicator), starts_on__lte=by)
    areas = Predecessor.objects.filter(ended_on__lt=by).order_by("-ended_on")
    followed_on = Cast(F("ended_on") + ONE_DAY, models.DateField())
    return Greatest(
        Subquery(breaks.order_by("-starts_on").values("starts_on")[:1]),
        Subquery(areas.values(followed_on=followed_on)[:1]),
    )


def put_rows_above(rows: Iterable[Indicator]) -> None:
    """Give each row the rows above it, for `full_name` (1 query). Rows share those that they have in common."""
    below = Indicator.objects.filter(parent_id=OuterRef("pk"))
    above = Indicator.objects.filter(Exists(below)).in_bulk()
    for row in (*above.values(), *rows):
        row.parent = above[row.parent_id] if row.parent_id else None


def log_name_of(path: str) -> str:
    """Part of `log_name` for the indicator at a path such as `indicator__`: it and the rows above it, a line each."""
    rows = [f"{path}{'parent__' * steps}" for steps in (3, 2, 1, 0)]
    return "\n".join(f"{{{row}label}} {{{row}title}}" for row in rows)


def _period_words(token: str) -> str:
    return Period.parse(token).short_words if token else ""


class NamedByIndicator(CouncilModel):
    """Abstract model for indicators and their values. The change log names the rows above: a label may repeat."""

    class Meta:
        abstract = True

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        said = {
            path: _period_words(value) if path.endswith("period") else value for path, value in values.items()
        }
        lines = cls.log_name.format(**said).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())


class Indicator(NamedByIndicator):
    """A row of an indicator table: a measured series, a derived gap, a qualitative source or a heading without values.

    `label` is as printed and may repeat. `corrected_label` is what it should have been. `group` is the table's
    sub-heading. `polarity` is empty until someone sets it, and until then the row has no RAG. It may
    have a person or a post as its owner.

    `decimals` are those that its figures are shown with, None for as typed. `default_tolerance` counts for targets
    without a tolerance. A contextual row has no targets. `breakdown_code` is the breakdown's value in the files of the
    Department for Education. A derived row has a `formula` once someone has set one, and `FormulaPart` for its rows.
    """

    person_or_post = True

    class Set(models.TextChoices):
        MAIN = "main", "Main indicators"
        SECONDARY = "secondary", "Secondary indicators"

    class Kind(models.TextChoices):
        QUANTITATIVE = "quantitative", "Quantitative"
        QUALITATIVE = "qualitative", "Qualitative"
        DERIVED = "derived", "Derived"
        HEADING = "heading", "Heading"

        @property
        def holds_figures(self) -> bool:
            """False for headings, which hold nothing, and for qualitative rows, which hold words."""
            return self not in (Indicator.Kind.HEADING, Indicator.Kind.QUALITATIVE)

    class Basis(models.TextChoices):
        QUARTER = "quarter", "Quarter"
        MONTH = "month", "Month"
        FINANCIAL = "financial", "Financial year"
        ACADEMIC = "academic", "Academic year"
        CALENDAR = "calendar", "Calendar year"
        CENSUS = "census", "Census date"

    strategy = CouncilForeignKey(Strategy, on_delete=models.PROTECT, related_name="indicators")
    key_outcome = CouncilForeignKey(
        KeyOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators"
    )
    set = models.CharField(max_length=9, choices=Set.choices)
    group = models.CharField(max_length=100, blank=True)
    label = models.CharField(max_length=20, blank=True)
    corrected_label = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField()
    parent = CouncilForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    depth = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    unit = models.CharField(max_length=17, choices=Unit.choices())
    polarity = models.CharField(max_length=7, choices=Polarity.choices(), null=True, blank=True)  # noqa: DJ001 (null until set)
    basis = models.CharField(max_length=9, choices=Basis.choices, blank=True)
    breakdown = models.CharField(max_length=100, blank=True)
    breakdown_code = models.CharField(max_length=100, blank=True, default="", db_default="")
    comparator = models.CharField(max_length=100, blank=True)
    decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True, default="", db_default="")
    next_value_due_on = models.DateField(null=True, blank=True)
    default_tolerance = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    is_contextual = models.BooleanField(default=False, db_default=False)
    is_headline = models.BooleanField(default=False, db_default=False)
    feedback_sources = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    formula = models.CharField(
        max_length=10, choices=Formula.choices(), blank=True, default="", db_default=""
    )
    replaced_by = CouncilForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces"
    )
    ended_on = models.DateField(null=True, blank=True)
    owner_person = CouncilForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="indicators"
    )
    owner_post = CouncilForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="indicators"
    )
    version = models.PositiveIntegerField(default=1)

    objects = council_manager(IndicatorQuerySet)

    log_name = log_name_of("")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "strategy", "set", "position"],
                name="indicator_position_once_per_set",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(parent=None, depth=0) | Q(parent__isnull=False, depth__gt=0),
                name="indicator_depth_fits_parent",
            ),
            models.CheckConstraint(
                condition=Q(set="main", key_outcome__isnull=False) | Q(set="secondary", key_outcome=None),
                name="indicator_key_outcome_in_main_set",
            ),
            models.CheckConstraint(
                condition=Q(polarity=None) | Q(polarity__in=["high", "low", "zero", "neither"]),
                name="indicator_polarity_known",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")),
                name="indicator_not_replaced_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(owner_person=None) | Q(owner_post=None), name="indicator_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(decimals=None) | Q(decimals__lte=MOST_DECIMALS), name="indicator_decimals_stored"
            ),
            models.CheckConstraint(
                condition=Q(default_tolerance=None) | Q(default_tolerance__gte=0),
                name="indicator_tolerance_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(formula="") | Q(kind="derived"), name="indicator_formula_of_derived_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()

    @property
    def name(self) -> str:
        """Label and title of the row alone, "a. All". Where the rows above are out of sight, use `full_name`."""
        return f"{self.corrected_label or self.label} {self.title or self.breakdown or NO_TITLE}".strip()

    @property
    def name_above(self) -> str:
        """Names of the rows above: "2.1 Persistent absence". Empty for a top row."""
        return ", ".join(reversed([row.name for row in self.rows_above]))

    @property
    def full_name(self) -> str:
        """Name with those of the rows above: "2.1 Persistent absence, a. All". Load them by `with_parents`."""
        return ", ".join(filter(None, (self.name_above, self.name)))

    @property
    def rows_above(self) -> Iterator[Indicator]:
        """The row's parent, and so on up to the top row."""
        row = self.parent
        while row:
            yield row
            row = row.parent

    @property
    def is_heading(self) -> bool:
        return bool(self.kind == Indicator.Kind.HEADING)

    @property
    def owner(self) -> Person | Post | None:
        """The person or post that answers for the figure."""
        owner: Person | Post | None = self.owner_person or self.owner_post
        return owner

    @property
    def holds_figures(self) -> bool:
        return Indicator.Kind(self.kind).holds_figures

    def get_absolute_url(self) -> str:
        return reverse(
            "indicators:indicator", kwargs={"council": self.council.slug, "indicator": self.public_id}
        )


class FormulaPart(NamedByIndicator):
    """A row from which a derived row is worked out. `position` is its place in the formula."""

    indicator = CouncilForeignKey(Indicator, on_delete=models.CASCADE, related_name="formula_parts")
    operand = CouncilForeignKey(Indicator, on_delete=models.PROTECT, related_name="used_in")
    position = models.PositiveSmallIntegerField()

    objects = CouncilManager()

    log_name = log_name_of("indicator__")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "indicator", "operand"], name="formulapart_row_once"),
            models.CheckConstraint(condition=~Q(indicator=F("operand")), name="formulapart_of_another_row"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} from {self.operand}"


class SeriesBreak(NamedByIndicator):
    """Period from which the figures of an indicator cannot be compared with the earlier ones, and why.

    `starts_on` is the first day of the period: figures for periods that end before it stand before the break.
    """

    indicator = CouncilForeignKey(Indicator, on_delete=models.CASCADE, related_name="series_breaks")
    period = models.CharField(max_length=12)
    starts_on = models.DateField()
    note = models.TextField()
    recorded_on = models.DateField()
    by_name = models.CharField(max_length=200)

    objects = CouncilManager()

    log_name = log_name_of("indicator__")
    personal_fields = ("by_name",)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "indicator", "period"], name="seriesbreak_once_per_period"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="seriesbreak_explained"),
        ]

    def __str__(self) -> str:
        return f"Break from {self.period}: {self.note}"


class TableColumn(CouncilModel):
    """A column of a plan's indicator table: history, a quarter, or a target date."""

    class Kind(models.TextChoices):
        HISTORY = "history", "Previous performance"
        QUARTER = "quarter", "Quarterly performance"
        TARGET = "target", "Target"

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="table_columns")
    set = models.CharField(max_length=9, choices=Indicator.Set.choices)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    label = models.CharField(max_length=40)
    period = models.CharField(max_length=12)
    has_confidence_rag = models.BooleanField(default=False)
    position = models.PositiveIntegerField()

    objects = CouncilManager()

    class Meta:
        ordering = ["set", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "strategy", "set", "position"], name="tablecolumn_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label
