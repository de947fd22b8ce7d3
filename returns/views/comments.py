"""The reader's comments on a submission: enter them, and answer them one by one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from core.ui.edit_rows import EditRows
from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, require
from councils.permissions import Permission
from deliverables.models import Deliverable
from strategies.access import get_strategy

from ..access import get_comment, get_submission
from ..actions import answer_comment, save_comments
from ..forms import AnswerForm, CommentForm, Who
from ..models import ReaderComment
from .trails import posted, say_if, submission_trail, submission_url


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: CouncilRequest, council: str, slug: str, submission: UUID) -> HttpResponse:
    """Enter, reword, order and remove the reader's comments (3 queries to show them)."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_submission(get_strategy(slug), submission, lock=request.method == "POST")
    rows = ReaderComment.objects.filter(submission=found)
    form = EditRows(
        CommentForm,
        request.POST or None,
        shown={each.public_id: CommentForm.shown_of(each) for each in rows},
        noun="Comment",
    )
    changed: list[bool] = []

    def act() -> str:
        kept = [row.row() for row in form.kept]
        changed.append(save_comments(submission=found, rows=kept, removed=form.removed, by=request.actor))
        return "Comments saved."

    return save_or_show(
        request,
        form,
        act,
        done=submission_url(request, found),
        say=say_if(changed),
        heading="Comments of the reader",
        caption=found.title,
        intro="Enter each comment as a row of its own, in the reader’s words. They are answered one by one.",
        back=submission_url(request, found),
        trail=submission_trail(request, found),
        template="components/edit_rows.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: CouncilRequest, council: str, slug: str, submission: UUID, comment: UUID) -> HttpResponse:
    """Answer a comment, or change its answer (7 queries to show the form)."""
    require(request.actor, Permission.PLAN_CHANGE)
    strategy = get_strategy(slug)
    found = get_submission(strategy, submission, lock=request.method == "POST")
    said = get_comment(found, comment)
    deliverables = Deliverable.objects.filter(strategy=strategy, dropped_on=None).select_related(
        "strand", "strategy"
    )
    form = AnswerForm(
        posted(request),
        initial={"answered_on": request.today},
        shown=AnswerForm.shown_of(said) if said.answer else None,
        who=Who.here(said.person, said.post),
        deliverables=list(deliverables.order_by("strand__position", "position", "id")),
        strategy=strategy,
    )

    def act() -> str:
        answer_comment(comment=said, answer=form.said_answer, by=request.actor, today=request.today)
        return f"Comment {said.label} answered."

    return save_or_show(
        request,
        form,
        act,
        done=submission_url(request, found),
        heading=f"Answer comment {said.label}",
        caption=found.title,
        intro=said.text,
        back=submission_url(request, found),
        trail=submission_trail(request, found),
        save="Save answer",
    )
