"""Reminders: what a council has chosen, the emails that were sent, and the links in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from councils.models import Council, Person
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager
from deliverables.models import Deliverable
from packs.states import DeliveryState, delivery_states_before
from strategies.models import ReportingPeriod

from .rules import Days

SOME_DAYS = (MinValueValidator(1), MaxValueValidator(60))


class ReminderSettings(CouncilModel):
    """Reminders are on while the council has this row. `looked_on` is the last day whose reminders have been made."""

    days_before = models.PositiveSmallIntegerField(default=14, validators=SOME_DAYS)
    again_after = models.PositiveSmallIntegerField(default=7, validators=SOME_DAYS)
    days_before_cut_off = models.PositiveSmallIntegerField(default=5, validators=SOME_DAYS)
    looked_on = models.DateField(null=True, blank=True)
    next_look_at = models.DateTimeField()

    objects = CouncilManager()

    log_needs = Permission.PEOPLE_MANAGE
    log_name = "Reminders"

    class Meta:
        verbose_name = "settings of reminders"
        verbose_name_plural = "settings of reminders"
        constraints = [models.UniqueConstraint(fields=["council"], name="remindersettings_once")]

    def __str__(self) -> str:
        return "Reminders"

    @property
    def days(self) -> Days:
        return Days(self.days_before, self.again_after, self.days_before_cut_off)


class ReminderQuerySet(CouncilQuerySet["Reminder"]):
    def move(self, after: DeliveryState, **fields: Any) -> int:
        """Move the rows that may change to this state, and return how many did. Two workers cannot both move a row."""
        return self.filter(state__in=delivery_states_before(after)).update(state=after.value, **fields)

    def due(self, now: datetime) -> ReminderQuerySet:
        """Emails that a worker may claim now."""
        waiting = Q(state=DeliveryState.RETRY_WAIT.value, next_attempt_at__lte=now)
        return self.filter(Q(state=DeliveryState.QUEUED.value) | waiting).order_by("attempts", "id")

    def without_success(self, *, since: date) -> ReminderQuerySet:
        """Emails since this day that were not sent, or that may not have arrived."""
        return self.filter(
            state__in=[DeliveryState.FAILED.value, DeliveryState.UNCERTAIN.value], day__gte=since
        )


class Reminder(CouncilModel):
    """One email to one person on one day, with everything that they are asked for. It is sent at most once.

    `items` has for each deliverable and each entry in minutes ("minute") its public id, the reason and the date.
    """

    person = CouncilForeignKey(Person, on_delete=models.PROTECT, related_name="reminders")
    day = models.DateField()
    name = models.CharField(max_length=200)
    email = models.EmailField()
    items = models.JSONField()
    message_id = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.word) for state in DeliveryState],
        default=DeliveryState.QUEUED.value,
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = council_manager(ReminderQuerySet)

    names_the_past = True
    log_needs = Permission.PEOPLE_MANAGE
    personal_fields = ("name", "email", "error")
    log_name = "{day}"

    class Meta:
        ordering = ["-day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "person", "day"], name="reminder_once_a_day"),
        ]
        indexes = [models.Index(fields=["council", "state", "next_attempt_at"], name="reminder_due")]

    def __str__(self) -> str:
        return f"{self.email}, {self.day}: {self.state}"


class UpdateLink(CouncilModel):
    """A link in a reminder that opens the form of one deliverable for one person and one quarter, for one update."""

    reminder = CouncilForeignKey(Reminder, on_delete=models.CASCADE, related_name="links")
    person = CouncilForeignKey(Person, on_delete=models.PROTECT, related_name="update_links")
    deliverable = CouncilForeignKey(Deliverable, on_delete=models.CASCADE, related_name="update_links")
    period = CouncilForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="update_links")
    expires_on = models.DateField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = CouncilManager()

    names_the_past = True
    log_needs = Permission.PEOPLE_MANAGE
    log_name = "{deliverable__title}"

    class Meta:
        verbose_name = "link to update"
        verbose_name_plural = "links to update"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "reminder", "deliverable"], name="updatelink_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.deliverable}"


class ReminderMoment(models.Model):
    """When something in a council's reminders is due next, None if nothing is. A directory row with a time."""

    never_deleted = True

    council = models.OneToOneField(Council, on_delete=models.PROTECT, primary_key=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="reminder_moment", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.council_id}: {self.due_at}"
