"""Rows of the sheet Boards, and the words of their lines."""

from __future__ import annotations

from collections import defaultdict

from boards.models import Board, BoardLink
from deliverables.models import SingleOversight
from strategies.models import Oversight, Strategy

from .cells import lines_cell, yes_no_cell
from .row_cells import Cells, row_id
from .row_words import board_words

TO_CONFIRM, BEFORE_NOTE = " (to confirm)", " | "


def board_rows(strategy: Strategy | None) -> list[Cells]:
    boards = list(Board.objects.in_order())
    names = board_words((row_id(each), each.name) for each in boards)
    parents: dict[int, list[str]] = defaultdict(list)
    links = BoardLink.objects.select_related("parent").order_by("parent__position", "parent_id")
    for link in links:
        confirm = TO_CONFIRM if link.to_confirm else ""
        note = f"{BEFORE_NOTE}{link.note}" if link.note else ""
        parents[link.child_id].append(f"{names[row_id(link.parent)]}{confirm}{note}")
    whole: set[int] = set()
    strands: dict[int, list[str]] = defaultdict(list)
    single: dict[int, list[str]] = defaultdict(list)
    if strategy is not None:
        watched = Oversight.objects.filter(strategy=strategy).select_related("strand")
        for each in watched.order_by("strand__position", "strand_id"):
            if each.strand is None:
                whole.add(each.board_id)
            else:
                strands[each.board_id].append(each.strand.code)
        singly = SingleOversight.objects.filter(
            deliverable__strategy=strategy, deliverable__dropped_on=None
        ).select_related("deliverable")
        for one in singly.order_by("deliverable__strand__position", "deliverable__position", "id"):
            single[one.board_id].append(row_id(one.deliverable))
    return [
        {
            "id": row_id(each),
            "name": each.name,
            "aliases": lines_cell(each.aliases),
            "kind": each.get_kind_display(),
            "purpose": each.purpose,
            "parents": lines_cell(parents[each.pk]),
            "whole_plan": yes_no_cell(each.pk in whole),
            "strands": lines_cell(strands[each.pk]),
            "deliverables": lines_cell(single[each.pk]),
        }
        for each in boards
    ]
