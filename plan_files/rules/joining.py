"""Join rows that were broken in two, and leave out those that are no deliverables: sums, and rows without a title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plan_files.rules.asking import Asked, quoted
from plan_files.rules.doubts import LEAVE_OUT, Choice, DoubtKind, edit_id, text_written
from plan_files.rules.drafts import Draft
from plan_files.rules.fields import Field
from plan_files.rules.keys import fold
from plan_files.rules.review import LeftOut
from plan_files.rules.titles import is_total, unfinished

_OWN = Choice("own", "It is a row of its own")
_OTHER_TEXTS = (Field.DETAIL, Field.MEASURE, Field.OUTCOME, Field.PROGRESS, Field.NOTES)
"""What can be the title of a row without one."""


def whole_rows(drafts: Iterable[Draft], asked: Asked) -> tuple[list[Draft], list[LeftOut]]:
    """The rows that are deliverables, with broken ones joined, and those that are left out."""
    kept: list[Draft] = []
    left_out: list[LeftOut] = []
    for draft in drafts:
        before = kept[-1] if kept and _follows(draft, kept[-1]) else None
        if before is not None and _goes_on(draft, before, asked):
            kept[-1] = _joined(before, draft)
        elif reason := _why_left_out(draft, asked):
            left_out.append(LeftOut(draft.table, draft.row, draft.places[0], draft.cells, reason))
        elif titled := _with_title(draft, asked):
            kept.append(titled)
        else:
            left_out.append(LeftOut(draft.table, draft.row, draft.places[0], draft.cells, "No title"))
    return kept, left_out


def _follows(draft: Draft, before: Draft) -> bool:
    """Whether a row comes next in its section: in the same table, or as the first of a table that goes on with it."""
    if draft.section != before.section:
        return False
    if draft.table == before.table:
        return True
    return draft.columns == before.columns and draft.table == before.table + 1 and draft.is_first


def _goes_on(draft: Draft, before: Draft, asked: Asked) -> bool:
    """Ask about a row that may be the rest of the one above."""
    title = draft.text(Field.TITLE)
    if is_total(title):
        return False
    told = [name for name in (Field.BY_WHEN, Field.LEAD, Field.NUMBER, Field.STATUS) if draft.text(name)]
    join = Choice("join", f"It is the rest of {quoted(before.text(Field.TITLE) or before.places[0])}")
    if not title:
        return not told and _says_join(
            draft, before, asked, "has no title", [join, Choice("leave_out", "Leave it out")]
        )
    if _same_but_for_people(draft, before):
        what = f"says the same as the one above but for its lead: {quoted(draft.text(Field.LEAD))}"
        return _says_join(draft, before, asked, what, [join, _OWN])
    if told:
        return False
    told_before = [name for name in (Field.BY_WHEN, Field.LEAD, Field.NUMBER) if before.text(name)]
    begins_as_rest = title[0].islower() or bool(unfinished(before.text(Field.TITLE)))
    same_body = draft.text(Field.ORGANISATION) in ("", before.text(Field.ORGANISATION))
    if begins_as_rest and same_body:
        return _says_join(draft, before, asked, f"reads {quoted(title)}", [join, _OWN])
    if Field.NUMBER in draft.columns and before.text(Field.NUMBER) and len(told_before) >= 2:
        what = f"reads {quoted(title)} and has no number, date or lead"
        return _says_join(draft, before, asked, what, [_OWN, join])
    return False


def _same_but_for_people(draft: Draft, before: Draft) -> bool:
    """Whether a row repeats the one above, as merged cells do, and names somebody else."""
    same = (Field.TITLE, Field.NUMBER, Field.BY_WHEN, Field.DETAIL)
    return (
        draft.table == before.table
        and all(fold(draft.text(name)) == fold(before.text(name)) for name in same)
        and bool(draft.text(Field.TITLE))
        and bool(draft.text(Field.LEAD))
        and fold(draft.text(Field.LEAD)) != fold(before.text(Field.LEAD))
    )


def _says_join(draft: Draft, before: Draft, asked: Asked, what: str, choices: list[Choice]) -> bool:
    answer = asked.ask(
        DoubtKind.BROKEN_ROW,
        [before.key, draft.key],
        about=draft.key,
        subject=draft.places[0],
        sentence=f"The row at {draft.places[0]} {what}. It may be the rest of the row above.",
        choices=choices,
    )
    return answer == "join"


def _joined(before: Draft, draft: Draft) -> Draft:
    """A row with the texts of the one below that goes on with it."""
    return replace(
        before,
        places=before.places + draft.places,
        unused=before.unused + draft.unused,
        cells=tuple(
            one if one == other else f"{one}\n{other}".strip()
            for one, other in zip(before.cells, draft.cells, strict=True)
        ),
        texts={
            **before.texts,
            **{name: _joined_text(name, before.text(name), text) for name, text in draft.texts.items()},
        },
    )


def _joined_text(name: Field, held: str, text: str) -> str:
    if name in (Field.ORGANISATION, Field.SECTION) or not held or held == text:
        return held or text
    if name is Field.TITLE and held.endswith("-"):
        return f"{held}{text}"
    if name is Field.LEAD:
        return f"{held}; {text}"
    if name in (Field.TITLE, Field.OUTCOME, Field.BY_WHEN):
        return f"{held} {text}"
    return f"{held}\n{text}"


def _why_left_out(draft: Draft, asked: Asked) -> str:
    """Why a row becomes no deliverable whatever its title, "" if it does."""
    if asked.answers.get(edit_id(draft.key, LEAVE_OUT)) == "yes":
        return "Left out by hand"
    if not is_total(draft.text(Field.TITLE)):
        return ""
    answer = asked.ask(
        DoubtKind.TOTALS,
        [draft.key],
        about=draft.key,
        subject=draft.places[0],
        sentence=f"The row at {draft.places[0]} has the title {quoted(draft.text(Field.TITLE))}.",
        choices=[Choice("leave_out", "Leave it out"), Choice("keep", "It is a deliverable")],
    )
    return "Totals" if answer == "leave_out" else ""


def _with_title(draft: Draft, asked: Asked) -> Draft | None:
    """A row without a title with that of another cell, or with a typed one. None if it is left out."""
    if draft.text(Field.TITLE) or asked.answers.get(edit_id(draft.key, Field.TITLE.value)):
        return draft
    instead = [text for name in _OTHER_TEXTS if (text := draft.text(name))]
    instead += [cell.text for cell in draft.unused]
    facts = [text for name in (Field.BY_WHEN, Field.LEAD) if (text := draft.text(name))]
    untitled = f"No title ({', '.join(facts)})"
    choices = [Choice("use", f"Use {quoted(instead[0])} as its title")] if instead else []
    if facts:
        choices.append(Choice("untitled", f"Call it “{untitled}”"))
    choices.append(Choice("leave_out", "Leave the row out"))
    answer = asked.ask(
        DoubtKind.EMPTY_TITLE,
        [draft.key],
        about=draft.key,
        subject=draft.places[0],
        sentence=f"The row at {draft.places[0]} has no title.",
        choices=choices,
        write="Title",
    )
    if answer == "leave_out":
        return None
    titles = {"use": instead[0] if instead else "", "untitled": untitled}
    return draft.with_texts({Field.TITLE: titles.get(answer, text_written(answer))})
