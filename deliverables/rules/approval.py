"""Rules for the approval of updates: when it is needed, who may approve, and the states of a proposed update.

For the rules in words and the truth tables that the tests run, see docs/rules/approval.md.
"""

from __future__ import annotations

from enum import StrEnum

from core.words import WordedEnum


class ProposalState(WordedEnum):
    """Where a proposed update stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        return STATE_WORDS[self]


STATE_WORDS = {
    ProposalState.DRAFT: "Draft",
    ProposalState.WAITING: "Waiting for approval",
    ProposalState.RETURNED: "Returned",
    ProposalState.APPROVED: "Approved",
    ProposalState.WITHDRAWN: "Withdrawn",
}
OPEN_STATES = (ProposalState.DRAFT, ProposalState.WAITING, ProposalState.RETURNED)
"""States in which a proposed update can still become an update."""


class Step(StrEnum):
    """What somebody does with a proposed update."""

    KEEP = "keep"
    SEND = "send"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"


SAY_WHAT = "Enter what should change"
_OVER = {
    ProposalState.APPROVED: "It has been approved already",
    ProposalState.WITHDRAWN: "It has been withdrawn",
}
_NOT_SENT = {
    ProposalState.DRAFT: "It has not been sent for approval",
    ProposalState.RETURNED: "It was returned, and has not been sent again",
}


def needs_approval(*, council: bool, strand: bool, board: bool) -> bool:
    """Whether an update needs approval: asked for by the council, for the strand, or for a board that oversees it."""
    return council or strand or board


def may_approve(*, permitted: bool, chairs: bool, own: bool) -> bool:
    """Whether somebody may approve an update. `chairs`: a board that oversees it. `own`: they sent it themselves."""
    return (permitted or chairs) and not own


def step_problem(state: ProposalState, step: Step, *, own: bool, comment: str = "") -> str:
    """Why the step may not be taken, as a sentence without its full stop, or "". `own`: they sent it themselves."""
    if state in _OVER:
        return _OVER[state]
    if step == Step.KEEP and state == ProposalState.WAITING:
        return "It has been sent for approval. Send it again, or withdraw it"
    if step in (Step.APPROVE, Step.RETURN):
        return _decision_problem(state, step, own=own, comment=comment)
    return ""


def _decision_problem(state: ProposalState, step: Step, *, own: bool, comment: str) -> str:
    if state in _NOT_SENT:
        return _NOT_SENT[state]
    if own and step == Step.APPROVE:
        return "You sent this update, so somebody else has to approve it"
    if own:
        return "You sent this update. Change it or withdraw it instead"
    return SAY_WHAT if step == Step.RETURN and not comment.strip() else ""
