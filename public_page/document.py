"""Data classes of an edition: everything that the public page of a quarter is made from, and what `progress.json` is.

Raise `FORMAT` when a reader of the old form would misread the new one. Give a field that is added a default, because
editions from before it stay public.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from packs.document import canonical_json, read_canonical

from .rules import Status

FORMAT = 1


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many deliverables have a status, with its word and what it means."""

    status: Status
    word: str
    meaning: str
    count: int


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date of a deliverable. `words` have its part, its first date and when it was met: "Launch: Sep 2016"."""

    words: str
    due_on: date
    precision: str
    met_on: date | None


@dataclass(frozen=True, slots=True)
class Item:
    """A deliverable. `note` is what the dates show beside its status, and `lead` a role or an organisation."""

    reference: str
    title: str
    status: Status
    word: str
    note: str
    dates: tuple[DueDate, ...]
    lead: str


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """An outcome with the deliverables under it. `outcome` is "" for those under none."""

    outcome: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class StrandPart:
    """A strand by its name, "Strand A: Early help", with its counts in words."""

    name: str
    summary: str
    outcomes: tuple[OutcomePart, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline indicator in words. `target`, `against_target` and `direction` are "" if there is nothing to say."""

    name: str
    value: str
    period: str
    target: str
    target_period: str
    against_target: str
    direction: str


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A plan with what is shown of it."""

    title: str
    strands: tuple[StrandPart, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class NamedItem:
    """A deliverable by which something was done about what was said, with its status in this edition."""

    reference: str
    title: str
    status: Status
    word: str


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of "You said, we did". `id` is its public id, `who` a group or a board.

    `months` are those of the quarter that it names, or "". `items` are in the order of the plans.
    """

    id: str
    title: str
    who: str
    you_said: str
    we_did: str
    months: str
    items: tuple[NamedItem, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """One edition. `months` are those of the quarter, `as_at` the day as at which it was judged.

    `since` are the months of the quarter before and `changes` what has changed since. Both are "" if it is not closed.
    `small_numbers_hidden`: the council hid them that day. `training`: it has a pinned day. `sample`: something in it is
    made up. `said` are the entries of "You said, we did" that were published that day, the latest first.
    """

    council: str
    council_slug: str
    quarter: str
    months: str
    edition: int
    published_on: date
    as_at: date
    introduction: tuple[str, ...]
    noun: str
    nouns: str
    summary: str
    counts: tuple[StatusCount, ...]
    since: str
    changes: str
    plans: tuple[PlanPart, ...]
    small_numbers_hidden: bool
    training: bool
    sample: bool
    said: tuple[Said, ...] = ()

    @property
    def has_figures(self) -> bool:
        return any(plan.figures for plan in self.plans)


def write_progress(progress: Progress) -> str:
    """Canonical JSON of the edition. It is published as it is."""
    return canonical_json(progress, FORMAT)


def read_progress(content: str) -> Progress:
    """Read an edition from its JSON. Raises packs.document.UnknownFormat."""
    return read_canonical(Progress, content, FORMAT)
