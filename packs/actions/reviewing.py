"""Send a pack for review, approve it, or ask for changes. In words: docs/rules/pack-review.md."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..access import may_approve
from ..models import Pack, PackReview
from ..review_rules import SAY_WHAT, ReviewStep, step_problem
from ..states import PackState


def review_pack(
    *, pack: Pack, step: ReviewStep, by: Actor, today: date, now: datetime, note: str = ""
) -> PackReview:
    """Take one step of the review. Raises PermissionDenied, and ChangeRefused if the step may not follow."""
    if step == ReviewStep.SENT:
        require(by, Permission.PACKS_BUILD)
    elif not may_approve(by, pack.board, today):
        raise PermissionDenied(
            "Only the chair of the board, or somebody who may release packs, reviews them."
        )
    with recorded(f"pack.review_{step.value}", actor=by.reference, reason=note):
        locked = Pack.objects.select_for_update().get(pk=pack.pk)
        last = ReviewStep(locked.review) if locked.review else None
        sent = PackReview.objects.filter(pack=locked, step=ReviewStep.SENT).order_by("-pk").first()
        own = sent is not None and sent.by_reference == by.reference
        if problem := step_problem(last, step, PackState(locked.state), own=own, note=note):
            raise ChangeRefused({"note": problem} if problem == SAY_WHAT else problem)
        review: PackReview = PackReview.objects.create(
            pack=locked, step=step, taken_at=now, by=by.name, by_reference=by.reference, note=note.strip()
        )
        Pack.objects.filter(pk=pack.pk).update(review=step.value)
    pack.refresh_from_db()
    return review
