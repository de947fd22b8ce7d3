"""What is in a calendar, when its rows were changed, and the addresses that a member has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import Max

from boards.models import Board
from councils.actors import Actor
from councils.models import Change, Membership
from strategies.models import Strategy

from . import days
from .models import CalendarAddress
from .rules import CalendarDay, Kind, is_shown

FIXED = {Kind.MINE: "My work", Kind.RETURNS: "Returns"}
"""Names of the calendars that are about no board or strategy."""
GONE = "Not there any more"


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An address in use, as its owner sees it."""

    address: CalendarAddress
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A calendar that an address can be made for. `key` is its value in a form: "mine", "board:018f…"."""

    key: str
    kind: Kind
    about: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """A calendar as it is now: its days in order, and when the rows of each were last changed."""

    name: str
    days: tuple[CalendarDay, ...]
    changed: Mapping[UUID, datetime]

    def changed_at(self, day: CalendarDay) -> datetime:
        """The latest change of a row that the day's words come from. It is the same at each fetch until one changes."""
        return max(self.changed.get(row) or _made_at(row) for row in day.rows)


def key_of(kind: str, about: UUID | None) -> str:
    return f"{kind}:{about}" if about else str(kind)


def offers() -> list[Offer]:
    """Every calendar of the council, in the order of its boards and plans (2 queries)."""
    boards = Board.objects.in_order().values_list("public_id", "name")
    plans = Strategy.objects.values_list("public_id", "title")
    return [
        *(Offer(key_of(kind, None), kind, None, name) for kind, name in FIXED.items()),
        *(
            Offer(key_of(kind, about), kind, about, name)
            for kind, rows in ((Kind.BOARD, boards), (Kind.STRATEGY, plans))
            for about, name in rows
        ),
    ]


def lines_of(membership: Membership) -> list[AddressLine]:
    """A member's addresses in use, with the names of their calendars (3 queries)."""
    names = {offer.key: offer.name for offer in offers()}
    rows = CalendarAddress.objects.in_use().filter(membership=membership)
    return [AddressLine(row, names.get(key_of(row.kind, row.about), GONE)) for row in rows]


def name_of(kind: Kind, about: UUID | None) -> str | None:
    """Name of a calendar, None if its board or strategy is not there (1 query at most)."""
    if about is None:
        return FIXED.get(kind)
    found = _about(kind, about)
    return str(found) if found else None


def calendar_of(address: CalendarAddress, actor: Actor, today: date) -> CalendarRead | None:
    """The calendar of an address as its member may read it (6 queries at most), None if its subject was removed."""
    kind = Kind(address.kind)
    about = _about(kind, address.about) if address.about else None
    found: Iterable[CalendarDay]
    if isinstance(about, Board):
        found = days.of_board(about, actor)
    elif isinstance(about, Strategy):
        found = days.of_strategy(about, actor, today)
    elif kind == Kind.RETURNS:
        found = days.of_returns(actor)
    elif kind == Kind.MINE:
        person = actor.person()
        found = days.of_person(person, actor, today) if person else ()
    else:
        return None
    name = str(about) if about else FIXED[kind]
    shown = [day for day in found if is_shown(day.what, day.on, done=day.done, today=today)]
    shown.sort(key=lambda day: (day.on, day.uid))
    return CalendarRead(f"{name}, {actor.council.name}", tuple(shown), _changes(shown))


def _about(kind: Kind, about: UUID) -> Board | Strategy | None:
    if kind == Kind.BOARD:
        return Board.objects.filter(public_id=about).first()
    return Strategy.objects.filter(public_id=about).first()


def _changes(shown: Iterable[CalendarDay]) -> dict[UUID, datetime]:
    """When each row was last changed, from the change log (1 query, none without days)."""
    rows = {row for day in shown for row in day.rows}
    if not rows:
        return {}
    changes = Change.objects.filter(table__in=days.TABLES, object_id__in=rows)
    return dict(changes.order_by().values_list("object_id").annotate(latest=Max("at")))


def _made_at(public_id: UUID) -> datetime:
    """The time in a UUIDv7, for a row that the change log does not have."""
    return datetime.fromtimestamp((public_id.int >> 80) / 1000, UTC)
