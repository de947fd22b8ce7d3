"""Fetch one board or meeting of the current council, or raise Http404 with a sentence. Nothing else fetches one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from .models import Board, Meeting


def get_board(slug: str, *, lock: bool = False) -> Board:
    """The board. With `lock`, nobody else can change it until the transaction ends."""
    boards = Board.objects.select_for_update() if lock else Board.objects
    try:
        return boards.get(slug=slug)
    except Board.DoesNotExist:
        raise Http404("Board or group not found.") from None


def get_meeting(board: Board, public_id: UUID) -> Meeting:
    try:
        return Meeting.objects.get(board=board, public_id=public_id)
    except Meeting.DoesNotExist:
        raise Http404("Meeting of this board not found.") from None
