"""Invitations to a council, and the address that sets up an empty installation."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from ..permissions import Role
from .council import Council

INVITATION_LASTS = timedelta(days=7)
SET_UP_ADDRESS_LASTS = timedelta(days=1)


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending_in(self, council: Council) -> InvitationQuerySet:
        """Invitations that nobody has accepted or withdrawn, also those that have expired."""
        return self.filter(council=council, accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """An email address invited to a council, with a role and perhaps a person in the plan.

    The link in the email works once. Sending it again makes a new link, and the earlier one stops working. `sent_at` is
    None until the mail server has taken the email. `places` has what else comes with it, by the kind of place: the
    public ids of boards to sit on, for example. This and `person_public_id` are no foreign keys, because directory
    tables do not refer to council data.
    """

    public_id = models.UUIDField(default=uuid7, editable=False, unique=True)
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])
    person_public_id = models.UUIDField(null=True, blank=True)
    places = models.JSONField(default=dict, blank=True, db_default={})
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_pending_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="invitation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.council} as {self.role}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    def state_at(self, now: datetime) -> InvitationState:
        """Whether the link can be used, and if not, why."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.withdrawn_at is not None:
            return InvitationState.WITHDRAWN
        return InvitationState.OPEN if now < self.expires_at else InvitationState.EXPIRED


class SetUpAddress(models.Model):
    """A web address with which the first council of an empty installation is made, once."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Set-up address of {self.created_at:%Y-%m-%d %H:%M}"
