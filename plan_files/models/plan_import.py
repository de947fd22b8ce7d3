"""Model of an import: the tables that were read from a file, and what a person has decided about them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilModel, CouncilQuerySet, council_manager
from strategies.models import Strategy

LONGEST_NAME = 200
PASTED = "Pasted text"
DAYS = ("starts_on", "ends_on")
"""Columns of `new_plan` that are days."""


class PlanImportQuerySet(CouncilQuerySet["PlanImport"]):
    def latest_first(self) -> PlanImportQuerySet:
        return self.order_by("-id")

    def light(self) -> PlanImportQuerySet:
        """Without what was read from the file, which may be long."""
        return self.defer("document", "mappings", "answers", "written", "status_key").select_related(
            "strategy"
        )

    def done(self) -> PlanImportQuerySet:
        return self.filter(state=PlanImport.State.DONE)

    def free_to_read(self, now: datetime) -> PlanImportQuerySet:
        """Imports whose file waits to be read, and that no worker has now."""
        waiting = self.filter(state=PlanImport.State.READING)
        return waiting.filter(Q(lease_until=None) | Q(lease_until__lt=now))


class PlanImport(CouncilModel):
    """A plan on its way in, from the upload to the import.

    The file itself is not kept, only what was read from it: `document` has its tables and its other text
    (`reading.Document` as JSON). `mappings` say what the columns of each table hold, with the `header` by which the
    next file finds them, and `answers` how doubts were settled. A draft goes into `strategy`, or into a new plan with
    the cover in `new_plan`. A long file is read in the background: until then the row is `reading`, with its `progress`
    and the worker that has it until `lease_until`. A file that cannot be read leaves its `error`. Once the import is
    done, `written` has the deliverable of each row by the row's key, `status_key` what the words of its status column
    mean, and `request_id` the act that wrote all this. `version` counts changes, so that open forms notice them.
    """

    class State(models.TextChoices):
        READING = "reading", "Being read"
        FAILED = "failed", "Could not be read"
        WORKBOOK = "workbook", "Workbook"
        DRAFT = "draft", "Draft"
        DONE = "done", "Imported"

    strategy = CouncilForeignKey(
        Strategy, on_delete=models.CASCADE, null=True, blank=True, related_name="imports"
    )
    new_plan = models.JSONField(default=dict, blank=True)
    name = models.CharField(max_length=LONGEST_NAME)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    document = models.JSONField(default=dict)
    mappings = models.JSONField(default=list)
    answers = models.JSONField(default=dict, blank=True)
    written = models.JSONField(default=dict, blank=True)
    status_key = models.JSONField(default=dict, blank=True)
    by_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    request_id = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    progress = models.CharField(max_length=100, blank=True, default="", db_default="")
    error = models.TextField(blank=True, default="", db_default="")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_holder = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = council_manager(PlanImportQuerySet)

    log_name = "{name}"
    log_needs = Permission.PLAN_CHANGE
    personal_fields = ("document", "mappings", "answers", "by_name")

    class Meta:
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(strategy__isnull=False, done_at__isnull=False),
                name="planimport_done_has_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_being_read(self) -> bool:
        return self.state == self.State.READING

    @property
    def cover(self) -> Strategy:
        """The plan that it goes into, or the new one as it will be, which is not stored yet."""
        if self.strategy is not None:
            found: Strategy = self.strategy
            return found
        days = {name: date.fromisoformat(self.new_plan[name]) for name in DAYS if self.new_plan.get(name)}
        return Strategy(**{**self.new_plan, **dict.fromkeys(DAYS), **days})

    def get_absolute_url(self) -> str:
        return reverse(
            "plan_files:import", kwargs={"council": self.council.slug, "plan_import": self.public_id}
        )
