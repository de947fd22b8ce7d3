"""The changes page of a council: each act in the log, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from ..actors import Actor
from ..models import Change
from . import words
from .names import actor_names, key_names, row_names
from .reading import ActRows, Head, latest_acts, rows_of, verbs_undone, visible_changes


@dataclass(frozen=True)
class Act:
    """Changes by one person or program in one transaction, with any number of rows."""

    at: datetime
    who: str
    sentence: str
    reason: str
    details: list[str]
    sample: bool
    request_id: str

    @property
    def key(self) -> tuple[str, datetime]:
        """What names the act: the id of its request, which may have been sent again, and its time."""
        return self.request_id, self.at


@dataclass(frozen=True)
class Day:
    """The acts of one real day, the latest first. Every other page uses the council's day."""

    on: date
    acts: list[Act]


@dataclass(frozen=True)
class ChangesPage:
    """One page of the council's changes, latest first.

    `before` is the number of the change that it ends before, None on the first page, and `earlier` that of the next
    page, None on the last.
    """

    days: list[Day]
    before: int | None
    earlier: int | None
    has_sample: bool

    @property
    def latest(self) -> Act | None:
        return self.days[0].acts[0] if self.days else None


def changes_page(*, actor: Actor, before: int | None = None, written: Q | None = None) -> ChangesPage:
    """One page of the changes that the actor may see, filtered by `written` if given.

    Pages are found by the number of a change (`before`), so that a page costs the same in a log of any length. At most
    5 queries, one more if something was undone, one for each noun that is named, and one more each time that acts are
    so large that eight times as many rows must be read.
    """
    changes = visible_changes(actor).filter(written or Q())
    heads, earlier = latest_acts(changes if before is None else changes.filter(seq__lt=before))
    rows = rows_of(changes, heads)
    detailed = [change for act in rows.values() for change in act.detailed]
    names, people = row_names(detailed), actor_names({head["actor"] for head in heads})
    keys = key_names(detailed)
    undone = verbs_undone(visible_changes(actor), heads, rows)
    lines = [_act(head, rows[head["last"]], names, keys, people, undone) for head in heads]
    days = [Day(on, list(acts)) for on, acts in groupby(lines, key=lambda act: log_day(act.at))]
    return ChangesPage(days, before, earlier, has_sample=any(act.sample for act in lines))


def log_day(moment: datetime) -> date:
    """The real day in London, also in a council with a pinned day: docs/rules/clock-and-quarter.md."""
    return timezone.localtime(moment).date()


def _act(
    head: Head,
    rows: ActRows,
    names: dict[tuple[str, UUID], str],
    keys: dict[tuple[str, int], str],
    people: dict[str, str],
    undone: Mapping[int, str],
) -> Act:
    undid = main_verb_undone(rows.detailed, undone)
    taken_back = [change for change in rows.detailed if undid and undone.get(change.seq) == undid]
    main = main_change(undid or head["verb"], taken_back or rows.detailed)
    name = names.get((main.table, main.object_id)) or ""
    values = (main.before or {}) | (main.after or {})
    details: list[str] = []
    if len(rows.detailed) < sum(rows.counts.values()):
        details.append(words.counts_in_words(rows.counts).capitalize())
    else:
        for change in rows.detailed:
            named = "" if change is main else names.get((change.table, change.object_id), "")
            start = f"{words.noun(change.table).capitalize()} {named}: " if named else ""
            if named and (change.table, change.op, main.op) == (
                main.table,
                Change.Op.INSERT,
                Change.Op.UPDATE,
            ):
                details.append(f"Added {words.noun(change.table)} {named}")
            details += [
                f"{start}{line}"
                for line in words.differences(
                    change.table, change.op, change.before or {}, change.after or {}, keys
                )
            ]
    return Act(
        at=head["at"],
        who=words.who(head["actor"], people),
        sentence=words.sentence(
            head["verb"], rows.counts, table=main.table, op=main.op, name=name, values=values, undid=undid
        ),
        reason=head["reason"],
        details=details,
        sample=any(
            ((change.before or {}) | (change.after or {})).get("sample") is True for change in rows.detailed
        ),
        request_id=head["request_id"],
    )


def main_verb_undone(detailed: Sequence[Change], undone: Mapping[int, str]) -> str:
    """The verb that an undo mostly took back, "" if none is known. Of two, that which was written first.

    An undo goes backwards. A verb that only follows, such as that a figure is expected again, is written last.
    """
    verbs = [verb for change in reversed(detailed) if (verb := undone.get(change.seq))]
    return Counter(verbs).most_common(1)[0][0] if verbs else ""


def main_change(verb: str, detailed: Sequence[Change]) -> Change:
    """The row that an act is about: the first of the verb's noun, else the first row."""
    return next((change for change in detailed if words.is_about(verb, change.table)), detailed[0])
