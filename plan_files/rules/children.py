"""Find text that looks like a child's number or date of birth. Child-level data never enters the product."""

from __future__ import annotations

import re

REMOVED = "[removed]"
_DIGITS = re.compile(r"[0-9].*[0-9]", re.DOTALL)
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z][0-9]{11}[0-9A-Z]\b")
_NHS = re.compile(r"\b([0-9]{3})[ -]?([0-9]{3})[ -]?([0-9]{4})\b")
_NAMED = re.compile(
    r"\b(?:UPN|ULN|NHS (?:no|number)|pupil (?:no|number)|case (?:no|number|ref)|child(?:'s)? (?:no|number|id|ref))\b"
    r"[.:#\s]{0,4}(?P<number>[A-Z]{0,3}[0-9][0-9A-Z/-]{3,14})",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born)\b[:.\s]{0,3}[0-9]{1,2}[/. -]\w{1,9}[/. -][0-9]{2,4}", re.I
)


def childs_numbers(text: str) -> list[str]:
    """The parts of a text that look like a pupil number, an NHS number, a case number or a date of birth."""
    if not _DIGITS.search(text):
        return []
    found = [match[0] for match in _UPN.finditer(text)]
    found += [match[0] for match in _NHS.finditer(text) if _is_nhs_number("".join(match.groups()))]
    found += [match["number"] for match in _NAMED.finditer(text)]
    found += [match[0] for match in _BIRTH.finditer(text)]
    return list(dict.fromkeys(found))


def without(text: str, parts: list[str]) -> str:
    """The text with these parts taken out."""
    for part in parts:
        text = text.replace(part, REMOVED)
    return text


def _is_nhs_number(digits: str) -> bool:
    """Whether the last digit is the check digit of the nine before it."""
    check = (
        11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    )
    return check % 11 == int(digits[9]) and check != 10 and len(set(digits)) > 2
