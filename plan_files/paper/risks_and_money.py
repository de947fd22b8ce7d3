"""The chapters of risks and money: what may keep the plan from being delivered, and what it costs and saves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core.paper.blocks import Block, Cell, Column, Heading, Row, Table, Text, line, lines
from core.periods import words_for_date
from core.words import count_words
from deliverables.models import Deliverable
from money.rules import Amount, Total, pounds
from money.summaries import MoneyLine, Year, years_of
from risks.models import Risk, RiskScale
from risks.rules import Scale
from risks.summaries import RegisterQuery, RiskLine, risk_lines, risks_of
from strategies.models import Strategy

from .figures import SAMPLE


def risk_blocks(strategy: Strategy, *, names: bool, today: date) -> Iterable[Block]:
    """Open risks, the highest current score first, and how many are closed (2 queries)."""
    found = risk_lines(risks_of(strategy, RegisterQuery(), today=today), today=today)
    if not found:
        return
    yield Heading(1, "Risks")
    shown = [each for each in found if each.risk.is_open]
    if shown:
        yield Text(f"Scores are likelihood × impact. {_steps(RiskScale.current())}", quiet=True)
        yield Table(
            "Open risks",
            (
                *(Column("No.", 7), Column("Risk", 33), Column("Score", 18)),
                *(Column("What is done about it", 24), Column("Owner and next review", 18)),
            ),
            tuple(Row(tuple(_risk(each, names=names))) for each in shown),
            row_header=1,
        )
    if closed := len(found) - len(shown):
        yield Text(f"{count_words(closed, 'closed risk')} not listed.", quiet=True)


def _steps(scale: Scale) -> str:
    likely, hard = len(scale.likelihoods), len(scale.impacts)
    if likely == hard:
        return f"Each is from 1 to {likely}."
    return f"Likelihood is from 1 to {likely}, impact from 1 to {hard}."


def _risk(entry: RiskLine, *, names: bool) -> Iterable[Cell]:
    risk: Risk = entry.risk
    yield line(str(risk.number))
    title = f"{risk.title}{SAMPLE if risk.sample else ''}"
    yield lines(title, risk.cause, risk.event, risk.effect, _of("Threatens", entry.deliverables))
    target = risk.target
    yield lines(
        f"Inherent: {risk.inherent.words}",
        f"Current: {risk.current.words}",
        f"Target: {target.words}" if target else "",
    )
    yield line(risk.mitigation)
    review = f"Review: {words_for_date(risk.review_on)}" if risk.review_on else ""
    overdue = " (overdue)" if entry.review_overdue else ""
    yield lines(risk.owner_words(names=names), f"{review}{overdue}")


def _of(words: str, deliverables: Sequence[Deliverable]) -> str:
    """ "Threatens A1, B2", "" for none. Dropped ones are no part of the plan."""
    named = [each.short_name for each in deliverables if not each.is_dropped]
    return f"{words} {', '.join(named)}" if named else ""


def money_blocks(strategy: Strategy) -> Iterable[Block]:
    """A table for each financial year, the latest first (2 queries)."""
    years = years_of(strategy)
    if not years:
        return
    yield Heading(1, "Money")
    for year in years:
        yield Heading(2, year.financial_year)
        yield Table(
            f"Budget lines of {year.financial_year}",
            (
                *(Column("Budget line", 32), Column("Planned", 17), Column("Spent", 17)),
                *(Column("Forecast", 17), Column("Saving expected", 17)),
            ),
            (*(Row(tuple(_line(each))) for each in year.lines), _total(year)),
        )


def _line(entry: MoneyLine) -> Iterable[Cell]:
    row, amounts = entry.line, entry.amounts
    name = f"{row.name}{SAMPLE if row.sample else ''}"
    yield lines(name, row.code, _of("Pays for", entry.deliverables), row.note)
    yield _amount(row.planned)
    yield _amount(row.spent, f"to {words_for_date(row.spent_on)}" if row.spent_on else "")
    yield _amount(row.forecast, amounts.difference_words if amounts.difference is not None else "")
    yield _amount(row.saving)


def _amount(amount: Amount, more: str = "") -> Cell:
    return line("") if amount is None else lines(pounds(amount), more)


def _total(year: Year) -> Row:
    total: Total = year.total
    return Row(
        (
            line("Total"),
            line(total.planned_words),
            line(total.spent_words),
            lines(total.forecast_words, total.difference_words),
            line(total.saving_words),
        )
    )
