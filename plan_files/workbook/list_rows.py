"""Rows of the sheets of lists: cover, versions, approvals, priorities, references, framework and success."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from boards.models import Board
from strategies.models import Approval, Priority, Strategy

from .cells import day_cell, lines_cell
from .naming import PeopleNames
from .row_cells import Cells, row_id
from .row_words import board_words


def list_rows(strategy: Strategy | None, names: PeopleNames) -> dict[str, Iterable[Cells]]:
    """Rows of these sheets by their name (8 queries, none without a plan)."""
    if strategy is None:
        return dict.fromkeys(
            ("Cover", "Versions", "Approvals", "Priorities", "References", "Framework", "Success"), ()
        )
    boards = board_words((row_id(each), each.name) for each in Board.objects.in_order())
    priorities = Priority.objects.filter(strand__strategy=strategy).select_related("strand")
    approvals = Approval.objects.filter(version__strategy=strategy).select_related(
        "version", "board", "organisation", "post", "person"
    )
    return {
        "Cover": _cover(strategy, names, boards),
        "Versions": [{"id": row_id(each), "label": each.label} for each in strategy.versions.all()],
        "Approvals": [
            _approval(each, names, boards)
            for each in approvals.order_by("version__position", "version_id", "position", "id")
        ],
        "Priorities": [
            {"id": row_id(each), "strand": each.strand.code, "code": each.code, "title": each.title}
            for each in priorities.order_by("strand__position", "strand_id", "position", "id")
        ],
        "References": [
            {"id": row_id(each), "kind": each.get_kind_display(), "text": each.text}
            for each in strategy.references.all()
        ],
        "Framework": [
            {
                "id": row_id(each),
                "kind": each.get_kind_display(),
                "need": each.need,
                "questions": lines_cell(each.questions),
            }
            for each in strategy.framework_cells.all()
        ],
        "Success": [
            {
                "id": row_id(each),
                "theme": each.theme,
                "question": each.question,
                "items": lines_cell(each.items),
                "horizon": each.horizon,
            }
            for each in strategy.success_cells.all()
        ],
    }


def _cover(strategy: Strategy, names: PeopleNames, boards: Mapping[str, str]) -> list[Cells]:
    return [
        {
            "id": row_id(each),
            "role": each.get_role_display(),
            "board": boards.get(row_id(each.board), ""),
            "person": names.words.get(row_id(each.person), ""),
            "post": names.words.get(row_id(each.post), ""),
        }
        for each in strategy.cover_roles.select_related("board", "person", "post")
    ]


def _approval(approval: Approval, names: PeopleNames, boards: Mapping[str, str]) -> Cells:
    organisation = approval.organisation.name if approval.organisation else ""
    named = (
        boards.get(row_id(approval.board), ""),
        organisation,
        names.words.get(row_id(approval.post), ""),
        names.words.get(row_id(approval.person), ""),
    )
    return {
        "id": row_id(approval),
        "version": approval.version.label,
        "kind": approval.get_kind_display(),
        "approver": approval.approver,
        "named": next(filter(None, named), ""),
        "approved_on": day_cell(approval.approved_on),
    }
