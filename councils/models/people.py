"""Organisations, people and posts of a local area: who leads, approves and sits on boards. Users are separate."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..tenancy import CouncilForeignKey, CouncilManager, CouncilModel


class Organisation(CouncilModel):
    """Partner in the local area: the council, an ICB or CCG, an NHS trust, a school, a parent carer forum."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        HEALTH = "health", "Health commissioner or provider"
        SCHOOL = "school", "School or college"
        FORUM = "forum", "Parent carer forum or young people's group"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)

    objects = CouncilManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="organisation_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(CouncilModel):
    """Someone who leads or approves. A plan may give only their initials, which are unique within a council."""

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

    objects = CouncilManager()

    class Meta:
        ordering = ["initials", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "initials"], condition=~Q(initials=""), name="person_initials_once"
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
    """Position that stays when its holder changes, such as Director of Children's Services."""

    title = models.CharField(max_length=200)
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
