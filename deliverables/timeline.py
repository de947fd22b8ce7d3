"""Everything that happened to a deliverable, the latest first: what was said, and how its dates and leads moved.

The change log is the history of dates and leads; docs/decisions/0005-date-history-and-undo.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.periods import words_for_date
from core.rag import Rag
from core.ui.timeline import TimelineEntry
from councils.log import words as change_words
from councils.log.acts import actor_names
from councils.models import Change, Council, Person, Post

from .models import Assignment, DuePoint, ProgressUpdate
from .rules.undo import changes_in_effect
from .summaries import DeliverableState, part_words

LEADS_CHANGED = "leads.changed"


def timeline(state: DeliverableState, *, council: Council) -> list[TimelineEntry]:
    """At most 6 queries, whatever happened. What was undone is not shown, and neither is its undoing."""
    entries = [*_updates(state), *_changes(state, council)]
    return [entry for _, entry in sorted(entries, key=lambda dated: dated[0], reverse=True)]


Dated = tuple[tuple[datetime, int], TimelineEntry]
"""With the moment, and what tells two of one moment apart."""


def _updates(state: DeliverableState) -> Iterable[Dated]:
    parts = {point.public_id: part_words(point) for point in state.due_points}
    updates = ProgressUpdate.objects.filter(deliverable=state.deliverable).newest_first()
    for update in updates.select_related("period"):
        done = [parts[each] for each in update.done_points if each in parts]
        yield (update.recorded_at, update.pk), _update(update, done)


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
        title=f"Update for {update.period.quarter.short_words}",
        who=update.by_name,
        on=update.recorded_on,
        rag=Rag(update.rag),
        rated="Stated",
        sample=update.sample,
        aside=f"Late: recorded after the cut-off of {cut_off}" if update.late else "",
        lines=_filled(said),
    )


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


def _changes(state: DeliverableState, council: Council) -> Iterable[Dated]:
    """One entry an act, with a line for each date or lead that it changed."""
    points = {point.public_id: point for point in state.due_points}
    acts: dict[tuple[Any, ...], list[Change]] = defaultdict(list)
    in_effect = _standing(points, state)
    for change in in_effect:
        acts[change.table, change.at, change.actor, change.reason, change.request_id].append(change)
    names = actor_names({actor for _, _, actor, _, _ in acts})
    dates, holders = _dates_in_words(points, in_effect), _holders(in_effect)
    for (table, at, actor, reason, _), found in acts.items():
        is_date = table == DuePoint._meta.db_table
        lines = [dates[change.pk] if is_date else _lead_words(change, holders) for change in found]
        yield (
            (at, found[0].seq),
            TimelineEntry(
                title="Due date moved" if is_date else "Lead changed",
                who=change_words.who(actor, names),
                on=council.today(at),
                lines=(*(("", line) for line in lines), *_filled({"Reason": reason})),
            ),
        )


def _standing(points: Mapping[UUID, DuePoint], state: DeliverableState) -> list[Change]:
    """What was logged of its dates and leads and still holds (1 query)."""
    people = {each.public_id for each in state.leads}
    tables = (DuePoint._meta.db_table, Assignment._meta.db_table)
    written: dict[UUID, list[Change]] = defaultdict(list)
    for change in Change.objects.filter(table__in=tables, object_id__in=[*points, *people]).order_by("seq"):
        written[change.object_id].append(change)
    in_effect = [change for each in written.values() for change in changes_in_effect(each) if _tells(change)]
    return sorted(in_effect, key=lambda change: change.seq)


def _tells(change: Change) -> bool:
    """Whether it moved a date or named another lead; what came with the plan was no change."""
    if change.op == Change.Op.UPDATE:
        return bool({"due_on", "person_id", "post_id"} & (change.after or {}).keys())
    return change.verb == LEADS_CHANGED


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
        was = precision[change.object_id] = before.get("precision", now)
        moved = f"{_day_words(before, was)} to {_day_words(after, now)}"
        label = points[change.object_id].label
        words[change.pk] = f"{label}: {moved}" if label else moved
    return words


def _day_words(columns: Mapping[str, Any], precision: str) -> str:
    return words_for_date(date.fromisoformat(columns["due_on"]), precision)


def _lead_words(change: Change, holders: _Holders) -> str:
    """ "Was HG, now Jay Kay (JK)"."""
    now = holders.words(change.after or {})
    return (
        f"Was {holders.words(change.before)}, now {now}"
        if change.before
        else f"No single lead before, now {now}"
    )
