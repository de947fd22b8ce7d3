"""The public page of a council: whether it is on, what it shows, and the frozen editions of its quarters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.db import models

from core.periods import Quarter
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager
from strategies.models import ReportingPeriod, Strategy

MOST_INTRODUCTION = 1500
MOST_PROBLEMS = 2000


class PublicPage(CouncilModel):
    """What a council has decided about its public page. Without this row, the page is off.

    `known_problems` has a line for each problem that the accessibility statement names. `tested_on` is the day on which
    the council tested the page, and `statement_on` that on which the settings, and so the statement, were last saved.
    """

    is_on = models.BooleanField(default=False)
    introduction = models.TextField(blank=True, max_length=MOST_INTRODUCTION)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)
    tested_on = models.DateField(null=True, blank=True)
    known_problems = models.TextField(blank=True, max_length=MOST_PROBLEMS)
    statement_on = models.DateField()

    objects = CouncilManager()

    personal_fields = ("contact_email", "contact_phone")
    log_name = "Public page"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="publicpage_once")]

    def __str__(self) -> str:
        return "Public page"

    @property
    def problems(self) -> list[str]:
        """Known problems with the page, a sentence each."""
        return [line.strip() for line in self.known_problems.splitlines() if line.strip()]


class PublicPlan(CouncilModel):
    """A plan that is shown in the next edition."""

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="public_plans")

    objects = CouncilManager()

    log_name = "{strategy__title}"

    class Meta:
        verbose_name = "plan on the public page"
        verbose_name_plural = "plans on the public page"
        constraints = [models.UniqueConstraint(fields=["council", "strategy"], name="publicplan_once")]

    def __str__(self) -> str:
        return str(self.strategy)


class PublicEditionQuerySet(CouncilQuerySet["PublicEdition"]):
    def newest_first(self) -> PublicEditionQuerySet:
        """Without their content, the latest quarter first, and its latest edition."""
        return self.select_related("period").defer("content").order_by("-period__starts_on", "-edition")

    def newest_of_each_quarter(self) -> PublicEditionQuerySet:
        """What the public sees, without the content, the latest quarter first."""
        return self.newest_first().distinct("period__starts_on")


class PublicEdition(CouncilModel):
    """What the public may read of a closed quarter: canonical JSON with its SHA-256. It never changes.

    `published_on` is the council's day, `published_at` the real time.
    """

    period = CouncilForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="public_editions")
    edition = models.PositiveIntegerField()
    format = models.PositiveSmallIntegerField(default=1)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_on = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    objects = council_manager(PublicEditionQuerySet)

    append_only = True
    personal_fields = ("content", "published_by")
    log_name = "{period__label}, edition {edition}"

    class Meta:
        verbose_name = "edition of the public page"
        verbose_name_plural = "editions of the public page"
        constraints = [
            models.UniqueConstraint(fields=["council", "period", "edition"], name="publicedition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period}, edition {self.edition}"

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return f"{Quarter.parse(values['period__label']).short_words}, edition {values['edition']}"

    @property
    def is_whole(self) -> bool:
        """Whether the content still has the SHA-256 that it was stored with."""
        return sha256_of(self.content) == self.sha256


def sha256_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
