"""Addresses and breadcrumbs that the pages of comments share."""

from __future__ import annotations

from django.urls import reverse

from boards.views.trails import list_url as boards_url
from councils.actors import CouncilRequest

from ..models import Comment


def comments_url(request: CouncilRequest) -> str:
    return reverse("voice:list", kwargs={"council": request.council.slug})


def comments_trail(request: CouncilRequest) -> list[str]:
    return ["Boards", boards_url(request), "Comments", comments_url(request)]


def comment_trail(request: CouncilRequest, comment: Comment) -> list[str]:
    return [*comments_trail(request), str(comment), comment.get_absolute_url()]
