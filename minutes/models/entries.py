"""What meetings recorded: entries with the steps that they have gone through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse

from boards.models import Board, Meeting
from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilQuerySet, council_manager
from deliverables.models import Deliverable
from indicators.models import Indicator
from strategies.models import Strand

from ..rules import Kind, State
from .meetings import NamedByMeeting, why_confirmed

Item = Deliverable | Indicator | Strand


class EntryQuerySet(CouncilQuerySet["Entry"]):
    def with_all(self) -> EntryQuerySet:
        """With meeting, item, owner, the board that it went to, and the decision that it answers; steps (2 queries)."""
        return self.select_related(
            "meeting__board",
            *("deliverable__strand", "deliverable__strategy", "strand__strategy"),
            *("indicator__parent__parent__parent", "owner", "owner_post", "to_board"),
            "answers__meeting__board",
        ).prefetch_related(models.Prefetch("steps", EntryStep.objects.select_related("person", "post")))

    def open(self) -> EntryQuerySet:
        return self.filter(state=State.OPEN)

    def by_meeting(self) -> EntryQuerySet:
        """The latest meeting first, its entries in order."""
        return self.order_by("-meeting__held_on", "meeting__board__position", "meeting_id", "number")


class Entry(NamedByMeeting):
    """A decision, challenge, action or escalation in the minutes of a meeting.

    `owner` or `owner_post` carries it out, or is to answer the challenge. `to_board` is where an escalation goes, and
    `answers` the escalation that a decision answers. `state` and `state_on` repeat the last step.
    """

    person_or_post = True

    meeting = CouncilForeignKey(Meeting, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices())
    words = models.TextField()
    deliverable = CouncilForeignKey(
        Deliverable, on_delete=models.PROTECT, null=True, blank=True, related_name="minuted"
    )
    indicator = CouncilForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="minuted"
    )
    strand = CouncilForeignKey(
        Strand, on_delete=models.PROTECT, null=True, blank=True, related_name="minuted"
    )
    owner = CouncilForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="minuted"
    )
    owner_post = CouncilForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="minuted"
    )
    due_on = models.DateField(null=True, blank=True)
    to_board = CouncilForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="escalations"
    )
    answers = CouncilForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    state = models.CharField(max_length=16, choices=State.choices(), default=State.OPEN.value)
    state_on = models.DateField()

    objects = council_manager(EntryQuerySet)

    log_needs = Permission.MINUTES_RECORD
    log_name = "{meeting__board__name}, {meeting__held_on}, minute {number}"

    class Meta:
        verbose_name = "minuted entry"
        verbose_name_plural = "minuted entries"
        constraints = [
            models.UniqueConstraint(fields=["council", "meeting", "number"], name="entry_number_once"),
            models.UniqueConstraint(fields=["council", "answers"], name="entry_answers_once"),
            models.CheckConstraint(condition=Q(owner=None) | Q(owner_post=None), name="entry_one_owner"),
            models.CheckConstraint(
                condition=Q(deliverable=None, indicator=None)
                | Q(deliverable=None, strand=None)
                | Q(indicator=None, strand=None),
                name="entry_one_item",
            ),
            models.CheckConstraint(
                condition=(Q(kind="escalation") & Q(to_board__isnull=False))
                | (~Q(kind="escalation") & Q(to_board=None)),
                name="entry_escalation_goes_to_a_board",
            ),
            models.CheckConstraint(
                condition=Q(answers=None) | Q(kind="decision"), name="entry_decision_answers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, minute {self.number}"

    @classmethod
    def why_they_stay(cls, rows: Mapping[UUID, Mapping[str, Any]]) -> Mapping[UUID, str]:
        """What confirmed minutes say stays (2 queries). States are recorded afterwards, too."""
        said = {key: columns for key, columns in rows.items() if not columns.keys() <= {"state", "state_on"}}
        held = dict(cls.objects.filter(public_id__in=said).values_list("public_id", "meeting_id"))
        return why_confirmed({key: held.get(key, columns.get("meeting_id")) for key, columns in said.items()})

    @property
    def kind_word(self) -> str:
        return Kind(self.kind).word

    @property
    def state_word(self) -> str:
        return State(self.state).word

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def item(self) -> Item | None:
        found: Item | None = self.deliverable or self.indicator or self.strand
        return found

    @property
    def item_name(self) -> str:
        """What it is about in words, or ""."""
        if self.indicator:
            return f"Indicator {self.indicator.full_name}"
        if self.strand:
            return f"{self.strand.strategy.strand_noun} {self.strand.code}: {self.strand.title}"
        return self.deliverable.name if self.deliverable else ""

    @property
    def owned_by(self) -> Person | Post | None:
        found: Person | Post | None = self.owner or self.owner_post
        return found

    def get_absolute_url(self) -> str:
        return reverse("minutes:entry", kwargs={"council": self.council.slug, "entry": self.public_id})


class EntryStep(NamedByMeeting):
    """What happened to an entry on a day: how it was raised, done, answered, or that its words were corrected.

    Who raised or answered it is a person or a post. `state` is "" for a correction.
    """

    names_the_past = True

    entry = CouncilForeignKey(Entry, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=16, choices=State.choices(), blank=True)
    taken_on = models.DateField()
    words = models.TextField(blank=True)
    person = CouncilForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="steps_of_minutes"
    )
    post = CouncilForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="steps_of_minutes"
    )

    objects = CouncilManager()

    log_needs = Permission.MINUTES_RECORD
    log_name = "{entry__meeting__board__name}, {entry__meeting__held_on}, minute {entry__number}"

    class Meta:
        verbose_name = "step of a minuted entry"
        verbose_name_plural = "steps of minuted entries"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(person=None) | Q(post=None), name="entrystep_one_person"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.state_word}"

    @property
    def state_word(self) -> str:
        return State(self.state).word if self.state else "Correction"

    @property
    def by(self) -> Person | Post | None:
        found: Person | Post | None = self.person or self.post
        return found
