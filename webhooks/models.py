"""Endpoints of other systems, and the messages to them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from councils.models import Council
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager


class Endpoint(CouncilModel):
    """A web address of another system that is told when something in the council has changed.

    `types` are the nouns that it is told about, all if there are none. `told_seq` is the last change that was told.
    Its secret is worked out from `salt` (`webhooks.signing`), and until `previous_until` also from `previous_salt`.
    `failing_since` is when the first attempt failed of those in a row that did.
    """

    name = models.CharField(max_length=100)
    address = models.CharField(max_length=500)
    types = models.JSONField(default=list, blank=True)
    salt = models.CharField(max_length=32)
    previous_salt = models.CharField(max_length=32, blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    told_seq = models.BigIntegerField()
    is_on = models.BooleanField(default=True)
    off_because = models.TextField(blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)

    objects = CouncilManager()

    log_needs = Permission.KEYS_MANAGE
    personal_fields = ("address",)
    log_name = "{name}"

    class Meta:
        verbose_name = "webhook"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def salts_at(self, now: datetime) -> list[str]:
        """Salts of the secrets that sign now: the current one, and the one before while both are accepted."""
        if self.previous_salt and self.previous_until and now < self.previous_until:
            return [self.salt, self.previous_salt]
        return [self.salt]


class State(models.TextChoices):
    WAITING = "waiting", "Waiting to be sent"
    DELIVERED = "delivered", "Delivered"
    STOPPED = "stopped", "Not delivered"


class MessageQuerySet(CouncilQuerySet["Message"]):
    def waiting(self) -> MessageQuerySet:
        """Messages to endpoints that are on."""
        return self.filter(state=State.WAITING, endpoint__is_on=True)

    def due(self, now: datetime) -> MessageQuerySet:
        """Messages that a worker may claim now."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.waiting().filter(free, due_at__lte=now).order_by("due_at", "id")


class Message(CouncilModel):
    """One message to an endpoint, which covers the changes from `first_seq` to `last_seq`. Its body never changes.

    The row is also the line of the log of deliveries. `status` is that of the last answer, null if there was none.
    """

    endpoint = CouncilForeignKey(Endpoint, on_delete=models.CASCADE, related_name="messages")
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    body = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.TextField(blank=True)

    objects = council_manager(MessageQuerySet)

    log_needs = Permission.KEYS_MANAGE
    personal_fields = ("body", "problem")
    log_name = "{endpoint__name}"

    class Meta:
        verbose_name = "webhook message"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["council", "due_at"], name="webhook_message_due", condition=Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_seq}–{self.last_seq}: {self.state}"


class WebhookMoment(models.Model):
    """When a council's endpoints are to be looked at next, None if nothing is due. A directory row with a time.

    Only councils with an endpoint have one. A trigger sets it with each change of the council (`webhooks.due_moments`).
    """

    never_deleted = True

    council = models.OneToOneField(Council, on_delete=models.PROTECT, primary_key=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="webhook_moment", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.council_id}: {self.due_at}"
