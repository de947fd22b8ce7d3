"""Change the seats of a board, and take the seats of an invitation. Who leaves a seat is kept in its history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import F, Max

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Board, FormerHolder, Seat
from .boards import changed_parts

COLUMNS = ("role", "holder", "post", "state", "hint", "from_on", "until_on", "position")
STORED = tuple(f"{name}_id" if name in ("holder", "post") else name for name in COLUMNS)


@dataclass(frozen=True)
class SeatRow:
    """A seat as it is to be. `key` is its public id, None for a new one. Nobody in it: `vacant`, or not stated."""

    key: UUID | None
    role: str
    holder: Person | None = None
    post: Post | None = None
    vacant: bool = False
    hint: str = ""
    from_on: date | None = None
    until_on: date | None = None

    @property
    def state(self) -> str:
        if self.holder or self.post:
            return Seat.State.NAMED
        return Seat.State.VACANT if self.vacant else Seat.State.NOT_STATED


def change_seats(
    *,
    board: Board,
    seats: Sequence[SeatRow],
    by: Actor,
    today: date,
    removed: Collection[UUID] = (),
    forgotten: Collection[UUID] = (),
) -> bool:
    """Add and change these seats in this order, remove others, and return whether anything has changed.

    A person or post that leaves a seat becomes a former holder, until the day before the next one's term, the end of
    its own or today. `forgotten` are former holders entered by mistake. Seats not named stay, at the end.
    """
    require(by, Permission.BOARDS_CHANGE)
    if problems := _problems(seats):
        raise ChangeRefused(problems)
    stored = {
        seat.public_id: seat for seat in Seat.objects.filter(board=board).select_related("holder", "post")
    }
    others = [seat for key, seat in stored.items() if key not in {row.key for row in seats} | {*removed}]
    left, added, changed = [], [], []
    for position, row in enumerate(seats, 1):
        seat = stored.get(row.key) if row.key else None
        if seat is None:
            added.append(_set(Seat(board=board), row, position))
            continue
        was = _columns(seat)
        former = _former(seat, until=_last_day(seat, today, row.from_on))
        _set(seat, row, position)
        if _columns(seat) != was:
            changed.append(seat)
        if former and _has_left(former, seat):
            left.append(former)
    for position, seat in enumerate(others, len(seats) + 1):
        if seat.position != position:
            seat.position = position
            changed.append(seat)
    gone = [stored[key] for key in removed if key in stored]
    left += [former for seat in gone if (former := _former(seat, until=_last_day(seat, today, None)))]
    forget = FormerHolder.objects.filter(board=board, public_id__in=forgotten)
    if not (added or changed or gone or (forgotten and forget.exists())):
        return False
    with recorded("board.seats_changed", actor=by.reference):
        changed_parts(board)
        Seat.objects.filter(pk__in=[seat.pk for seat in gone]).delete()
        Seat.objects.bulk_update(changed, COLUMNS)
        Seat.objects.bulk_create(added)
        FormerHolder.objects.bulk_create(left)
        forget.delete()
    return True


def take_seats(*, person: Person, boards: Collection[UUID], by: Actor, reason: str) -> list[Seat]:
    """Give a person a seat as member on each of these boards, last in order. `by` is the user who this person is.

    They need no permission of their own, because whoever invited them had it. Boards that have been removed since are
    left out, and those on which the person sits already.
    """
    if by.user is None or person.user_id != by.user.id:
        raise PermissionDenied("You can only take a seat for yourself.")
    wanted = list(
        Board.objects.select_for_update()
        .filter(public_id__in=boards)
        .exclude(seats__in=Seat.objects.filter(holder=person))
        .in_order()
    )
    if not wanted:
        return []
    last = dict(
        Seat.objects.filter(board__in=wanted)
        .order_by()
        .values_list("board_id")
        .annotate(last=Max("position"))
    )
    with recorded("board.seats-taken", actor=by.reference, reason=reason):
        Board.objects.filter(pk__in=[board.pk for board in wanted]).update(version=F("version") + 1)
        seats: list[Seat] = Seat.objects.bulk_create(
            Seat(
                board=board,
                role=Seat.Role.MEMBER,
                state=Seat.State.NAMED,
                holder=person,
                position=last.get(board.pk, 0) + 1,
            )
            for board in wanted
        )
    return seats


def _problems(seats: Sequence[SeatRow]) -> dict[str, str]:
    problems = {}
    for at, row in enumerate(seats):
        if row.vacant and (row.holder or row.post):
            problems[f"{at}.post"] = (
                "A vacant seat has no post. Write the post as the hint, or choose who holds it"
            )
        if row.from_on and row.until_on and row.until_on < row.from_on:
            problems[f"{at}.until_on"] = "The term must end on or after the day on which it begins"
    return problems


def _set(seat: Seat, row: SeatRow, position: int) -> Seat:
    seat.role, seat.holder, seat.post, seat.state = row.role, row.holder, row.post, row.state
    seat.hint, seat.from_on, seat.until_on = row.hint.strip(), row.from_on, row.until_on
    seat.position = position
    return seat


def _columns(seat: Seat) -> tuple[object, ...]:
    return tuple(getattr(seat, name) for name in STORED)


def _has_left(former: FormerHolder, seat: Seat) -> bool:
    """Whether the person, or the post of a seat without one, no longer holds the seat."""
    if former.holder_id:
        return former.holder_id != seat.holder_id
    return former.post_id != seat.post_id


def _former(seat: Seat, *, until: date) -> FormerHolder | None:
    if not (seat.holder_id or seat.post_id):
        return None
    return FormerHolder(
        board_id=seat.board_id,
        role=seat.role,
        holder_id=seat.holder_id,
        post_id=seat.post_id,
        from_on=seat.from_on,
        until_on=until,
    )


def _last_day(seat: Seat, today: date, next_from: date | None) -> date:
    """The holder's last day: the end of their term if it is over, the day before the next one's term, else today."""
    ends = [day for day in (seat.until_on, next_from and date.fromordinal(next_from.toordinal() - 1)) if day]
    return min([*ends, today])
