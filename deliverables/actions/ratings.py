"""Record the same progress update on several deliverables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from core.rag import Rag
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import ReportingPeriod

from ..models import Deliverable, ProgressUpdate
from .bulk import ChangeRefused, ExpectedVersions, lock_all, names_words
from .progress import ProgressRefused, record_progress


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
) -> list[ProgressUpdate]:
    """Record one update for each deliverable for a quarter, all with the same RAG and words.

    Raises ChangeRefused or StaleDeliverables. Then nothing is recorded.
    """
    require(by, Permission.PROGRESS_RECORD)
    updates, problems = [], {}
    with recorded("progress.recorded", actor=by.reference, reason=reason.strip()):
        for deliverable in lock_all(deliverables, expected_versions):
            try:
                updates.append(
                    record_progress(
                        deliverable=deliverable,
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
                )
            except ProgressRefused as refused:
                problems[deliverable] = refused.problems
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
