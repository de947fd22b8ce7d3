"""What the public page says of a plan, and when it may: docs/rules/public-page.md. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import Quarter
from core.rag import Rag
from core.words import WordedEnum, list_words, plural
from deliverables.rules import StatedRag
from voice.rules import Publishing


class Status(WordedEnum):
    """How a deliverable is going, in the public's words, in the order in which they are counted."""

    DONE = "done"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"
    NO_REPORT = "no_report"

    @property
    def word(self) -> str:
        return "No report yet" if self == Status.NO_REPORT else super().word

    @property
    def rag(self) -> Rag:
        """The stated RAG that it stands for. Pages show its shape and colour with the public's word."""
        return next(rag for rag, status in STATUS_OF.items() if status == self)

    @property
    def explained(self) -> str:
        return EXPLAINED[self]

    def counted(self, count: int) -> str:
        """ "1 is late", "2 have no report yet"."""
        if self == Status.NO_REPORT:
            return f"{count:,} {'has' if count == 1 else 'have'} no report yet"
        return f"{count:,} {'is' if count == 1 else 'are'} {self.word.lower()}"


STATUS_OF = {
    Rag.COMPLETE: Status.DONE,
    Rag.GREEN: Status.ON_TRACK,
    Rag.AMBER: Status.AT_RISK,
    Rag.RED: Status.LATE,
    Rag.NOT_RATED: Status.NO_REPORT,
}
EXPLAINED = {
    Status.DONE: "It has been done.",
    Status.ON_TRACK: "It is expected to be done on time.",
    Status.AT_RISK: "It may be late.",
    Status.LATE: "It has missed its date, or is expected to miss it.",
    Status.NO_REPORT: "Nobody has reported how it is going.",
}


def beside_status(stated: StatedRag, schedule: Rag, *, open_dates: int, moved: bool) -> str:
    """What the dates show where the status does not say so, and how long ago somebody last reported. Or ""."""
    return " ".join(_beside(stated, schedule, open_dates=open_dates, moved=moved))


def _beside(stated: StatedRag, schedule: Rag, *, open_dates: int, moved: bool) -> Iterator[str]:
    if schedule == Rag.RED:
        yield "A date in the plan has passed and is not marked as met."
    elif stated.rag == Rag.COMPLETE and open_dates:
        yield "Not every date in the plan is marked as met."
    elif stated.rag == Rag.GREEN and schedule == Rag.AMBER:
        yield "A date in the plan has moved later." if moved else "It is due soon."
    if stated.is_silent and stated.silent_for:
        yield f"{stated.silence}."


@dataclass(frozen=True, slots=True)
class Lead:
    """One lead: a post, or a person who is shown by the only post that they hold or by their organisation.

    With neither a post nor a person, it is a vacancy.
    """

    post: str = ""
    is_person: bool = False
    holds: tuple[str, ...] = ()
    organisation: str = ""

    @property
    def role(self) -> str:
        return self.post or (self.holds[0] if len(self.holds) == 1 else "")


def lead_words(leads: Sequence[Lead], accountable: str) -> str:
    """Who leads it as roles, or else an organisation. Never a person."""
    roles = list(dict.fromkeys(lead.role for lead in leads if lead.role))
    if roles:
        return list_words(roles)
    people = [lead for lead in leads if lead.is_person]
    own = list(dict.fromkeys(lead.organisation or "the council" for lead in people))
    words = accountable or list_words(own) or "not decided yet"
    return f"{words[:1].upper()}{words[1:]}"


def why_not_published(quarter: Quarter, *, closed: bool, plans: int, items: int, same: bool) -> str:
    """Why a quarter may not be published, as a sentence without its full stop, or ""."""
    name = quarter.short_words
    if not closed:
        return f"{name} is not closed. Close it first"
    if not plans:
        return f"None of the plans that are ticked counts in {name}. Tick a plan that has begun"
    if not items:
        return f"The plans that are ticked have nothing to show in {name}"
    return f"Nothing has changed since the last edition of {name}" if same else ""


TARGET_WORDS = {
    Rag.GREEN: "Meets its target",
    Rag.AMBER: "Close to its target",
    Rag.RED: "Not at its target",
}


class Change(WordedEnum):
    """How a status has changed since the quarter before."""

    DONE = "done"
    BETTER = "better"
    WORSE = "worse"
    FIRST_REPORT = "first_report"

    def counted(self, count: int) -> str:
        """ "2 were done", "1 has a first report"."""
        has = "has" if count == 1 else "have"
        match self:
            case Change.DONE:
                return f"{count:,} {'was' if count == 1 else 'were'} done"
            case Change.FIRST_REPORT:
                return f"{count:,} {has} a first report"
            case _:
                return f"{count:,} {has} got {self.word.lower()}"


def change_of(before: Status, now: Status) -> Change | None:
    """How a change counts, None where there is none."""
    if now == before or now == Status.NO_REPORT:
        return None
    if now == Status.DONE:
        return Change.DONE
    if before == Status.NO_REPORT:
        return Change.FIRST_REPORT
    return Change.BETTER if now.rag.rank > before.rag.rank else Change.WORSE


def counts_in_words(counts: Sequence[tuple[Status, int]], noun: str) -> str:
    """ "Of 15 milestones, 4 are done and 11 are on track."."""
    total = sum(count for _, count in counts)
    said = [status.counted(count) for status, count in counts if count]
    if total == 1:
        return f"The only {noun} {said[0].split(' ', 1)[1]}."
    return f"Of {total:,} {plural(noun)}, {list_words(said)}."


def changes_in_words(counts: Sequence[tuple[Change, int]], noun: str) -> str:
    """ "2 were done and 1 has got worse."."""
    said = [change.counted(count) for change, count in counts if count]
    return f"{list_words(said)}." if said else f"No {noun} has changed."


def compliance(tested_on: date | None, problems: int) -> str:
    """What the accessibility statement may say of the page."""
    return "fully compliant" if tested_on and not problems else "partially compliant"


def where_public(state: Publishing, *, shown: bool, same: bool) -> str:
    """Whether the public reads an entry of "You said, we did", as a sentence, or "" if it neither does nor will.

    `shown`: the public page has it. `same`: in the words that it has now.
    """
    if state != Publishing.PUBLISHED:
        return "Still on the public page, until its next edition." if shown else ""
    if not shown:
        return "Not on the public page yet. It comes with the next edition."
    return (
        "On the public page."
        if same
        else "On the public page in other words. These come with the next edition."
    )
