"""Meetings and what they decided, over the API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from api.collections import Collection
from api.shapes import PersonName, Row, Shape, choice, id_field, text
from boards.models import Meeting, Seat
from boards.rules import papers_due
from councils.permissions import Permission

from .access import meetings_read, readable_entries
from .filters import DecisionFilter, MeetingFilter
from .models import Attendance, EntryStep, Guest, Interest
from .rules import Kind, MeetingState, SeatAtMeeting, State, is_overdue, is_quorate, meeting_state

WHO = "A post, or a person. A person's name is null without the scope people:read."

NOT_YOURS = "Null if you may not read these minutes."
ATTENDED = ("attendance", "guests", "interests")


class AttendanceShape(Shape):
    """A seat of the board as it was at the meeting, and whether who held it was present."""

    parts = ("holder", "substitute")

    role = choice(Seat.Role)
    holder = PersonName(help_text=WHO)
    state = choice(Attendance.State)
    substitute = PersonName(help_text="Who came instead. Null for nobody, and without the scope people:read.")


class GuestShape(Shape):
    """Somebody at the meeting without a seat, who is no substitute."""

    name = PersonName()
    organisation = PersonName()


class InterestShape(Shape):
    """An interest that somebody declared about an item."""

    parts = ("by",)

    by = PersonName(help_text=WHO)
    about = serializers.CharField(help_text="The item.")
    interest = PersonName()
    done = choice(Interest.Done, help_text="What was done.")


class MeetingShape(Shape):
    """A meeting of a board, with who attended."""

    parts = ("papers_on", "state", "quorum", "is_quorate", *ATTENDED)

    id = id_field()
    board = id_field("board.public_id")
    held_on = serializers.DateField()
    place = text()
    paper_days = serializers.IntegerField(help_text="Working days between its papers and the meeting.")
    papers_on = serializers.DateField(help_text="The day by which its papers are due.")
    state = choice(MeetingState, help_text="As at the council's today.")
    confirmed_on = serializers.DateField(
        source="confirmed_minutes.confirmed_on",
        allow_null=True,
        help_text="The day on which its minutes were confirmed.",
    )
    attendance = AttendanceShape(
        many=True,
        allow_null=True,
        help_text="Empty before it is noted. Null if you may not read these minutes.",
    )


class StepShape(Shape):
    """What happened to an entry on a day. The first step is how it was recorded."""

    parts = ("by",)

    state = choice(State, allow_null=True, help_text="Null for a correction of its words.")
    taken_on = serializers.DateField()
    words = text()
    by = PersonName(help_text=f"Who raised, did or answered it. {WHO}")


class DecisionShape(Shape):
    """An entry in the minutes of a meeting: a decision, challenge, action or escalation."""

    parts = ("is_overdue", "steps")

    id = id_field()
    meeting = id_field("meeting.public_id")
    board = id_field("meeting.board.public_id")
    held_on = serializers.DateField(source="meeting.held_on", help_text="The day of the meeting.")
    number = serializers.IntegerField(help_text="Counts the entries of the meeting from 1.")
    kind = choice(Kind)
    words = serializers.CharField()
    deliverable = id_field("deliverable.public_id", allow_null=True)
    indicator = id_field("indicator.public_id", allow_null=True)
    strand = text("strand.code", help_text="The strand's code. Null unless it is about a whole strand.")
    strategy = id_field(
        "strand.strategy.public_id", allow_null=True, help_text="The strategy of the strand in `strand`."
    )
    owner_initials = text("owner.initials")
    owner_name = PersonName("owner.name")
    owner_post = text("owner_post.title", help_text="The post that owns it, if no person does.")
    due_on = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField(help_text="Open, and due before the council's today.")
    to_board = id_field(
        "to_board.public_id", allow_null=True, help_text="The board that an escalation went to."
    )
    answers = id_field(
        "answers.public_id", allow_null=True, help_text="The escalation that this decision answers."
    )
    state = choice(State)
    state_on = serializers.DateField(help_text="The day since which it is in this state.")
    steps = StepShape(many=True)


class Meetings(Collection):
    """Meetings of boards, by day."""

    shape = MeetingShape
    noun = "meeting"
    order = ("held_on", "id")
    filterset_class = MeetingFilter
    permission = Permission.BOARDS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return Meeting.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        read = meetings_read(self.actor, rows)
        for meeting_id, row in rows.items():
            row["papers_on"] = papers_due(row["held_on"], row["paper_days"])
            row["state"] = meeting_state(
                row["held_on"], self.today, confirmed=row["confirmed_on"] is not None
            ).value
            row |= {name: [] if meeting_id in read else None for name in ATTENDED}
        counted = self._add_seats(read, rows)
        self._add_guests_and_interests(read, rows)
        quorums = Meeting.objects.filter(id__among=rows).order_by()
        for meeting_id, confirmed, then, now in quorums.values_list(
            "id", "confirmed_minutes__id", "confirmed_minutes__quorum", "board__quorum"
        ):
            row = rows[meeting_id]
            row["quorum"] = now if confirmed is None else then
            row["is_quorate"] = is_quorate(row["quorum"], counted.get(meeting_id, []))

    def _add_seats(self, read: Iterable[int], rows: dict[int, Row]) -> dict[int, list[SeatAtMeeting]]:
        """Add attendance. Returns the seats that count towards the quorum, by meeting."""
        counted: dict[int, list[SeatAtMeeting]] = {}
        seats = Attendance.objects.filter(meeting_id__among=read)
        keys = ("meeting_id", "person__name", "person__initials", "post__title")
        instead = ("substitutes__id", "substitutes__name", "substitutes__organisation")
        for key, row in AttendanceShape.read(seats, *keys, *instead, names=self.names):
            meeting_id, name, initials, post, substitute, *who = key
            row["holder"] = _who(name, initials, post, names=self.names)
            row["substitute"] = ", ".join(filter(None, who)) if substitute and self.names else None
            rows[meeting_id]["attendance"].append(row)
            counted.setdefault(meeting_id, []).append(SeatAtMeeting(row["state"], substitute is not None))
        return counted

    def _add_guests_and_interests(self, read: Iterable[int], rows: dict[int, Row]) -> None:
        guests = Guest.objects.filter(stands_in_for=None)
        for meeting_id, found in GuestShape.by_owner(guests, "meeting_id", read, names=self.names).items():
            rows[meeting_id]["guests"] = found
        keys = (
            *("meeting_id", "attendance__person__name", "attendance__person__initials"),
            *("attendance__post__title", "guest__name"),
        )
        declared = Interest.objects.filter(meeting_id__among=read)
        for (meeting_id, name, initials, post, guest), row in InterestShape.read(
            declared, *keys, names=self.names
        ):
            row["by"] = _who(name or guest, initials, post, names=self.names)
            rows[meeting_id]["interests"].append(row)


class Decisions(Collection):
    """What meetings decided, challenged, asked for and escalated, in the order of the meetings.

    You get what you may read: of every board, or of your own boards with what came to them and what you own.
    """

    shape = DecisionShape
    noun = "decision"
    order = ("meeting__held_on", "meeting_id", "number", "id")
    filterset_class = DecisionFilter
    permission = Permission.BOARDS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return readable_entries(self.actor)

    def complete(self, rows: dict[int, Row]) -> None:
        for row in rows.values():
            row["steps"] = []
            row["is_overdue"] = is_overdue(State(row["state"]), row["due_on"], self.today)
        steps = EntryStep.objects.filter(entry_id__among=rows)
        keys = ("entry_id", "person__name", "person__initials", "post__title")
        for (entry_id, name, initials, post), row in StepShape.read(steps, *keys, names=self.names):
            row["by"] = _who(name, initials, post, names=self.names)
            rows[entry_id]["steps"].append(row)


def _who(name: str | None, initials: str | None, post: str | None, *, names: bool) -> str | None:
    """The name of a person, their initials until they are identified, or the post."""
    return post or ((name if names else None) if name else initials) or None
