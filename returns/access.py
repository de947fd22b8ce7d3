"""Fetch one submission, comment or return, or raise Http404 with a sentence. No other function does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from strategies.models import Strategy

from .models import OwedReturn, ReaderComment, Submission


def _one(rows: Any, public_id: UUID, lock: bool, missing: str) -> Any:
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(public_id=public_id).first()
    if found is None:
        raise Http404(missing)
    return found


def get_submission(strategy: Strategy, public_id: UUID, *, lock: bool = False) -> Submission:
    """A submission of the plan with its version (1 query). With `lock`, nobody else can change it meanwhile."""
    rows = Submission.objects.filter(strategy=strategy).select_related("version")
    found: Submission = _one(rows, public_id, lock, "Submission not found. Perhaps it was removed.")
    found.strategy = strategy
    return found


def get_comment(submission: Submission, public_id: UUID) -> ReaderComment:
    """A comment on the submission with who answered it (1 query)."""
    rows = ReaderComment.objects.filter(submission=submission).select_related("person", "post")
    found: ReaderComment = _one(rows, public_id, False, "Comment not found. Perhaps it was removed.")
    found.submission = submission
    return found


def get_return(public_id: UUID, *, lock: bool = False) -> OwedReturn:
    """A return with its plan and owner (1 query). With `lock`, nobody else can change it meanwhile."""
    rows = OwedReturn.objects.select_related("strategy", "owner_person", "owner_post")
    found: OwedReturn = _one(rows, public_id, lock, "Return not found. Perhaps it was removed.")
    return found
