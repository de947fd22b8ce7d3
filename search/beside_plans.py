"""Find what stands beside a plan by words in its name: risks, budget lines, inspection areas and evidence."""

from __future__ import annotations

from councils.actors import Actor
from evidence.models import Evidence, InspectionArea
from money.models import BudgetLine
from risks.models import Risk

from .matching import Found, Hit, found_of, matching, url_of


def risks(words: list[str], actor: Actor) -> Found:
    """Open ones first."""
    rows = Risk.objects.highest_first().select_related("strategy")

    def hit(row: Risk) -> Hit:
        name = row.name if row.is_open else f"{row.name} (closed)"
        return Hit(name, url_of(actor, "risks:risk", risk=row.public_id), row.strategy.title)

    return found_of("Risks", matching(rows, words, "title"), hit)


def budget_lines(words: list[str], actor: Actor) -> Found:
    """The latest year first. Each leads to its row in the plan's table."""
    rows = BudgetLine.objects.in_order().select_related("strategy")

    def hit(row: BudgetLine) -> Hit:
        url = f"{url_of(actor, 'money:list', slug=row.strategy.slug)}#line-{row.public_id}"
        return Hit(str(row), url, row.strategy.title)

    return found_of("Budget lines", matching(rows, words, "name", exactly=("code", "financial_year")), hit)


def areas(words: list[str], actor: Actor) -> Found:
    """Each leads to its place in the inspection view of its plan."""
    rows = InspectionArea.objects.order_by("strategy__position", "position", "id").select_related("strategy")

    def hit(row: InspectionArea) -> Hit:
        url = f"{url_of(actor, 'evidence:inspection', slug=row.strategy.slug)}#area-{row.public_id}"
        return Hit(row.name, url, row.strategy.title)

    return found_of("Inspection areas", matching(rows, words, "text", exactly=("number",)), hit)


def evidence(words: list[str], actor: Actor) -> Found:
    """The newest first."""
    rows = Evidence.objects.newest_first().select_related("strategy")

    def hit(row: Evidence) -> Hit:
        return Hit(row.title, url_of(actor, "evidence:evidence", evidence=row.public_id), row.strategy.title)

    return found_of("Evidence", matching(rows, words, "title", "file_name"), hit)
