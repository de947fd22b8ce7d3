"""Add and change deliverables as typed, one or a whole grid: all or none, in few statements however many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import F, Max

from core.words import count_words
from councils.actors import Actor, require
from councils.models import Person
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import Outcome, Strand

from ..cells import Due
from ..models import Deliverable
from ..plan_names import Slot, folded
from ..rules.due_dates import moves_a_date, typed_refusal
from ..summaries import facts
from .bulk import ExpectedVersions, lock_all
from .parts import due_points_to_write, pairs_of, people_to_write, put_due, put_people
from .refusals import refuse_unless

ADDED, CHANGED = "deliverable.added", "deliverable.changed"
DATES_MOVED, DATES_SET, LEADS_CHANGED = "dates.moved", "dates.set", "leads.changed"
PERSON_TYPED, OUTCOME_TYPED = "person.typed", "outcome.typed"
COLUMNS = (
    *("number", "title", "detail", "refers_to", "outcome_id"),
    *("accountable_id", "accountable_person_id", "source_text", "version"),
)


@dataclass(frozen=True)
class TypedRow:
    """A deliverable to add or, with `deliverable`, to change. What is None stays as it is.

    `columns` are values by name. `outcome` is the title of an outcome of the strand, which is added if it is not known;
    "" is none. `printed` has the cells as typed, for a new deliverable. `name` names the row in refusals.
    """

    strand: Strand
    deliverable: Deliverable | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    due: Sequence[Due] | None = None
    leads: Sequence[Slot] | None = None
    reports: Sequence[Slot] | None = None
    alternates: Sequence[Slot] | None = None
    printed: dict[str, str] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True)
class Written:
    """What was saved. `people` and `outcomes` are those that were not known before."""

    added: list[Deliverable]
    changed: list[Deliverable]
    people: list[Person]
    outcomes: list[Outcome]


def due_problem(deliverable: Deliverable, due: Sequence[Due]) -> str:
    """Why these dates cannot be saved, as a sentence. Empty if they can. Runs no query for a loaded deliverable."""
    strategy = deliverable.strategy
    points = list(deliverable.due_points.all())
    return typed_refusal(
        [facts(point) for point in points],
        [(each.due_on, each.precision) for each in due],
        starts_on=strategy.starts_on,
        ends_on=strategy.ends_on,
        pairs=pairs_of(points, due),
    )


def due_needs_reason(row: TypedRow) -> bool:
    """Whether a row moves or removes a date that stood."""
    if row.deliverable is None or row.due is None:
        return False
    points = list(row.deliverable.due_points.all())
    dates = [(each.due_on, each.precision) for each in row.due]
    return moves_a_date([facts(point) for point in points], dates, pairs_of(points, row.due))


def save_rows(
    *,
    rows: Sequence[TypedRow],
    reason: str = "",
    by: Actor,
    expected_versions: ExpectedVersions | None = None,
    verb: str = "",
) -> Written:
    """Add and change deliverables. Initials that are not known become people to identify, and titles become outcomes.

    A date that stood only moves with a reason. With `verb`, everything is recorded as this one kind of act. Raises
    ChangeRefused, or StaleDeliverables if the version of one has changed. Then nothing is saved.
    """
    require(by, Permission.PLAN_CHANGE)
    reason = reason.strip()
    with recorded(verb or CHANGED, actor=by.reference, reason=reason):
        rows = _locked(rows, expected_versions)
        _check(rows, reason)
        act = _Act(by, reason, verb)
        people = act.add_people(rows)
        outcomes = act.add_outcomes(rows)
        changed = act.change([row for row in rows if row.deliverable is not None])
        added = act.add([row for row in rows if row.deliverable is None])
    return Written(added, changed, people, outcomes)


def _locked(rows: Sequence[TypedRow], expected: ExpectedVersions | None) -> list[TypedRow]:
    """Rows with their deliverables as they are now, locked until the transaction ends (3 queries)."""
    known = [row.deliverable for row in rows if row.deliverable is not None]
    if not known:
        return list(rows)
    parts = ("due_points", "assignments__person", "assignments__post")
    locked = {each.pk: each for each in lock_all(known, expected, *parts)}
    refuse_unless(len(locked) == len(known), "", "One of these has been dropped. Reload the page")
    return [
        row if row.deliverable is None else replace(row, deliverable=locked[row.deliverable.pk])
        for row in rows
    ]


def _check(rows: Iterable[TypedRow], reason: str) -> None:
    for row in rows:
        title = row.columns.get("title", "" if row.deliverable is None else None)
        refuse_unless(title is None or bool(title.strip()), "title", f"Enter a title{_of(row)}")
        if row.deliverable is not None and row.due is not None:
            problem = due_problem(row.deliverable, row.due)
            refuse_unless(not problem, "by_when", f"{problem}{_of(row)}")
    needs_reason = any(due_needs_reason(row) for row in rows)
    refuse_unless(bool(reason) or not needs_reason, "reason", "Enter the reason for the new date")


def _of(row: TypedRow) -> str:
    name = row.deliverable.short_name if row.deliverable else row.name
    return f" ({name})" if name else ""


class _Act:
    """The writes of one save. Each kind has its own verb in the change log, or all have the same `verb`."""

    def __init__(self, by: Actor, reason: str, verb: str = "") -> None:
        self.by, self.reason, self.verb = by, reason, verb
        self.people: dict[str, Person] = {}
        self.outcomes: dict[tuple[int, str], Outcome] = {}

    def _recorded(self, verb: str) -> Any:
        return recorded(self.verb or verb, actor=self.by.reference, reason=self.reason)

    def add_people(self, rows: Iterable[TypedRow]) -> list[Person]:
        """Add a person to identify for each new initials (3 queries, if there are any)."""
        slots = (
            slot for row in rows for each in (row.leads, row.reports, row.alternates) for slot in each or ()
        )
        initials = list(dict.fromkeys(slot.initials for slot in slots if slot.initials))
        if not initials:
            return []
        named = Person.objects.filter(initials__in=initials).select_related("merged_into")
        known = named.order_by(F("merged_into").desc(nulls_last=True))
        self.people = {each.initials: each.merged_into or each for each in known}
        new = [Person(initials=each) for each in initials if each not in self.people]
        if not new:
            return []
        with self._recorded(PERSON_TYPED):
            # Someone else may add the same initials just now.
            Person.objects.bulk_create(new, ignore_conflicts=True)
        self.people = {each.initials: each.merged_into or each for each in known.all()}
        ids = {each.public_id for each in new}
        return [each for each in self.people.values() if each.public_id in ids]

    def add_outcomes(self, rows: Sequence[TypedRow]) -> list[Outcome]:
        """Find the outcomes by title, and add those that their strand does not have (2 queries, if any are named)."""
        strands = {row.strand.pk: row.strand for row in rows if row.outcome}
        if not strands:
            return []
        last: dict[int, int] = {}
        for known in Outcome.objects.filter(strand__in=strands):
            self.outcomes.setdefault((known.strand_id, folded(known.title)), known)
            last[known.strand_id] = max(last.get(known.strand_id, 0), known.position)
        new = []
        for row in rows:
            key = (row.strand.pk, folded(row.outcome or ""))
            if row.outcome and key not in self.outcomes:
                last[row.strand.pk] = last.get(row.strand.pk, 0) + 1
                title = " ".join(row.outcome.split())
                self.outcomes[key] = Outcome(
                    strand=row.strand, title=title, source_text=title, position=last[row.strand.pk]
                )
                new.append(self.outcomes[key])
        if new:
            with self._recorded(OUTCOME_TYPED):
                Outcome.objects.bulk_create(new)
        return new

    def add(self, rows: Sequence[TypedRow]) -> list[Deliverable]:
        """Add deliverables after the last of their strand, with their parts (4 queries)."""
        if not rows:
            return []
        last = last_positions({row.strand.pk for row in rows})
        due, people = due_points_to_write(), people_to_write()
        added = []
        for row in rows:
            last[row.strand.pk] = last.get(row.strand.pk, 0) + 1
            new = Deliverable(
                strand=row.strand,
                strategy_id=row.strand.strategy_id,
                position=last[row.strand.pk],
                source_text=row.printed,
                outcome=self._outcome(row),
                **row.columns,
            )
            added.append(new)
        with self._recorded(ADDED):
            Deliverable.objects.bulk_create(added)
            for new, row in zip(added, rows, strict=True):
                self._put(new, row, due, people, is_new=True)
            due.save()
            people.save()
        return added

    def change(self, rows: Sequence[TypedRow]) -> list[Deliverable]:
        """Change deliverables: columns, dates and people each as an act of its own. Return those that changed."""
        bumped: dict[int, Deliverable] = {}
        self._change_columns(rows, bumped)
        moved = [row for row in rows if due_needs_reason(row)]
        moved_ids = {id(row) for row in moved}
        self._change_dates(moved, DATES_MOVED, bumped)
        self._change_dates([row for row in rows if id(row) not in moved_ids], DATES_SET, bumped)
        self._change_people(rows, bumped)
        return list(bumped.values())

    def _change_columns(self, rows: Iterable[TypedRow], bumped: dict[int, Deliverable]) -> None:
        changed = []
        for row in rows:
            found = row.deliverable
            values = dict(row.columns)
            if row.outcome is not None:
                outcome = self._outcome(row)
                values["outcome_id"] = outcome.pk if outcome else None
            if found is None or all(getattr(found, name) == value for name, value in values.items()):
                continue
            for name, value in values.items():
                setattr(found, name, value)
            changed.append(found)
        if changed:
            self._bump(changed, bumped)
            Deliverable.objects.bulk_update(changed, COLUMNS)

    def _change_dates(self, rows: Iterable[TypedRow], verb: str, bumped: dict[int, Deliverable]) -> None:
        due, changed = due_points_to_write(), []
        for row in rows:
            if row.deliverable is not None and row.due is not None:
                before = len(due)
                put_due(due, row.deliverable, row.due)
                if len(due) > before:
                    changed.append(row.deliverable)
        if due:
            with self._recorded(verb):
                self._bump_alone(changed, bumped)
                due.save()

    def _change_people(self, rows: Iterable[TypedRow], bumped: dict[int, Deliverable]) -> None:
        people, changed = people_to_write(), []
        for row in rows:
            if row.deliverable is not None:
                before = len(people)
                self._put(row.deliverable, row, None, people)
                if len(people) > before:
                    changed.append(row.deliverable)
        if people:
            with self._recorded(LEADS_CHANGED):
                self._bump_alone(changed, bumped)
                people.save()

    def _put(
        self, deliverable: Deliverable, row: TypedRow, due: Any, people: Any, *, is_new: bool = False
    ) -> None:
        if due is not None and row.due is not None:
            put_due(due, deliverable, row.due, is_new=is_new)
        put_people(
            people,
            deliverable,
            leads=self._slots(row.leads),
            reports=self._slots(row.reports),
            alternates=self._slots(row.alternates),
            is_new=is_new,
        )

    def _slots(self, slots: Sequence[Slot] | None) -> list[Slot] | None:
        """Slots with the people that their initials have become."""
        if slots is None:
            return None
        return [
            Slot(self.people[slot.initials], qualifier=slot.qualifier) if slot.initials else slot
            for slot in slots
        ]

    def _outcome(self, row: TypedRow) -> Outcome | None:
        return self.outcomes[row.strand.pk, folded(row.outcome)] if row.outcome else None

    def _bump(self, changed: Iterable[Deliverable], bumped: dict[int, Deliverable]) -> list[Deliverable]:
        """Count the change of each once in an act."""
        new = [each for each in changed if each.pk not in bumped]
        for each in new:
            each.version += 1
            bumped[each.pk] = each
        return new

    def _bump_alone(self, changed: Iterable[Deliverable], bumped: dict[int, Deliverable]) -> None:
        if new := self._bump(changed, bumped):
            Deliverable.objects.bulk_update(new, ["version"])


def last_positions(strands: Collection[int]) -> dict[int, int]:
    """The last position of each strand by its id, counting dropped deliverables, which keep theirs (2 queries).

    Locks the strands until the transaction ends, so that two people who add to one at once get different positions.
    """
    list(Strand.objects.filter(pk__in=strands).select_for_update(of=("self",)).order_by("id").values("pk"))
    rows = Deliverable.with_dropped.filter(strand_id__in=strands).values("strand_id")
    return dict(rows.annotate(last=Max("position")).values_list("strand_id", "last"))


def saved_words(written: Written, noun: str) -> str:
    """ "3 milestones added and 1 changed. To identify: XY." """
    parts = []
    if written.added:
        parts.append(f"{count_words(len(written.added), noun)} added")
    if written.changed:
        number = str(len(written.changed)) if parts else count_words(len(written.changed), noun)
        parts.append(f"{number} changed")
    words = f"{' and '.join(parts)}."
    if written.outcomes:
        words += f" {count_words(len(written.outcomes), 'outcome')} added."
    if written.people:
        words += f" To identify: {', '.join(each.initials for each in written.people)}."
    return words
