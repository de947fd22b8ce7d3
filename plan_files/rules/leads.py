"""Read who leads: initials, names, posts and teams; match them with the people whom the council knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from plan_files.rules.keys import fold, likeness
from plan_files.rules.review import KnownPerson, ReadLead
from strategies.importers.cells import TO_BE_CONFIRMED, CellError, fold_lookalikes, read_leads

_AND = re.compile(r"\s+(?:and|with|[-–])\s+|\s*&\s*(?=[A-Z][A-Z])|\s*\+\s*")
_BETWEEN = re.compile(r"\s*(?:[;/|+]|\s(?:and|with)\s)\s*|(?<!\bmental)\s+&\s+(?=[A-Z][a-z]+ [A-Z])")
_COMMA = re.compile(r"\s*[,\n]\s*")
_QUALIFIED = re.compile(r"(?P<name>[^()]+?)\s*[-–(]\s*(?P<qualifier>[^()]{1,60}?)\)?")
_NAME = re.compile(
    r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Cllr|Prof)\.? )?(?:[A-Z][A-Za-z'’-]+|[A-Z]\.?(?: ?[A-Z]\.?)?)"
    r"(?: [A-Z][A-Za-z'’.-]*){1,3}"
)
_VACANCY = re.compile(
    r"(?:tbc|tba|to be (?:confirmed|agreed|appointed|identified|recruited)|vacan(?:t|cy)|vacant post|not known|\?+)"
    r"(?:\s*\((?P<hint>[^()]{1,60})\))?\.?",
    re.IGNORECASE,
)
_NOBODY = frozenset(["", "-", "–", "—", "n/a", "na", "none", "."])
_ROLE = re.compile(
    r"\b(?:head|heads|director|directors|manager|managers|officer|officers|lead|leads|principal|co-?ordinators?|services?"
    r"|teams?|chair|chairs|assistant|commissioner|commissioners|board|panel|group|council|icb|nhs|trust|partnership"
    r"|sencos?|dco|dsco|dcs|dmo|schools?|forum|all|designated|consultants?|advis[eo]rs?|psychologists?|nurses?|partners"
    r"|therapists?|headteachers?|sendiass|deputy|executive|portfolio|providers?|settings|health|care|education|social"
    r"|commissioning|authority|local|la|college|colleges|ep|eps|ccg|pcf|carers?|parents?|voice|senior|business|finance)\b",
    re.IGNORECASE,
)
_ACRONYMS = frozenset(
    ["ICB", "CCG", "DCS", "DCO", "DSCO", "DMO", "NHS", "PCF", "SENCO", "CAMHS", "DPH", "SALT"]
)
_NEVER = re.compile(r"[@0-9]|https?:")
LONGEST_NAME_WORDS = 8
LONGEST_HINT = 60


@dataclass(frozen=True, slots=True)
class ReadCell:
    """The leads of a cell. `garbled` are printed initials that cannot be right. `unreadable`: nothing was read."""

    leads: tuple[ReadLead, ...] = ()
    twice: tuple[str, ...] = ()
    garbled: tuple[str, ...] = ()
    unreadable: bool = False


@lru_cache(maxsize=4_096)
def read_lead_cell(cell: str) -> ReadCell:
    """Who is named in a lead or reporting cell, in printed order, each once."""
    text = cell.strip()
    if text.lower() in _NOBODY:
        return ReadCell()
    initials = _read_initials(text)
    if initials is not None:
        return initials
    leads: list[ReadLead] = []
    for part in filter(None, (each.strip(" .,") for each in _BETWEEN.split(text))):
        read = _read_part(part)
        if read is None:
            return ReadCell(unreadable=True)
        leads += read
    return ReadCell(tuple(dict.fromkeys(leads)), twice=tuple(_twice(lead.printed for lead in leads)))


def _read_initials(text: str) -> ReadCell | None:
    joined = _AND.sub("/", text)
    try:
        slots = read_leads(joined)
    except CellError:
        return None
    if any(slot.initials in _ACRONYMS for slot in slots):
        return None
    leads, garbled = [], []
    for slot in slots:
        if slot.initials:
            leads.append(ReadLead(slot.initials, initials=slot.initials, qualifier=slot.qualifier))
            continue
        printed = slot.qualifier.removeprefix("printed ") if slot.qualifier.startswith("printed ") else "tbc"
        garbled += [printed] if slot.state == TO_BE_CONFIRMED and printed != "tbc" else []
        leads.append(ReadLead(printed, qualifier=slot.qualifier))
    tokens = re.findall(r"[A-Za-z]+", re.sub(r"\([^()]*\)", " ", fold_lookalikes(joined)))
    return ReadCell(tuple(leads), tuple(_twice(tokens)), tuple(garbled))


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _read_part(part: str) -> list[ReadLead] | None:
    """The leads in one part of a cell: one, or several with commas between. None if it is neither name nor post."""
    if vacancy := _VACANCY.fullmatch(part):
        return [ReadLead(part, qualifier=(vacancy["hint"] or "")[:LONGEST_HINT])]
    if _NEVER.search(part):
        return None
    initials = _read_initials(part)
    if initials is not None:
        return list(initials.leads)
    pieces = [piece for piece in _COMMA.split(part) if piece]
    if len(pieces) > 1:
        return _read_pieces(pieces)
    if _NAME.fullmatch(part) and not _ROLE.search(part):
        return [ReadLead(part, name=part)]
    qualified = _QUALIFIED.fullmatch(part)
    if qualified and _NAME.fullmatch(qualified["name"]) and not _ROLE.search(qualified["name"]):
        return [ReadLead(part, name=qualified["name"], qualifier=qualified["qualifier"].strip())]
    if part.upper() in _ACRONYMS or (_ROLE.search(part) and len(part.split()) <= LONGEST_NAME_WORDS):
        return [ReadLead(part, name=part)]
    return None


def _read_pieces(pieces: list[str]) -> list[ReadLead] | None:
    """ "Jane Smith, Head of SEND" is one person with a post. "Jane Smith, Amir Khan" are two."""
    leads: list[ReadLead] = []
    for piece in pieces:
        is_role = bool(_ROLE.search(piece)) and not _NAME.fullmatch(piece)
        role_after_name = (
            leads and leads[-1].name and not leads[-1].qualifier and not _ROLE.search(leads[-1].name)
        )
        if role_after_name and (is_role or _ROLE.search(piece)):
            last = leads[-1]
            leads[-1] = ReadLead(f"{last.printed}, {piece}", name=last.name, qualifier=piece[:LONGEST_HINT])
            continue
        read = _read_part(piece)
        if read is None:
            return None
        leads += read
    return leads


class Directory:
    """The people whom a council knows, found by initials or name."""

    def __init__(self, people: Iterable[KnownPerson]) -> None:
        self.people = tuple(people)
        self._by_initials: dict[str, list[KnownPerson]] = {}
        self._by_name: dict[str, list[KnownPerson]] = {}
        for person in self.people:
            if person.initials:
                self._by_initials.setdefault(person.initials.lower(), []).append(person)
            if person.name:
                self._by_name.setdefault(fold(person.name), []).append(person)

    def known(self, lead: ReadLead) -> list[KnownPerson]:
        """Everybody who can be meant: one person if it is certain, several if initials are shared."""
        if lead.initials:
            return self._by_initials.get(lead.initials.lower(), [])
        return self._by_name.get(fold(lead.name), [])

    def similar(self, lead: ReadLead) -> list[KnownPerson]:
        """People who may be meant although they are written in another way."""
        if lead.initials:
            upper = lead.initials.upper()
            return [
                person
                for person in self.people
                if not person.initials and len(person.name.split()) > 1 and _initials_of(person.name) == upper
            ]
        words = lead.name.split()
        own = _initials_of(lead.name) if 1 < len(words) < 4 else ""
        return [
            person
            for person in self.people
            if likeness(person.name, lead.name) >= 0.8
            or _short_form(person.name, lead.name)
            or (own and not person.name and person.initials.upper() == own)
        ]


def _short_form(one: str, other: str) -> bool:
    """The same surname, and first names that begin alike, one of them only a letter."""
    first, second = one.replace(".", "").split(), other.replace(".", "").split()
    if len(first) < 2 or len(second) < 2 or first[-1].lower() != second[-1].lower():
        return False
    return first[0][:1] == second[0][:1] and min(len(first[0]), len(second[0])) == 1


def _initials_of(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[:1].isalpha()).upper()
