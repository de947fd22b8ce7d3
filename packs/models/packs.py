"""Board packs: the frozen snapshot of a quarter, and the file made from it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from boards.models import Board
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager
from strategies.models import ReportingPeriod

from ..numbering import paper_words
from ..review_rules import ReviewStep
from ..states import PackState, pack_states_before


def newest_address(council: str, board: Board, period: ReportingPeriod) -> str:
    """Full address that leads to the newest released edition, in the council with this slug."""
    of = {"council": council, "slug": board.slug, "quarter": period.label}
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('packs:newest', kwargs=of)}"


class Snapshot(CouncilModel):
    """A quarter as one board saw it: canonical JSON with its SHA-256. It never changes."""

    board = CouncilForeignKey(Board, on_delete=models.PROTECT, related_name="snapshots")
    period = CouncilForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="snapshots")
    format = models.PositiveSmallIntegerField(default=1)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    change_seq = models.BigIntegerField()
    as_at = models.DateField()
    frozen_at = models.DateTimeField()

    objects = CouncilManager()

    append_only = True
    log_needs = Permission.PACKS_VIEW_ALL
    personal_fields = ("content",)
    log_name = "{board__name}, {period__label}"

    class Meta:
        db_table = "reporting_snapshot"

    def __str__(self) -> str:
        return f"{self.board}, {self.period}: {self.sha256[:12]}"


class PackQuerySet(CouncilQuerySet["Pack"]):
    def move(self, after: PackState, **fields: Any) -> int:
        """Move the rows that may change to this state, and return how many did. Two workers cannot both move a row."""
        return self.filter(state__in=pack_states_before(after)).update(state=after.value, **fields)

    def released(self) -> PackQuerySet:
        """Packs that were released at any time. A released pack stays a record, whatever happens later."""
        return self.filter(released_at__isnull=False)

    def before_edition(self, pack: Pack) -> PackQuerySet:
        """Earlier editions of the same pack."""
        return self.filter(board_id=pack.board_id, period_id=pack.period_id, edition__lt=pack.edition)

    def newest_first(self) -> PackQuerySet:
        return self.order_by("-period__starts_on", "board__position", "-edition")

    def for_list(self) -> PackQuerySet:
        """With what a list or a page shows. The snapshot's content stays in the database."""
        return self.select_related("board", "period", "snapshot").defer("snapshot__content").newest_first()


class Pack(CouncilModel):
    """One edition of a board's quarterly pack. A correction is a new edition, never an overwrite.

    `paper` is its number among what is sent to the board for the quarter, 0 for a pack from before there were numbers.
    `review` repeats the last step of its review, "" for a draft.
    `lease_holder` is the attempt that renders it. It is another one for each attempt, while `lease_until` is renewed.
    """

    board = CouncilForeignKey(Board, on_delete=models.PROTECT, related_name="packs")
    period = CouncilForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="packs")
    paper = models.PositiveSmallIntegerField(default=0, db_default=0)
    edition = models.PositiveIntegerField()
    state = models.CharField(
        max_length=16,
        choices=[(state.value, state.word) for state in PackState],
        default=PackState.SCHEDULED.value,
    )
    snapshot = CouncilForeignKey(
        Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="packs"
    )
    previous = CouncilForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    review = models.CharField(max_length=16, blank=True, choices=ReviewStep.choices())
    requested_by = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    release_when_rendered = models.BooleanField(default=False)
    released_by = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_holder = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    progress = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_bytes = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    made_with = models.CharField(max_length=200, blank=True)

    objects = council_manager(PackQuerySet)

    log_needs = Permission.PACKS_VIEW_ALL
    personal_fields = ("requested_by", "released_by")
    log_name = "{board__name}, {period__label}, edition {edition}"

    class Meta:
        db_table = "reporting_pack"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "board", "period", "edition"], name="pack_edition_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["scheduled", "failed", "cancelled"]) | Q(snapshot__isnull=False),
                name="pack_has_snapshot_once_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rendered", "released", "delivered", "partly_delivered"])
                | ~Q(pdf_sha256=""),
                name="pack_has_pdf_once_rendered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}, {self.period}, edition {self.edition}"

    @property
    def called(self) -> str:
        """What people call it: "SEND Board Q2 2026–27, paper 1, edition 2" (no query with board and quarter loaded)."""
        return paper_words(self.board.name, self.period.quarter, paper=self.paper, edition=self.edition)

    def get_absolute_url(self) -> str:
        return reverse("packs:pack", kwargs={"council": self.council.slug, "pack": self.public_id})
