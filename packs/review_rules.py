"""Where the review of a pack stands, and what may follow: docs/rules/pack-review.md."""

from __future__ import annotations

from core.words import WordedEnum

from .states import PackState


class ReviewStep(WordedEnum):
    """A step of the review. A pack without one is a draft."""

    SENT = "sent"
    APPROVED = "approved"
    CHANGES_ASKED = "changes_asked"

    @property
    def word(self) -> str:
        return STEP_WORDS[self]


STEP_WORDS = {
    ReviewStep.SENT: "Sent for review",
    ReviewStep.APPROVED: "Approved",
    ReviewStep.CHANGES_ASKED: "Changes asked for",
}
REVIEW_WORDS = {
    None: "Draft",
    ReviewStep.SENT: "In review",
    ReviewStep.APPROVED: "Approved",
    ReviewStep.CHANGES_ASKED: "Changes asked for",
}
"""Where a pack stands after its last step."""

SAY_WHAT = "Say what should change"

MAY_FOLLOW: dict[ReviewStep | None, tuple[ReviewStep, ...]] = {
    None: (ReviewStep.SENT,),
    ReviewStep.SENT: (ReviewStep.APPROVED, ReviewStep.CHANGES_ASKED),
    ReviewStep.CHANGES_ASKED: (ReviewStep.SENT,),
    ReviewStep.APPROVED: (ReviewStep.CHANGES_ASKED,),
}


def step_problem(last: ReviewStep | None, step: ReviewStep, state: PackState, *, own: bool, note: str) -> str:
    """Why the step may not be taken now, as a sentence without its full stop, or "". `own`: they sent it themselves."""
    if state != PackState.RENDERED:
        return f"Only a pack that is ready to check can be reviewed. This one’s state is “{state.word}”"
    if step not in MAY_FOLLOW[last]:
        return f"A pack that is “{REVIEW_WORDS[last].lower()}” cannot become “{REVIEW_WORDS[step].lower()}”"
    if step == ReviewStep.APPROVED and own:
        return "You sent this pack for review, so somebody else has to approve it"
    if step == ReviewStep.CHANGES_ASKED and not note.strip():
        return SAY_WHAT
    return ""


def release_problem(last: ReviewStep | None, *, needs_approval: bool) -> str:
    """Why the pack may not be released yet, as a sentence without its full stop, or ""."""
    if not needs_approval or last == ReviewStep.APPROVED:
        return ""
    return f"This board’s packs need approval before they are released. This one is “{REVIEW_WORDS[last].lower()}”"
