"""The page from which a meeting is run: what is open, what came up, what is not on track, what was recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Prefetch, Q

from boards.models import Meeting
from core.periods import Quarter
from reporting.summaries import DeliverableLine, Exceptions, IndicatorLine

from ..access import readable_entries
from ..models import Entry, Minutes
from ..rules import Kind, State
from .attendance import Attending, attending_of
from .entries import EntryLine, entry_lines
from .ratings import RatedQuarter, rated_before
from .reading import Reading
from .trails import EscalationLine, with_trails

T = TypeVar("T", DeliverableLine, IndicatorLine)
EARLIER_SHOWN = 3


@dataclass(frozen=True)
class AgendaItem(Generic[T]):
    """A deliverable or indicator that is not on track, with its last entries before, and those of this meeting.

    `rated` are the ratings of a deliverable in the quarters before. `key` is how a form names it: "deliverable:" or
    "indicator:" with its public id.
    """

    key: str
    line: T
    earlier: tuple[EntryLine, ...]
    here: tuple[EntryLine, ...]
    rated: tuple[RatedQuarter, ...] = ()


@dataclass(frozen=True)
class Agenda:
    """A meeting with everything that its page shows. `before` and both lists of escalations have the oldest first.

    `came_up` are escalations to this board that are open or answered at this meeting, `own` those of this board that
    are of this meeting, open, or answered since its previous one. Each has its trail. Confirmed minutes have those that
    were recorded or answered at the meeting. `exceptions` is None before the first quarter, and once confirmed.
    """

    meeting: Meeting
    confirmed: Minutes | None
    attending: Attending
    before: tuple[EntryLine, ...]
    came_up: tuple[EscalationLine, ...]
    own: tuple[EscalationLine, ...]
    recorded: tuple[EntryLine, ...]
    exceptions: Exceptions | None
    deliverables: tuple[AgendaItem[DeliverableLine], ...]
    indicators: tuple[AgendaItem[IndicatorLine], ...]

    @property
    def waiting(self) -> int:
        """How many escalations to this board wait for its answer."""
        return sum(each.is_open for each in self.came_up)


def agenda_of(
    meeting: Meeting,
    confirmed: Minutes | None,
    exceptions: Exceptions | None,
    reading: Reading,
    *,
    quarter: Quarter | None = None,
) -> Agenda:
    """The agenda and minutes of a meeting (10 queries). Ratings are those before `quarter`."""
    entries = _entries(meeting)
    recorded = [each for each in entries if each.meeting_id == meeting.pk]
    earlier = [each for each in entries if each.meeting_id != meeting.pk]
    about = _about(exceptions, reading) if exceptions else {}
    rated = (
        rated_before([line.id for line in exceptions.deliverables], quarter) if exceptions and quarter else {}
    )
    escalations = [each for each in entries if not confirmed or _is_of(each, meeting)]
    return Agenda(
        meeting,
        confirmed,
        attending_of(meeting, confirmed, names=reading.names),
        before=_lines((each for each in earlier if _is_own(each, meeting) and each.is_open), reading),
        came_up=_escalations((each for each in escalations if each.to_board_id == meeting.board_id), reading),
        own=_escalations((each for each in escalations if _is_escalated_by(each, meeting)), reading),
        recorded=_lines(recorded, reading),
        exceptions=exceptions,
        deliverables=tuple(
            _item("deliverable", line, about, meeting, rated.get(line.id, ()))
            for line in (exceptions.deliverables if exceptions else ())
        ),
        indicators=tuple(
            _item("indicator", line, about, meeting) for line in (exceptions.indicators if exceptions else ())
        ),
    )


def _is_own(entry: Entry, meeting: Meeting) -> bool:
    return entry.meeting.board_id == meeting.board_id and entry.kind != Kind.ESCALATION


def _is_of(entry: Entry, meeting: Meeting) -> bool:
    """Whether it was recorded or answered at the meeting."""
    return meeting.pk in {entry.meeting_id, *(each.meeting_id for each in entry.answered_by.all())}


def _is_escalated_by(entry: Entry, meeting: Meeting) -> bool:
    return entry.meeting.board_id == meeting.board_id and entry.kind == Kind.ESCALATION


def _escalations(rows: Iterable[Entry], reading: Reading) -> tuple[EscalationLine, ...]:
    return with_trails(_lines(rows, reading))


def _entries(meeting: Meeting) -> Sequence[Entry]:
    """Entries of the meeting, and what its agenda has from before, the oldest first (4 queries)."""
    previous = Meeting.objects.filter(board=meeting.board_id, held_on__lt=meeting.held_on).order_by(
        "-held_on"
    )
    before = previous.values_list("held_on", flat=True).first()
    answered = Q(state__in=(State.TAKEN, State.SENT_BACK))
    if before:
        answered &= Q(state_on__gte=before)
    earlier = Q(meeting__held_on__lt=meeting.held_on, meeting__board=meeting.board_id)
    rows = Entry.objects.with_all().filter(
        Q(meeting=meeting)
        | (earlier & Q(state=State.OPEN))
        | (earlier & Q(kind=Kind.ESCALATION) & answered)
        | Q(to_board=meeting.board_id, state=State.OPEN, meeting__held_on__lte=meeting.held_on)
        | Q(answered_by__meeting=meeting)
    )
    answers = Entry.objects.select_related("meeting__board")
    rows = rows.prefetch_related(Prefetch("answered_by", answers))
    return list(rows.order_by("meeting__held_on", "meeting__board__position", "meeting_id", "number"))


def _lines(rows: Iterable[Entry], reading: Reading) -> tuple[EntryLine, ...]:
    return tuple(entry_lines(rows, today=reading.today, names=reading.names))


def _about(exceptions: Exceptions, reading: Reading) -> dict[str, list[EntryLine]]:
    """Entries that the reader may read about the items, by key, the latest first (2 queries)."""
    found: dict[str, list[EntryLine]] = defaultdict(list)
    rows = readable_entries(reading.actor).filter(
        Q(deliverable__public_id__in=[line.id for line in exceptions.deliverables])
        | Q(indicator__public_id__in=[line.id for line in exceptions.indicators])
    )
    for line in _lines(rows.with_all().by_meeting(), reading):
        if item := line.entry.deliverable or line.entry.indicator:
            found[str(item.public_id)].append(line)
    return found


def _item(
    noun: str,
    line: T,
    about: dict[str, list[EntryLine]],
    meeting: Meeting,
    rated: tuple[RatedQuarter, ...] = (),
) -> AgendaItem[T]:
    entries = about.get(line.id, [])
    earlier = [each for each in entries if each.entry.meeting_id != meeting.pk]
    return AgendaItem(
        f"{noun}:{line.id}",
        line,
        tuple(earlier[:EARLIER_SHOWN]),
        tuple(each for each in entries if each.entry.meeting_id == meeting.pk),
        rated,
    )
