"""Pieces of a page for the script that updates a card in place (static/src/js/inline-update.js)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from councils.actors import CouncilRequest

HEADER = "X-Fragment"
FORM, CARD = "form", "card"


def asked_for(request: CouncilRequest) -> str:
    """Which piece the script asks for; "" for a whole page."""
    return request.headers.get(HEADER, "")


def fragment(
    request: CouncilRequest, piece: str, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A piece, named in the answer's header, so that the script takes no other page for one."""
    response = render(request, template, context, status=status)
    response[HEADER] = piece
    return response
