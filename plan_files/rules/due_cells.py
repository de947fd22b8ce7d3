"""The dates of one row, with their doubts."""

from __future__ import annotations

from core.periods import words_for_date
from core.words import list_words
from plan_files.rules.asking import Asked, quoted, write_choice
from plan_files.rules.dates import ReadDates, outside, read_dates
from plan_files.rules.doubts import Choice, DoubtKind, text_written
from plan_files.rules.drafts import Draft
from plan_files.rules.fields import Field
from plan_files.rules.review import Context
from strategies.importers.cells import PrintedDuePoint

WRITE_A_DATE = "Date, like Sep 2016 or 30 Sep 2016"


def read_by_when(
    draft: Draft, context: Context, asked: Asked, *, has_column: bool
) -> tuple[PrintedDuePoint, ...]:
    """The due points of a row. `has_column` says whether any table of the file has a column of dates."""
    printed = draft.text(Field.BY_WHEN)
    read = read_dates(printed)
    points = read.points
    title = quoted(draft.text(Field.TITLE))
    if read.to_be_confirmed:
        answer = asked.ask(
            DoubtKind.TO_BE_CONFIRMED,
            [draft.key],
            about=f"date-{draft.key}",
            subject=printed,
            sentence=f"The date of {title} is printed as {quoted(printed)}.",
            choices=[Choice("undated", "Leave it without a date")],
            write=WRITE_A_DATE,
            check=_date_error,
        )
        return _typed(answer)
    if read.unreadable:
        sentence = f"The date of {title} cannot be read: {quoted(printed)}."
        answer = _ask_unreadable(draft, read, printed, sentence, about=draft.key, asked=asked)
        return _typed(answer)
    if not points:
        answer = asked.ask(
            DoubtKind.UNDATED,
            [draft.key],
            about=draft.key if has_column else "file",
            subject=draft.text(Field.TITLE),
            sentence=f"{title} has no date." if has_column else "No column of the file holds dates.",
            choices=[Choice("undated", "Leave it without a date")],
            write=WRITE_A_DATE if has_column else "",
            check=_date_error,
        )
        return _typed(answer)
    if len(points) > 1:
        points = _several(draft, points, in_order=read.in_order, asked=asked)
    strays = outside(points, context.starts_on, context.ends_on)
    if strays:
        days = list_words([words_for_date(point.due_on, point.precision) for point in strays])
        answer = asked.ask(
            DoubtKind.OUTSIDE_PLAN,
            [draft.key],
            about=draft.key,
            subject=printed,
            sentence=f"{title} is due {days}, outside the time of the plan.",
            choices=[Choice("keep", "Keep the date")],
            write=WRITE_A_DATE,
            check=_date_error,
        )
        points = _typed(answer) or points
    return points


def _several(
    draft: Draft, points: tuple[PrintedDuePoint, ...], *, in_order: bool, asked: Asked
) -> tuple[PrintedDuePoint, ...]:
    printed = draft.text(Field.BY_WHEN)
    title = quoted(draft.text(Field.TITLE))
    answer = asked.ask(
        DoubtKind.SEVERAL_DATES,
        [draft.key],
        about=draft.key,
        subject=printed,
        sentence=f"{title} has {len(points)} dates: {quoted(printed)}.",
        choices=[
            Choice("all", f"It is due {len(points)} times, part by part"),
            Choice("last", "It is due on the last of them"),
            Choice("first", "It is due on the first of them"),
        ],
        write=WRITE_A_DATE,
        check=_date_error,
    )
    if answer == "last":
        return (max(points, key=lambda point: point.due_on),)
    if answer == "first":
        return (min(points, key=lambda point: point.due_on),)
    if answer != "all":
        return _typed(answer)
    if in_order:
        return points
    order = asked.ask(
        DoubtKind.DATES_OUT_OF_ORDER,
        [draft.key],
        about=draft.key,
        subject=printed,
        sentence=f"The dates of {title} are not in order: {quoted(printed)}.",
        choices=[
            Choice("printed", "Keep them as printed"),
            Choice("sorted", "Put them in order"),
        ],
        write=WRITE_A_DATE,
        check=_date_error,
    )
    if order == "sorted":
        return tuple(sorted(points, key=lambda point: point.due_on))
    return _typed(order) or points


def _ask_unreadable(
    draft: Draft, read: ReadDates, printed: str, sentence: str, *, about: str, asked: Asked
) -> str:
    proposals = [write_choice(read.proposal, f"{read.proposal}, {read.because}")] if read.proposal else []
    return asked.ask(
        DoubtKind.UNREADABLE_DATE,
        [draft.key],
        about=about,
        subject=printed,
        sentence=sentence,
        choices=[*proposals, Choice("undated", "Leave it without a date, and keep the words")],
        write=WRITE_A_DATE,
        check=_date_error,
    )


def read_one_date(draft: Draft, field: Field, asked: Asked) -> PrintedDuePoint | None:
    """The date of a start or forecast cell: the first, if there are several."""
    printed = draft.text(field)
    read = read_dates(printed)
    if read.unreadable:
        title = quoted(draft.text(Field.TITLE))
        sentence = f"The {field.word.lower()} of {title} cannot be read: {quoted(printed)}."
        about = f"{field.value}-{draft.key}"
        answer = _ask_unreadable(draft, read, printed, sentence, about=about, asked=asked)
        return next(iter(_typed(answer)), None)
    return next(iter(read.points), None)


def _typed(answer: str) -> tuple[PrintedDuePoint, ...]:
    return read_dates(text_written(answer)).points


def _date_error(text: str) -> str:
    return "" if read_dates(text).points else "Write a month like Sep 2016 or a day like 30 Sep 2016."
