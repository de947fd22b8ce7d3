"""Delivery of a pack to each recipient."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from boards.models import Recipient
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilModel, CouncilQuerySet, council_manager

from ..states import DeliveryState, delivery_states_before
from ..ways import SendsBy
from .packs import Pack


class DeliveryQuerySet(CouncilQuerySet["Delivery"]):
    def move(self, after: DeliveryState, **fields: Any) -> int:
        """Move the rows that may change to this state, and return how many did. Two workers cannot both move a row."""
        return self.filter(state__in=delivery_states_before(after)).update(state=after.value, **fields)

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Deliveries that a worker may claim now. Untried ones come first, so one bad address delays nobody."""
        return self.filter(
            Q(state=DeliveryState.QUEUED.value)
            | Q(state=DeliveryState.RETRY_WAIT.value, next_attempt_at__lte=now)
        ).order_by("attempts", "id")


class Delivery(CouncilModel):
    """Delivery of one pack to one address for one purpose, at most once.

    `provider_id` is its id at GOV.UK Notify, which is asked at `check_at` what became of it.
    Name and address are those of the recipient at the release. Without an address, it waits in `no_address`.

    `transmitting` is committed just before the message's data go out. A delivery that stays in it becomes `uncertain`
    and is shown to a person, because nobody can know whether it arrived.
    """

    class Purpose(models.TextChoices):
        RELEASE = "release", "Release"

    log_needs = Permission.PACKS_VIEW_ALL
    # Mail servers often repeat the address in their answers.
    personal_fields = ("name", "email", "settled_by", "error")
    log_name = "{pack__board__name}, {pack__period__label}"

    pack = CouncilForeignKey(Pack, on_delete=models.PROTECT, related_name="deliveries")
    recipient = CouncilForeignKey(Recipient, on_delete=models.PROTECT, related_name="deliveries")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.RELEASE)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    sends_by = models.CharField(
        max_length=6, choices=SendsBy.choices(), default=SendsBy.PDF, db_default=SendsBy.PDF.value
    )
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
    delivered_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=64, blank=True, default="", db_default="")
    check_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    settled_by = models.CharField(max_length=200, blank=True)

    objects = council_manager(DeliveryQuerySet)

    class Meta:
        db_table = "reporting_delivery"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "pack", "email", "purpose"],
                condition=~Q(email=""),
                name="delivery_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["no_address", "suppressed"]) | ~Q(email=""),
                name="delivery_has_address",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "state", "next_attempt_at"], name="delivery_due"),
            models.Index(
                fields=["council", "check_at"], name="delivery_to_check", condition=Q(check_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.state}"

    @property
    def reference(self) -> str:
        """What GOV.UK Notify knows it by, the same for each attempt (no query if the pack's council is loaded)."""
        return f"{self.pack.council.public_id}.{self.public_id}"
