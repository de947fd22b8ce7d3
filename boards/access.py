"""Fetch one board of the current council, or raise Http404 with a sentence. No other function fetches one."""

from __future__ import annotations

from django.http import Http404

from .models import Board


def get_board(slug: str) -> Board:
    try:
        return Board.objects.get(slug=slug)
    except Board.DoesNotExist:
        raise Http404("Board or group not found.") from None
