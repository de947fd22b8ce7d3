"""Versions of a plan with what each waits for, and the version table, in a known number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.periods import words_for_date
from core.ui.timeline import TimelineEntry
from core.words import list_words
from councils.actors import Actor, can
from councils.permissions import Permission
from strategies.models import Approval, Strategy, Version

from .access import visible_versions
from .models import ApprovalStep, PlanVersion, VersionEvent
from .rules import Act, Standing, VersionState, can_take_back, may, open_steps, standing_of


@dataclass(frozen=True)
class StepLine:
    """A step of approval: whether it can decide now, and whether its approval can be taken back."""

    step: ApprovalStep
    is_open: bool
    can_take_back: bool

    @property
    def state_words(self) -> str:
        """ "Approved on 26 May 2016", "Returned on 26 May 2016", "Next" or "Later"."""
        if self.step.approval:
            return f"Approved on {words_for_date(self.step.approval.approved_on)}"
        if self.step.returned_on:
            return f"Returned on {words_for_date(self.step.returned_on)}"
        return "Next" if self.is_open else "Later"


@dataclass(frozen=True)
class VersionLine:
    """A version with its steps. `may_do` are the acts that the reader may do with it now."""

    version: PlanVersion
    standing: Standing
    steps: Sequence[StepLine]
    may_do: frozenset[Act]

    @property
    def waits_for(self) -> list[str]:
        return [line.step.who for line in self.steps if line.is_open]

    @property
    def words(self) -> str:
        """ "Waiting for SEND Board and CCG", "Returned by CSPG", "Published on 22 June 2016"."""
        version = self.version
        match self.standing:
            case Standing.WAITING:
                return f"Waiting for {list_words(self.waits_for)}"
            case Standing.RETURNED:
                returned = [line.step.who for line in self.steps if line.step.returned_on]
                return f"Returned by {list_words(returned)}"
            case Standing.PUBLISHED | Standing.REPLACED if version.version and version.version.published_on:
                word = "Published" if self.standing == Standing.PUBLISHED else "Replaced. Published"
                return f"{word} on {words_for_date(version.version.published_on)}"
            case _:
                return self.standing.word

    @property
    def may(self) -> dict[str, bool]:
        """The acts by name, for templates: {"publish": True}."""
        return {act.value: act in self.may_do for act in Act}


@dataclass(frozen=True)
class TableLine:
    """An approval in the version table: the day, and who approved the version or which stage it reached."""

    on: date
    approver: str


@dataclass(frozen=True)
class TableVersion:
    """A version in the version table with its approvals, of which there may be none."""

    label: str
    lines: Sequence[TableLine]


@dataclass(frozen=True)
class PrintedVersion:
    """A version that was only ever printed in the plan's version table: there is no frozen copy of it."""

    label: str
    last_on: date | None


@dataclass(frozen=True)
class VersionsOfPlan:
    """All versions of a plan that the reader may see, newest first, and its version table in order."""

    lines: Sequence[VersionLine]
    printed: Sequence[PrintedVersion]
    table: Sequence[TableVersion]

    @property
    def published(self) -> VersionLine | None:
        """The version that is published now."""
        return next((line for line in self.lines if line.standing == Standing.PUBLISHED), None)

    @property
    def in_hand(self) -> list[VersionLine]:
        """Versions that wait for somebody, which those who decide look for first."""
        waiting = (Standing.WAITING, Standing.RETURNED, Standing.APPROVED)
        return [line for line in self.lines if line.standing in waiting]

    @property
    def with_copies(self) -> list[PlanVersion]:
        """Versions that can be read and compared."""
        return [line.version for line in self.lines if not line.version.is_draft]


def versions_of(actor: Actor, strategy: Strategy) -> VersionsOfPlan:
    """All versions of a plan (4 queries)."""
    versions = list(visible_versions(actor, strategy).for_pages().newest_first())
    steps = ApprovalStep.objects.filter(plan_version__in=versions).select_related("approval")
    by_version: dict[int, list[ApprovalStep]] = defaultdict(list)
    for step in steps:
        by_version[step.plan_version_id].append(step)
    newest = max((each.copy_id or 0 for each in versions if each.is_published), default=0)
    lines = [
        _line(actor, each, by_version[each.pk], has_newer=each.is_published and each.copy_id != newest)
        for each in versions
    ]
    rows = list(Version.objects.filter(strategy=strategy))
    approvals = list(approvals_in_table(strategy))
    with_copy = {each.version_id for each in versions}
    return VersionsOfPlan(
        lines,
        [_printed(row, approvals) for row in reversed(rows) if row.pk not in with_copy],
        version_table(actor, rows, approvals),
    )


