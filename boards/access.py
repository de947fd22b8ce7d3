"""The only way to one board of the council in force; what is not there is a 404 in words."""

from __future__ import annotations

from django.http import Http404

from .models import Board


def get_board(slug: str) -> Board:
    try:
        return Board.objects.get(slug=slug)
    except Board.DoesNotExist:
        raise Http404("Board or group not found.") from None
