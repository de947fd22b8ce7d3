"""Models: risks of a plan, and the deliverables that they threaten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from councils.models import Person, Post
from councils.tenancy import (
    CouncilForeignKey,
    CouncilManager,
    CouncilModel,
    CouncilQuerySet,
    council_manager,
    forget_in_context,
    kept_in_context,
)
from deliverables.models import Deliverable
from strategies.models import Strategy

from .rules import MOST_STEPS, USUAL, Scale, Score, scale_of

STEPS = (MinValueValidator(1), MaxValueValidator(MOST_STEPS))
SCORED = (
    *("inherent_likelihood", "inherent_impact"),
    *("current_likelihood", "current_impact"),
    *("target_likelihood", "target_impact"),
)


def _step(**options: Any) -> Any:
    return models.PositiveSmallIntegerField(validators=STEPS, **options)


class RiskScale(CouncilModel):
    """The council's own scale for the risks of all its plans. Without a row it is the usual one.

    Words are from the lowest step. Bands are lines as a person types them: "Low 4", and the last one without a number.
    """

    likelihoods = ArrayField(models.CharField(max_length=40))
    impacts = ArrayField(models.CharField(max_length=40))
    bands = ArrayField(models.CharField(max_length=50))

    objects = CouncilManager()

    log_name = "Scale of risks"

    class Meta:
        verbose_name = "scale of risks"
        verbose_name_plural = "scales of risks"
        constraints = [models.UniqueConstraint(fields=["council"], name="riskscale_once")]

    def __str__(self) -> str:
        return "Scale of risks"

    @classmethod
    def current(cls) -> Scale:
        """The council's scale (1 query in a transaction, however often it is asked)."""
        return kept_in_context("risks.scale", cls._read)

    @classmethod
    def _read(cls) -> Scale:
        own = cls.objects.first()
        return scale_of(own.likelihoods, own.impacts, own.bands) if own else USUAL

    @staticmethod
    def forget() -> None:
        """Read it again next time."""
        forget_in_context("risks.scale")


class RiskQuerySet(CouncilQuerySet["Risk"]):
    def highest_first(self) -> RiskQuerySet:
        """Open risks first, then by current score, then by number."""
        score = F("current_likelihood") * F("current_impact")
        return self.order_by("-status", score.desc(), "number")

    def with_owner(self) -> RiskQuerySet:
        return self.select_related("owner", "owner_post")


class Risk(CouncilModel):
    """Something that may happen to a plan: its cause, the event, its effect, and what is done about it.

    `number` counts the risks of a plan from 1. The scores are docs/rules/risk-score.md. Its owner is a person or a
    post.
    """

    person_or_post = True

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    strategy = CouncilForeignKey(Strategy, on_delete=models.PROTECT, related_name="risks")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    cause = models.TextField(blank=True)
    event = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    inherent_likelihood = _step()
    inherent_impact = _step()
    current_likelihood = _step()
    current_impact = _step()
    target_likelihood = _step(null=True, blank=True)
    target_impact = _step(null=True, blank=True)
    mitigation = models.TextField(blank=True)
    owner = CouncilForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="risks")
    owner_post = CouncilForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="risks"
    )
    review_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.OPEN)
    sample = models.BooleanField(default=False)

    objects = council_manager(RiskQuerySet)

    log_name = "{number} {title}"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "strategy", "number"], name="risk_number_once"),
            models.CheckConstraint(condition=Q(owner=None) | Q(owner_post=None), name="risk_one_owner"),
            models.CheckConstraint(
                condition=Q(target_likelihood=None, target_impact=None)
                | Q(target_likelihood__isnull=False, target_impact__isnull=False),
                name="risk_target_is_whole",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": 1, f"{name}__lte": MOST_STEPS})
                    | (Q(**{name: None}) if name.startswith("target") else Q()),
                    name=f"risk_{name}_is_a_step",
                )
                for name in SCORED
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}"

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return f"{values['number']} {values['title']}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def inherent(self) -> Score:
        return Score(self.inherent_likelihood, self.inherent_impact, RiskScale.current())

    @property
    def current(self) -> Score:
        return Score(self.current_likelihood, self.current_impact, RiskScale.current())

    @property
    def target(self) -> Score | None:
        if self.target_likelihood is None or self.target_impact is None:
            return None
        return Score(self.target_likelihood, self.target_impact, RiskScale.current())

    @property
    def owned_by(self) -> Person | Post | None:
        found: Person | Post | None = self.owner or self.owner_post
        return found

    def owner_words(self, *, names: bool) -> str:
        """The owner. Without `names`, a person is shown by initials only. "" if there is none."""
        owner = self.owned_by
        if isinstance(owner, Person):
            return owner.label if names else owner.initials or "Name not shown"
        return owner.title if owner else ""

    def get_absolute_url(self) -> str:
        return reverse("risks:risk", kwargs={"council": self.council.slug, "risk": self.public_id})


class RiskLink(CouncilModel):
    """A deliverable that a risk threatens."""

    risk = CouncilForeignKey(Risk, on_delete=models.CASCADE, related_name="links")
    deliverable = CouncilForeignKey(Deliverable, on_delete=models.CASCADE, related_name="risk_links")

    objects = CouncilManager()

    log_name = "{risk__number} {risk__title}"

    class Meta:
        verbose_name = "link of a risk"
        verbose_name_plural = "links of risks"
        constraints = [
            models.UniqueConstraint(fields=["council", "risk", "deliverable"], name="risklink_once"),
        ]

    def __str__(self) -> str:
        return f"{self.risk}: {self.deliverable}"

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return f"{values['risk__number']} {values['risk__title']}"
