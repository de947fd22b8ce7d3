"""Context of a dashboard page in addition to the summary: dates to remember, and the choice of quarters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.date_words import when_words
from councils.actors import CouncilRequest, can
from councils.permissions import Permission
from strategies.selected_quarter import SelectedQuarter

from ..forms import QuarterForm
from ..summaries import Dashboard
from ..summaries.plan_words import abbreviations_on


@dataclass(frozen=True)
class NextMeeting:
    """First meeting on or after the day of judgement. For a past quarter it may have been held already."""

    board: str
    on: date
    today: date

    @property
    def when(self) -> str:
        """Distance from today: "in 12 days", "today", "3 months ago"."""
        return when_words(self.on, self.today)

    @property
    def was_held(self) -> bool:
        return self.on < self.today


def dashboard_page(
    request: CouncilRequest,
    selected: SelectedQuarter,
    dashboard: Dashboard,
    *,
    boards: Iterable[tuple[str, Iterable[str]]],
    meetings: Iterable[tuple[str, date | None]],
) -> dict[str, Any]:
    """Context of a dashboard (no query).

    `boards` are names with aliases, some of which are only letters. `meetings` are boards with their next meeting.
    """
    closes_on = selected.period.cut_off_on
    ahead = [NextMeeting(name, on, request.today) for name, on in meetings if on]
    return {
        "dashboard": dashboard,
        "summary": dashboard,  # as templates that a pack shares call what they sum up
        "quarter_form": QuarterForm(
            initial={"quarter": selected.period.label}, periods=selected.choices, today=request.today
        ),
        "next_meeting": min(ahead, key=lambda meeting: meeting.on, default=None),
        "in_time": closes_on >= request.today,
        "cut_off_when": when_words(closes_on, request.today),
        "selected": selected,
        "abbreviations": abbreviations_on(dashboard, boards).known,
        "can_close_quarters": can(request.actor, Permission.QUARTER_CLOSE),
        "can_build": can(request.actor, Permission.PACKS_BUILD),
        "has_sample": dashboard.has_sample,
    }
