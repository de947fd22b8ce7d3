"""The budget lines of a plan by financial year, with totals, and those of one deliverable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from deliverables.models import Deliverable
from strategies.models import Strategy

from .models import BudgetLine, BudgetLink
from .rules import Amounts, Total


@dataclass(frozen=True)
class MoneyLine:
    """One budget line with what it pays for."""

    line: BudgetLine
    amounts: Amounts
    deliverables: Sequence[Deliverable]


@dataclass(frozen=True)
class Year:
    """Lines of one financial year with their total."""

    financial_year: str
    lines: Sequence[MoneyLine]
    total: Total


def years_of(strategy: Strategy) -> list[Year]:
    """The plan's budget lines by financial year, the latest first (2 queries)."""
    lines = money_lines(BudgetLine.objects.filter(strategy=strategy).in_order())
    years = []
    for name, of_year in groupby(lines, key=lambda each: each.line.financial_year):
        rows = list(of_year)
        years.append(Year(name, rows, Total([each.amounts for each in rows])))
    return years


def money_lines(rows: Iterable[BudgetLine]) -> list[MoneyLine]:
    """Lines with what they pay for, in the same order (1 query)."""
    lines = list(rows)
    linked: dict[int, list[Deliverable]] = defaultdict(list)
    links = BudgetLink.objects.filter(line__in=[each.pk for each in lines]).select_related(
        "deliverable__strand", "deliverable__strategy"
    )
    for link in links.order_by("deliverable__strand__position", "deliverable__position") if lines else ():
        linked[link.line_id].append(link.deliverable)
    return [MoneyLine(each, each.amounts, linked[each.pk]) for each in lines]


def lines_for(deliverable: Deliverable) -> list[BudgetLine]:
    """Budget lines that pay for a deliverable or for one that was merged into it (1 query)."""
    links = BudgetLink.objects.filter(Q(deliverable=deliverable) | Q(deliverable__merged_into=deliverable.pk))
    return list(BudgetLine.objects.filter(pk__in=links.values("line_id")).in_order())
