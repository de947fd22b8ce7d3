"""What a cell looks like, by its letters alone: a date, initials, a status, a number."""

from __future__ import annotations

import re
from functools import lru_cache

from core.periods import MONTHS

_MONTHS = frozenset(name[:length].lower() for name in MONTHS for length in (3, len(name))) | {"sept"}
_SEASONS = frozenset(["spring", "summer", "autumn", "winter", "easter", "christmas", "whitsun"])
_QUARTERS = frozenset(["q", "qtr", "quarter"])
_WORDS_AROUND_DATE = (
    "by end of the from to until early mid late start and then launch launched launches review first on in due date"
    " academic financial year term half st nd rd th i ii iii iv v vi a b c d ongoing tbc draft final phase stage level"
    " before no later than beginning"
)
_AROUND_DATE = frozenset(_WORDS_AROUND_DATE.split())
_TOKENS = re.compile(r"[^\W\d_]+|[0-9]+|\S")
_NUMERIC_DATE = re.compile(r"[0-3]?[0-9][/.-][01]?[0-9][/.-](?:19|20)?[0-9]{2}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_OPEN_DATE = re.compile(
    r"(?:on[- ]?going|tbc|tba|to be (?:confirmed|agreed|announced|decided)|continuous|as required|immediate(?:ly)?"
    r"|asap|complete[d]?|n/?a|rolling|(?:bi-?)?annual(?:ly)?|termly|monthly|quarterly|weekly"
    r"|[0-9]{1,2} (?:months|weeks))[.\s]*",
    re.IGNORECASE,
)
_INITIALS = re.compile(
    r"[\s/;,&]*(?:[A-ZА-ЯΑ-Ω][a-zа-я]?[A-ZА-ЯΑ-Ω][A-Za-zА-Яа-я]{0,2}|[a-zа-я]{2,3}(?![a-z]))\.?(?:\s*\([^()]{1,40}\))?"
    r"(?:[\s/;,&]+(?:and\s+)?(?:[A-ZА-ЯΑ-Ω][a-zа-я]?[A-ZА-ЯΑ-Ω][A-Za-zА-Яа-я]{0,2}|[a-z]{2,3}(?![a-z]))\.?"
    r"(?:\s*\([^()]{1,40}\))?){0,19}[\s/;,]*"
)
_NAME = re.compile(
    r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Cllr|Prof)\.? )?[A-Z][a-z'’-]+(?: [A-Z][A-Za-z'’.-]*){1,3}(?: ?\([^()]{1,60}\))?"
)
_ROLE = re.compile(
    r"\b(?:head|heads|director|manager|officer|lead|leads|principal|co-?ordinator|service|services|team|chair|assistant"
    r"|commissioner|board|panel|group|council|icb|nhs|trust|partnership|senco|sencos|dco|dsco|dcs|schools?|forum|all"
    r"|designated|consultant|adviser|advisor|psychologist|nurse|therapist|headteachers?|partners|sendiass|educational"
    r"|lead officer|deputy|executive|portfolio holder)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"(?:[ragb]|red|amber|green|blue|grey|gray|black|white|purple|yellow|brown|complete[d]?|on[- ]track|off[- ]track"
    r"|not (?:yet )?started|not due|in progress|started|under ?way|ongoing|on-going|delayed|at risk|overdue|done|closed"
    r"|open|achieved|not achieved|slipped|on hold|to start|some (?:delay|concern|risk)s?|minor delay|major delay"
    r"|behind(?: schedule)?|ahead|on schedule|embedded|paused|cancelled|superseded|n/?a|tbc|[0-9]{1,3} ?%"
    r"|(?:red|amber|green|blue) ?[/-] ?(?:red|amber|green|blue))[.\s]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:[A-Za-z]{0,6}[ .-]?)?[0-9]{1,4}(?:[.-][0-9]{1,3}){0,4}[a-z]?[.)]?|[a-z][.)]|[ivx]{1,5}[.)]|[A-Z][0-9]?"
)
LONGEST_DATE, LONGEST_LEAD, LONGEST_STATUS, LONGEST_NUMBER = 90, 160, 40, 20


def looks_like_date(text: str) -> bool:
    """A date, several dates, a term, a quarter, or words such as "ongoing" and "tbc"."""
    if not text or len(text) > LONGEST_DATE:
        return False
    return looks_like_date_only(text) or bool(_OPEN_DATE.fullmatch(text))


def looks_like_initials(text: str) -> bool:
    """Initials of one or more people: "JD", "HP/LB", "TG (C&I)", "tbc"."""
    return bool(text) and len(text) <= LONGEST_LEAD and bool(_INITIALS.fullmatch(text))


def looks_like_lead(text: str) -> bool:
    """Initials, names or posts."""
    if not text or len(text) > LONGEST_LEAD or looks_like_date_only(text):
        return False
    return looks_like_initials(text) or bool(_NAME.match(text)) or bool(_ROLE.search(text))


@lru_cache(maxsize=8_192)
def looks_like_date_only(text: str) -> bool:
    """A date, several dates, a term or a quarter, but no such word as "tbc", which a lead can be too."""
    if not text or len(text) > LONGEST_DATE:
        return False
    tokens = _TOKENS.findall(text.lower())
    words = {token for token in tokens if token.isalpha()}
    if not words <= _MONTHS | _SEASONS | _QUARTERS | _AROUND_DATE:
        return False
    if any(token.isdigit() and len(token) not in (1, 2, 4) for token in tokens):
        return False
    return (
        bool(words & (_MONTHS | _SEASONS))
        or any(_YEAR.fullmatch(token) for token in tokens)
        or bool(_NUMERIC_DATE.search(text))
        or (bool(words & _QUARTERS) and any(token.isdigit() for token in tokens))
    )


def looks_like_status(text: str) -> bool:
    """A RAG word, a colour, a percentage or the usual words of progress."""
    return bool(text) and len(text) <= LONGEST_STATUS and bool(_STATUS.fullmatch(text))


def looks_like_number(text: str) -> bool:
    """A printed number or code: "11.", "1.2.3", "A1", "b)"."""
    return bool(text) and len(text) <= LONGEST_NUMBER and bool(_NUMBER.fullmatch(text))
