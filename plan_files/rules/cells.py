"""The dates and people of one row, with their doubts."""

from __future__ import annotations

from core.periods import words_for_date
from core.words import list_words
from plan_files.rules.asking import Asked, about, quoted, write_choice
from plan_files.rules.dates import outside, read_dates
from plan_files.rules.doubts import Choice, DoubtKind, text_written
from plan_files.rules.drafts import Draft
from plan_files.rules.fields import Field
from plan_files.rules.keys import fold
from plan_files.rules.leads import LONGEST_HINT, Directory, ReadCell, read_lead_cell
from plan_files.rules.review import Context, KnownPerson, ReadLead
from strategies.importers.cells import PrintedDuePoint

WRITE_A_DATE = "Date, like Sep 2016 or 30 Sep 2016"
WRITE_A_LEAD = "Initials or name"
LONGEST_NAME = 150


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
        proposals = [write_choice(read.proposal, f"{read.proposal}, {read.because}")] if read.proposal else []
        answer = asked.ask(
            DoubtKind.UNREADABLE_DATE,
            [draft.key],
            about=draft.key,
            subject=printed,
            sentence=f"The date of {title} cannot be read: {quoted(printed)}.",
            choices=[*proposals, Choice("undated", "Leave it without a date, and keep the words")],
            write=WRITE_A_DATE,
            check=_date_error,
        )
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


def read_one_date(draft: Draft, field: Field, asked: Asked) -> PrintedDuePoint | None:
    """The date of a start or forecast cell: the first, if there are several."""
    printed = draft.text(field)
    read = read_dates(printed)
    if read.unreadable:
        proposals = [write_choice(read.proposal, f"{read.proposal}, {read.because}")] if read.proposal else []
        answer = asked.ask(
            DoubtKind.UNREADABLE_DATE,
            [draft.key],
            about=f"{field.value}-{draft.key}",
            subject=printed,
            sentence=(
                f"The {field.word.lower()} of {quoted(draft.text(Field.TITLE))} cannot be read: {quoted(printed)}."
            ),
            choices=[*proposals, Choice("undated", "Leave it without a date, and keep the words")],
            write=WRITE_A_DATE,
            check=_date_error,
        )
        return next(iter(_typed(answer)), None)
    return next(iter(read.points), None)


def read_people(draft: Draft, field: Field, people: Directory, asked: Asked) -> tuple[ReadLead, ...]:
    """The leads or receivers of a row, each as a known person, somebody to be identified, or a vacancy."""
    printed = draft.text(field)
    read = read_lead_cell(printed)
    if read.unreadable:
        read = _unreadable(draft, field, printed, asked)
    leads = list(read.leads)
    if read.twice:
        asked.ask(
            DoubtKind.LEAD_TWICE,
            [draft.key],
            about=f"{field.value}-{draft.key}",
            subject=printed,
            sentence=f"{list_words(list(read.twice))} is named twice in {quoted(printed)}.",
            choices=[Choice("once", "Name each once")],
        )
    settled = [each for lead in leads for each in _settled(draft, field, lead, read, people, asked)]
    return tuple(dict.fromkeys(settled))


def _unreadable(draft: Draft, field: Field, printed: str, asked: Asked) -> ReadCell:
    answer = asked.ask(
        DoubtKind.UNREADABLE_LEAD,
        [draft.key],
        about=about(field.value, fold(printed)),
        subject=printed,
        sentence=f"It is not clear who leads in {quoted(printed)}.",
        choices=[
            Choice("hint", "Nobody yet: keep the words as a hint"),
            *(
                [Choice("name", "It is the name of one person, post or team")]
                if len(printed) <= LONGEST_NAME
                else []
            ),
        ],
        write=WRITE_A_LEAD,
        check=_lead_error,
    )
    if typed := text_written(answer):
        return read_lead_cell(typed)
    if answer == "name":
        return ReadCell((ReadLead(printed, name=" ".join(printed.split())),))
    return ReadCell((ReadLead(printed, qualifier=" ".join(printed.split())[:LONGEST_HINT]),))


