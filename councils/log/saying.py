"""Say what a request has saved, with an Undo button if it can be undone."""

from __future__ import annotations

from django.contrib import messages

from core.ui.editing import undo_message

from ..actors import CouncilRequest
from .undo import can_undo


def saved_message(request: CouncilRequest, text: str) -> None:
    """The green banner on the next page. Its Undo button is left out where undo would be refused (2 queries).

    A change to a personal detail, for example, cannot be undone.
    """
    if can_undo(act=request.id, by=request.actor, now=request.now):
        undo_message(request, text)
    else:
        messages.success(request, text)
