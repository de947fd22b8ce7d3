"""Values of indicators: readings, periods without one, targets, confidence ratings and expected effects."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.periods import Period
from core.rag import Rag
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilQuerySet, council_manager
from deliverables.models import Deliverable

from ..rules import MissingCode, Unit, difference_words
from ..rules.trajectory import Confidence
from .closed import OfPeriod
from .indicator import Indicator, NamedByIndicator, log_name_of


class ReadingQuerySet(CouncilQuerySet["Reading"]):
    def latest_first(self) -> ReadingQuerySet:
        """Order by the period's end. Of two that end on one day, the one added last comes first."""
        return self.order_by("-ends_on", "-id")


class Reading(OfPeriod):
    """Value of an indicator for a period, in its unit, with its numerator and denominator, or why it is missing.

    A derived one is worked out from others by the formula of its row. It always has a value. `sources` are those of
    this one reading: who said it, for a reading in words.
    """

    indicator = CouncilForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    ends_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    missing_code = models.CharField(max_length=3, choices=MissingCode.choices(), blank=True)
    text = models.TextField(blank=True)
    provisional = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    sources = ArrayField(models.CharField(max_length=300), default=list, db_default=[], blank=True)
    sample = models.BooleanField(default=False)
    derived = models.BooleanField(default=False, db_default=False)

    objects = council_manager(ReadingQuerySet)

    log_name = f"{log_name_of('indicator__')}\n{{period}}"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "indicator", "period"], name="reading_once_per_period"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing_code="")
                | Q(value=None) & (~Q(missing_code="") | ~Q(text="")),
                name="reading_has_value_code_or_text",
            ),
            models.CheckConstraint(
                condition=Q(numerator=None) | Q(denominator__isnull=False),
                name="reading_numerator_of_something",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gt=0), name="reading_denominator_above_zero"
            ),
        ]
        indexes = [models.Index(fields=["council", "indicator", "ends_on"], name="reading_in_time")]

    def __str__(self) -> str:
        return f"{self.period}: {self.missing_code or self.text or self.value}"


class Target(NamedByIndicator):
    """Value that an indicator should reach by the end of a period, in its unit. It may not be set yet.

    `borrowed_from` names the benchmark that it was taken from, and is empty if it is the council's own.
    """

    indicator = CouncilForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    period = models.CharField(max_length=12)
    ends_on = models.DateField()
    label = models.CharField(max_length=40, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    tolerance = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    borrowed_from = models.CharField(max_length=100, blank=True, default="", db_default="")
    sample = models.BooleanField(default=False)

    objects = CouncilManager()

    log_name = f"{log_name_of('indicator__')}\n{{period}}"

    class Meta:
        ordering = ["ends_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "indicator", "period"], name="target_once_per_period"),
            models.CheckConstraint(
                condition=Q(tolerance=None) | Q(tolerance__gte=0), name="target_tolerance_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label or self.period}: {self.value}"


class NotExpected(OfPeriod):
    """A period for which no value of an indicator is expected, although its kind of period would ask for one."""

    indicator = CouncilForeignKey(Indicator, on_delete=models.CASCADE, related_name="not_expected")
    note = models.TextField(blank=True)

    objects = CouncilManager()

    log_name = f"{log_name_of('indicator__')}\n{{period}}"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "indicator", "period"], name="notexpected_once_per_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: not expected"

    @property
    def period_words(self) -> str:
        return Period.parse(self.period).short_words


class ConfidenceRating(NamedByIndicator):
    """A person's forecast of whether a target will be reached."""

    target = CouncilForeignKey(Target, on_delete=models.CASCADE, related_name="confidence_ratings")
    rag = models.CharField(max_length=9, choices=Rag.choices())
    reason = models.TextField(blank=True)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    sample = models.BooleanField(default=False)

    objects = CouncilManager()

    log_name = f"{log_name_of('target__indicator__')}\n{{target__period}}"
    personal_fields = ("by_name",)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(rag__in=["red", "amber"]) | ~Q(reason=""), name="confidencerating_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.rag}"


class ExpectedEffect(NamedByIndicator):
    """Indicator that a deliverable is meant to move. Delivery is never evidence that it did.

    `size` is in the indicator's unit, percentage points for a percentage. `horizon_on` is the day by which the effect
    should show. `confidence` is how sure people are of it, on what `evidence`.
    """

    class Direction(models.TextChoices):
        UP = "up", "Up"
        DOWN = "down", "Down"
        STEADY = "steady", "Hold steady"

    deliverable = CouncilForeignKey(Deliverable, on_delete=models.CASCADE, related_name="expected_effects")
    indicator = CouncilForeignKey(Indicator, on_delete=models.CASCADE, related_name="expected_effects")
    direction = models.CharField(max_length=6, choices=Direction.choices)
    size = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    horizon_on = models.DateField(null=True, blank=True)
    confidence = models.CharField(
        max_length=6, choices=Confidence.choices(), blank=True, default="", db_default=""
    )
    evidence = models.CharField(max_length=500, blank=True, default="", db_default="")
    note = models.TextField(blank=True)

    objects = CouncilManager()

    log_name = f"{{deliverable__title}}\n{log_name_of('indicator__')}"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "deliverable", "indicator"], name="expectedeffect_once"
            ),
            models.CheckConstraint(
                condition=Q(size=None) | Q(size__gt=0), name="expectedeffect_size_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable} should move {self.indicator} {self.direction}"

    @property
    def size_words(self) -> str:
        """Size with its unit, "5 percentage points", or "" where nobody says. The indicator must be loaded."""
        return difference_words(self.size, Unit(self.indicator.unit)) if self.size is not None else ""
