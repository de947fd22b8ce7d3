"""What groups said, and what was done because of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.urls import reverse

from boards.models import Board
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager
from deliverables.models import Deliverable
from strategies.models import ReportingPeriod

from ..rules import Publishing
from .comments import MOST_CHARACTERS, Comment


class SaidAndDidQuerySet(CouncilQuerySet["SaidAndDid"]):
    def published(self) -> SaidAndDidQuerySet:
        return self.filter(state=Publishing.PUBLISHED)

    def with_names(self) -> SaidAndDidQuerySet:
        """With the board and the quarter that it names (no query more)."""
        return self.select_related("board", "period")

    def newest_first(self) -> SaidAndDidQuerySet:
        """Drafts first, then by the day of publishing."""
        return self.order_by(models.F("published_on").desc(nulls_first=True), "-id")


class SaidAndDid(CouncilModel):
    """One entry of "You said, we did": who said it, what they said, what was done. It names no people.

    Who said it is a group or a board. `published_on` is the day on which it was last published. `comment` is the one
    that it was made from, if any.
    """

    class Group(models.TextChoices):
        PARENTS = "parents", "Parents and carers"
        YOUNG_PEOPLE = "young_people", "Children and young people"
        PRACTITIONERS = "practitioners", "People who work with them"

    title = models.CharField(max_length=200)
    group = models.CharField(max_length=13, choices=Group.choices, blank=True)
    board = CouncilForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="said_and_did"
    )
    you_said = models.TextField(max_length=MOST_CHARACTERS)
    we_did = models.TextField(max_length=MOST_CHARACTERS)
    period = CouncilForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, null=True, blank=True, related_name="said_and_did"
    )
    comment = CouncilForeignKey(
        Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="said_and_did"
    )
    state = models.CharField(max_length=9, choices=Publishing.choices(), default=Publishing.DRAFT.value)
    published_on = models.DateField(null=True, blank=True)

    objects = council_manager(SaidAndDidQuerySet)

    log_needs = Permission.PLAN_CHANGE
    log_name = "{title}"

    class Meta:
        verbose_name = "said and did entry"
        verbose_name_plural = "said and did entries"
        indexes = [models.Index(fields=["council", "state", "published_on"], name="said_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(group="", board__isnull=False) | (~Q(group="") & Q(board=None)),
                name="said_by_a_group_or_a_board",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_on=None)
                | (~Q(state="draft") & Q(published_on__isnull=False)),
                name="said_published_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        """Who said it: "Parents and carers", "SEND Board"."""
        return self.board.name if self.board else self.get_group_display()

    @property
    def state_word(self) -> str:
        return Publishing(self.state).word

    @property
    def is_published(self) -> bool:
        return self.state == Publishing.PUBLISHED

    @property
    def is_draft(self) -> bool:
        return self.state == Publishing.DRAFT

    def get_absolute_url(self) -> str:
        return f"{reverse('voice:said', kwargs={'council': self.council.slug})}#entry-{self.public_id}"


class SaidLink(CouncilModel):
    """A deliverable by which something was done about what was said."""

    entry = CouncilForeignKey(SaidAndDid, on_delete=models.CASCADE, related_name="links")
    deliverable = CouncilForeignKey(Deliverable, on_delete=models.CASCADE, related_name="said_links")

    objects = CouncilManager()

    log_needs = Permission.PLAN_CHANGE
    log_name = "{entry__title}"

    class Meta:
        verbose_name = "link of a said and did entry"
        verbose_name_plural = "links of said and did entries"
        constraints = [
            models.UniqueConstraint(fields=["council", "entry", "deliverable"], name="saidlink_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.deliverable}"

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return values["entry__title"]
