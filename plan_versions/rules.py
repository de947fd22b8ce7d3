"""States of a version of a plan, who has to approve next, and which acts are allowed.

In words, with the tables that the tests run: docs/rules/plan-versions.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import words_for_date
from core.words import WordedEnum
from councils.permissions import Permission


class VersionState(WordedEnum):
    """State of a version, as it is stored."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Standing(WordedEnum):
    """What a version waits for, worked out from its state, its steps and newer versions."""

    DRAFT = "draft"
    WAITING = "waiting"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        return STANDING_WORDS[self]


STANDING_WORDS: Mapping[Standing, str] = {
    Standing.DRAFT: "Draft",
    Standing.WAITING: "Waiting for approval",
    Standing.RETURNED: "Returned",
    Standing.APPROVED: "Approved, not published yet",
    Standing.PUBLISHED: "Published",
    Standing.REPLACED: "Replaced",
    Standing.WITHDRAWN: "Withdrawn",
}

MOVES: Mapping[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.CIRCULATED, VersionState.WITHDRAWN}),
    VersionState.CIRCULATED: frozenset({VersionState.DRAFT, VersionState.PUBLISHED, VersionState.WITHDRAWN}),
    VersionState.PUBLISHED: frozenset(),
    VersionState.WITHDRAWN: frozenset(),
}


class Act(WordedEnum):
    """What a member may do with a version."""

    READ = "read"
    CHANGE = "change"
    DELETE = "delete"
    CIRCULATE = "circulate"
    DECIDE = "decide"
    BACK_TO_DRAFT = "back_to_draft"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"


NEEDS: Mapping[Act, Permission] = {
    Act.READ: Permission.PLAN_VIEW,
    Act.CHANGE: Permission.PLAN_CHANGE,
    Act.DELETE: Permission.PLAN_CHANGE,
    Act.CIRCULATE: Permission.PLAN_CHANGE,
    Act.DECIDE: Permission.PLAN_APPROVE,
    Act.BACK_TO_DRAFT: Permission.PLAN_CHANGE,
    Act.WITHDRAW: Permission.PLAN_CHANGE,
    Act.PUBLISH: Permission.PLAN_PUBLISH,
}
"""Permission that each act needs. To read a draft also needs `READS_DRAFTS`."""
READS_DRAFTS = Permission.PLAN_CHANGE

ACTS: Mapping[VersionState, frozenset[Act]] = {
    VersionState.DRAFT: frozenset({Act.READ, Act.CHANGE, Act.DELETE, Act.CIRCULATE, Act.WITHDRAW}),
    VersionState.CIRCULATED: frozenset({Act.READ, Act.DECIDE, Act.BACK_TO_DRAFT, Act.WITHDRAW, Act.PUBLISH}),
    VersionState.PUBLISHED: frozenset({Act.READ}),
    VersionState.WITHDRAWN: frozenset({Act.READ}),
}
"""Acts that each state has. A draft that was circulated before is withdrawn, any other is deleted."""


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step of approval: its place in the agreed order, who approves, and what they have said about this copy."""

    place: int
    who: str
    approved_on: date | None = None
    is_returned: bool = False


def states_before(after: VersionState) -> frozenset[VersionState]:
    """States from which a version may move to `after`. Conditional updates filter on these."""
    return frozenset(before for before, following in MOVES.items() if after in following)


def has_act(act: Act, state: VersionState, *, was_circulated: bool) -> bool:
    """Whether a version in this state has this act. `was_circulated`: there is a frozen copy of it."""
    if state == VersionState.DRAFT and act in (Act.DELETE, Act.WITHDRAW):
        return was_circulated == (act == Act.WITHDRAW)
    return act in ACTS[state]


def may(act: Act, state: VersionState, permissions: Iterable[Permission], *, was_circulated: bool) -> bool:
    """Whether a member with these permissions may do this to a version in this state."""
    held = frozenset(permissions)
    reads = act != Act.READ or state != VersionState.DRAFT or READS_DRAFTS in held
    return has_act(act, state, was_circulated=was_circulated) and NEEDS[act] in held and reads


def open_steps(state: VersionState, steps: Sequence[StepFacts]) -> list[int]:
    """Numbers of the steps that can decide now: those at the first place where not everyone has approved."""
    waiting = [at for at, step in enumerate(steps) if step.approved_on is None]
    if state != VersionState.CIRCULATED or not waiting:
        return []
    place = min(steps[at].place for at in waiting)
    return [at for at in waiting if steps[at].place == place]


def standing_of(state: VersionState, steps: Sequence[StepFacts], *, has_newer: bool) -> Standing:
    """What the version waits for. `has_newer`: a version of the same plan was published after it."""
    match state:
        case VersionState.DRAFT:
            return Standing.DRAFT
        case VersionState.WITHDRAWN:
            return Standing.WITHDRAWN
        case VersionState.PUBLISHED:
            return Standing.REPLACED if has_newer else Standing.PUBLISHED
        case VersionState.CIRCULATED:
            waiting = [step for step in steps if step.approved_on is None]
            if not waiting:
                return Standing.APPROVED
            is_returned = any(step.is_returned for step in waiting)
            return Standing.RETURNED if is_returned else Standing.WAITING


def date_problem(
    day: date, *, place: int, steps: Iterable[StepFacts], circulated_on: date, today: date
) -> str:
    """Why an approval at this place cannot have this day, "" if it can."""
    if day > today:
        return "The date must be today or in the past"
    if day < circulated_on:
        return (
            f"The date must be on or after {words_for_date(circulated_on)}, when this version was circulated"
        )
    earlier = [step for step in steps if step.place < place and step.approved_on and step.approved_on > day]
    if earlier:
        last = max(earlier, key=lambda step: step.approved_on or day)
        given = words_for_date(last.approved_on or day)
        return f"The date must be on or after {given}, when {last.who} approved it"
    return ""


def can_take_back(state: VersionState, step: StepFacts, steps: Iterable[StepFacts]) -> bool:
    """Whether an approval that was recorded by mistake can be taken back."""
    if state != VersionState.CIRCULATED or step.approved_on is None:
        return False
    return not any(other.place > step.place and other.approved_on for other in steps)
