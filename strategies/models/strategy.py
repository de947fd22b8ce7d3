"""Models for the published document: strategy, cover roles, versions, approvals and references."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from boards.models import Board
from core.periods import Precision, Quarter, words_for_date
from councils.models import Organisation, Person, Post
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager


def begun_by(quarter: Quarter, prefix: str = "") -> Q:
    """Condition on plans that count in a quarter, or on rows from which `prefix` ("strategy__") leads to one.

    In words, with the table that the tests run: docs/rules/clock-and-quarter.md.
    """
    last = quarter.ends_on
    delivery, own = f"{prefix}delivery_starts_on", f"{prefix}starts_on"
    own_begun = Q(**{own: None}) | Q(**{f"{own}__lte": last})
    return Q(**{f"{delivery}__lte": last}) | Q(**{delivery: None}) & own_begun


class StrategyQuerySet(CouncilQuerySet["Strategy"]):
    def begun_by(self, quarter: Quarter) -> StrategyQuerySet:
        """Filter plans that count in this quarter, because they begin in it or earlier."""
        return self.filter(begun_by(quarter))


class Strategy(CouncilModel):
    """A published strategy or action plan that is being delivered."""

    class Kind(models.TextChoices):
        STRATEGY = "strategy", "Strategy"
        ACTION_PLAN = "action_plan", "Action plan"

    personal_fields = ("contact_text",)

    slug = models.SlugField(max_length=80, db_index=False)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    summary = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    delivery_starts_on = models.DateField(null=True, blank=True)
    delivery_ends_on = models.DateField(null=True, blank=True)
    parent_plan = models.CharField(max_length=200, blank=True)
    contact_text = models.CharField(max_length=200, blank=True)
    strand_noun = models.CharField(max_length=30, default="Strand")
    deliverable_noun = models.CharField(max_length=30, default="Deliverable")
    contributors = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = council_manager(StrategyQuerySet)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="strategy_slug_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="strategy_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategies:strategy", kwargs={"council": self.council.slug, "slug": self.slug})

    @property
    def begins_on(self) -> date | None:
        """Day on which its delivery begins, or the plan itself where no period of delivery is known."""
        return self.delivery_starts_on or self.starts_on

    def has_begun_by(self, quarter: Quarter) -> bool:
        """As `begun_by`, for a plan that has been read."""
        return self.begins_on is None or self.begins_on <= quarter.ends_on

    @property
    def period_words(self) -> str:
        """ "1 April 2016 to 31 March 2019", "From 1 April 2016" or "", as far as the plan says."""
        return words_for_period(self.starts_on, self.ends_on, Precision.DAY)

    @property
    def delivery_words(self) -> str:
        """ "Apr 2016 to Mar 2017", as `period_words`."""
        return words_for_period(self.delivery_starts_on, self.delivery_ends_on, Precision.MONTH)


def words_for_period(starts_on: date | None, ends_on: date | None, precision: Precision) -> str:
    start = words_for_date(starts_on, precision) if starts_on else ""
    end = words_for_date(ends_on, precision) if ends_on else ""
    if start and end:
        return f"{start} to {end}"
    return f"From {start}" if start else f"Until {end}" if end else ""


class CoverRole(CouncilModel):
    """A role on the strategy's cover: lead board, sponsor or lead."""

    class Role(models.TextChoices):
        LEAD_BOARD = "lead_board", "Lead partnership board"
        SPONSOR = "sponsor", "Programme sponsor"
        LEAD = "lead", "Lead"

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="cover_roles")
    role = models.CharField(max_length=10, choices=Role.choices)
    board = CouncilForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="cover_roles"
    )
    person = CouncilForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="cover_roles"
    )
    post = CouncilForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="cover_roles"
    )
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    log_name = "{strategy__title}"

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(board__isnull=False, person=None) | Q(board=None, person__isnull=False),
                name="coverrole_board_or_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.board or self.person}"


class Version(CouncilModel):
    """A version of the strategy, as sent for approval.

    `published_on` is the day on which it was published with a frozen copy. From then on the database refuses to change
    it and its approvals, or to remove them (`strategies/published_versions.py`). Versions that were only ever printed
    have no such day. `withdrawn_on` is the day on which one was given up after some had approved it.
    """

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="versions")
    label = models.CharField(max_length=60)
    published_on = models.DateField(null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    log_name = "{label}, {strategy__title}"

    @property
    def printed(self) -> str:
        """The label, as the version table prints it."""
        return f"{self.label} (withdrawn)" if self.withdrawn_on else self.label

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            # Checked after each statement, so that rows of an edited list can swap their labels.
            models.UniqueConstraint(
                fields=["council", "strategy", "label"],
                name="version_label_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def why_they_stay(cls, rows: Mapping[UUID, Mapping[str, Any]]) -> Mapping[UUID, str]:
        """Published versions stay (1 query)."""
        found = cls.objects.filter(public_id__in=rows, published_on__isnull=False)
        return {key: stays_words(label) for key, label in found.values_list("public_id", "label")}


def stays_words(label: str) -> str:
    """Why a published version and its approvals cannot be changed."""
    return f"{label} is published, so it and its approvals stay as they are"


class Approval(CouncilModel):
    """An approval of a version by a board, organisation, post or person, or a stage that it reached."""

    names_the_past = True

    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        ORGANISATION = "organisation", "Organisation"
        POST = "post", "Post"
        PERSON = "person", "Person"
        STAGE = "stage", "Stage"

    version = CouncilForeignKey(Version, on_delete=models.CASCADE, related_name="approvals")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    approver = models.CharField(max_length=200)
    board = CouncilForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals"
    )
    organisation = CouncilForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals"
    )
    post = CouncilForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals")
    person = CouncilForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals"
    )
    approved_on = models.DateField()
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    log_name = "{version__label}, {version__strategy__title}"

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="board", organisation=None, post=None, person=None)
                | Q(kind="organisation", board=None, post=None, person=None)
                | Q(kind="post", board=None, organisation=None, person=None)
                | Q(kind="person", board=None, organisation=None, post=None)
                | Q(kind="stage", board=None, organisation=None, post=None, person=None),
                name="approval_approver_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.approver}, {self.approved_on}"

    @classmethod
    def why_they_stay(cls, rows: Mapping[UUID, Mapping[str, Any]]) -> Mapping[UUID, str]:
        """Approvals of published versions stay (2 queries). Of a row that is gone, the log has its version."""
        published = dict(Version.objects.filter(published_on__isnull=False).values_list("id", "label"))
        stored = dict(cls.objects.filter(public_id__in=rows).values_list("public_id", "version_id"))
        versions = {key: stored.get(key, columns.get("version_id")) for key, columns in rows.items()}
        return {
            key: stays_words(published[version]) for key, version in versions.items() if version in published
        }


class Reference(CouncilModel):
    """A principle, law, initiative or linked strategy that the strategy refers to."""

    class Kind(models.TextChoices):
        PRINCIPLE = "principle", "Principle"
        LAW = "law", "Legislation"
        INITIATIVE = "initiative", "Initiative"
        LINKED_STRATEGY = "linked_strategy", "Linked strategy"

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    class Meta:
        ordering = ["kind", "position", "id"]

    def __str__(self) -> str:
        return self.text
