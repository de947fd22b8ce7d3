"""Save the sheets Links, Risks and Money: what is linked to what, what may go wrong, and what it costs."""

from __future__ import annotations

from typing import Any

from deliverables.actions import add_link, change_link_note
from deliverables.models import DeliverableLink
from deliverables.rules.links import LinkKind
from money.actions import LineFacts, add_line, change_line
from money.models import AMOUNTS, BudgetLine
from money.rules import financial_year_typed
from risks.actions import RiskFacts, add_risk, change_risk
from risks.models import SCORED, Risk

from ...workbook.book import Row
from ...workbook.cells import day_of, number_of
from ...workbook.comparing import RowChange
from .linking import dropped, named, note_deliverables, whole
from .save import Save, stored_value

RISK_TEXTS = ("title", "cause", "event", "effect", "mitigation")


def save_links(save: Save) -> None:
    """Add links, and change their notes."""
    if save.strategy is None or not save.any("Links"):
        return
    note_deliverables(save)
    stored = {
        str(each.public_id): each
        for each in DeliverableLink.objects.filter(deliverable__strategy=save.strategy)
    }
    kinds = {each.word: each for each in LinkKind}
    for change in save.rows("Links"):
        row = change.row
        with save.placed("Links", [row.number]):
            if change.is_new:
                add_link(
                    deliverable=save.objects[row["deliverable"]],
                    other=save.objects[row["other"]],
                    kind=kinds[row["kind"]],
                    note=row["note"],
                    by=save.by,
                )
            else:
                change_link_note(link=stored[row.id], note=row["note"], by=save.by)


def save_risks(save: Save) -> None:
    """Add and change risks."""
    if save.strategy is None or not save.any("Risks"):
        return
    note_deliverables(save)
    rows = Risk.objects.filter(strategy=save.strategy).select_for_update().order_by("id")
    stored = {str(each.public_id): each for each in rows}
    for change in save.rows("Risks"):
        with save.placed("Risks", [change.row.number]):
            if change.is_new:
                add_risk(strategy=save.strategy, facts=_risk(save, change, []), by=save.by)
            else:
                risk = stored[change.row.id]
                facts = _risk(save, change, dropped(risk_links__risk=risk))
                change_risk(risk=risk, facts=facts, by=save.by)


def _risk(save: Save, change: RowChange, also: list[Any]) -> RiskFacts:
    row = whole(change)
    said: dict[str, Any] = {key: row[key] for key in RISK_TEXTS}
    said |= {key: int(row[key]) if row[key] else None for key in SCORED}
    owner = save.plan.people.one(row["owner"])
    return RiskFacts(
        **said,
        status=stored_value(row["status"], Risk.Status.choices) or Risk.Status.OPEN,
        owner=save.objects[owner.id] if owner else None,
        review_on=day_of(row["review_on"]),
        deliverables=[*named(save, row["deliverables"]), *also],
    )


def save_money(save: Save) -> None:
    """Add and change budget lines."""
    if save.strategy is None or not save.any("Money"):
        return
    note_deliverables(save)
    rows = BudgetLine.objects.filter(strategy=save.strategy).select_for_update().order_by("id")
    stored = {str(each.public_id): each for each in rows}
    for change in save.rows("Money"):
        with save.placed("Money", [change.row.number]):
            if change.is_new:
                facts = _line(save, whole(change), [])
                add_line(strategy=save.strategy, facts=facts, by=save.by, today=save.today)
            else:
                line = stored[change.row.id]
                facts = _line(save, whole(change), dropped(budget_links__line=line))
                change_line(line=line, facts=facts, by=save.by, today=save.today)


def _line(save: Save, row: Row, also: list[Any]) -> LineFacts:
    said: dict[str, Any] = {key: row[key] for key in ("name", "code", "note")}
    said |= {key: number_of(row[key]) for key in AMOUNTS}
    return LineFacts(
        **said,
        financial_year=financial_year_typed(row["financial_year"]),
        spent_on=day_of(row["spent_on"]),
        deliverables=[*named(save, row["deliverables"]), *also],
    )
