"""What the budget lines of a whole plan say together, in words: docs/rules/budget-lines.md. Pure functions."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from core.words import count_words

from .rules import Total, pounds

MILLION = Decimal(1_000_000)
AMOUNTS = {"planned": "planned amount", "spent": "amount spent", "forecast": "forecast"}


def short_pounds(amount: Decimal) -> str:
    """ "£1.2 million", "£12,000", "£12,000.50": rounded only from a million."""
    if abs(amount) < MILLION:
        return pounds(amount).removesuffix(".00")
    millions = (amount / MILLION).quantize(Decimal("0.1"), ROUND_HALF_UP)
    sign = "−" if millions < 0 else ""
    return f"{sign}£{abs(millions):,} million".replace(".0 ", " ")


def headline(total: Total, *, years: int) -> str:
    """First sentence about the lines of all years: what is spent, and which amounts are missing."""
    missing = [words for name in AMOUNTS if (words := _missing(total, name))]
    spent = _spent(total) + (f" in {years} financial years" if years > 1 else "")
    return f"{'; '.join([spent, *missing])}."


def more_words(total: Total) -> str:
    """What follows the first sentence: the forecast, the saving, and lines that are overspent. "" for nothing."""
    sentences = []
    forecast, saving = total.sum_of("forecast"), total.sum_of("saving")
    if forecast is not None:
        sentences.append(f"Forecast: {short_pounds(forecast)}{_difference(total)}.")
    if saving is not None:
        sentences.append(f"Saving expected: {short_pounds(saving)}.")
    if overspent := sum(each.is_overspent for each in total.lines):
        sentences.append(f"{count_words(overspent, 'line')} overspent.")
    return " ".join(sentences)


def _spent(total: Total) -> str:
    planned, spent = total.sum_of("planned"), total.sum_of("spent")
    if planned is None:
        return "No planned amounts" if spent is None else f"{short_pounds(spent)} spent, no planned amounts"
    of_planned = f"of {short_pounds(planned)}"
    return (
        f"Nothing entered as spent {of_planned}"
        if spent is None
        else f"{short_pounds(spent)} {of_planned} spent"
    )


def _missing(total: Total, name: str) -> str:
    """ "2 lines have no forecast". What no line has is said by the first words, or for a forecast here."""
    without = len(total.lines) - len(total.known(name))
    if without == len(total.lines):
        return "no forecast" if name == "forecast" else ""
    verb = "has" if without == 1 else "have"
    return f"{count_words(without, 'line')} {verb} no {AMOUNTS[name]}" if without else ""


def _difference(total: Total) -> str:
    """ ", £100 over plan", with how many lines it is of where some lack one of both."""
    difference = total.difference
    if difference is None:
        return ""
    counted = sum(each.difference is not None for each in total.lines)
    of_lines = (
        "" if counted == len(total.lines) else f" on {counted} of {count_words(len(total.lines), 'line')}"
    )
    if difference == 0:
        return f", on plan{of_lines}"
    return f", {short_pounds(abs(difference))} {'over' if difference > 0 else 'under'} plan{of_lines}"
