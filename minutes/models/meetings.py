"""That minutes are confirmed, who was at a meeting, and which interests they declared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from boards.models import Meeting, Seat
from core.periods import words_for_date
from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel

from ..rules import confirmed_words


class NamedByMeeting(CouncilModel):
    """Row that the log names by its meeting: "SEND Board, 3 March 2016"."""

    class Meta:
        abstract = True

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        said = {
            path: words_for_date(date.fromisoformat(str(words)))
            if words and path.endswith("held_on")
            else words
            for path, words in values.items()
        }
        return super().name_in_log(said)


class Minutes(NamedByMeeting):
    """That the minutes of a meeting are confirmed: on which day, and by whom, as they were called then.

    `quorum` is the board's on that day, so that what the minutes say of it stays.
    """

    meeting = CouncilForeignKey(Meeting, on_delete=models.PROTECT, related_name="confirmed_minutes")
    confirmed_on = models.DateField()
    confirmed_by = models.CharField(max_length=200)
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = CouncilManager()

    log_needs = Permission.MINUTES_RECORD
    log_name = "{meeting__board__name}, {meeting__held_on}"
    personal_fields = ("confirmed_by",)

    class Meta:
        verbose_name = "confirmation of minutes"
        verbose_name_plural = "confirmations of minutes"
        constraints = [models.UniqueConstraint(fields=["council", "meeting"], name="minutes_once")]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"


def why_confirmed(meetings: Mapping[UUID, Any]) -> dict[UUID, str]:
    """Why rows stay, by their public id, from the ids of their meetings (1 query)."""
    held = Minutes.objects.filter(meeting_id__in={*meetings.values()})
    days: dict[int, date] = dict(held.values_list("meeting_id", "meeting__held_on"))
    return {key: confirmed_words(days[pk]) for key, pk in meetings.items() if pk in days}


class Attendance(NamedByMeeting):
    """A seat of the board as it was at a meeting, and whether who held it was present."""

    names_the_past = True

    class State(models.TextChoices):
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"
        VACANT = "vacant", "Vacant"

    meeting = CouncilForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = CouncilForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="attended")
    role = models.CharField(max_length=14, choices=Seat.Role.choices)
    person = CouncilForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="attended"
    )
    post = CouncilForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="attended")
    state = models.CharField(max_length=9, choices=State.choices)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    log_needs = Permission.MINUTES_RECORD
    log_name = "{meeting__board__name}, {meeting__held_on}"

    class Meta:
        verbose_name = "attendance"
        verbose_name_plural = "attendances"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_state_display()}"

    @classmethod
    def why_they_stay(cls, rows: Mapping[UUID, Mapping[str, Any]]) -> Mapping[UUID, str]:
        """Attendance in confirmed minutes stays (1 query)."""
        return why_confirmed({key: columns.get("meeting_id") for key, columns in rows.items()})


class Guest(NamedByMeeting):
    """Somebody at a meeting who has no seat on the board. `stands_in_for` is the seat of a substitute."""

    meeting = CouncilForeignKey(Meeting, on_delete=models.PROTECT, related_name="guests")
    stands_in_for = CouncilForeignKey(
        Attendance, on_delete=models.CASCADE, null=True, blank=True, related_name="substitutes"
    )
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    log_needs = Permission.MINUTES_RECORD
    log_name = "{meeting__board__name}, {meeting__held_on}"
    personal_fields = ("name", "organisation")

    class Meta:
        verbose_name = "guest"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "stands_in_for"],
                condition=Q(stands_in_for__isnull=False),
                name="guest_one_substitute",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.organisation)))

    @classmethod
    def why_they_stay(cls, rows: Mapping[UUID, Mapping[str, Any]]) -> Mapping[UUID, str]:
        """Guests in confirmed minutes stay (1 query)."""
        return why_confirmed({key: columns.get("meeting_id") for key, columns in rows.items()})


class Interest(NamedByMeeting):
    """An interest that the holder of a seat, or a guest, declared at a meeting.

    `about` is the item, `interest` what they said of it, and `done` what was done.
    """

    class Done(models.TextChoices):
        TOOK_PART = "took_part", "Stayed and took part"
        NO_PART = "no_part", "Stayed and took no part in the decision"
        LEFT = "left", "Left while it was discussed"

    meeting = CouncilForeignKey(Meeting, on_delete=models.PROTECT, related_name="interests")
    attendance = CouncilForeignKey(
        Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    guest = CouncilForeignKey(
        Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    about = models.CharField(max_length=300)
    interest = models.TextField()
    done = models.CharField(max_length=9, choices=Done.choices)

    objects = CouncilManager()

    log_needs = Permission.MINUTES_RECORD
    log_name = "{meeting__board__name}, {meeting__held_on}"
    personal_fields = ("interest",)

    class Meta:
        verbose_name = "declared interest"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attendance=None, guest__isnull=False) | Q(attendance__isnull=False, guest=None),
                name="interest_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.get_done_display()}"

    @classmethod
    def why_they_stay(cls, rows: Mapping[UUID, Mapping[str, Any]]) -> Mapping[UUID, str]:
        """Interests in confirmed minutes stay (1 query)."""
        return why_confirmed({key: columns.get("meeting_id") for key, columns in rows.items()})