def line_of(actor: Actor, version: PlanVersion) -> VersionLine:
    """One version with its steps (1 query, 2 for a published one).

    Only one version is circulated at a time, so the order of the copies is that of publication.
    """
    steps = list(ApprovalStep.objects.filter(plan_version=version).select_related("approval"))
    has_newer = (
        version.is_published
        and PlanVersion.objects.filter(
            strategy=version.strategy, state=VersionState.PUBLISHED.value, copy_id__gt=version.copy_id
        ).exists()
    )
    return _line(actor, version, steps, has_newer=has_newer)


def _line(
    actor: Actor, version: PlanVersion, steps: Sequence[ApprovalStep], *, has_newer: bool
) -> VersionLine:
    state = VersionState(version.state)
    facts = [step.facts for step in steps]
    can_decide = set(open_steps(state, facts))
    standing = standing_of(state, facts, has_newer=has_newer)
    acts = {
        act
        for act in Act
        if may(act, state, actor.permissions, was_circulated=version.copy_id is not None)
        and (act != Act.PUBLISH or standing == Standing.APPROVED)
    }
    return VersionLine(
        version,
        standing,
        [
            StepLine(step, at in can_decide, Act.DECIDE in acts and can_take_back(state, step.facts, facts))
            for at, step in enumerate(steps)
        ],
        frozenset(acts),
    )


def approvals_in_table(strategy: Strategy) -> Iterable[Approval]:
    """Approvals in the order of the version table (1 query)."""
    return (
        Approval.objects.filter(version__strategy=strategy)
        .select_related("version", "person")
        .order_by("version__position", "version_id", "position", "id")
    )


def version_table(actor: Actor, rows: Sequence[Version], approvals: Sequence[Approval]) -> list[TableVersion]:
    """The version table as plans print it: each version with its approvals."""
    by_version: dict[int, list[Approval]] = defaultdict(list)
    for each in approvals:
        by_version[each.version_id].append(each)
    names = can(actor, Permission.PEOPLE_NAMES)
    return [
        TableVersion(
            row.printed,
            [TableLine(each.approved_on, _approver(each, names)) for each in by_version[row.pk]],
        )
        for row in rows
    ]


def _approver(approval: Approval, names: bool) -> str:
    name = approval.person.name if names and approval.person else ""
    return f"{approval.approver} ({name})" if name and name != approval.approver else approval.approver


def _printed(row: Version, approvals: Sequence[Approval]) -> PrintedVersion:
    days = [each.approved_on for each in approvals if each.version_id == row.pk]
    return PrintedVersion(row.label, max(days, default=None))


EVENT_WORDS = {
    VersionEvent.Kind.CIRCULATED: "Circulated",
    VersionEvent.Kind.APPROVED: "Approved by {who}",
    VersionEvent.Kind.RETURNED: "Returned by {who}",
    VersionEvent.Kind.TAKEN_BACK: "Approval by {who} taken back",
    VersionEvent.Kind.BACK_TO_DRAFT: "Made a draft again",
    VersionEvent.Kind.WITHDRAWN: "Withdrawn",
    VersionEvent.Kind.PUBLISHED: "Published",
}


def history_of(version: PlanVersion) -> list[TimelineEntry]:
    """What happened to a version since it was circulated, latest first (1 query).

    Events of one day have the time at which they were recorded.
    """
    events = list(VersionEvent.objects.filter(plan_version=version))
    by_day: dict[date, list[VersionEvent]] = defaultdict(list)
    for event in events:
        by_day[event.on].append(event)
    return [
        TimelineEntry(
            title=EVENT_WORDS[VersionEvent.Kind(event.kind)].format(who=event.who),
            who=f"Recorded by {event.recorded_by}",
            on=event.on,
            aside=_aside(event, by_day[event.on]),
            lines=(("", event.comment),) if event.comment else (),
        )
        for event in reversed(events)
    ]


def _aside(event: VersionEvent, of_the_day: Sequence[VersionEvent]) -> str:
    """When it was recorded, where several events are of one day, and the copy that it was about."""
    said = [f"Copy {event.sha256[:12]}"] if event.sha256 else []
    if len(of_the_day) > 1:
        at = timezone.localtime(event.recorded_at)
        on = "" if at.date() == event.on else f" on {words_for_date(at.date())}"
        said.insert(0, f"Entered at {at:%H:%M}{on}")
    return ". ".join(said)