def _settled(
    draft: Draft, field: Field, lead: ReadLead, read: ReadCell, people: Directory, asked: Asked
) -> list[ReadLead]:
    if lead.printed in read.garbled:
        answer = asked.ask(
            DoubtKind.GARBLED_LEAD,
            [draft.key],
            about=about(field.value, lead.printed),
            subject=lead.printed,
            sentence=f"The lead {quoted(lead.printed)} is garbled.",
            choices=[
                Choice("vacancy", "Nobody yet: to be confirmed"),
                Choice("initials", f"They are the initials {lead.printed.strip('.')}"),
            ],
            write=WRITE_A_LEAD,
            check=_lead_error,
        )
        if answer == "vacancy":
            return [lead]
        text = text_written(answer) or lead.printed.strip(".")
        return [each for one in read_lead_cell(text).leads for each in _known(draft, one, people, asked)]
    if lead.is_vacancy:
        if lead.qualifier and lead.qualifier == " ".join(lead.printed.split())[:LONGEST_HINT]:
            return [lead]
        answer = asked.ask(
            DoubtKind.TO_BE_CONFIRMED,
            [draft.key],
            about=f"{field.value}-{draft.key}",
            subject=lead.printed,
            sentence=f"The lead of {quoted(draft.text(Field.TITLE))} is printed as {quoted(lead.printed)}.",
            choices=[Choice("vacancy", "Nobody yet: to be confirmed")],
            write=WRITE_A_LEAD,
            check=_lead_error,
        )
        typed = read_lead_cell(text_written(answer)).leads
        return [each for one in typed for each in _known(draft, one, people, asked)] or [lead]
    return _known(draft, lead, people, asked)


def _known(draft: Draft, lead: ReadLead, people: Directory, asked: Asked) -> list[ReadLead]:
    """The person whom the council knows, or what was answered about a name that it does not know."""
    known = people.known(lead)
    if len(known) == 1:
        return [_person(lead, known[0])]
    who = lead.initials or lead.name
    if not who:
        return [lead]
    several = len(known) > 1
    suggested = [
        Choice(f"person:{person.id}", f"It is {_words(person)}") for person in (known or people.similar(lead))
    ]
    new = Choice("new", f"{quoted(who)} is somebody new, to be identified later")
    answer = asked.ask(
        DoubtKind.UNKNOWN_LEAD,
        [draft.key],
        about=about("lead", fold(who)),
        subject=who,
        sentence=(
            f"{quoted(who)} can be {list_words([_words(person) for person in known])}."
            if several
            else f"{quoted(who)} is not known here."
        ),
        choices=[
            *(suggested if several else []),
            new,
            *([] if several else suggested),
            Choice("vacancy", "Nobody yet: to be confirmed"),
        ],
        write="Other initials or another name",
        check=_lead_error,
    )
    if answer == "new":
        return [lead]
    if answer == "vacancy":
        return [ReadLead(lead.printed, qualifier=f"printed {who}"[:LONGEST_HINT])]
    if answer.startswith("person:"):
        person = next((each for each in people.people if f"person:{each.id}" == answer), None)
        return [_person(lead, person)] if person else [lead]
    replaced = []
    for one in read_lead_cell(text_written(answer)).leads:
        found = people.known(one)
        replaced.append(_person(one, found[0]) if len(found) == 1 else one)
    return replaced or [lead]


def _person(lead: ReadLead, person: KnownPerson) -> ReadLead:
    return ReadLead(lead.printed, lead.initials, lead.name, lead.qualifier, person.id)


def _words(person: KnownPerson) -> str:
    return " ".join(filter(None, [person.name, f"({person.initials})" if person.initials else ""]))


def _typed(answer: str) -> tuple[PrintedDuePoint, ...]:
    return read_dates(text_written(answer)).points


def _date_error(text: str) -> str:
    return "" if read_dates(text).points else "Write a month like Sep 2016 or a day like 30 Sep 2016."


def _lead_error(text: str) -> str:
    read = read_lead_cell(text)
    return "" if read.leads and not read.unreadable else "Write initials like JD, or a name like Jo Day."
