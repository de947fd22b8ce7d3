"""Choose what a board's packs hold, and write the words of one of them."""

from __future__ import annotations

from collections.abc import Iterable

from boards.models import Board
from core.refusals import ChangeRefused
from councils.actors import Actor, can, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import ReportingPeriod

from ..models import PackTemplate, PackWords
from ..naming import Naming
from ..notify_emails import NOT_SET_UP, can_be_chosen
from ..parts import Part, in_order
from ..ways import SendsBy

WHO_MAY_WAIVE = "Only somebody who may release packs can change whether they need approval"


def save_template(
    *,
    board: Board,
    parts: Iterable[Part],
    needs_approval: bool,
    sends_by: SendsBy,
    naming: Naming = Naming.NAMES,
    by: Actor,
) -> PackTemplate:
    """Choose the parts of the board's packs, how they name people and are sent, and whether they need approval.

    Raises ChangeRefused if somebody who may not release packs changes whether they need approval, or if GOV.UK Notify
    is chosen and not set up.
    """
    require(by, Permission.PACKS_BUILD)
    was = PackTemplate.of(board)
    if needs_approval != was.needs_approval and not can(by, Permission.PACKS_RELEASE):
        raise ChangeRefused({"needs_approval": WHO_MAY_WAIVE})
    if sends_by == SendsBy.NOTIFY and not can_be_chosen(by.council.slug):
        raise ChangeRefused({"sends_by": NOT_SET_UP})
    chosen = [part.value for part in in_order(parts)]
    with recorded("pack.contents_chosen", actor=by.reference):
        saved: PackTemplate
        saved, _ = PackTemplate.objects.update_or_create(
            board=board,
            defaults={
                "parts": chosen,
                "needs_approval": needs_approval,
                "sends_by": sends_by,
                "naming": naming,
            },
        )
    return saved


def save_words(
    *, board: Board, period: ReportingPeriod, covering_note: str, plain: str, easy_read: str, by: Actor
) -> PackWords:
    """Save the words for the board's pack of a quarter. What is changed gets the name of who changed it.

    An empty `plain` stands for the words that are drafted by rule. An edition that exists keeps its words.
    """
    require(by, Permission.PACKS_BUILD)
    with recorded("pack.words_saved", actor=by.reference):
        saved: PackWords
        saved, _ = PackWords.objects.get_or_create(board=board, period=period)
        said = {"covering_note": covering_note, "plain": plain, "easy_read": easy_read}
        for name, text in said.items():
            if text != getattr(saved, name):
                setattr(saved, name, text)
                setattr(saved, AUTHORS[name], by.name if text else "")
        saved.save()
    return saved


AUTHORS = {"covering_note": "covering_by", "plain": "plain_by", "easy_read": "easy_read_by"}
"""Columns of `PackWords` and those with the name of who wrote them."""
