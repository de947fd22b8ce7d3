"""The tenant: a council, and the geography codes that identify it in other data."""

from datetime import date, datetime

from django.db import models
from django.urls import get_script_prefix
from django.utils import timezone
from uuid_utils.compat import uuid7


class Council(models.Model):
    """The tenant: a council's local area partnership, whose data no other council can see.

    `accent` is the colour of its pages (`#rrggbb`), "" for the standard colour. `logo_sha256` is its logo in the file
    store, "" for none. `strand_noun` and `deliverable_noun` are the words that all its plans use, "" if they differ or
    there is none yet: triggers keep them (`strategies.shared_nouns`), and nothing else writes them.
    `hides_small_numbers`: figures of fewer than 5 people are hidden on everything that leaves it.
    """

    public_id = models.UUIDField(default=uuid7, editable=False, unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    pinned_today = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    accent = models.CharField(max_length=7, blank=True)
    logo_sha256 = models.CharField(max_length=64, blank=True)
    strand_noun = models.CharField(max_length=30, blank=True, default="", db_default="")
    deliverable_noun = models.CharField(max_length=30, blank=True, default="", db_default="")
    hides_small_numbers = models.BooleanField(default=True, db_default=True)
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
        """URL of the council's dashboard."""
        return f"{get_script_prefix()}{self.slug}/"

    @property
    def nouns(self) -> dict[str, str]:
        """Its own words for what sendplan calls a strand and a deliverable."""
        return {"strand": self.strand_word, "deliverable": self.deliverable_word}

    @property
    def strand_word(self) -> str:
        """The council's own word for a strand, such as "Section"."""
        return self.strand_noun or "Strand"

    @property
    def deliverable_word(self) -> str:
        """The council's own word for a deliverable, such as "Milestone"."""
        return self.deliverable_noun or "Deliverable"

    def today(self, now: datetime) -> date:
        """Today's date for the council: a training council is set to its `pinned_today`, others use the real day."""
        return self.pinned_today or timezone.localdate(now)


class AreaCode(models.Model):
    """Geography code of a council. Codes change when councils are reorganised, so each has dates of validity."""

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
