"""The chain of governance and the list of boards, and the pages to add, change, order and remove boards."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.refusals import ChangeRefused
from core.ui.edit_rows import EditRows
from core.ui.editing import EditForm, edit_page, save_or_show, undo_message
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from ..access import get_board
from ..actions import add_board, change_board, order_boards, remove_board
from ..actions.boards import in_the_way
from ..forms import BoardForm, BoardOrderForm
from ..models import Board, BoardLink
from ..summaries import board_lines, chain_of, lines_to_confirm
from .trails import board_trail, board_url, list_url, page_url


@require_safe
def board_list(request: CouncilRequest, council: str) -> HttpResponse:
    """The chain of governance, and what each board and group is (2 queries) and oversees (2)."""
    require(request.actor, Permission.BOARDS_VIEW)
    lines = board_lines(request.today)
    nodes, links = chain_of(lines, list_url(request))
    context = {
        "lines": lines,
        "nodes": nodes,
        "links": links,
        "to_confirm": lines_to_confirm(lines),
        "vacant": [(line.board, seat) for line in lines for seat in line.vacancies],
        "may_change": can(request.actor, Permission.BOARDS_CHANGE),
    }
    return render(request, "boards/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: CouncilRequest, council: str) -> HttpResponse:
    """Add a board."""
    require(request.actor, Permission.BOARDS_CHANGE)
    form = BoardForm(request.POST or None, boards=list(Board.objects.in_order()))

    def act() -> str:
        board = add_board(by=request.actor, **form.said)
        return f"{board.name} added. Now add its seats and say what it oversees."

    return save_or_show(
        request,
        form,
        act,
        done=list_url(request),
        heading="Add a board",
        back=list_url(request),
        trail=["Boards", list_url(request)],
        template="boards/board_form.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Change a board and what it reports to."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=request.method == "POST")
    links = list(
        BoardLink.objects.filter(child=board).select_related("parent").order_by("parent__position", "id")
    )
    others = list(Board.objects.exclude(pk=board.pk).in_order())
    form = BoardForm(request.POST or None, boards=others, board=board, links=links)
    if form.may_save:
        try:
            change_board(board=board, by=request.actor, **form.said)
        except ChangeRefused as refused:
            form.refuse(refused.problems)
            board.refresh_from_db()
        else:
            undo_message(request, f"{board.name} saved.")
            return redirect(list_url(request))
    return edit_page(
        request,
        form,
        heading="Change the board",
        caption=board.name,
        back=list_url(request),
        trail=board_trail(request, board),
        template="boards/board_form.html",
        board=board,
        remove_url=page_url(request, "remove", board),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: CouncilRequest, council: str) -> HttpResponse:
    """Change the order in which the boards are listed."""
    require(request.actor, Permission.BOARDS_CHANGE)
    boards = {board.public_id: board for board in Board.objects.in_order()}
    form = EditRows(
        BoardOrderForm,
        request.POST or None,
        shown={key: {} for key in boards},
        noun="Board",
        titles=[board.name for board in boards.values()],
        spare=0,
    )
    if form.may_save:
        ordered = [boards[row.key] for row in form.kept if row.key]
        if order_boards(boards=ordered, by=request.actor):
            undo_message(request, "Order of the boards saved.")
        return redirect(list_url(request))
    return edit_page(
        request,
        form,
        heading="Order of the boards",
        intro="Number the boards in the order in which pages and packs list them.",
        back=list_url(request),
        trail=["Boards", list_url(request)],
        template="boards/order.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Remove a board to which nothing refers, or say what stands in the way."""
    require(request.actor, Permission.BOARDS_CHANGE)
    board = get_board(slug, lock=request.method == "POST")
    form = EditForm(request.POST or None)

    def act() -> str:
        remove_board(board=board, by=request.actor)
        return f"{board.name} removed."

    return save_or_show(
        request,
        form,
        act,
        done=list_url(request),
        heading=f"Remove {board.name}",
        back=board_url(request, board),
        trail=board_trail(request, board),
        template="boards/remove.html",
        save="Remove this board",
        standing=in_the_way(board),
    )
