"""Begin a version, change its draft and the steps in which it will be approved, and delete it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from boards.models import Board
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.models import Organisation, Person, Post
from councils.tenancy import recorded
from strategies.models import Approval, Strategy, Version

from ..log_phrases import CHANGED, DELETED, DRAFTED, STEPS_CHANGED
from ..models import ApprovalStep, PlanVersion
from ..rules import NEEDS, Act, VersionState
from .checks import check_act, steps_of

APPROVERS = ("board", "organisation", "post", "person")


@dataclass(frozen=True)
class StepRow:
    """A step as it is to be. `key` is its public id, None for a new one. One of the four approves."""

    key: UUID | None
    place: int
    words: str
    kind: str
    board: Board | None = None
    organisation: Organisation | None = None
    post: Post | None = None
    person: Person | None = None

    @property
    def columns(self) -> dict[str, Any]:
        names = ("place", "words", "kind", *APPROVERS)
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class VersionText:
    """What a draft says of itself: its label and what is new."""

    label: str
    note: str = ""


def add_version(*, strategy: Strategy, label: str, note: str, by: Actor, now: datetime) -> PlanVersion:
    """Begin a version as a draft, with the steps of the last one. Raises ChangeRefused with a problem of the label."""
    require(by, NEEDS[Act.CHANGE])
    text = _checked(strategy, VersionText(label, note))
    last = PlanVersion.objects.filter(strategy=strategy).newest_first().first()
    with recorded(DRAFTED, actor=by.reference):
        version: PlanVersion = PlanVersion.objects.create(
            strategy=strategy, draft_label=text.label, note=text.note, made_by=by.name, made_at=now
        )
        if last is not None:
            ApprovalStep.objects.bulk_create(_same_step(version, step) for step in steps_of(last))
    return version


def _same_step(version: PlanVersion, step: ApprovalStep) -> ApprovalStep:
    names = ("place", "words", "kind", "position", *APPROVERS)
    return ApprovalStep(plan_version=version, **{name: getattr(step, name) for name in names})


def change_version(*, version: PlanVersion, label: str, note: str, by: Actor) -> bool:
    """Change the label and the note of a draft. Return whether anything is different now. Raises ChangeRefused."""
    check_act(version, Act.CHANGE, by)
    text = _checked(version.strategy, VersionText(label, note), but=version)
    if text == VersionText(version.label, version.note):
        return False
    with recorded(CHANGED, actor=by.reference):
        version.note = text.note
        if version.version is not None:
            Version.objects.filter(pk=version.version.pk).update(label=text.label)
        else:
            version.draft_label = text.label
        version.save(update_fields=["draft_label", "note"])
    return True


def _checked(strategy: Strategy, text: VersionText, *, but: PlanVersion | None = None) -> VersionText:
    """The text without spaces around it. Raises ChangeRefused for a label that is empty, too long or in use."""
    said = VersionText(**{name: value.strip() for name, value in asdict(text).items()})
    longest = PlanVersion._meta.get_field("draft_label").max_length or 0
    if not said.label:
        raise ChangeRefused({"label": "Enter a label, such as Version 4"})
    if len(said.label) > longest:
        raise ChangeRefused({"label": f"The label must be {longest} characters or fewer"})
    if problem := label_problem(strategy, said.label, but=but):
        raise ChangeRefused({"label": problem})
    return said


def label_problem(strategy: Strategy, label: str, *, but: PlanVersion | None = None) -> str:
    """Why a version of this plan cannot have this label, "" if it can (2 queries).

    A row of the version table that has only stages, such as "Early draft", becomes that of the version.
    """
    others = PlanVersion.objects.filter(strategy=strategy).exclude(pk__in=[but.pk] if but else [])
    waiting = others.exclude(state=VersionState.WITHDRAWN.value)
    if waiting.filter(draft_label=label).exists():
        return f"There is a version {label} already. Enter another label"
    rows = Version.objects.filter(strategy=strategy, label=label)
    if but is not None and but.version is not None:
        rows = rows.exclude(pk=but.version.pk)
    row = rows.prefetch_related("approvals", "plan_versions").first()
    if row is None:
        return ""
    is_stage = all(each.kind == Approval.Kind.STAGE for each in row.approvals.all())
    if is_stage and not row.plan_versions.all() and row.published_on is None:
        return ""
    return f"The version table has approvals of {label} already. Enter another label"


def delete_version(*, version: PlanVersion, by: Actor) -> None:
    """Delete a draft that was never circulated. Raises ChangeRefused."""
    check_act(version, Act.DELETE, by)
    with recorded(DELETED, actor=by.reference):
        version.delete()


def save_steps(
    *, version: PlanVersion, rows: Sequence[StepRow], by: Actor, removed: Collection[UUID] = ()
) -> bool:
    """Save the steps of a draft. Those that are not named stay. Return whether anything is different now.

    Raises ChangeRefused with problems by number of the row and column ("2.words").
    """
    check_act(version, Act.CHANGE, by)
    _check_steps(rows)
    stored = {step.public_id: step for step in steps_of(version)}
    added, changed = [], []
    for position, row in enumerate(rows, 1):
        values = {**row.columns, "position": position}
        step = stored.get(row.key) if row.key else None
        if step is None:
            added.append(ApprovalStep(plan_version=version, **values))
        elif any(getattr(step, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(step, name, value)
            changed.append(step)
    gone = [stored[key].pk for key in removed if key in stored]
    if not (added or changed or gone):
        return False
    with recorded(STEPS_CHANGED, actor=by.reference):
        ApprovalStep.objects.filter(pk__in=gone).delete()
        ApprovalStep.objects.bulk_update(changed, ["place", "words", "kind", "position", *APPROVERS])
        ApprovalStep.objects.bulk_create(added)
    return True


def _check_steps(rows: Sequence[StepRow]) -> None:
    problems: dict[str, str] = {}
    seen: set[Any] = set()
    for number, row in enumerate(rows):
        if row.place < 1:
            problems[f"{number}.turn"] = "Enter 1 for those who approve first"
        if not row.words:
            problems[f"{number}.words"] = "Enter who approves, as the version table will print it"
        who = next((getattr(row, name) for name in APPROVERS if getattr(row, name)), row.words.casefold())
        if (row.kind, who) in seen:
            problems[f"{number}.by"] = f"{row.words} approves in another step already. Remove one of them"
        seen.add((row.kind, who))
    if problems:
        raise ChangeRefused(problems)
