"""Boards and groups over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers

from api.collections import Collection
from api.shapes import PersonName, Row, Shape, choice, id_field, text, texts
from councils.permissions import Permission

from .filters import BoardFilter
from .models import Board, BoardLink, Seat


class ParentShape(Shape):
    """A board that this one reports to."""

    slug = serializers.CharField(source="parent.slug")
    to_confirm = serializers.BooleanField(help_text="Inferred, not stated by the plan.")


class SeatShape(Shape):
    """A place on a board."""

    parts = ("holder",)

    role = choice(Seat.Role)
    holder = PersonName(
        help_text="The post or person that holds it. A person's name is null without the scope people:read."
    )
    state = choice(Seat.State)
    hint = text(help_text="Possible holder of a vacant seat.")


class OverseenShape(Shape):
    """What a board oversees: a whole strategy or one of its strands."""

    strategy = id_field("oversights.strategy.public_id")
    strand = text("oversights.strand.code", help_text="The strand's code, or null for the whole strategy.")


class OverseenDeliverableShape(Shape):
    """A single deliverable that a board oversees."""

    strategy = id_field("single_oversights.deliverable.strategy.public_id")
    strand = serializers.CharField(
        source="single_oversights.deliverable.strand.code", help_text="The strand's code."
    )
    deliverable = id_field("single_oversights.deliverable.public_id")


class BoardShape(Shape):
    """A board or group that oversees all or part of a strategy."""

    parts = ("parents", "seats", "oversees", "oversees_deliverables")

    id = id_field()
    slug = serializers.SlugField()
    name = serializers.CharField()
    aliases = texts()
    kind = choice(Board.Kind)
    quorum = serializers.IntegerField(
        allow_null=True,
        help_text="How many of its seats must be represented at a meeting. Null without a rule.",
    )
    parents = ParentShape(many=True)
    seats = SeatShape(many=True)
    oversees = OverseenShape(many=True)
    oversees_deliverables = OverseenDeliverableShape(
        many=True, help_text="Single deliverables that it oversees. Dropped ones are left out."
    )


class Boards(Collection):
    """Boards, steering groups, groups and panels."""

    shape = BoardShape
    noun = "board"
    order = ("position", "id")
    filterset_class = BoardFilter
    permission = Permission.BOARDS_VIEW

    def get_queryset(self) -> QuerySet[Any]:
        return Board.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        links = BoardLink.objects.order_by("parent__position", "id")
        parents = ParentShape.by_owner(links, "child_id", rows, names=self.names)
        seats = self._seats(rows)
        overseeing = Board.objects.exclude(oversights=None).order_by("oversights__position", "oversights__id")
        oversees = OverseenShape.by_owner(overseeing, "id", rows, names=self.names)
        single = "single_oversights__deliverable"
        in_plan = Q(single_oversights__isnull=False, single_oversights__deliverable__dropped_on=None)
        singly = OverseenDeliverableShape.by_owner(
            Board.objects.filter(in_plan).order_by(
                f"{single}__strategy__position",
                f"{single}__strand__position",
                f"{single}__position",
                f"{single}__id",
            ),
            "id",
            rows,
            names=self.names,
        )
        for board_id, row in rows.items():
            row["oversees_deliverables"] = singly[board_id]
            row["parents"] = parents[board_id]
            row["seats"] = seats.get(board_id, [])
            row["oversees"] = oversees[board_id]

    def _seats(self, board_ids: dict[int, Row]) -> dict[int, list[Row]]:
        seats_by_board: dict[int, list[Row]] = {}
        keys = ("board_id", "holder__name", "holder__initials", "post__title")
        seats = Seat.objects.filter(board_id__among=board_ids)
        for (board_id, name, initials, post), row in SeatShape.read(seats, *keys, names=self.names):
            row["holder"] = (name if self.names else None) if name else initials or post
            seats_by_board.setdefault(board_id, []).append(row)
        return seats_by_board
