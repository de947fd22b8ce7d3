"""Organisations, people and posts of a local area: who leads, approves and sits on boards. Users are separate."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager


class Organisation(CouncilModel):
    """Partner in the local area: the council, an ICB or CCG, an NHS trust, a school, a parent carer forum.

    `valid_from` and `valid_to` are its first and last day, where known. After its last day its `successor` answers.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        HEALTH = "health", "Health commissioner or provider"
        SCHOOL = "school", "School or college"
        FORUM = "forum", "Parent carer forum or young people's group"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = CouncilForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    objects = CouncilManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="organisation_name_once"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="organisation_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("id")), name="organisation_not_its_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def has_ended(self, today: date) -> bool:
        return self.valid_to is not None and self.valid_to < today

    def known_as(self, today: date) -> str:
        """Its name, or after its last day its successor's with its own in brackets: "Wessex ICB (Northport CCG)"."""
        if self.successor and self.has_ended(today):
            return f"{self.successor.name} ({self.name})"
        return self.name


class PersonQuerySet(CouncilQuerySet["Person"]):
    def kept(self) -> PersonQuerySet:
        """Without those who were merged into another person."""
        return self.filter(merged_into=None)

    def present(self) -> PersonQuerySet:
        """Those who can be given work: not merged, and not left."""
        return self.filter(merged_into=None, left_on=None)

    def to_identify(self) -> PersonQuerySet:
        return self.kept().exclude(state=Person.State.IDENTIFIED)


class Person(CouncilModel):
    """Someone who leads or approves. A plan may give only their initials, which are unique within a council.

    A person who turned out to be another is kept with `merged_into`, and is in no list. One who has left on `left_on`
    stays where history names them.
    """

    class State(models.TextChoices):
        IDENTIFIED = "identified", "Identified"
        TO_IDENTIFY = "to_identify", "To be identified"
        TO_CONFIRM = "to_confirm", "To be confirmed"

    personal_fields = ("name", "email", "telephone")
    log_name = "{initials}"

    initials = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    organisation = CouncilForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.TO_IDENTIFY)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="persons",
        db_index=False,
    )

    left_on = models.DateField(null=True, blank=True)
    merged_into = CouncilForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = council_manager(PersonQuerySet)

    class Meta:
        ordering = ["initials", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "initials"],
                condition=~Q(initials="") & Q(merged_into=None),
                name="person_initials_once",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="person_not_merged_into_itself"
            ),
            models.UniqueConstraint(fields=["council", "user"], name="person_one_per_user"),
            models.CheckConstraint(
                condition=~Q(state="identified") | ~Q(name=""), name="person_identified_has_name"
            ),
            models.CheckConstraint(
                condition=~Q(initials="") | ~Q(name=""), name="person_has_initials_or_name"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name with initials if both are known: "Julia Katherine (JK)"."""
        if self.name and self.initials:
            return f"{self.name} ({self.initials})"
        return self.name or self.initials


class Post(CouncilModel):
    """Position that stays when its holder changes, such as Director of Children's Services.

    `email` is its mailbox, "" if it has none: emails for the post then go to its holder.
    """

    personal_fields = ("email",)

    title = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="", db_default="")
    organisation = CouncilForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="posts"
    )
    holder = CouncilForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="posts")

    objects = CouncilManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "title"], name="post_title_once"),
        ]

    def __str__(self) -> str:
        return self.title


class PostHolding(CouncilModel):
    """Who held a post from when until when, as far as known. The current holder is also in `Post.holder`."""

    names_the_past = True
    log_name = "{post__title}"

    post = CouncilForeignKey(Post, on_delete=models.CASCADE, related_name="holdings")
    person = CouncilForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    held_from = models.DateField(null=True, blank=True)
    held_until = models.DateField(null=True, blank=True)

    objects = CouncilManager()

    class Meta:
        verbose_name = "time in post"
        verbose_name_plural = "times in post"
        ordering = ["-held_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_from=None) | Q(held_until=None) | Q(held_until__gte=F("held_from")),
                name="postholding_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"
