"""One row as the deliverable that it becomes: title, dates, leads, outcome and status, with their doubts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.rag import Rag
from plan_files.rules import status_key
from plan_files.rules.asking import Asked, about, quoted
from plan_files.rules.doubts import Choice, DoubtKind
from plan_files.rules.drafts import Draft
from plan_files.rules.due_cells import read_by_when, read_one_date
from plan_files.rules.fields import Field
from plan_files.rules.keys import fold
from plan_files.rules.leads import Directory
from plan_files.rules.outcomes import is_question, split_points
from plan_files.rules.people_cells import read_people
from plan_files.rules.review import Context, ImportedRow, UnusedCell
from plan_files.rules.title_cell import read_title


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the council and of the whole file when a row of it is read.

    `organisations` has the name to use and the id for each printed name, "" for a new one. `words` says how often each
    word of the file occurs, and `terms` has its terms of several words. `has_dates`: whether any of its tables has a
    column of dates.
    """

    context: Context
    people: Directory
    organisations: Mapping[str, tuple[str, str]]
    words: Counter[str]
    terms: Mapping[tuple[str, str], str]
    has_dates: bool


def read_row(draft: Draft, known: Known, asked: Asked) -> ImportedRow:
    """A row with the answers that count now."""
    title = read_title(draft, known.words, known.terms, asked)
    due_points = read_by_when(draft, known.context, asked, has_column=known.has_dates)
    leads = read_people(draft, Field.LEAD, known.people, asked)
    reporting = read_people(draft, Field.REPORTING, known.people, asked)
    status, rag, complete = _status(draft, known.context, asked)
    printed_organisation = draft.text(Field.ORGANISATION)
    organisation, organisation_id = known.organisations.get(printed_organisation, (printed_organisation, ""))
    unused = draft.unused
    if draft.text(Field.COMPLETE) and complete is None:
        unused += (UnusedCell(Field.COMPLETE.word, draft.text(Field.COMPLETE)),)
    return ImportedRow(
        key=draft.key,
        table=draft.table,
        row=draft.row,
        places=draft.places,
        cells=draft.cells,
        columns=draft.columns,
        section=draft.section,
        title=title.title,
        number=draft.text(Field.NUMBER),
        detail=title.detail,
        refers_to=title.refers_to,
        outcome=draft.text(Field.OUTCOME),
        outcome_is_question=_is_question(draft, asked),
        measures=split_points(draft.text(Field.MEASURE)),
        by_when=draft.text(Field.BY_WHEN),
        due_points=due_points,
        start=draft.text(Field.START),
        start_point=read_one_date(draft, Field.START, asked),
        forecast=draft.text(Field.FORECAST),
        forecast_point=read_one_date(draft, Field.FORECAST, asked),
        lead=draft.text(Field.LEAD),
        leads=leads,
        organisation=organisation,
        organisation_id=organisation_id,
        reporting_printed=draft.text(Field.REPORTING),
        reporting=reporting,
        status=status,
        rag=rag,
        progress=draft.text(Field.PROGRESS),
        complete=complete,
        notes=draft.text(Field.NOTES),
        unused=unused,
    )


def _is_question(draft: Draft, asked: Asked) -> bool:
    """Whether the outcome is only a question, and a person has not said otherwise."""
    outcome = draft.text(Field.OUTCOME)
    if not is_question(outcome):
        return False
    answer = asked.ask(
        DoubtKind.OPEN_QUESTION,
        [draft.key],
        about=about("outcome", fold(outcome)),
        subject=outcome,
        sentence=f"The outcome {quoted(outcome)} is a question.",
        choices=[
            Choice("question", "Keep it as an open question"),
            Choice("outcome", "It is an outcome like any other"),
        ],
    )
    return answer == "question"


def _status(draft: Draft, context: Context, asked: Asked) -> tuple[str, str, int | None]:
    """The printed word, the RAG that the key makes of it, and the percentage complete."""
    printed = " ".join(draft.text(Field.STATUS).split())
    complete = status_key.percent_complete(draft.text(Field.COMPLETE))
    if not printed:
        return "", "", complete
    if status_key.is_percentage(printed):
        return printed, "", status_key.percent_complete(printed) if complete is None else complete
    known = status_key.meaning_in(context.status_key, printed)
    if known is not None:
        return printed, known.rag, complete
    return printed, _rag_of_unknown(draft, printed, asked), complete


def _rag_of_unknown(draft: Draft, printed: str, asked: Asked) -> str:
    """Ask what a status word means that is not in the key. "" if it is held only as printed."""
    proposed = status_key.proposed_meaning(printed)
    held = Choice("printed", "Hold it only as printed")
    ratings = [Choice(rag.value, f"It means {rag.word.lower()}") for rag in Rag if rag is not Rag.NOT_RATED]
    first = [choice for choice in ratings if choice.value == proposed] or [held]
    answer = asked.ask(
        DoubtKind.UNKNOWN_STATUS,
        [draft.key],
        about=about("status", status_key.folded(printed)),
        subject=printed,
        sentence=f"The status {quoted(printed)} is not in the plan's key yet.",
        choices=[*first, *(choice for choice in (*ratings, held) if choice not in first)],
    )
    return "" if answer == "printed" else answer
