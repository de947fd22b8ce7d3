"""Record a progress update on a deliverable for a quarter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from core.periods import words_for_date
from core.rag import Rag
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded
from strategies.models import ReportingPeriod
from strategies.quarter_rules import is_late

from ..models import Deliverable, DuePoint, ProgressUpdate
from ..rules import check_complete, check_update


class ProgressRefused(Exception):
    """The update cannot be recorded. `problems` has a sentence for each wrong argument, by its name."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class StaleDeliverable(Exception):
    """Someone else has changed the deliverable since the user opened it. `latest` is the last update, if any."""

    def __init__(self, latest: ProgressUpdate | None) -> None:
        super().__init__("Someone else has updated this deliverable since you opened it.")
        self.latest = latest


def record_progress(
    *,
    deliverable: Deliverable,
    period: ReportingPeriod,
    rag: Rag | str,
    narrative: str = "",
    reason: str = "",
    path_to_green: str = "",
    forecast_on: date | None = None,
    done_points: Iterable[UUID | str] = (),
    by: Actor,
    today: date,
    now: datetime,
    expected_version: int | None = None,
    verb: str = "progress.recorded",
) -> ProgressUpdate:
    """Record a progress update on a deliverable for a quarter. It never changes. A later update replaces it.

    The due points in `done_points` (public ids) are marked as done today. The deliverable's version increases by
    one. `verb` is the name in the change log. Raises ProgressRefused if the update is not valid, and
    StaleDeliverable if `expected_version` is no longer the deliverable's version. Then nothing is changed.
    """
    require(by, Permission.PROGRESS_RECORD)
    with recorded(verb, actor=by.reference, reason=reason.strip()):
        locked = _lock(deliverable, expected_version)
        points = {str(point.public_id): point for point in DuePoint.objects.filter(deliverable=locked)}
        done = list(dict.fromkeys(str(point) for point in done_points))
        problems = {
            **_period_problems(period, today),
            **_rag_problems(rag, reason, path_to_green, forecast_on, period, locked),
            **_done_problems(done, points),
            **_complete_problems(rag, narrative, done, points),
        }
        if problems:
            raise ProgressRefused(problems)
        update: ProgressUpdate = ProgressUpdate.objects.create(
            deliverable=locked,
            period=period,
            rag=Rag(rag).value,
            narrative=narrative.strip(),
            reason=reason.strip(),
            path_to_green=path_to_green.strip(),
            forecast_on=forecast_on,
            done_points=[points[point].public_id for point in done],
            recorded_at=now,
            recorded_on=today,
            late=is_late(today, period.cut_off_on),
            by_user=by.user,
            by_name=by.name,
        )
        DuePoint.objects.filter(deliverable=locked, public_id__in=done, done_on=None).update(done_on=today)
        Deliverable.objects.filter(pk=locked.pk).update(version=locked.version + 1)
        deliverable.version = locked.version = locked.version + 1
    return update


def _lock(deliverable: Deliverable, expected_version: int | None) -> Deliverable:
    """Lock the deliverable until the transaction ends. Raises StaleDeliverable if its version has changed."""
    locked: Deliverable = (
        Deliverable.objects.select_for_update(of=("self",))
        .select_related("strategy", "strand")
        .get(pk=deliverable.pk)
    )
    if expected_version is not None and locked.version != expected_version:
        updates = ProgressUpdate.objects.filter(deliverable=locked).select_related("period")
        raise StaleDeliverable(updates.order_by("-recorded_at", "-id").first())
    return locked


def _period_problems(period: ReportingPeriod, today: date) -> dict[str, str]:
    words = period.quarter.short_words
    if period.starts_on > today:
        begins = words_for_date(period.starts_on)
        return {"period": f"{words} starts on {begins}. Choose a quarter that has started"}
    if period.closed_at is not None:
        return {
            "period": f"{words} is closed. Choose an open quarter, or ask an administrator to reopen {words}"
        }
    return {}


def _rag_problems(
    rag: Rag | str,
    reason: str,
    path_to_green: str,
    forecast_on: date | None,
    period: ReportingPeriod,
    deliverable: Deliverable,
) -> dict[str, str]:
    if rag not in list(Rag):
        return {"rag": f"'{rag}' is not a RAG rating. Choose one of {', '.join(Rag)}"}
    return check_update(
        rag=Rag(rag),
        reason=reason,
        path_to_green=path_to_green,
        forecast_on=forecast_on,
        quarter=period.quarter,
        strategy_ends_on=deliverable.strategy.ends_on,
    )


def _complete_problems(
    rag: Rag | str, narrative: str, done: list[str], points: dict[str, DuePoint]
) -> dict[str, str]:
    if rag not in list(Rag):
        return {}
    still_open = [key for key, point in points.items() if point.done_on is None and key not in done]
    return check_complete(rag=Rag(rag), narrative=narrative, open_parts=len(still_open))


def _done_problems(done: list[str], points: dict[str, DuePoint]) -> dict[str, str]:
    unknown = [point for point in done if point not in points]
    if not unknown:
        return {}
    problem = f"{', '.join(unknown)} is not a due point of this deliverable. Choose one of its due points"
    return {"done_points": problem}
