"""Figures of other areas in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from ..models import Indicator
from ..rules import MissingCode, Unit, value_words


class Told(Protocol):
    """A figure with its parts, or a code for why it is missing: of a file, or stored."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def missing_code(self) -> str: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...


def figure_words(indicator: Indicator, said: Told) -> str:
    """ "45.1%", "Suppressed, …"."""
    if said.value is None:
        return MissingCode(said.missing_code).word
    return value_words(said.value, Unit(indicator.unit))


def words_of(indicator: Indicator, said: Told) -> str:
    """ "45.1% (33 of 73)", "Suppressed, …"."""
    words = figure_words(indicator, said)
    if said.value is None or said.numerator is None or said.denominator is None:
        return words
    return f"{words} ({_plain(said.numerator)} of {_plain(said.denominator)})"


def _plain(number: Decimal) -> str:
    return value_words(number, Unit.NUMBER)
