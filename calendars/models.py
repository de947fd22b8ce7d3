"""Secret addresses of calendars."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from councils.models import Membership

from .rules import Kind


class CalendarAddressQuerySet(models.QuerySet["CalendarAddress"]):
    def in_use(self) -> CalendarAddressQuerySet:
        """Addresses that have not been ended."""
        return self.filter(ended_at=None)


class CalendarAddress(models.Model):
    """A secret web address with which a member's calendar program reads one calendar. Only its hash is stored.

    It is found before the council is known, so it is a directory row. `about` is the public id of the board or
    strategy: no foreign key, because directory rows do not refer to council data.
    """

    public_id = models.UUIDField(default=uuid7, editable=False, unique=True)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="calendar_addresses")
    kind = models.CharField(max_length=8, choices=Kind.choices())
    about = models.UUIDField(null=True, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_fetched_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarAddressQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "kind", "about"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="calendaraddress_in_use_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["mine", "returns"], about=None)
                | Q(kind__in=["board", "strategy"], about__isnull=False),
                name="calendaraddress_about_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.membership}"
