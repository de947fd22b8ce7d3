"""Add, change and remove budget lines. Only these write."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded, remove_named, set_linked
from deliverables.models import Deliverable
from strategies.models import Strategy

from .log_phrases import ADDED, CHANGED, REMOVED
from .models import AMOUNTS, BudgetLine, BudgetLink
from .rules import is_financial_year


@dataclass(frozen=True, kw_only=True)
class LineFacts:
    """All that somebody says of a budget line."""

    name: str
    financial_year: str
    code: str = ""
    planned: Decimal | None = None
    spent: Decimal | None = None
    spent_on: date | None = None
    forecast: Decimal | None = None
    saving: Decimal | None = None
    note: str = ""
    deliverables: Collection[Deliverable] = ()

    def columns(self, today: date) -> dict[str, Any]:
        """Columns of the line's row. Raises ChangeRefused."""
        problems = {}
        if not self.name.strip():
            problems["name"] = "Enter the name"
        if not is_financial_year(self.financial_year):
            problems["financial_year"] = "Enter a financial year, such as 2016-17"
        for name in AMOUNTS:
            amount = getattr(self, name)
            if amount is not None and amount < 0:
                problems[name] = "Enter an amount of 0 or more"
        if self.spent is not None and self.spent_on is None:
            problems["spent_on"] = "Enter the date to which this was spent"
        if self.spent is None and self.spent_on is not None:
            problems["spent"] = "Enter the amount spent to this date, or remove the date"
        if self.spent_on is not None and self.spent_on > today:
            problems["spent_on"] = "Enter a date that is not after today"
        if problems:
            raise ChangeRefused(problems)
        return {
            "name": self.name.strip(),
            "code": self.code.strip(),
            "financial_year": self.financial_year,
            "note": self.note.strip(),
            "spent_on": self.spent_on,
            **{name: getattr(self, name) for name in AMOUNTS},
        }

    def check_plan(self, strategy: Strategy) -> None:
        for row in self.deliverables:
            if row.strategy_id != strategy.pk:
                raise ChangeRefused({"deliverables": f"{row.name} belongs to another plan"})


def add_line(*, strategy: Strategy, facts: LineFacts, by: Actor, today: date) -> BudgetLine:
    """Add a budget line. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    columns = facts.columns(today)
    facts.check_plan(strategy)
    with recorded(ADDED, actor=by.reference):
        line: BudgetLine = BudgetLine.objects.create(strategy=strategy, **columns)
        _link(line, facts)
    return line


def change_line(*, line: BudgetLine, facts: LineFacts, by: Actor, today: date) -> BudgetLine:
    """Change a budget line and what it pays for. Call it with the line locked. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    columns = facts.columns(today)
    facts.check_plan(line.strategy)
    with recorded(CHANGED, actor=by.reference):
        for name, value in columns.items():
            setattr(line, name, value)
        line.save(update_fields=[*columns])
        _link(line, facts)
    return line


def remove_line(*, line: BudgetLine, by: Actor) -> None:
    """Remove a budget line with its links."""
    require(by, Permission.PLAN_CHANGE)
    with recorded(REMOVED, actor=by.reference):
        remove_named(line, {BudgetLink: "line"})


def _link(line: BudgetLine, facts: LineFacts) -> None:
    set_linked(BudgetLink, {"line": line}, "deliverable_id", [each.pk for each in facts.deliverables])
