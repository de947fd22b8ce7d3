"""Updates that an import can record from the printed status words, if a person wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deliverables.models import ProgressUpdate
from deliverables.rules import check_update
from strategies.models import ReportingPeriod
from strategies.selected_quarter import NoQuarters, selected_quarter

from ..models import PlanImport
from ..rules.statements import PrintedStatus, Said, path_of, said_by
from .columns import document_of
from .preview import Line, Preview


@dataclass(frozen=True)
class StatedUpdates:
    """Rows whose printed status becomes an update for `period`, and those for which it cannot, each with why."""

    period: ReportingPeriod
    said: Sequence[tuple[Line, Said]]
    not_said: Sequence[tuple[Line, str]]

    @property
    def any(self) -> bool:
        return bool(self.said or self.not_said)


def stated_updates(draft: PlanImport, preview: Preview, *, today: date) -> StatedUpdates | None:
    """What the printed words would record in the quarter in view (2 queries). None if it takes no updates."""
    lines = [each for each in preview.lines if each.row.rag and not each.is_dropped]
    if not lines:
        return None
    try:
        selected = selected_quarter(None, today=today)
    except NoQuarters:
        return None
    period = selected.period
    if period.closed_at is not None or not draft.cover.has_begun_by(period.quarter):
        return None
    ids = [each.deliverable.pk for each in lines if each.deliverable]
    updates = ProgressUpdate.objects.filter(period=period, deliverable_id__in=ids)
    known = set(updates.values_list("deliverable_id", flat=True)) if ids else set()
    titles = [table.column_titles for table in document_of(draft).tables]
    said, not_said = [], []
    for line in lines:
        row, deliverable = line.row, line.deliverable
        point = row.forecast_point
        status = PrintedStatus(
            printed=row.status,
            rag=row.rag,
            progress=row.progress,
            path=path_of(row.cells, titles[row.table]),
            forecast_on=point.due_on if point else None,
            has_update=deliverable is not None and deliverable.pk in known,
        )
        found = said_by(status, draft.name)
        if found is None:
            continue
        why_not = found.why_not or _refused(found, period, draft.cover.ends_on)
        if why_not:
            not_said.append((line, why_not))
        else:
            said.append((line, found))
    return StatedUpdates(period, said, not_said)


def _refused(said: Said, period: ReportingPeriod, ends_on: date | None) -> str:
    """Why the rules of updates refuse this one."""
    assert said.rag is not None
    problems = check_update(
        rag=said.rag,
        reason=said.reason,
        path_to_green=said.path_to_green,
        forecast_on=said.forecast_on,
        quarter=period.quarter,
        strategy_ends_on=ends_on,
    )
    first = next(iter(problems.values()), "")
    return f"has a forecast that an update cannot have: {first[:1].lower()}{first[1:]}" if first else ""
