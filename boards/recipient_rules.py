"""Who a board's recipients are on a day, and their addresses; and addresses that were pasted, one a line.

In words, with the tables that the tests run: docs/rules/recipients.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.words import WordedEnum, count_words

MOST_LINES = 200
LONGEST = 200
"""Characters of a name."""


class RecipientKind(WordedEnum):
    """What a board's distribution list names: an address, or somebody whose address is looked up at each release."""

    ADDRESS = "address"
    PERSON = "person"
    POST = "post"
    SEAT = "seat"
    ALL_SEATS = "all_seats"

    @property
    def word(self) -> str:
        return KIND_WORDS[self]


KIND_WORDS: Mapping[RecipientKind, str] = {
    RecipientKind.ADDRESS: "Address",
    RecipientKind.PERSON: "Person",
    RecipientKind.POST: "Post",
    RecipientKind.SEAT: "Seat",
    RecipientKind.ALL_SEATS: "All seats of this board",
}


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person's name or initials, address ("" for none), and last day if they have left."""

    name: str
    email: str
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post's title, mailbox ("" for none) and holder."""

    title: str
    mailbox: str
    holder: PersonFacts | None


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat's role in words, and the person or post that holds it. Neither does if it is vacant."""

    role: str
    holder: PersonFacts | None
    post: PostFacts | None


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """A row of a distribution list. Of what it names, the rest is None, as is what no longer exists."""

    key: int
    kind: RecipientKind
    name: str
    email: str
    sits_on: str
    person: PersonFacts | None
    post: PostFacts | None
    seat: SeatFacts | None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who is to get a pack: the recipient's row, the name, the board that they sit on ("" if not known) and
    the address.

    Without an address, `problem` says why and what to do. `same_as` names who gets the one email to this address.
    `role` is the post or the role of the seat that the row names, "" for neither.
    """

    key: int
    name: str
    sits_on: str
    email: str
    problem: str = ""
    same_as: str = ""
    role: str = ""

    @property
    def gets_it(self) -> bool:
        return bool(self.email) and not self.same_as


def addressees(
    recipients: Iterable[RecipientFacts], seats: Sequence[SeatFacts], *, board: str, today: date
) -> tuple[Addressee, ...]:
    """Everybody on a board's distribution list, in its order. `seats` are those of the board.

    Nobody without an address is in it twice. Each address gets one email.
    """
    found: list[Addressee] = []
    first: dict[str, str] = {}
    lacking: set[tuple[str, str]] = set()
    for recipient in recipients:
        for each in _addressees_of(recipient, seats, board, today):
            if each.email:
                same_as = first.get(each.email.casefold(), "")
                first.setdefault(each.email.casefold(), each.name)
                found.append(replace(each, same_as=same_as))
            elif (each.name, each.problem) not in lacking:
                lacking.add((each.name, each.problem))
                found.append(each)
    return tuple(found)


def _addressees_of(
    recipient: RecipientFacts, seats: Sequence[SeatFacts], board: str, today: date
) -> list[Addressee]:
    key, kind = recipient.key, recipient.kind
    if kind == RecipientKind.ADDRESS:
        return [Addressee(key, recipient.name, recipient.sits_on, recipient.email)]
    if kind == RecipientKind.ALL_SEATS:
        return [_of_seat(key, seat, board, today) for seat in seats if seat.holder or seat.post]
    if kind == RecipientKind.SEAT:
        return [_of_seat(key, recipient.seat, board, today)]
    if kind == RecipientKind.PERSON:
        sits = any(seat.holder == recipient.person for seat in seats if seat.holder)
        return [_of_person(key, recipient.person, board if sits else "", today)]
    sits = any(seat.post == recipient.post for seat in seats if seat.post)
    return [_of_post(key, recipient.post, board if sits else "", today)]


def _of_person(key: int, person: PersonFacts | None, sits_on: str, today: date) -> Addressee:
    if person is None:
        return _nobody(key, "Somebody no longer in the list of people", sits_on, "Remove this recipient")
    if person.left_on and person.left_on < today:
        return _nobody(key, person.name, sits_on, f"{person.name} has left. Name somebody else")
    if not person.email:
        return _nobody(
            key, person.name, sits_on, f"Enter the email address of {person.name} on the page People"
        )
    return Addressee(key, person.name, sits_on, person.email)


def _of_post(key: int, post: PostFacts | None, sits_on: str, today: date) -> Addressee:
    if post is None:
        return _nobody(key, "A post that no longer exists", sits_on, "Remove this recipient")
    if post.mailbox:
        return Addressee(key, post.title, sits_on, post.mailbox, role=post.title)
    if post.holder is None:
        hint = "Nobody holds this post and it has no mailbox. Enter one of them on the page People"
        return replace(_nobody(key, post.title, sits_on, hint), role=post.title)
    named = f"{post.holder.name}, {post.title}"
    return replace(_of_person(key, post.holder, sits_on, today), name=named, role=post.title)


def _of_seat(key: int, seat: SeatFacts | None, board: str, today: date) -> Addressee:
    """The holder of a seat, or its post if nobody is named beside it."""
    if seat is None:
        return _nobody(key, "A seat that no longer exists", board, "Remove this recipient")
    if seat.holder and (seat.holder.email or not seat.post):
        return replace(_of_person(key, seat.holder, board, today), role=seat.role)
    if seat.post:
        return replace(_of_post(key, seat.post, board, today), role=seat.role)
    hint = "Nobody holds this seat. Name somebody on the page Seats"
    return replace(_nobody(key, seat.role, board, hint), role=seat.role)


def _nobody(key: int, name: str, sits_on: str, problem: str) -> Addressee:
    return Addressee(key, name, sits_on, "", problem=problem)


@dataclass(frozen=True, slots=True)
class PastedAddress:
    """A pasted line: its number from 1, the name (the address if it gives none) and the address."""

    line: int
    name: str
    email: str


def read_addresses(text: str, on_the_list: Mapping[str, str]) -> tuple[list[PastedAddress], list[str]]:
    """Addresses pasted one a line, as `name@example.org` or `Name <name@example.org>`, and what is wrong with others.

    Each problem is a sentence without its full stop that names the line and says what to do. `on_the_list` has the
    names of those whose addresses are there already, by address in lower case.
    """
    found: list[PastedAddress] = []
    problems: list[str] = []
    lines: dict[str, int] = {}
    every = [line.strip().rstrip(",;").strip() for line in text.splitlines()]
    if len(every) > MOST_LINES:
        return [], [f"There are {count_words(len(every), 'line')}. Paste at most {MOST_LINES} at once"]
    for number, line in enumerate(every, 1):
        if not line:
            continue
        name, email = parseaddr(line) if line.endswith(">") else ("", line)
        name, known = " ".join(name.split()), email.casefold()
        if not _is_email(email):
            problems.append(
                f"Line {number}: “{line}” is not an email address. Enter it like name@example.org"
            )
        elif len(name) > LONGEST:
            problems.append(f"Line {number}: the name must be {LONGEST} characters or fewer")
        elif known in lines:
            problems.append(f"Line {number}: {email} is already in line {lines[known]}. Delete one of them")
        elif known in on_the_list:
            who = on_the_list[known]
            problems.append(f"Line {number}: {email} is already on the list, for {who}. Delete this line")
        else:
            lines[known] = number
            found.append(PastedAddress(number, name or email, email))
    return found, problems


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
