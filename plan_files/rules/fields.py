"""What a column of a plan can hold."""

from __future__ import annotations

from core.words import WordedEnum


class Field(WordedEnum):
    """What a column holds. Several columns may be `NOTES`, `PROGRESS`, `DETAIL` or `UNUSED`, one any other field."""

    ID = "id"
    NUMBER = "number"
    TITLE = "title"
    DETAIL = "detail"
    SECTION = "section"
    BY_WHEN = "by_when"
    START = "start"
    FORECAST = "forecast"
    LEAD = "lead"
    ORGANISATION = "organisation"
    REPORTING = "reporting"
    OUTCOME = "outcome"
    MEASURE = "measure"
    STATUS = "status"
    PROGRESS = "progress"
    COMPLETE = "complete"
    NOTES = "notes"
    UNUSED = "unused"

    @property
    def word(self) -> str:
        """What a person chooses from: "By when", "Percentage complete"."""
        return WORDS.get(self, super().word)

    @property
    def may_repeat(self) -> bool:
        """Several columns of one table may hold this. Their texts are joined."""
        return self in REPEATABLE


WORDS = {
    Field.ID: "Stable id",
    Field.START: "Start date",
    Field.FORECAST: "Forecast date",
    Field.ORGANISATION: "Accountable organisation",
    Field.REPORTING: "Reporting to",
    Field.MEASURE: "Measure of impact",
    Field.STATUS: "Status or RAG",
    Field.COMPLETE: "Percentage complete",
    Field.UNUSED: "Not used",
}
REPEATABLE = frozenset({Field.NOTES, Field.PROGRESS, Field.DETAIL, Field.UNUSED})
