"""Forms that settle doubts: one by one, and all of a kind at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from ..rules.doubts import WRITE, Choice, Doubt, DoubtKind, written

PROPOSED = "proposed"
LONGEST_ANSWER = 500


@dataclass
class Question:
    """One doubt on a page: what is chosen and typed for it, as stored, as sent, or as proposed.

    With `marks`, the options say which answer is proposed.
    """

    doubt: Doubt
    place: int
    chosen: str
    typed: str
    error: str = ""
    marks: bool = True

    @property
    def name(self) -> str:
        return f"d{self.place}"

    @property
    def options(self) -> list[Choice]:
        """What can be chosen, the proposed answer marked, and to write something else where that is possible."""
        doubt = self.doubt
        options = [
            Choice(each.value, f"{each.words} (proposed)")
            if self.marks and each.value == doubt.proposed and len(doubt.choices) > 1
            else each
            for each in doubt.choices
        ]
        return [*options, Choice(WRITE, f"{doubt.write} (write it)")] if doubt.write else options

    @property
    def sentence(self) -> str:
        """What is doubtful, "" where the heading of its kind says it all."""
        return "" if self.doubt.kind is DoubtKind.UNDATED else self.doubt.sentence

    @property
    def answer(self) -> str:
        """The answer to store, "" if the doubt stays open."""
        return written(self.typed) if self.chosen == WRITE else self.chosen


class DoubtsForm:
    """The doubts of a page with their answers. With `preselects`, what is proposed is chosen already."""

    def __init__(self, data: QueryDict | None, doubts: Iterable[Doubt], *, preselects: bool = False) -> None:
        self.is_bound = data is not None
        self._places = _places_sent(data) if data is not None else {}
        self.questions = [
            self._sent(data, doubt, place) if data is not None else _stored(doubt, place, preselects)
            for place, doubt in enumerate(doubts)
        ]
        for question in self.questions:
            question.marks = not preselects
        self.by_id = {each.doubt.id: each for each in self.questions}

    def _sent(self, data: QueryDict, doubt: Doubt, place: int) -> Question:
        """What was sent for the doubt with this id, wherever it stood on the page."""
        at = self._places.get(doubt.id)
        if at is None:
            return _stored(doubt, place, False)
        chosen, typed = data.get(f"d{at}", ""), data.get(f"d{at}-text", "").strip()
        question = Question(doubt, place, chosen, typed)
        if chosen == WRITE and not typed:
            question.error = "Write the answer, or choose another one"
        elif len(typed) > LONGEST_ANSWER:
            question.error = f"The answer must be {LONGEST_ANSWER} characters or fewer"
        elif chosen and chosen not in {each.value for each in question.options}:
            question.error = "Choose one of the answers"
        return question

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(each.name, f"{each.doubt.kind.word}: {each.error}") for each in self.questions if each.error]

    def answers(self) -> dict[str, str]:
        """Answers that are different from those that are stored, by the id of the doubt."""
        return {each.doubt.id: each.answer for each in self.questions if each.answer != each.doubt.answer}


def _places_sent(data: QueryDict) -> dict[str, str]:
    """The number of the question about each doubt, as the page had it."""
    places = [name[1:-3] for name in data if name.startswith("d") and name.endswith("-id")]
    return {data.get(f"d{place}-id", ""): place for place in places}


def _stored(doubt: Doubt, place: int, preselects: bool) -> Question:
    if doubt.written_text:
        return Question(doubt, place, WRITE, doubt.written_text, doubt.answer_error)
    return Question(doubt, place, doubt.answer or (doubt.proposed if preselects else ""), "")


@dataclass(frozen=True)
class Bulk:
    """All doubts of one kind, and the answers that every open one of them can have."""

    kind: DoubtKind
    doubts: tuple[Doubt, ...]

    @property
    def name(self) -> str:
        return f"bulk-{self.kind.value}"

    @cached_property
    def open(self) -> list[Doubt]:
        return [each for each in self.doubts if not each.settled]

    @property
    def common(self) -> list[Choice]:
        """Answers that all open doubts have in common, in the same words."""
        first, *others = self.open
        return [each for each in first.choices if all(each in other.choices for other in others)]

    @property
    def differs(self) -> bool:
        """Whether what is proposed is not one of these answers for all, so that it needs an entry of its own."""
        common = {each.value for each in self.common}
        return len({each.proposed for each in self.open}) > 1 or self.open[0].proposed not in common


class BulkForm:
    """Settle all open doubts of a kind at once."""

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        self.kinds = [
            Bulk(kind, tuple(each for each in doubts if each.kind == kind))
            for kind in DoubtKind
            if any(each.kind == kind for each in doubts)
        ]

    def answers(self, data: QueryDict) -> dict[str, str]:
        """What was chosen for each open doubt, by its id."""
        found = {}
        for kind in self.kinds:
            chosen = data.get(kind.name, "")
            for doubt in kind.open:
                if chosen == PROPOSED:
                    found[doubt.id] = doubt.proposed
                elif chosen and chosen in {each.value for each in doubt.choices}:
                    found[doubt.id] = chosen
        return found
