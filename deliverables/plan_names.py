"""Who and what the cells of a plan can name: the council's people and posts, and the outcomes of its strands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from boards.models import Board
from councils.models import Organisation, Person, Post
from strategies.importers.cells import CellError, LeadSlot, fold_lookalikes, read_leads
from strategies.models import Outcome, Strand

from .models import Assignment

LONGEST_QUALIFIER = 60
_BETWEEN_NAMES = re.compile(r"[;/,\n](?![^(]*\))")
_QUALIFIER = re.compile(r"(?P<name>.+?)\s*\((?P<qualifier>[^()]+)\)")

Key = tuple[int | None, int | None, str, str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a cell of leads: a person, a post, initials that are not known yet, or a vacancy."""

    person: Person | None = None
    post: Post | None = None
    initials: str = ""
    qualifier: str = ""

    @property
    def key(self) -> Key:
        """What two equal slots have in common."""
        return (
            self.person.pk if self.person else None,
            self.post.pk if self.post else None,
            self.initials,
            self.qualifier,
        )


def slot_of(assignment: Assignment) -> Slot:
    return Slot(assignment.person, assignment.post, qualifier=assignment.qualifier)


def folded(text: str) -> str:
    """A name or title without what does not tell two apart: capitals, spaces, and the full stop at its end."""
    return " ".join(text.split()).rstrip(".").casefold()


@dataclass(frozen=True)
class PlanNames:
    """What the council has, by the words that a cell may use for it.

    `elsewhere` are names that are neither person nor post, with what to do instead.
    """

    by_initials: dict[str, Person]
    by_words: dict[str, Slot]
    elsewhere: dict[str, str]
    outcomes: dict[int, dict[str, Outcome]] = field(default_factory=dict)

    @classmethod
    def read(cls, strands: Iterable[Strand] = ()) -> PlanNames:
        """Read them (5 queries)."""
        # Who was merged into someone is that one. The own names of those who stay come last, and win.
        everyone = Person.objects.select_related("merged_into").order_by(
            F("merged_into").desc(nulls_last=True)
        )
        people = [(person, person.merged_into or person) for person in everyone]
        posts = list(Post.objects.all())
        by_words = {folded(post.title): Slot(post=post) for post in posts}
        for person, meant in people:
            names = (person.name, person.label) if person.name else ()
            by_words |= {folded(words): Slot(person=meant) for words in names}
        elsewhere = {}
        for organisation in Organisation.objects.all():
            for words in filter(None, (organisation.name, organisation.abbreviation)):
                elsewhere[folded(words)] = (
                    f"“{words}” is an organisation. Give a person or a post here, and make it the accountable "
                    "organisation on the page of this row"
                )
        for board in Board.objects.all():
            for words in (board.name, *board.aliases):
                elsewhere[folded(words)] = (
                    f"“{words}” is a board. It sees what it oversees. Give the person or post that gets the reports"
                )
        outcomes: dict[int, dict[str, Outcome]] = defaultdict(dict)
        for outcome in Outcome.objects.filter(strand__in=list(strands)):
            outcomes[outcome.strand_id].setdefault(folded(outcome.title), outcome)
        initials = {person.initials: meant for person, meant in people if person.initials}
        return cls(initials, by_words, elsewhere, outcomes)

    def outcome(self, strand: Strand, title: str) -> Outcome | None:
        return self.outcomes.get(strand.pk, {}).get(folded(title))

    def read_people(self, cell: str) -> list[Slot]:
        """Read a cell of leads: full names, titles of posts, and whatever the published plans have (`read_leads`).

        Raises CellError, whose message quotes the cell and says what to write.
        """
        slots: list[Slot] = []
        for part in [cell] if self._known(cell) else self._parts(cell):
            if known := self._known(part):
                slots.append(known)
            else:
                slots += self._initials(part)
        if too_long := next((each for each in slots if len(each.qualifier) > LONGEST_QUALIFIER), None):
            raise CellError(
                f"“{too_long.qualifier}” in brackets must be {LONGEST_QUALIFIER} characters or fewer"
            )
        return list({slot.key: slot for slot in slots}.values())

    def _parts(self, cell: str) -> list[str]:
        """The cell as a whole if it only has initials, else what stands between its separators."""
        parts = [part for part in _BETWEEN_NAMES.split(cell) if part.strip()]
        named = any(self._known(part) or folded(part) in self.elsewhere for part in parts)
        return parts if named else [cell]

    def _known(self, words: str) -> Slot | None:
        """The person by full name, or the post, perhaps with a qualifier in brackets."""
        if person := self.by_initials.get(words.strip()):
            return Slot(person)
        if slot := self.by_words.get(folded(words)):
            return slot
        match = _QUALIFIER.fullmatch(words.strip())
        found = self.by_words.get(folded(match["name"])) if match else None
        if match is None or found is None:
            return None
        return Slot(found.person, found.post, qualifier=match["qualifier"].strip())

    def _initials(self, cell: str) -> list[Slot]:
        if why := self.elsewhere.get(folded(cell)):
            raise CellError(why)
        try:
            return [self._slot(printed) for printed in read_leads(cell)]
        except CellError:
            raise CellError(
                f"“{' '.join(cell.split())}” is not a person or post of this council. Write initials (JK/NS), "
                "a full name or a post as on the page People, or tbc"
            ) from None

    def _slot(self, printed: LeadSlot) -> Slot:
        if printed.initials is None:
            return Slot(qualifier=printed.qualifier)
        person = self.by_initials.get(printed.initials) or next(
            (each for key, each in self.by_initials.items() if folded(key) == folded(printed.initials)), None
        )
        initials = "" if person else fold_lookalikes(printed.initials)
        return Slot(person, initials=initials, qualifier=printed.qualifier)
