"""Change who gets the packs of a board."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import Person, Post
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Board, Recipient, Seat
from ..recipient_rules import RecipientKind
from .boards import changed_parts

COLUMNS = ("name", "email", "sits_on", "active", "position")
STORED = ("name", "email", "sits_on_id", "active", "position")


@dataclass(frozen=True)
class RecipientRow:
    """A recipient as it is to be. `key` is its public id, None for a new one.

    An address has `name`, `email` and the board that they belong to (`sits_on`). A new one of another kind has what
    `names` gives. A stored one keeps its kind and whom it names.
    """

    key: UUID | None
    name: str = ""
    email: str = ""
    sits_on: Board | None = None
    active: bool = True
    kind: RecipientKind = RecipientKind.ADDRESS
    names: Person | Post | Seat | None = None


@dataclass
class RecipientsSaved:
    """What has changed. `kept` are names of those who had received packs, so they only get no more.

    `personal`: names or addresses changed or went, which the log does not keep, so nothing can bring them back.
    """

    changed: bool = False
    personal: bool = False
    kept: list[str] = field(default_factory=list)


def change_recipients(
    *, board: Board, recipients: Sequence[RecipientRow], by: Actor, removed: Collection[UUID] = ()
) -> RecipientsSaved:
    """Add and change these recipients in this order, and remove others. Recipients not named stay, at the end.

    One who has received a pack is not removed but gets no more: released packs show whom they went to.
    """
    require(by, Permission.BOARDS_CHANGE)
    on_the_list = Recipient.objects.filter(board=board).select_related("person", "post", "seat")
    stored = {each.public_id: each for each in on_the_list}
    gone = [stored[key] for key in removed if key in stored]
    mailed = _mailed(gone)
    others = [each for key, each in stored.items() if key not in {row.key for row in recipients} | {*removed}]
    stopped = [each for each in gone if each.pk in mailed]
    if problems := _problems(board, recipients, [*others, *stopped]):
        raise ChangeRefused(problems)
    saved = RecipientsSaved(kept=[_called(each) for each in stopped])
    added, changed = [], []
    for position, row in enumerate(recipients, 1):
        recipient = stored.get(row.key) if row.key else None
        if recipient is None:
            added.append(_set(_new(board, row), row, position))
            continue
        was = _columns(recipient)
        _set(recipient, row, position)
        if _columns(recipient) != was:
            changed.append(recipient)
            saved.personal |= _columns(recipient)[:2] != was[:2]
    for position, recipient in enumerate([*others, *stopped], len(recipients) + 1):
        active = recipient.active and recipient not in stopped
        if (recipient.position, recipient.active) != (position, active):
            recipient.position, recipient.active = position, active
            changed.append(recipient)
    deleted = [each for each in gone if each.pk not in mailed]
    saved.personal |= any(each.email for each in deleted)
    saved.changed = bool(added or changed or deleted)
    if saved.changed:
        with recorded("board.recipients_changed", actor=by.reference):
            changed_parts(board)
            Recipient.objects.filter(pk__in=[each.pk for each in deleted]).delete()
            _write(changed)
            Recipient.objects.bulk_create(added)
    return saved


def _write(changed: Sequence[Recipient]) -> None:
    """Write the changed rows. Addresses first become free, because two recipients may have exchanged theirs."""
    was = dict(Recipient.objects.filter(pk__in=[each.pk for each in changed]).values_list("pk", "email"))
    for each in changed:
        if was[each.pk] != each.email and each.email in was.values():
            Recipient.objects.filter(pk=each.pk).update(email=f"{each.public_id}@invalid")
    Recipient.objects.bulk_update(changed, COLUMNS)


def _mailed(recipients: Sequence[Recipient]) -> set[int]:
    """Those of the recipients to whom something refers: their deliveries (1 query for each kind)."""
    pks = [each.pk for each in recipients]
    found: set[int] = set()
    for relation in Recipient._meta.related_objects if pks else ():
        name = relation.field.name
        rows = relation.related_model._default_manager.filter(**{f"{name}__in": pks})
        found |= set(rows.values_list(f"{name}_id", flat=True))
    return found


def _problems(
    board: Board, recipients: Sequence[RecipientRow], others: Sequence[Recipient]
) -> dict[str, str]:
    """Addresses that are on the list twice, each named with who else has it, and others that are or may not be."""
    problems: dict[str, str] = {}
    first = {each.email.casefold(): each.name for each in others if each.email}
    named = {(each.kind, *holder_ids(each)) for each in others}
    for at, row in enumerate(recipients):
        address = row.email.strip().casefold()
        if row.key is None and row.kind != RecipientKind.ADDRESS:
            new = _new(board, row)
            if (new.kind, *holder_ids(new)) in named:
                problems[f"{at}.names"] = f"{_called(new)} is already on the list"
            if new.seat and new.seat.board_id != board.pk:
                problems[f"{at}.names"] = f"{_called(new)} is of another board. Select a seat of this board"
        elif not address:
            continue
        elif address in first:
            problems[f"{at}.email"] = (
                f"{row.email.strip()} is already on the list, for {first[address]}. Enter another address"
            )
        else:
            first[address] = row.name.strip()
    return problems


def _new(board: Board, row: RecipientRow) -> Recipient:
    """A new recipient of the row's kind, with whom it names."""
    new = Recipient(board=board, kind=row.kind)
    if row.kind in (RecipientKind.PERSON, RecipientKind.POST, RecipientKind.SEAT):
        setattr(new, row.kind.value, row.names)
    return new


def holder_ids(recipient: Recipient) -> tuple[int | None, int | None, int | None]:
    """Ids of the person, post or seat that the recipient names, to see whether two name the same."""
    return recipient.person_id, recipient.post_id, recipient.seat_id


def _called(recipient: Recipient) -> str:
    """What a sentence calls the recipient."""
    named = recipient.person or recipient.post or recipient.seat
    return recipient.name or str(named or RecipientKind(recipient.kind).word)


def _set(recipient: Recipient, row: RecipientRow, position: int) -> Recipient:
    if recipient.kind == RecipientKind.ADDRESS:
        recipient.name, recipient.email = " ".join(row.name.split()), row.email.strip()
        recipient.sits_on = row.sits_on
    recipient.active, recipient.position = row.active, position
    return recipient


def _columns(recipient: Recipient) -> tuple[object, ...]:
    return tuple(getattr(recipient, name) for name in STORED)
