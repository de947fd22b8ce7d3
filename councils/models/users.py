"""Users, and their memberships of councils."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from ..permissions import ROLE_PERMISSIONS, Permission, Role
from .council import Council


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Someone who signs in by email. Their permissions come from their membership of each council.

    `sessions_ended` counts how often all their sessions were ended. A session from before the last time is not valid.
    """

    public_id = models.UUIDField(default=uuid7, editable=False, unique=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    sessions_ended = models.PositiveIntegerField(default=0, db_default=0)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email

    def end_sessions(self) -> None:
        """Sign them out everywhere, from their next request."""
        User.objects.filter(pk=self.pk).update(sessions_ended=models.F("sessions_ended") + 1)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django compares this with the one in the session. It also changes when `sessions_ended` does."""
        own: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{own}:{self.sessions_ended}" if self.sessions_ended else own


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of_user_in(self, user: User, slug: str) -> MembershipQuerySet:
        """The user's current membership of a council, annotated with `has_others` (any other current membership)."""
        others = Membership.objects.filter(user=models.OuterRef("user"), ended_at=None).exclude(
            id=models.OuterRef("id")
        )
        return (
            self.filter(user=user, council__slug=slug, ended_at=None)
            .select_related("council")
            .annotate(has_others=models.Exists(others))
        )

    def current_in(self, council: Council) -> MembershipQuerySet:
        """Current memberships of a council, with their users, ordered by name."""
        return (
            self.filter(council=council, ended_at=None)
            .select_related("user")
            .order_by("user__name", "user__email")
        )

    def current_of(self, user: User) -> MembershipQuerySet:
        """Current memberships of a user, ordered by the council's name."""
        return self.filter(user=user, ended_at=None).select_related("council").order_by("council__name")


class Membership(models.Model):
    """A user's membership of one council, with one role.

    A visit ends when the user has not requested a page for some time. `last_seen_at` is a recent time in the current
    visit. `last_visit_at` is when the visit before it ended.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])
    ended_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    last_visit_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "council"], name="membership_once_per_council"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.council} as {self.role}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    @property
    def permissions(self) -> frozenset[Permission]:
        return ROLE_PERMISSIONS[Role(self.role)]
