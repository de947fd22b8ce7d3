"""Record the same progress update on several deliverables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from core.rag import Rag
from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import ReportingPeriod

from ..models import Deliverable, ProgressUpdate
from .bulk import ExpectedVersions, lock_all, names_words
from .updates import Saved, new_update, save_updates, update_problems


def rate_several(
    *,
    deliverables: Sequence[Deliverable],
    period: ReportingPeriod,
    rag: Rag | str,
    narrative: str = "",
    reason: str = "",
    path_to_green: str = "",
    forecast_on: date | None = None,
    by: Actor,
    today: date,
    now: datetime,
    expected_versions: ExpectedVersions | None = None,
) -> list[Saved]:
    """Record one update for each deliverable for a quarter, all with the same RAG and words.

    Raises ChangeRefused or StaleDeliverables. Then nothing is recorded.
    """
    require(by, Permission.PROGRESS_RECORD)
    with recorded("progress.recorded", actor=by.reference, reason=reason.strip()):
        updates = new_ratings(
            deliverables=lock_all(deliverables, expected_versions, "due_points"),
            period=period,
            rag=rag,
            narrative=narrative,
            reason=reason,
            path_to_green=path_to_green,
            forecast_on=forecast_on,
            by=by,
            today=today,
            now=now,
        )
        return save_updates(updates, by=by)


def new_ratings(*, deliverables: Sequence[Deliverable], **said: Any) -> list[ProgressUpdate]:
    """The updates that `rate_several` would record, checked but not saved, for deliverables loaded with due points.

    Raises ChangeRefused.
    """
    updates = [new_update(deliverable=each, **said) for each in deliverables]
    problems = {update.deliverable: found for update in updates if (found := update_problems(update))}
    if problems:
        raise ChangeRefused(_merged_problems(problems, of=len(deliverables)))
    return updates


def _merged_problems(problems: Mapping[Deliverable, dict[str, str]], *, of: int) -> dict[str, str]:
    """Merge problems: each sentence once, followed by the names of its deliverables unless it is about all."""
    deliverables_by_problem: dict[tuple[str, str], list[Deliverable]] = defaultdict(list)
    for deliverable, refused in problems.items():
        for name, problem in refused.items():
            deliverables_by_problem[name, problem].append(deliverable)
    merged: dict[str, list[str]] = defaultdict(list)
    for (name, problem), deliverables in deliverables_by_problem.items():
        merged[name].append(
            problem if len(deliverables) == of else f"{problem} ({names_words(deliverables)})"
        )
    return {name: ". ".join(sentences) for name, sentences in merged.items()}
