"""The people of one row, with their doubts."""

from __future__ import annotations

from core.words import list_words
from plan_files.rules.asking import Asked, about, quoted
from plan_files.rules.doubts import Choice, DoubtKind, text_written
from plan_files.rules.drafts import Draft
from plan_files.rules.fields import Field
from plan_files.rules.keys import fold
from plan_files.rules.leads import LONGEST_HINT, Directory, ReadCell, read_lead_cell
from plan_files.rules.review import KnownPerson, ReadLead

WRITE_A_LEAD = "Initials or name"

LONGEST_NAME = 150


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


def _lead_error(text: str) -> str:
    read = read_lead_cell(text)
    return "" if read.leads and not read.unreadable else "Write initials like JD, or a name like Jo Day."
