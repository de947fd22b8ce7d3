"""Who gets a board's packs at which address, and addresses that are pasted."""

import re
from datetime import date

import pytest

from boards.recipient_rules import (
    LONGEST,
    MOST_LINES,
    PersonFacts,
    PostFacts,
    RecipientFacts,
    RecipientKind,
    SeatFacts,
    addressees,
    read_addresses,
)
from tests.truth_tables import day, parts, read_aloud, truth_table

TODAY = date(2016, 7, 8)
NAMED = re.compile(r"(?P<name>\w+)(?: (?P<email>\S+@\S+))?(?: left (?P<left>.+))?")


def person(cell):
    if not cell:
        return None
    found = NAMED.fullmatch(cell)
    return PersonFacts(found["name"], found["email"] or "", day(found["left"]) if found["left"] else None)


def recipient(kind=RecipientKind.ADDRESS, *, key=1, name="", email="", holder=None, post=None):
    return RecipientFacts(
        key=key,
        kind=kind,
        name=name,
        email=email,
        sits_on="",
        person=holder if kind == RecipientKind.PERSON else None,
        post=post,
        seat=SeatFacts("Chair", holder, post) if kind == RecipientKind.SEAT else None,
    )


def resolved(*recipients, seats=()):
    return addressees(recipients, seats, board="SEND Board", today=TODAY)


@pytest.mark.parametrize("row", truth_table("recipients", "Whose address it is"), ids=read_aloud)
def test_whose_address_it_is(row):
    kind = next(each for each in RecipientKind if each.word == row["Kind"])
    holder, post = person(row["Holder"]), None
    if row["Post"]:
        title, _, mailbox = row["Post"].partition(" ")
        post = PostFacts(title, mailbox, holder if kind == RecipientKind.POST else None)
    own = {"name": row["Name"], "email": row["Goes to"]} if kind == RecipientKind.ADDRESS else {}
    [found] = resolved(recipient(kind, holder=holder, post=post, **own))
    assert (found.name, found.email, found.problem) == (row["Name"], row["Goes to"], row["What to do"])
    assert found.gets_it == bool(row["Goes to"])


@pytest.mark.parametrize("row", truth_table("recipients", "One email for each address"), ids=read_aloud)
def test_each_address_gets_one_email(row):
    people = [person(cell) for cell in parts(row["Recipients in their order"])]
    rows = [recipient(RecipientKind.PERSON, key=key, holder=each) for key, each in enumerate(people)]
    found = resolved(*rows)
    assert [each.name for each in found if each.gets_it] == parts(row["Get an email"])
    assert [each.same_as for each in found if each.same_as] == parts(row["The same address as"])
    assert len({(each.name, each.email) for each in found}) == len(found)


@pytest.mark.parametrize("row", truth_table("recipients", "Addresses that are pasted"), ids=read_aloud)
def test_addresses_that_are_pasted(row):
    found, problems = read_addresses(f"first@example.org\n{row['Line']}\n", {"clerk@example.org": "Clerk"})
    second = [(each.line, each.name, each.email) for each in found if each.line == 2]
    assert second == ([(2, row["Name"], row["Address"])] if row["Address"] else [])
    assert problems == ([row["Said of line 2"]] if row["Said of line 2"] else [])


def test_all_seats_are_those_that_somebody_holds():
    ada = PersonFacts("Ada", "ada@example.org")
    seats = [
        SeatFacts("Chair", ada, None),
        SeatFacts("Member", None, None),
        SeatFacts("Member", None, PostFacts("Director", "", None)),
    ]
    found = resolved(recipient(RecipientKind.ALL_SEATS, key=7), seats=seats)
    assert [(each.key, each.name, each.sits_on, each.gets_it) for each in found] == [
        (7, "Ada", "SEND Board", True),
        (7, "Director", "SEND Board", False),
    ]


def test_who_sits_on_the_board_is_named_with_it():
    ada, bo = PersonFacts("Ada", "ada@example.org"), PersonFacts("Bo", "bo@example.org")
    director = PostFacts("Director", "director@example.org", None)
    rows = [recipient(RecipientKind.PERSON, holder=each) for each in (ada, bo)]
    rows.append(recipient(RecipientKind.POST, post=director))
    seats = [SeatFacts("Chair", ada, None), SeatFacts("Member", None, director)]
    assert [each.sits_on for each in resolved(*rows, seats=seats)] == ["SEND Board", "", "SEND Board"]


def test_too_many_lines_are_refused_at_once():
    text = "\n".join(f"a{number}@example.org" for number in range(MOST_LINES + 1))
    assert read_addresses(text, {}) == ([], ["There are 201 lines. Paste at most 200 at once"])


def test_a_name_that_is_too_long_is_refused_by_its_line():
    found, problems = read_addresses(f"{'x' * (LONGEST + 1)} <a@example.org>", {})
    assert (found, problems) == ([], ["Line 1: the name must be 200 characters or fewer"])
