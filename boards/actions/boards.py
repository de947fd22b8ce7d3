"""Add, change, order and remove boards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.text import slugify

from core.refusals import ChangeRefused
from core.words import count_words, list_words
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Board, BoardLink
from ..rules import parent_below

RESERVED_SLUGS = frozenset({"new", "order"})
"""Parts of the addresses of pages about all boards."""
MAX_SLUG = 80
MAX_NAME = 200
GOES_WITH_IT = {"parent_links", "seats", "former_holders"}
"""What is removed together with a board. Everything else that refers to it stands in the way."""
IN_THE_WAY = {
    "child_links": "board that reports to it",
    "members_mailed": "recipient of another board’s packs who sits on it",
}


@dataclass(frozen=True)
class Parent:
    """A board to report to."""

    board: Board
    to_confirm: bool = False
    note: str = ""


def add_board(
    *,
    name: str,
    by: Actor,
    kind: str = Board.Kind.BOARD,
    aliases: Sequence[str] = (),
    purpose: str = "",
    quorum: int | None = None,
    parents: Sequence[Parent] = (),
) -> Board:
    """Add a board at the end of the list. Its address is made from its name, and stays when the name changes."""
    require(by, Permission.BOARDS_CHANGE)
    name = _checked_name(name, aliases, board=None)
    slugs = set(Board.objects.values_list("slug", flat=True))
    _check_parents(None, parents)
    with recorded("board.added", actor=by.reference):
        last = Board.objects.order_by("-position").values_list("position", flat=True).first()
        board = Board.objects.create(
            slug=_free_slug(name, slugs),
            name=name,
            kind=kind,
            aliases=_tidied(aliases),
            purpose=purpose.strip(),
            quorum=quorum,
            position=(last or 0) + 1,
        )
        _set_parents(board, parents)
    return board


def add_boards(*, boards: Sequence[Board], parents: Sequence[Board | None], by: Actor) -> None:
    """Add boards that are not saved yet at the end of the list, with what each reports to (4 queries).

    `parents` has for each the board that it reports to, if any, which may be another of them. None reports to itself
    through others. Raises ChangeRefused if a name is empty, too long, or that of another board.
    """
    require(by, Permission.BOARDS_CHANGE)
    if not boards:
        return
    stored = list(Board.objects.values_list("name", "slug", "position"))
    names, slugs = {name.casefold() for name, _, _ in stored}, {slug for _, slug, _ in stored}
    last = max((position for _, _, position in stored), default=0)
    for place, board in enumerate(boards, 1):
        board.name = " ".join(board.name.split())
        if not 0 < len(board.name) <= MAX_NAME:
            raise ChangeRefused(f"The name “{board.name[:60]}” must have 1 to {MAX_NAME} characters")
        if board.name.casefold() in names:
            raise ChangeRefused(f"There already is a board called {board.name}. Enter another name")
        board.slug, board.position = _free_slug(board.name, slugs), last + place
        names.add(board.name.casefold())
        slugs.add(board.slug)
    with recorded("board.added", actor=by.reference):
        Board.objects.bulk_create(boards)
        BoardLink.objects.bulk_create(
            BoardLink(child=board, parent=parent)
            for board, parent in zip(boards, parents, strict=True)
            if parent is not None
        )


def change_board(
    *,
    board: Board,
    name: str,
    kind: str,
    by: Actor,
    aliases: Sequence[str] = (),
    purpose: str = "",
    quorum: int | None = None,
    parents: Sequence[Parent] = (),
) -> Board:
    """Change a board and which boards it reports to. Its address stays."""
    require(by, Permission.BOARDS_CHANGE)
    name = _checked_name(name, aliases, board=board)
    _check_parents(board, parents)
    with recorded("board.changed", actor=by.reference):
        board.name, board.kind, board.purpose = name, kind, purpose.strip()
        board.aliases, board.quorum = _tidied(aliases), quorum
        board.version += 1
        board.save(update_fields=["name", "kind", "purpose", "aliases", "quorum", "version"])
        _set_parents(board, parents)
    return board


def order_boards(*, boards: Sequence[Board], by: Actor) -> list[Board]:
    """Give the boards this order. Returns the boards whose place has changed. Boards not named come last."""
    require(by, Permission.BOARDS_CHANGE)
    with recorded("board.ordered", actor=by.reference):
        named = [board.pk for board in boards]
        stored = list(Board.objects.select_for_update().in_order())
        place = {pk: at for at, pk in enumerate(named)}
        moved = []
        ordered = sorted(stored, key=lambda board: place.get(board.pk, len(place)))
        if [board.pk for board in ordered] == [board.pk for board in stored]:
            return []
        for position, board in enumerate(ordered, 1):
            if board.position != position:
                board.position = position
                moved.append(board)
        Board.objects.bulk_update(moved, ["position"])
    return moved


def remove_board(*, board: Board, by: Actor) -> None:
    """Remove a board to which nothing refers. Its seats, and its lines to the boards above it, go with it."""
    require(by, Permission.BOARDS_CHANGE)
    if standing := in_the_way(board):
        raise ChangeRefused(
            f"{board.name} cannot be removed while it has {list_words(standing)}. Remove or change "
            f"{'this' if len(standing) == 1 else 'these'} first."
        )
    with recorded("board.removed", actor=by.reference):
        # The board goes first, so that the log names it and not one of its parts.
        rows = Board.objects.filter(pk=board.pk)
        rows._raw_delete(rows.db)
        for relation in Board._meta.related_objects:
            if relation.get_accessor_name() in GOES_WITH_IT:
                relation.related_model._default_manager.filter(**{relation.field.name: board.pk}).delete()


def in_the_way(board: Board) -> list[str]:
    """What refers to the board and must go before it can be removed: "2 meetings", "1 pack" (1 query for each kind)."""
    found = []
    for relation in Board._meta.related_objects:
        name = relation.get_accessor_name() or ""
        if name in GOES_WITH_IT:
            continue
        number = relation.related_model._default_manager.filter(**{relation.field.name: board}).count()
        if number:
            noun = IN_THE_WAY.get(name, str(relation.related_model._meta.verbose_name))
            found.append(_counted(number, noun))
    return found


def changed_parts(board: Board) -> None:
    """Count a change to what belongs to the board, as the first row of the act, so that the log names the board."""
    Board.objects.filter(pk=board.pk).update(version=F("version") + 1)


def _counted(number: int, noun: str) -> str:
    if number == 1 or noun not in IN_THE_WAY.values():
        return count_words(number, noun)
    head, _, rest = noun.partition(" ")
    return f"{number} {head}s {rest.replace('reports', 'report').replace('sits', 'sit')}"


def _tidied(aliases: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(alias for each in aliases if (alias := " ".join(each.split()))))


def _checked_name(name: str, aliases: Iterable[str], *, board: Board | None) -> str:
    name = " ".join(name.split())
    if not name:
        raise ChangeRefused({"name": "Enter the board’s name"})
    others = Board.objects.exclude(pk=board.pk) if board else Board.objects.all()
    if others.filter(name__iexact=name).exists():
        raise ChangeRefused({"name": f"There already is a board called {name}. Enter another name"})
    if long := [each for each in _tidied(aliases) if len(each) > 200]:
        raise ChangeRefused({"aliases": f"“{long[0][:30]}…” must be 200 characters or fewer"})
    return name


def _free_slug(name: str, taken: Iterable[str]) -> str:
    start = slugify(name.replace("’", "").replace("'", ""))[: MAX_SLUG - 4].strip("-") or "board"
    if start in RESERVED_SLUGS:
        start = f"{start}-board"
    used, slug, number = set(taken), start, 1
    while slug in used:
        number += 1
        slug = f"{start}-{number}"
    return slug


def _check_parents(board: Board | None, parents: Sequence[Parent]) -> None:
    names = [parent.board.name for parent in parents]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ChangeRefused({"parents": f"{twice} is chosen twice. Choose each board once"})
    if board is None or not parents:
        return
    if any(parent.board.pk == board.pk for parent in parents):
        raise ChangeRefused({"parents": f"{board.name} cannot report to itself. Choose another board"})
    lines: dict[int, list[int]] = {}
    for child, above in BoardLink.objects.values_list("child_id", "parent_id"):
        lines.setdefault(child, []).append(above)
    below = parent_below(board.pk, [parent.board.pk for parent in parents], lines)
    if below is not None:
        name = next(parent.board.name for parent in parents if parent.board.pk == below)
        raise ChangeRefused(
            {"parents": f"{name} already reports to {board.name}. Choose a board that is not below it"}
        )


def _set_parents(board: Board, parents: Sequence[Parent]) -> None:
    """Keep the lines that stay, and add, change and remove the others."""
    stored = {link.parent_id: link for link in BoardLink.objects.filter(child=board)}
    wanted = {parent.board.pk: parent for parent in parents}
    BoardLink.objects.filter(child=board).exclude(parent_id__in=wanted).delete()
    added, changed = [], []
    for pk, parent in wanted.items():
        values: dict[str, Any] = {"to_confirm": parent.to_confirm, "note": parent.note.strip()}
        link = stored.get(pk)
        if link is None:
            added.append(BoardLink(child=board, parent=parent.board, **values))
        elif (link.to_confirm, link.note) != (values["to_confirm"], values["note"]):
            link.to_confirm, link.note = values["to_confirm"], values["note"]
            changed.append(link)
    BoardLink.objects.bulk_create(added)
    BoardLink.objects.bulk_update(changed, ["to_confirm", "note"])
