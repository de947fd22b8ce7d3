"""Comments on deliverables, indicators and packs."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.periods import Quarter
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilModel, CouncilQuerySet, council_manager
from deliverables.models import Deliverable
from deliverables.models.deliverable import name_of
from indicators.models import Indicator
from indicators.models.indicator import log_name_of
from packs.models import Pack

from ..rules import State

Item = Deliverable | Indicator | Pack
MOST_CHARACTERS = 2000
ON = {Deliverable: "deliverable", Indicator: "indicator", Pack: "pack"}
"""Column of what a comment is on."""
INDICATOR = log_name_of("indicator__")


class CommentQuerySet(CouncilQuerySet["Comment"]):
    def with_item(self) -> CommentQuerySet:
        """With what each is on, for `item_name` and its address (1 query)."""
        return self.select_related(
            *("deliverable__strand", "deliverable__strategy", "indicator__parent__parent__parent"),
            *("pack__board", "pack__period"),
        )

    def newest_first(self) -> CommentQuerySet:
        return self.order_by("-asked_at", "-id")

    def open(self) -> CommentQuerySet:
        return self.filter(state=State.OPEN)


class Comment(CouncilModel):
    """What a member said on a deliverable, an indicator or a pack, with the answer.

    `author_name`, `answered_by` and `closed_by` are names as they were shown then. `asked_at` is the clock's time, for
    the order; the days are the council's. Words of comments and answers may name somebody, so the log has none of them.
    """

    deliverable = CouncilForeignKey(
        Deliverable, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    indicator = CouncilForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    pack = CouncilForeignKey(Pack, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    text = models.TextField(max_length=MOST_CHARACTERS)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    author_name = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices(), default=State.OPEN.value)
    answer = models.TextField(max_length=MOST_CHARACTERS, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.TextField(max_length=MOST_CHARACTERS, blank=True)

    objects = council_manager(CommentQuerySet)

    log_needs = Permission.COMMENTS_ANSWER
    log_name = (
        "{deliverable__strand__code}{deliverable__number}{deliverable__title}{pack__board__name}"
        f"{{pack__period__label}}{INDICATOR}"
    )
    personal_fields = (
        *("text", "author_name", "on_behalf_of", "answer", "answered_by"),
        *("closed_by", "closed_because"),
    )

    class Meta:
        verbose_name = "comment of a member"
        verbose_name_plural = "comments of members"
        indexes = [models.Index(fields=["council", "state", "asked_at"], name="comment_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(deliverable__isnull=False, indicator=None, pack=None)
                | Q(deliverable=None, indicator__isnull=False, pack=None)
                | Q(deliverable=None, indicator=None, pack__isnull=False),
                name="comment_is_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="comment_answer_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answer="", closed_on=None)
                | (Q(state="answered", closed_on=None) & ~Q(answer=""))
                | Q(state="closed", closed_on__isnull=False),
                name="comment_state_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment on {self.item_name}"

    @property
    def item(self) -> Item:
        found: Item = self.deliverable or self.indicator or self.pack
        return found

    @property
    def item_name(self) -> str:
        return item_name(self.item)

    @property
    def state_word(self) -> str:
        return State(self.state).word

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == State.CLOSED

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        if values["pack__board__name"]:
            quarter = Quarter.parse(values["pack__period__label"]).short_words
            return f"the pack of {values['pack__board__name']}, {quarter}"
        if values["deliverable__title"]:
            return name_of(*(values[f"deliverable__{path}"] for path in ("strand__code", "number", "title")))
        lines = INDICATOR.format(**values).splitlines()
        return f"indicator {', '.join(line.strip() for line in lines if line.strip())}"

    def get_absolute_url(self) -> str:
        return reverse("voice:comment", kwargs={"council": self.council.slug, "comment": self.public_id})


def item_name(item: Item) -> str:
    """What a comment is on: "D4 Open a base", "Indicator 1.1 Attendance", "Pack of SEND Board, Q1 2016–17"."""
    if isinstance(item, Pack):
        return f"Pack of {item.board}, {item.period.quarter.short_words}"
    return f"Indicator {item.full_name}" if isinstance(item, Indicator) else item.name
