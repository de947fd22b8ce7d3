"""The tenant: a council's local area partnership, and the geography codes that other data know it by."""

from datetime import date, datetime

from django.db import models
from django.urls import get_script_prefix
from django.utils import timezone
from uuid_utils.compat import uuid7


class Council(models.Model):
    """A council area with its partners: the unit whose data nobody else ever sees.

    `accent` is the colour of its pages (`#rrggbb`) and `logo_sha256` names its logo in the file store; empty: ours.
    """

    public_id = models.UUIDField(default=uuid7, editable=False, unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    pinned_today = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    accent = models.CharField(max_length=7, blank=True)
    logo_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accent__regex=r"^(#[0-9a-f]{6})?$"), name="council_accent_is_a_colour"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its dashboard."""
        return f"{get_script_prefix()}{self.slug}/"

    def today(self, now: datetime) -> date:
        """The council's day: a training council lives on its pinned day, all others on the real one."""
        return self.pinned_today or timezone.localdate(now)


class AreaCode(models.Model):
    """A geography code of the council; codes change with reorganisation, so each has days on which it holds."""

    class Scheme(models.TextChoices):
        ONS = "ons", "ONS area code"
        DFE = "dfe", "DfE local authority number"
        REGION = "region", "ONS region code"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="area_codes")
    scheme = models.CharField(max_length=10, choices=Scheme.choices)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=100, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "scheme", "code"], name="areacode_once_per_council"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"
