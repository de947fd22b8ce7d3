"""Read who gets a board's packs on a day, with names and addresses as they are then (`recipient_rules`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from .models import Board, BoardQuerySet, Recipient, Seat
from .recipient_rules import (
    Addressee,
    PersonFacts,
    PostFacts,
    RecipientFacts,
    RecipientKind,
    SeatFacts,
    addressees,
)


def with_recipients(boards: BoardQuerySet) -> Any:
    """Boards with what `read_addressees` needs: `recipient_rows` of active recipients, and `seat_rows`."""
    recipients = Recipient.objects.filter(board_id=OuterRef("pk"), active=True).order_by("position", "id")
    seats = Seat.objects.filter(board_id=OuterRef("pk")).order_by("position", "id")
    row = JSONObject(
        key="pk",
        kind="kind",
        name="name",
        email="email",
        sits_on=F("sits_on__name"),
        **_person("person"),
        **_post("post"),
        seat="seat_id",
        seat_role="seat__role",
        **_person("seat__holder", "seat_holder"),
        **_post("seat__post", "seat_post"),
    )
    seat = JSONObject(
        seat="pk", seat_role="role", **_person("holder", "seat_holder"), **_post("post", "seat_post")
    )
    return boards.annotate(
        recipient_rows=ArraySubquery(recipients.values(json=row)),
        seat_rows=ArraySubquery(seats.values(json=seat)),
    )


def read_addressees(
    recipient_rows: Sequence[Mapping[str, Any]],
    seat_rows: Sequence[Mapping[str, Any]],
    *,
    board: str,
    today: date,
) -> tuple[Addressee, ...]:
    """Everybody on the list of the board with this name (no query)."""
    recipients = [
        RecipientFacts(
            key=row["key"],
            kind=RecipientKind(row["kind"]),
            name=row["name"],
            email=row["email"],
            sits_on=row["sits_on"] or "",
            person=_read_person(row, "person"),
            post=_read_post(row, "post"),
            seat=_read_seat(row),
        )
        for row in recipient_rows
    ]
    seats = [seat for row in seat_rows if (seat := _read_seat(row))]
    return addressees(recipients, seats, board=board, today=today)


def addressees_of(board: Board, *, today: date) -> tuple[Addressee, ...]:
    """Everybody who is to get the board's next pack, also those without an address (1 query)."""
    row = with_recipients(Board.objects.filter(pk=board.pk)).values("recipient_rows", "seat_rows").get()
    return read_addressees(row["recipient_rows"], row["seat_rows"], board=board.name, today=today)


def _person(path: str, prefix: str = "") -> dict[str, str]:
    """Columns of the person at the path, below this prefix (the path itself by default)."""
    columns = ("id", "name", "initials", "email", "left_on")
    return {f"{prefix or path}_{column}": f"{path}__{column}" for column in columns}


def _post(path: str, prefix: str = "") -> dict[str, str]:
    """Columns of the post at the path and of its holder."""
    prefix = prefix or path
    own = {f"{prefix}_{column}": f"{path}__{column}" for column in ("id", "title", "email")}
    return own | _person(f"{path}__holder", f"{prefix}_holder")


def _read_person(row: Mapping[str, Any], prefix: str) -> PersonFacts | None:
    if row[f"{prefix}_id"] is None:
        return None
    left_on = row[f"{prefix}_left_on"]
    return PersonFacts(
        row[f"{prefix}_name"] or row[f"{prefix}_initials"],
        row[f"{prefix}_email"],
        date.fromisoformat(left_on) if left_on else None,
    )


def _read_post(row: Mapping[str, Any], prefix: str) -> PostFacts | None:
    if row[f"{prefix}_id"] is None:
        return None
    holder = _read_person(row, f"{prefix}_holder")
    return PostFacts(row[f"{prefix}_title"], row[f"{prefix}_email"], holder)


def _read_seat(row: Mapping[str, Any]) -> SeatFacts | None:
    if row["seat"] is None:
        return None
    role = str(Seat.Role(row["seat_role"]).label)
    return SeatFacts(role, _read_person(row, "seat_holder"), _read_post(row, "seat_post"))
