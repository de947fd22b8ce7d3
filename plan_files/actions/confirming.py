"""Import a draft: write its rows into the plan, all or none, as one act that one Undo takes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from core.refusals import ChangeRefused
from core.words import count_words
from councils.actors import Actor, require
from councils.models import Person
from councils.people.actions import add_people
from councils.permissions import Permission
from councils.tenancy import recorded
from deliverables.actions import Statement, TypedRow, Written, record_statements, save_rows
from deliverables.actions.rows import due_needs_reason
from deliverables.models import Deliverable, ProposedUpdate
from deliverables.plan_names import Slot, folded
from strategies.actions.outcomes import add_to_outcomes
from strategies.actions.plans import add_strategy, cover_of
from strategies.actions.strands import add_strands
from strategies.models import Outcome, Strand, Strategy

from ..log_phrases import IMPORTED
from ..models import PlanImport
from ..reviewing import Line, Preview, preview_of, stated_updates

MOST_NAMED = 6
"""New people whom the banner names. It counts more."""


class ImportChanged(ChangeRefused):
    """What the import would do is no longer what somebody checked."""

    def __init__(self) -> None:
        super().__init__(
            "The plan has changed since you opened this page, so the import would do something else now. "
            "Nothing was imported. Check it again."
        )


@dataclass(frozen=True)
class Imported:
    """What an import has written. `strategy` is its plan, which may be new, `updates` how many it has recorded,
    and `sent` how many it has sent for approval.
    """

    strategy: Strategy
    written: Written
    strands: list[Strand]
    same: int
    updates: int = 0
    sent: int = 0

    @property
    def changes_nothing(self) -> bool:
        return not (self.written.added or self.written.changed or self.updates or self.sent)


def needs_reason(preview: Preview) -> bool:
    """Whether a date that stood would move."""
    return any(due_needs_reason(_typed(each, each.strand)) for each in preview.changed if each.strand)


def import_plan(
    *,
    draft: PlanImport,
    seen: str | None = None,
    reason: str = "",
    with_status: bool = False,
    request_id: str = "",
    by: Actor,
    today: date | None = None,
    now: datetime,
) -> Imported:
    """Write the rows of a draft into its plan. Call it with the draft locked.

    `seen` is the digest of the preview that somebody agreed to. `with_status`: also record the printed status words as
    updates for the open quarter, as far as `stated_updates` says, on the council's day `today`. Raises ChangeRefused
    with a sentence, and then nothing is written: if a doubt is open, if a row cannot be stored, or if the plan has
    changed since (ImportChanged).
    """
    require(by, Permission.PLAN_CHANGE)
    if draft.is_done:
        raise ChangeRefused("This was imported already.")
    with recorded(IMPORTED, actor=by.reference, reason=reason.strip()):
        strategy = (
            Strategy.objects.select_for_update().get(pk=draft.strategy_id) if draft.strategy_id else None
        )
        preview = preview_of(draft)
        _check(preview, seen)
        new = strategy is None
        if strategy is None:
            strategy = add_strategy(cover=cover_of(draft.cover), by=by, verb=IMPORTED)
        strands = add_strands(strategy=strategy, strands=preview.new_strands, by=by, verb=IMPORTED)
        added = dict(zip(preview.new_sections, strands, strict=True))
        people = _add_people(preview, by)
        lines = [*preview.added, *preview.changed]
        rows = [_named(_typed(each, each.strand or added[each.row.section]), people) for each in lines]
        versions = {
            each.deliverable.public_id: each.deliverable.version
            for each in preview.changed
            if each.deliverable
        }
        written = save_rows(rows=rows, reason=reason, by=by, expected_versions=versions, verb=IMPORTED)
        written = replace(written, people=[*people.values(), *written.people])
        _add_to_outcomes(preview, strategy, by)
        keys = {each.row.key: each.deliverable for each in preview.lines if each.deliverable}
        keys |= dict(zip((each.row.key for each in preview.added), written.added, strict=True))
        recorded_updates = sent = 0
        if with_status and today is not None:
            recorded_updates, sent = _record_status(draft, preview, keys, by=by, today=today, now=now)
        draft.strategy, draft.state, draft.done_at = strategy, PlanImport.State.DONE, now
        draft.request_id = request_id
        draft.written = {key: str(found.public_id) for key, found in keys.items()}
        draft.status_key = {each.row.status: each.row.rag for each in preview.lines if each.row.status}
        draft.version += 1
        columns = ("strategy", "state", "done_at", "request_id", "written", "status_key", "version")
        draft.save(update_fields=columns)
    return Imported(strategy, written, strands, 0 if new else len(preview.same), recorded_updates, sent)


def _record_status(
    draft: PlanImport,
    preview: Preview,
    deliverables: Mapping[str, Deliverable],
    *,
    by: Actor,
    today: date,
    now: datetime,
) -> tuple[int, int]:
    """Record the printed status words as updates. `deliverables` are by their row's key.

    Returns how many are recorded, and how many are sent for approval.
    """
    found = stated_updates(draft, preview, today=today)
    if found is None or not found.said:
        return 0, 0
    statements = [
        Statement(
            deliverable=deliverables[line.row.key],
            rag=said.rag,
            narrative=said.narrative,
            reason=said.reason,
            path_to_green=said.path_to_green,
            forecast_on=said.forecast_on,
        )
        for line, said in found.said
        if said.rag is not None
    ]
    saved = record_statements(
        statements=statements, period=found.period, by=by, today=today, now=now, verb=IMPORTED
    )
    sent = sum(isinstance(each, ProposedUpdate) for each in saved)
    return len(saved) - sent, sent


def _check(preview: Preview, seen: str | None) -> None:
    if not preview.lines:
        raise ChangeRefused("There is no row to import. Check the columns.")
    if open_doubts := preview.review.open_doubts:
        raise ChangeRefused(f"Settle {count_words(len(open_doubts), 'doubt')} first.")
    if preview.problems:
        first = preview.problems[0]
        raise ChangeRefused(f"{', '.join(first.row.places).capitalize()}: {first.problem}")
    if seen is not None and seen != preview.digest:
        raise ImportChanged


def _typed(line: Line, strand: Strand | None) -> TypedRow:
    assert strand is not None
    values = dict(line.values)
    if line.deliverable is None:
        values["columns"] = {
            name: value for name, value in values["columns"].items() if name != "source_text"
        }
    return TypedRow(strand=strand, deliverable=line.deliverable, name=line.row.title[:60], **values)


def _add_people(preview: Preview, by: Actor) -> dict[str, Person]:
    """Add the new people whose names are given, and return them by what stands for them in a slot."""
    named = [each for each in preview.new_people if each.name]
    people = add_people(people=[(each.initials, each.name) for each in named], by=by, verb=IMPORTED)
    return {each.initials or folded(each.name): person for each, person in zip(named, people, strict=True)}


def _named(row: TypedRow, people: dict[str, Person]) -> TypedRow:
    def slots(found: Iterable[Slot] | None) -> list[Slot] | None:
        return None if found is None else [_with_person(each, people) for each in found]

    return replace(row, leads=slots(row.leads), reports=slots(row.reports)) if people else row


def _with_person(slot: Slot, people: dict[str, Person]) -> Slot:
    found = people.get(slot.initials) or people.get(folded(slot.initials))
    return Slot(found, qualifier=slot.qualifier) if slot.initials and found else slot


def _add_to_outcomes(preview: Preview, strategy: Strategy, by: Actor) -> None:
    """Add the measures of impact to the outcomes of their rows, and mark those that are only a question."""
    rows = [each.row for each in (*preview.added, *preview.changed) if each.row.outcome]
    if not rows:
        return
    outcomes: dict[tuple[str, str], Outcome] = {}
    for outcome in Outcome.objects.filter(strand__strategy=strategy).select_related("strand"):
        outcomes.setdefault((folded(outcome.strand.title), folded(outcome.title)), outcome)
    titles: dict[str, str] = {
        each: title for each, (_, title) in zip(preview.new_sections, preview.new_strands, strict=True)
    }
    measures: dict[Outcome, Any] = {}
    questions: set[Outcome] = set()
    for line in (*preview.added, *preview.changed):
        title = line.strand.title if line.strand else titles.get(line.row.section, line.row.section)
        found = outcomes.get((folded(title), folded(line.row.outcome)))
        if found is not None:
            measures[found] = [*measures.get(found, ()), *line.row.measures]
            if line.row.outcome_is_question:
                questions.add(found)
    add_to_outcomes(measures=measures, questions=questions, by=by, verb=IMPORTED)


def imported_words(imported: Imported) -> str:
    """ "61 milestones added and 2 changed. 4 sections added. To identify: JD, HP." """
    noun, strand = imported.strategy.deliverable_noun.lower(), imported.strategy.strand_noun.lower()
    written = imported.written
    said = []
    if written.added:
        said.append(f"{count_words(len(written.added), noun)} added")
    if written.changed:
        said.append(f"{count_words(len(written.changed), noun)} changed")
    words = (
        f"{' and '.join(said)}." if said else "Nothing was changed: everything in the file is in the plan."
    )
    if imported.strands:
        words += f" {count_words(len(imported.strands), strand)} added."
    if imported.updates:
        words += f" {count_words(imported.updates, 'progress update')} recorded."
    if imported.sent:
        words += f" {count_words(imported.sent, 'progress update')} sent for approval."
    unknown = sorted(each.initials for each in written.people if not each.name)
    if unknown:
        named = len(unknown) <= MOST_NAMED
        words += f" To identify: {', '.join(unknown) if named else count_words(len(unknown), 'person')}."
    return words
