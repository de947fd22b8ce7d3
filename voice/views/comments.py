"""The list of comments, and the pages of one comment: answer it, close it, open it again, take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.ui.editing import EditForm, save_or_show
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from minutes.views.trails import posted

from .. import actions
from ..access import get_comment, is_author, readable_entries
from ..forms import AnswerForm, CloseForm, CommentsForm, RemovalForm
from ..models import Comment
from ..rules import State, taking_back_problem
from ..summaries import comments_of, named_item
from .trails import comment_trail, comments_trail, comments_url

PER_PAGE = 50
METHODS = ["GET", "HEAD", "POST"]


@require_safe
def comments(request: CouncilRequest, council: str) -> HttpResponse:
    """A page of the comments that the member may read, by filters, newest first (2 queries, for board members 4)."""
    require(request.actor, Permission.PROGRESS_VIEW)
    form = CommentsForm(request.GET)
    query = form.query
    rows = comments_of(query, request.actor, request.today).with_item()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    context = {
        "form": form,
        "filtered": query.any,
        "page": page,
        "comments": shown,
        "about": named_item(shown, query.about),
        "trail": comments_trail(request)[:-1],
    }
    return render(request, "voice/comments.html", context)


@require_safe
def comment(request: CouncilRequest, council: str, comment: UUID) -> HttpResponse:
    """One comment with its answer, what came of it, and what the member may do with it.

    2 queries, for board members 4.
    """
    require(request.actor, Permission.PROGRESS_VIEW)
    found = get_comment(request.actor, comment, request.today)
    context = {
        "comment": found,
        "may_answer": can(request.actor, Permission.COMMENTS_ANSWER),
        "own": is_author(request.actor, found),
        "may_take_back": not _why_it_stays(request, found),
        "came_of_it": readable_entries(request.actor).filter(comment=found).with_names().newest_first(),
        "may_add": can(request.actor, Permission.PLAN_CHANGE) and not found.is_open,
        "trail": comment_trail(request, found)[:-1],
    }
    return render(request, "voice/comment.html", context)


def _why_it_stays(request: CouncilRequest, comment: Comment) -> str:
    if not can(request.actor, Permission.COMMENTS_WRITE):
        return "You may not comment"
    return taking_back_problem(
        State(comment.state),
        own=is_author(request.actor, comment),
        answers=can(request.actor, Permission.COMMENTS_ANSWER),
        reason=True,
    )


def _to_answer(request: CouncilRequest, comment: UUID) -> Comment:
    require(request.actor, Permission.COMMENTS_ANSWER)
    return get_comment(request.actor, comment, request.today, lock=request.method == "POST")


def _page(
    request: CouncilRequest, comment: Comment, form: EditForm, act: Callable[[], str], **page: Any
) -> HttpResponse:
    url = comment.get_absolute_url()
    standard = {"done": url, "caption": comment.item_name, "back": url, "intro": comment.text}
    return save_or_show(
        request, form, act, say=messages.success, trail=comment_trail(request, comment), **standard | page
    )


@require_http_methods(METHODS)
def answer(request: CouncilRequest, council: str, comment: UUID) -> HttpResponse:
    """Answer a comment, or put its answer into other words."""
    found = _to_answer(request, comment)
    form = AnswerForm(posted(request), shown={"answer": found.answer})

    def act() -> str:
        actions.answer_comment(comment=found, by=request.actor, today=request.today, **form.said)
        return "Answer saved."

    heading = "Change the answer" if found.answer else "Answer the comment"
    return _page(request, found, form, act, heading=heading, save="Save the answer")


@require_http_methods(METHODS)
def close(request: CouncilRequest, council: str, comment: UUID) -> HttpResponse:
    """Close a comment, with a reason if nobody has answered it."""
    found = _to_answer(request, comment)
    form = CloseForm(posted(request), needed=not found.answer)

    def act() -> str:
        actions.close_comment(comment=found, by=request.actor, today=request.today, **form.said)
        return "Comment closed."

    return _page(request, found, form, act, heading="Close the comment", save="Close it")


@require_http_methods(METHODS)
def open_again(request: CouncilRequest, council: str, comment: UUID) -> HttpResponse:
    """Open a comment that was closed by mistake."""
    found = _to_answer(request, comment)
    form = EditForm(posted(request))

    def act() -> str:
        actions.open_again(comment=found, by=request.actor)
        return f"Comment opened again. It is {found.state_word.lower()}."

    return _page(request, found, form, act, heading="Open the comment again?", save="Open it again")


@require_http_methods(METHODS)
def withdraw(request: CouncilRequest, council: str, comment: UUID) -> HttpResponse:
    """Withdraw one's own comment, or remove somebody's with the reason."""
    require(request.actor, Permission.COMMENTS_WRITE)
    found = get_comment(request.actor, comment, request.today, lock=request.method == "POST")
    if problem := _why_it_stays(request, found):
        raise PermissionDenied(f"{problem}.")
    own = is_author(request.actor, found) and found.is_open
    form = EditForm(posted(request)) if own else RemovalForm(posted(request))

    def act() -> str:
        actions.take_back(comment=found, by=request.actor, **form.said)
        return "Comment withdrawn." if own else "Comment removed."

    return _page(
        request,
        found,
        form,
        act,
        done=comments_url(request),
        heading="Withdraw your comment?" if own else "Remove this comment?",
        save="Withdraw it" if own else "Remove it",
    )
