"""Everything that happened to a deliverable, the latest first: what was said, and how its dates and leads moved.

The change log is the history of dates and leads; docs/decisions/0005-date-history-and-undo.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, overload
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from core.periods import words_for_date
from core.rag import Rag
from core.ui.timeline import TimelineEntry
from councils.log import words as change_words
from councils.log.names import actor_names
from councils.log.undo_rules import changes_in_effect
from councils.models import Change, Council, Person, Post

from .models import Assignment, Deliverable, DuePoint, ProgressUpdate
from .summaries import DeliverableState, part_words

LEADS_CHANGED = "leads.changed"
DATED = ("dates.set", "dates.moved")
SPLIT = "deliverable.split"
PLAN_COLUMNS = (
    *("title", "number", "detail", "refers_to", "strand_id", "outcome_id", "accountable_id"),
    *("accountable_person_id", "dropped_on"),
)
"""Columns of a deliverable whose changes are told."""
PLAN_TITLES = {
    "deliverable.dropped": "Dropped",
    "deliverable.restored": "Brought back",
    "deliverable.moved": "Moved from another part of the plan",
    "deliverable.merged": "Merged",
    SPLIT: "Split",
}
PER_PAGE = 20


Moment = tuple[datetime, int, str]
"""When something happened, and what tells two of one time apart: its number, and whether it is an update or an act."""


def timeline(state: DeliverableState, *, council: Council, number: str | None) -> Page[TimelineEntry]:
    """One page of what happened, the latest first, without what was undone and its undoing (at most 9 queries)."""
    return Paginator(_Timeline(state, council), PER_PAGE).get_page(number)


def who_dropped(deliverable: Deliverable) -> str:
    """The name of the person who last dropped a deliverable, "" if the log does not have it (at most 2 queries)."""
    change = (
        Change.objects.filter(table=Deliverable._meta.db_table, object_id=deliverable.public_id)
        .filter(before__has_key="dropped_on")
        .order_by("seq")
        .last()
    )
    return change_words.who(change.actor, actor_names({change.actor})) if change else ""


class _Timeline(Sequence[TimelineEntry]):
    """All entries, of which a Paginator asks for the number and for those on one page.

    Updates may be many, so only those that may be on the page are read. Changes of dates and leads are few. All of them
    are read, because an undo cancels the change before it.
    """

    def __init__(self, state: DeliverableState, council: Council) -> None:
        self.state, self.council = state, council
        self.updates = ProgressUpdate.objects.filter(deliverable=state.deliverable)
        self.in_effect = _standing(state)
        self.acts = _acts(self.in_effect)

    def __len__(self) -> int:
        return len(self.acts) + self.updates.count()

    @overload
    def __getitem__(self, shown: int) -> TimelineEntry: ...
    @overload
    def __getitem__(self, shown: slice) -> list[TimelineEntry]: ...
    def __getitem__(self, shown: Any) -> Any:
        if isinstance(shown, int):
            return self[shown : shown + 1][0]
        # A join with the quarters would make the planner read all updates and sort them.
        latest = self.updates.order_by("-recorded_at", "-id").prefetch_related(
            "period", "proposals__decided_by"
        )
        # Updates before this one are on earlier pages, even if all acts are later than they are.
        skipped = max(0, shown.start - len(self.acts))
        updates = {(each.recorded_at, each.pk, "update"): each for each in latest[skipped : shown.stop]}
        moments = sorted([*updates, *self.acts], reverse=True)[shown.start - skipped : shown.stop - skipped]
        acts = self._act_entries({each: self.acts[each] for each in moments if each in self.acts})
        return [acts[each] if each in acts else self._update_entry(updates[each]) for each in moments]

    def _update_entry(self, update: ProgressUpdate) -> TimelineEntry:
        parts = {point.public_id: part_words(point) for point in self.state.due_points}
        return _update(update, [parts[each] for each in update.done_points if each in parts])

    def _act_entries(self, acts: Mapping[Moment, Sequence[Change]]) -> dict[Moment, TimelineEntry]:
        """Entries of acts, with a line for each date or lead that was changed (at most 4 queries)."""
        names = actor_names({changes[0].actor for changes in acts.values()})
        holders = _holders(change for changes in acts.values() for change in changes)
        points = {point.public_id: point for point in self.state.due_points}
        dates = _dates_in_words(points, self.in_effect)
        entries = {}
        for moment, changes in acts.items():
            act = changes[0]
            if act.table == Deliverable._meta.db_table and act.op == Change.Op.INSERT:
                title, lines = "Split off", _split_off_words(act)
            elif act.table == Deliverable._meta.db_table:
                title, lines = PLAN_TITLES.get(act.verb, "Details changed"), _plan_words(changes)
            elif act.table == DuePoint._meta.db_table:
                is_set = act.verb == DATED[0] or all(each.op == Change.Op.INSERT for each in changes)
                title = "Due date set" if is_set else "Due date moved"
                lines = [dates[change.pk] for change in changes]
            else:
                title, lines = "Lead changed", [_lead_words(change, holders) for change in changes]
            entries[moment] = TimelineEntry(
                title=title,
                who=change_words.who(act.actor, names),
                on=self.council.today(act.at),
                lines=(*(("", line) for line in lines), *_filled({"Reason": act.reason})),
            )
        return entries


def _update(update: ProgressUpdate, done: Sequence[str]) -> TimelineEntry:
    cut_off = words_for_date(update.period.cut_off_on)
    said = {
        "": update.narrative,
        "Reason": update.reason,
        "Path to green": update.path_to_green,
        "Forecast": words_for_date(update.forecast_on) if update.forecast_on else "",
        "Marked as done": ", ".join(done),
    }
    return TimelineEntry(
        title=f"Update for {update.quarter.short_words}",
        who=update.by_name,
        on=update.recorded_on,
        rag=Rag(update.rag),
        rated="Stated",
        sample=update.sample,
        aside=_approved_words(update)
        or (f"Late: recorded after the cut-off of {cut_off}" if update.late else ""),
        lines=_filled(said),
    )


def _approved_words(update: ProgressUpdate) -> str:
    """ "Sent on 20 July 2016, approved by Ann Example on 22 July 2016. Late: approved after the cut-off …"."""
    proposal = next(iter(update.proposals.all()), None)
    if proposal is None:
        return ""
    approver = (proposal.decided_by.name or proposal.decided_by.email) if proposal.decided_by else "somebody"
    sent_on, approved_on = words_for_date(proposal.recorded_on), words_for_date(update.recorded_on)
    words = f"Sent on {sent_on}, approved by {approver} on {approved_on}"
    if not update.late:
        return words
    return f"{words}. Late: approved after the cut-off of {words_for_date(update.period.cut_off_on)}"


def _filled(lines: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, text) for label, text in lines.items() if text)


@dataclass(frozen=True)
class _Holders:
    """The persons and posts that the log names by their ids."""

    people: Mapping[int, str]
    posts: Mapping[int, str]

    def words(self, columns: Mapping[str, Any]) -> str:
        if post := columns.get("post_id"):
            return self.posts.get(post, "a former post")
        if person := columns.get("person_id"):
            return self.people.get(person, "a former person")
        return "to be confirmed"


def _acts(in_effect: Iterable[Change]) -> dict[Moment, list[Change]]:
    """Changes by the act that made them. An act has one entry for dates and one for leads."""
    acts: dict[tuple[Any, ...], list[Change]] = defaultdict(list)
    for change in in_effect:
        acts[change.table, change.at, change.actor, change.reason, change.request_id].append(change)
    return {(changes[0].at, changes[0].seq, "act"): changes for changes in acts.values()}


def _standing(state: DeliverableState) -> list[Change]:
    """What was logged of its dates and leads and still holds (1 query)."""
    parts = {each.public_id for each in (*state.due_points, *state.leads)}
    tables = (DuePoint._meta.db_table, Assignment._meta.db_table)
    of_parts = Q(table__in=tables, object_id__in=parts)
    # Every update counts the version. Only changes of other columns are read.
    of_plan = Q(table=Deliverable._meta.db_table, object_id=state.deliverable.public_id) & (
        Q(op=Change.Op.UPDATE, before__has_any_keys=PLAN_COLUMNS) | Q(op=Change.Op.INSERT)
    )
    written: dict[UUID, list[Change]] = defaultdict(list)
    for change in Change.objects.filter(of_parts | of_plan).order_by("seq"):
        written[change.object_id].append(change)
    own = written[state.deliverable.public_id]
    born = next(((each.at, each.request_id) for each in own if each.op == Change.Op.INSERT), None)
    in_effect = [
        change for each in written.values() for change in changes_in_effect(each) if _tells(change, born)
    ]
    return sorted(in_effect, key=lambda change: change.seq)


def _tells(change: Change, born: tuple[datetime, str] | None) -> bool:
    """Whether it moved or added a date or a lead, or changed the plan; what came with the deliverable was no change.

    `born` is when and by which request the deliverable was added, as far as the log has it.
    """
    if change.op == Change.Op.UPDATE:
        return bool({"due_on", "person_id", "post_id", *PLAN_COLUMNS} & (change.after or {}).keys())
    if change.table == Deliverable._meta.db_table:
        return change.verb == SPLIT
    added_since = born not in (None, (change.at, change.request_id)) and change.op == Change.Op.INSERT
    return change.verb in (*DATED, LEADS_CHANGED) or added_since


def _plan_words(changes: Iterable[Change]) -> list[str]:
    """What changed in the deliverable itself: "Title: “Old” became “New”"."""
    return [
        line
        for change in changes
        for line in change_words.differences(
            change.table, change.op, _told(change.before), _told(change.after)
        )
    ]


def _split_off_words(act: Change) -> list[str]:
    """Which deliverable this one was split off from: the one that the same act changed (1 query)."""
    changed = Change.objects.filter(
        request_id=act.request_id, table=act.table, op=Change.Op.UPDATE, verb=SPLIT
    )
    rows = Deliverable.with_dropped.filter(public_id__in=changed.values("object_id")).select_related("strand")
    return [f"Split off from {each.name}" for each in rows]


def _told(columns: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (columns or {}).items() if name in PLAN_COLUMNS}


def _holders(changes: Iterable[Change]) -> _Holders:
    """Their words by id (at most 2 queries)."""
    ids: dict[str, set[int]] = {"person_id": set(), "post_id": set()}
    for change in changes:
        for columns in (change.before or {}, change.after or {}):
            for column, found in ids.items():
                found |= {columns[column]} if columns.get(column) else set()
    people = Person.objects.filter(pk__in=ids["person_id"]) if ids["person_id"] else ()
    posts = Post.objects.filter(pk__in=ids["post_id"]) if ids["post_id"] else ()
    return _Holders({each.pk: each.label for each in people}, {each.pk: each.title for each in posts})


def _dates_in_words(points: Mapping[UUID, DuePoint], in_effect: Sequence[Change]) -> dict[int, str]:
    """By change "launch: Jun 2016 to Sep 2016". The log names a precision only where it changed, so the dates are read
    backwards from how precise they are now."""
    precision = {public_id: point.precision for public_id, point in points.items()}
    words = {}
    for change in reversed(in_effect):
        if change.object_id not in points:
            continue
        before, after = change.before or {}, change.after or {}
        now = precision[change.object_id]
        label = points[change.object_id].label
        start = f"{label}: " if label else ""
        if not before:
            first = "First date" if change.verb == DATED[0] else "New date"
            words[change.pk] = f"{start}{first}: {_day_words(after, after['precision'])}"
            continue
        was = precision[change.object_id] = before.get("precision", now)
        moved = f"{_day_words(before, was)} to {_day_words(after, now)}"
        words[change.pk] = f"{start}{moved}"
    return words


def _day_words(columns: Mapping[str, Any], precision: str) -> str:
    return words_for_date(date.fromisoformat(columns["due_on"]), precision)


def _lead_words(change: Change, holders: _Holders) -> str:
    """ "Was HG, now Jay Kay (JK)"."""
    now = holders.words(change.after or {})
    if not change.before and (change.after or {}).get("role") != Assignment.Role.LEAD:
        return f"Now also {now}"
    return (
        f"Was {holders.words(change.before)}, now {now}"
        if change.before
        else f"No single lead before, now {now}"
    )
