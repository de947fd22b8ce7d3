"""Moments to compare with, and what was known by then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from core.periods import words_for_date
from councils.models import Council
from packs.models import Pack
from strategies.models import ReportingPeriod
from strategies.selected_quarter import SelectedQuarter

from .rules import Choice


@dataclass(frozen=True)
class Since:
    """A moment to compare with, and conditions for what was known by then.

    `moment` is by the real clock, which packs use in every council. `day` is the council's day of the comparison.
    `said` selects progress updates and `forecast` confidence ratings that were known by then. `written` selects what
    was written to the change log afterwards.
    """

    choice: Choice
    words: str
    note: str
    day: date
    said: Q
    forecast: Q
    written: Q
    moment: datetime

    def is_before(self, pack: Pack) -> bool:
        return pack.released_at is not None and pack.released_at > self.moment


def since_moment(choice: Choice, moment: datetime, words: str, council: Council) -> Since:
    """Since a moment by the real clock: a visit or a pack."""
    note = ""
    if council.pinned_today:
        note = "Visits and packs use real dates and times, not the training date."
    known = Q(recorded_at__lte=moment)
    return Since(choice, words, note, council.today(moment), known, known, Q(at__gt=moment), moment)


def since_day(choice: Choice, day: date, words: str, council: Council, until: date | None = None) -> Since:
    """Since the end of a council's day. Updates count for quarters up to the one that starts on `until`."""
    known = Q(recorded_on__lte=day)
    said = known & Q(quarter_starts_on__lte=until) if until else known
    moment = _begin(day + timedelta(days=1))
    if council.pinned_today is None:
        return Since(choice, words, "", day, said, known, Q(at__gte=moment), moment)
    note = (
        f"This training council is set to {words_for_date(council.pinned_today)}. Changes made by people "
        "count as made on that day. Loaded content counts as earlier."
    )
    by_hand = ~Q(actor__startswith="system:") if day < council.pinned_today else Q(pk__in=[])
    return Since(choice, words, note, day, said, known, by_hand, moment)


def since_beginning(council: Council) -> Since:
    """Since the council was created: for a council without a quarter before today."""
    return since_moment(Choice.LAST_QUARTER, council.created_at, "the beginning", council)


def since_last_quarter(selected: SelectedQuarter, council: Council) -> Since:
    """Since the day that the quarter before the selected one was judged as at.

    For the first quarter, since the day before it began.
    """
    if selected.previous is None or selected.previous_as_at is None:
        starts_on = selected.period.starts_on
        words = f"{selected.quarter.short_words} began on {words_for_date(starts_on)}"
        return since_day(Choice.LAST_QUARTER, starts_on - timedelta(days=1), words, council)
    last, day = selected.previous, selected.previous_as_at
    words = f"last quarter ({last.quarter.short_words}, as at {words_for_date(day)})"
    return since_day(Choice.LAST_QUARTER, day, words, council, until=last.starts_on)


def since_visit(ended_at: datetime, council: Council) -> Since:
    words = f"your last visit on {_moment_words(ended_at)}"
    return since_moment(Choice.LAST_VISIT, ended_at, words, council)


def since_pack(pack: Pack, council: Council) -> Since:
    """Since the snapshot of a pack was taken, which is earlier than its release: the board read the snapshot."""
    words = (
        f"the last pack of {pack.board.name} ({pack.period.quarter.short_words}, edition {pack.edition}), "
        f"snapshot taken on {_moment_words(pack.snapshot.frozen_at)}"
    )
    return since_moment(Choice.LAST_PACK, pack.snapshot.frozen_at, words, council)


def since_day_asked(day: date, council: Council) -> Since:
    """Since the start of a day. A training council has no day after its own, so a later day is a real one."""
    words = words_for_date(day)
    if council.pinned_today and day > council.pinned_today:
        return since_moment(Choice.DAY, _begin(day), words, council)
    return since_day(Choice.DAY, day - timedelta(days=1), words, council)


def last_lapsed(begun: Iterable[ReportingPeriod], day: date) -> ReportingPeriod | None:
    """Last quarter whose cut-off had passed on a day."""
    return max(
        (period for period in begun if period.cut_off_on < day),
        key=lambda period: period.starts_on,
        default=None,
    )


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _moment_words(moment: datetime) -> str:
    """Date and time in London: "4 July 2016 at 14:05"."""
    local = timezone.localtime(moment)
    return f"{words_for_date(local.date())} at {local:%H:%M}"
