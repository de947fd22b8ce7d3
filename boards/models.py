"""Models for governance: boards and groups, reporting lines, seats, meetings and recipients of packs."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager

from .recipient_rules import RecipientKind
from .rules import PAPER_WORKING_DAYS, papers_due


class BoardQuerySet(CouncilQuerySet["Board"]):
    def in_order(self) -> BoardQuerySet:
        return self.order_by("position", "id")

    def where_person_sits(self, person_id: int | None) -> BoardQuerySet:
        return self.filter(seats__holder_id=person_id) if person_id else self.none()


class Board(CouncilModel):
    """A body that oversees all or part of a strategy: a board, a steering group, a group or a panel.

    `quorum` is how many of its seats must be represented at a meeting. `version` counts its
    changes, those of its seats, recipients, meetings and oversight included.
    """

    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        STEERING_GROUP = "steering_group", "Steering group"
        GROUP = "group", "Group"
        PANEL = "panel", "Panel"

    slug = models.SlugField(max_length=80, db_index=False)
    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.GROUP)
    purpose = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = council_manager(BoardQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "slug"], name="board_slug_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """URL of the board's dashboard."""
        return f"{self.council.get_absolute_url()}boards/{self.slug}/"


class BoardLink(CouncilModel):
    """A reporting line from one board to another. `to_confirm` if it was inferred, not stated by the plan."""

    child = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="parent_links")
    parent = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="child_links")
    to_confirm = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    objects = CouncilManager()

    log_name = "{child__name}, {parent__name}"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "child", "parent"], name="boardlink_once"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="boardlink_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.child} reports to {self.parent}"


class Seat(CouncilModel):
    """A place on a board: held by a person or a post, vacant (perhaps with a hint), or not stated by the plan.

    `from_on` and `until_on` are the first and the last day of the holder's term of office, as far as they are known.
    """

    person_or_post = True

    class Role(models.TextChoices):
        CHAIR = "chair", "Chair"
        CO_CHAIR = "co_chair", "Co-chair"
        REPRESENTATIVE = "representative", "Representative"
        MEMBER = "member", "Member"

    class State(models.TextChoices):
        NAMED = "named", "Named"
        VACANT = "vacant", "Vacant"
        NOT_STATED = "not_stated", "Not stated"

    board = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=14, choices=Role.choices)
    holder = CouncilForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="seats")
    post = CouncilForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="seats")
    state = models.CharField(max_length=10, choices=State.choices)
    hint = models.CharField(max_length=200, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    log_name = "{board__name}"

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="vacant") | Q(holder=None, post=None), name="seat_vacant_has_no_holder"
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="seat_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.board}"


class FormerHolder(CouncilModel):
    """Who held a seat of a board before, and from when until when, as far as that is known."""

    names_the_past = True

    board = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="former_holders")
    role = models.CharField(max_length=14, choices=Seat.Role.choices)
    holder = CouncilForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="former_seats"
    )
    post = CouncilForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="former_seats"
    )
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    objects = CouncilManager()

    log_name = "{board__name}"

    class Meta:
        ordering = ["-until_on", "-id"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.board} until {self.until_on}"


class Meeting(CouncilModel):
    """A meeting of a board on a day. Its papers are due a number of working days before it."""

    board = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    paper_days = models.PositiveSmallIntegerField(default=PAPER_WORKING_DAYS, db_default=PAPER_WORKING_DAYS)

    objects = CouncilManager()

    log_name = "{board__name}, {held_on}"

    class Meta:
        ordering = ["held_on"]
        constraints = [
            models.UniqueConstraint(fields=["council", "board", "held_on"], name="meeting_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.board}, {self.held_on}"

    @property
    def papers_on(self) -> date:
        """Day by which the papers are due."""
        return papers_due(self.held_on, self.paper_days)


class Recipient(CouncilModel):
    """A row of the list of who gets a board's packs by email. They need no account.

    An address has a name and may belong to a board (`sits_on`). For a person, a post or seats, `boards.addressees`
    looks up name and address each time. One of these that no longer exists leaves its row with nobody.
    """

    log_needs = Permission.PACKS_VIEW_ALL
    personal_fields = ("name", "email")
    log_name = "{board__name}"

    board = CouncilForeignKey(Board, on_delete=models.CASCADE, related_name="recipients")
    sits_on = CouncilForeignKey(
        Board, on_delete=models.CASCADE, null=True, blank=True, related_name="members_mailed"
    )
    kind = models.CharField(
        max_length=9,
        choices=RecipientKind.choices(),
        default=RecipientKind.ADDRESS,
        db_default=RecipientKind.ADDRESS.value,
    )
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    person = CouncilForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="recipients"
    )
    post = CouncilForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="recipients"
    )
    seat = CouncilForeignKey(
        Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="recipients"
    )
    active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    class Meta:
        db_table = "reporting_recipient"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "board", "email"], condition=~Q(email=""), name="recipient_once_per_board"
            ),
            models.CheckConstraint(
                condition=Q(kind="address") & ~Q(email="") | ~Q(kind="address") & Q(name="", email=""),
                name="recipient_has_address_or_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.email else RecipientKind(self.kind).word

    @property
    def place(self) -> int:
        """Two rows are never the same, even if they name the same person: each may have got packs."""
        pk: int = self.pk
        return pk
