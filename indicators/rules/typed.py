"""What a person types for a value: a figure, its parts, a code for why it is missing, words, or "not expected".

In words, with the truth table that the tests run: docs/rules/typed-figures.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from .values import MissingCode, Unit, value_words

NOT_EXPECTED = "not expected"
_NOT_EXPECTED = frozenset({NOT_EXPECTED, "not expected this quarter", "n/e", "not due"})
_CODES = {code.value: code for code in MissingCode} | {
    "k": MissingCode.LOW,
    "n/a": MissingCode.NOT_APPLICABLE,
    "not applicable": MissingCode.NOT_APPLICABLE,
    "not available": MissingCode.NOT_AVAILABLE,
    "suppressed": MissingCode.SUPPRESSED,
}
_PROVISIONAL = re.compile(r"\s*\[?p\]?$|\s*\(?provisional\)?$", re.IGNORECASE)
_PARTS = re.compile(r"(?P<numerator>.+?)\s*(?:/|\bout of\b|\bof\b)\s*(?P<denominator>.+)", re.IGNORECASE)
_UNIT_WORDS = re.compile(r"\s*(?:%|percentage points?|pp|days?)$", re.IGNORECASE)
LARGEST = Decimal(10) ** 10
DECIMALS = 4
NOT_BELOW_ZERO = frozenset({Unit.PERCENT, Unit.NUMBER, Unit.DAYS})


class NotUnderstood(ValueError):
    """The cell cannot be read. The message says what to type."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One cell as read. An empty cell has nothing at all. `numerator` and `denominator` are from "33/40"."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing_code: str = ""
    text: str = ""
    provisional: bool = False
    not_expected: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Typed()


def read_typed(cell: str, *, unit: Unit, in_words: bool) -> Typed:
    """Read one cell. `in_words`: the row holds words, so anything else that is typed is text. Raises NotUnderstood."""
    said = " ".join(cell.split())
    if not said:
        return Typed()
    plain = said.lower().strip("[]")
    if plain in _NOT_EXPECTED:
        return Typed(not_expected=True)
    if in_words:
        code = _CODES.get(plain) if said.startswith("[") and said.endswith("]") else None
        return Typed(missing_code=code) if code else Typed(text=cell.strip())
    if code := _CODES.get(plain):
        return Typed(missing_code=code)
    figure = _PROVISIONAL.sub("", said)
    provisional = figure != said
    if parts := _PARTS.fullmatch(figure):
        if unit != Unit.PERCENT:
            raise NotUnderstood("Only a percentage has parts such as 33/40. Enter one number")
        return Typed(
            numerator=read_number(parts["numerator"]),
            denominator=read_number(parts["denominator"]),
            provisional=provisional,
        )
    return Typed(value=read_number(figure), provisional=provisional)


def read_number(cell: str) -> Decimal:
    """A number as typed: "82.5", "82.5%", "1,250", "£1,250", "-4". Raises NotUnderstood."""
    figure = _UNIT_WORDS.sub("", cell.strip()).replace(",", "").replace("£", "").replace("−", "-").strip()
    try:
        number = Decimal(figure)
    except InvalidOperation:
        raise NotUnderstood(
            f"“{cell.strip()[:40]}” is not a number such as 45.1, a code such as [x], or “{NOT_EXPECTED}”"
        ) from None
    if not number.is_finite() or abs(number) >= LARGEST:
        raise NotUnderstood("Enter a number with at most 10 digits before the decimal point")
    if -int(number.normalize().as_tuple().exponent) > DECIMALS:
        raise NotUnderstood(f"Enter a number with at most {DECIMALS} decimals")
    return number


def why_doubted(value: Decimal | None, unit: Unit) -> str:
    """Why a figure cannot be right as a rule, "144.6% is more than 100%", or ""."""
    if value is None or unit not in NOT_BELOW_ZERO:
        return ""
    if value < 0:
        return f"{value_words(value, unit)} is below zero"
    is_more = unit == Unit.PERCENT and value > 100
    return f"{value_words(value, unit)} is more than 100%" if is_more else ""


def typed_words(typed: Typed) -> str:
    """The cell as it is shown to be typed over. Read again, it gives the same."""
    if typed.not_expected:
        return NOT_EXPECTED
    if typed.missing_code:
        return f"[{typed.missing_code}]"
    if typed.value is not None:
        return _plain(typed.value) + (" [p]" if typed.provisional else "")
    return typed.text


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")
