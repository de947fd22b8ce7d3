"""Changes to a deliverable in sentences, each with who made it, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.date_words import moved_words
from core.periods import words_for_date
from core.words import list_words
from councils.log.words import who
from councils.models import Council
from deliverables.models import Assignment, Deliverable, DuePoint
from deliverables.models.deliverable import with_qualifier
from deliverables.rules import DuePointFacts

from .past import Past, Written
from .rules import ChangeKind
from .then_and_now import Pair, Position


@dataclass(frozen=True, slots=True)
class ChangeSentence:
    """One change in a sentence, with the reason, the person and the time where these were recorded."""

    text: str
    why: str = ""
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class SentenceWriter:
    """Writes the sentences. `actors` are names by reference, `holders` names of people and posts by kind and id."""

    council: Council
    past: Past
    actors: Mapping[str, str]
    holders: Mapping[tuple[str, int], str]

    def sentences(self, pair: Pair, kinds: list[ChangeKind]) -> Iterator[ChangeSentence]:
        """All changes except that of the RAG, which is shown separately."""
        then, now = pair.then, pair.now
        if then.dropped or now.dropped:
            written = self.past.last_about(Deliverable, [pair.deliverable.public_id])
            yield self._with_reason("Dropped." if now.dropped else "Brought back into the plan.", written)
        if now.dropped:
            return
        if pair.added:
            yield self._with_reason("New in the plan.", pair.added)
            return
        if ChangeKind.OVERDUE in kinds:
            yield ChangeSentence(f"Overdue: {now.overdue_reason}")
        if ChangeKind.SILENT in kinds and now.lapsed:
            cut_off = words_for_date(now.lapsed.cut_off_on)
            yield ChangeSentence(
                f"No update for {now.lapsed.quarter.short_words} by the cut-off of {cut_off}."
            )
        yield from self._dates(then, now)
        if then.forecast_on and now.forecast_on and then.forecast_on != now.forecast_on:
            yield ChangeSentence(
                f"Forecast now {words_for_date(now.forecast_on)}, previously {words_for_date(then.forecast_on)}."
            )
        if then.holders != now.holders:
            yield self._leads(pair)
        if then.title != now.title:
            written = self.past.last_about(Deliverable, [pair.deliverable.public_id])
            yield self._with_reason(f"Previous title: “{then.title}”.", written)

    def _dates(self, then: Position, now: Position) -> Iterator[ChangeSentence]:
        for part in {**then.due, **now.due}:
            text = "".join(_part_words(then, now, part))
            if text:
                yield self._with_reason(text, self.past.last_about(DuePoint, [part]))

    def _leads(self, pair: Pair) -> ChangeSentence:
        before, after = (self._people(position.leads) for position in (pair.then, pair.now))
        text = (
            f"Lead now {after}, previously {before or 'nobody'}."
            if after
            else f"No lead, previously {before}."
        )
        changed = {each.public_id for each in (*pair.then.leads, *pair.now.leads)}
        return self._with_reason(text, self.past.last_about(Assignment, changed))

    def _people(self, leads: Iterable[Assignment]) -> str:
        words = []
        for each in leads:
            kind, pk = ("person", each.person_id) if each.person_id else ("post", each.post_id)
            if pk is None:
                continue
            name = self.holders.get((kind, pk), "a former lead")
            words.append(with_qualifier(name, each.qualifier))
        return list_words(words)

    def _with_reason(self, text: str, written: Written | None) -> ChangeSentence:
        if written is None:
            return ChangeSentence(text)
        return ChangeSentence(
            text, written.reason, who(written.actor, self.actors), self.council.today(written.at)
        )


def _part_words(then: Position, now: Position, part: UUID) -> Iterator[str]:
    """Sentence such as "Now due Mar 2017, previously Sep 2016: 6 months later."."""
    before, after = then.due.get(part), now.due.get(part)
    either = after or before
    start = f"{either.label}: " if either and either.label else ""
    if after is None:
        yield f"{start}No longer due {_due_words(before)}."
    elif after.is_done(now.day) and not (before and before.is_done(then.day)):
        yield f"{start}Done{_on(after.done_on)}."
    elif before is None:
        yield f"{start}Now due {_due_words(after)}, previously no date."
    elif before.last_day != after.last_day:
        moved = moved_words(before.last_day, after.last_day)
        yield f"{start}Now due {_due_words(after)}, previously {_due_words(before)}: {moved}."


def _on(day: date | None) -> str:
    return f" on {words_for_date(day)}" if day else ""


def _due_words(point: DuePointFacts | None) -> str:
    return words_for_date(point.due_on, point.precision) if point else ""
