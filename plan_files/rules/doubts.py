"""Doubts: what a person settles before rows of a file become deliverables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from core.words import WordedEnum

WRITE = "write"
"""The choice of an answer that a person types: the stored answer is "write: 30 Sep 2016"."""


class DoubtKind(WordedEnum):
    """What is doubtful, in the order in which a person is asked."""

    CHILDS_NUMBER = "childs_number"
    SHIFTED = "shifted"
    BROKEN_ROW = "broken_row"
    REPEATED_HEADER = "repeated_header"
    TOTALS = "totals"
    EMPTY_TITLE = "empty_title"
    NO_SECTION = "no_section"
    SECTION_SPELT = "section_spelt"
    DUPLICATE = "duplicate"
    SAME_AS = "same_as"
    MISPRINT = "misprint"
    LONG_TITLE = "long_title"
    REFERS_ELSEWHERE = "refers_elsewhere"
    NUMBER_ORDER = "number_order"
    OUTCOME_SPREAD = "outcome_spread"
    OPEN_QUESTION = "open_question"
    UNREADABLE_DATE = "unreadable_date"
    UNDATED = "undated"
    TO_BE_CONFIRMED = "to_be_confirmed"
    SEVERAL_DATES = "several_dates"
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    OUTSIDE_PLAN = "outside_plan"
    LOOK_ALIKE = "look_alike"
    UNREADABLE_LEAD = "unreadable_lead"
    GARBLED_LEAD = "garbled_lead"
    LEAD_TWICE = "lead_twice"
    UNKNOWN_LEAD = "unknown_lead"
    ORGANISATION_SPELT = "organisation_spelt"
    UNKNOWN_STATUS = "unknown_status"

    @property
    def word(self) -> str:
        """Heading of the doubts of this kind: "No date", "Row shifted by a column"."""
        return HEADINGS[self]


HEADINGS = {
    DoubtKind.CHILDS_NUMBER: "Looks like a child's number",
    DoubtKind.SHIFTED: "Row shifted by a column",
    DoubtKind.BROKEN_ROW: "Row that continues the one above",
    DoubtKind.REPEATED_HEADER: "Header repeated",
    DoubtKind.TOTALS: "Row of totals",
    DoubtKind.EMPTY_TITLE: "No title",
    DoubtKind.NO_SECTION: "No section",
    DoubtKind.SECTION_SPELT: "Section spelt in several ways",
    DoubtKind.DUPLICATE: "Same title twice",
    DoubtKind.SAME_AS: "Perhaps already in the plan",
    DoubtKind.MISPRINT: "Probable misprint, or odd wording",
    DoubtKind.LONG_TITLE: "Long title",
    DoubtKind.REFERS_ELSEWHERE: "Says only to see another plan",
    DoubtKind.NUMBER_ORDER: "Numbers out of order",
    DoubtKind.OUTCOME_SPREAD: "Outcome spread over rows",
    DoubtKind.OPEN_QUESTION: "Outcome that is a question",
    DoubtKind.UNREADABLE_DATE: "Date that cannot be read",
    DoubtKind.UNDATED: "No date",
    DoubtKind.TO_BE_CONFIRMED: "To be confirmed",
    DoubtKind.SEVERAL_DATES: "Several dates",
    DoubtKind.DATES_OUT_OF_ORDER: "Dates out of order",
    DoubtKind.OUTSIDE_PLAN: "Date outside the plan",
    DoubtKind.LOOK_ALIKE: "Letters of another alphabet",
    DoubtKind.UNREADABLE_LEAD: "Lead that cannot be read",
    DoubtKind.GARBLED_LEAD: "Garbled lead",
    DoubtKind.LEAD_TWICE: "Same lead twice",
    DoubtKind.UNKNOWN_LEAD: "Lead not known here",
    DoubtKind.ORGANISATION_SPELT: "Organisation spelt in several ways",
    DoubtKind.UNKNOWN_STATUS: "Status word not in the key",
}


class Choice(NamedTuple):
    """One possible answer. `value` is stored, `words` is the label of its radio button."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question. Its `id` stays the same for the same file and mapping, whatever was answered.

    `rows` are the keys of the rows it concerns: one question for "JD" stands for all rows that JD leads. `subject` is
    what is doubtful, as printed ("OI.", "Oct 15 Dec 15"). `proposed` is the value of one of `choices`, which comes
    first among them. `write` is the label of a text field if another answer may be typed, else "". The stored answer
    is then made by `written`; `answer_error` says what is wrong with what was typed.
    `answer` is what was answered, "" if nothing was.
    """

    id: str
    kind: DoubtKind
    rows: tuple[str, ...]
    subject: str
    sentence: str
    choices: tuple[Choice, ...]
    proposed: str
    write: str = ""
    answer: str = ""
    answer_error: str = ""

    @property
    def settled(self) -> bool:
        """Answered, with an answer that can be applied."""
        return bool(self.answer) and not self.answer_error

    @property
    def effective(self) -> str:
        """The answer that the rows show now: the person's, or else the proposed one."""
        return self.answer if self.settled else self.proposed

    @property
    def written_text(self) -> str:
        """The text that a person typed, "" if they chose an answer."""
        return text_written(self.answer)


def written(text: str) -> str:
    """The answer to store for a typed text."""
    return f"{WRITE}: {text.strip()}"


def text_written(answer: str) -> str:
    """The text in a stored answer, "" if it is one of the choices."""
    return answer.removeprefix(f"{WRITE}: ") if answer.startswith(f"{WRITE}: ") else ""


def edit_id(row_key: str, field: str) -> str:
    """The id under which a person's own correction of a field is kept among the answers: its value is the text itself.

    `field` is the value of a Field, "refers_to", or LEAVE_OUT with the value "yes" for a row that is not wanted.
    """
    return f"edit:{row_key}:{field}"


LEAVE_OUT = "leave_out"
