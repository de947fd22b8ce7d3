"""What a pack says of risks: those that are open, on the council's own scale, with net and target score."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from core.periods import words_for_date
from reporting.summaries import BoardSummary
from risks.models import Risk, RiskScale
from risks.rules import Scale
from risks.summaries import RiskLine, risk_lines

from ..document import RiskRow, RiskTable
from .roles import Called, by_name


def risks_of(summary: BoardSummary, *, today: date, called: Called = by_name) -> tuple[RiskTable, ...]:
    """Open risks of the plans in the summary, plan by plan (2 queries, and the scale).

    Where a board oversees only parts of a plan, those that threaten nothing of what it oversees are left out, unless
    they threaten nothing in particular. `called` says in words who owns a risk.
    """
    slugs = [strategy.slug for strategy in summary.strategies]
    rows = Risk.objects.filter(strategy__slug__in=slugs).select_related("strategy", "owner", "owner_post")
    overseen = {line.id for line in summary.deliverables}
    found = [
        line
        for line in risk_lines(rows.highest_first(), today=today)
        if not line.deliverables or any(str(each.public_id) in overseen for each in line.deliverables)
    ]
    return tuple(_tables(found, summary, overseen, called))


def _tables(
    lines: list[RiskLine], summary: BoardSummary, overseen: Collection[str], called: Called
) -> Iterator[RiskTable]:
    scale = _scale_words(RiskScale.current()) if lines else ""
    for strategy in summary.strategies:
        own = [line for line in lines if line.risk.strategy.slug == strategy.slug]
        shown = tuple(_row(line, overseen, called) for line in own if line.risk.is_open)
        if own:
            yield RiskTable(strategy.title, scale, shown, closed=len(own) - len(shown))


def _row(line: RiskLine, overseen: Collection[str], called: Called) -> RiskRow:
    risk: Risk = line.risk
    review = f"Review: {words_for_date(risk.review_on)}" if risk.review_on else ""
    return RiskRow(
        number=risk.number,
        title=risk.title,
        effect=risk.effect or risk.event,
        current=risk.current.words,
        parts=risk.current.parts,
        target=risk.target.words if risk.target else "",
        above_target=line.above_target,
        mitigation=risk.mitigation,
        owner=called(risk.owned_by),
        review=f"{review} (overdue)" if line.review_overdue else review,
        threatens=tuple(str(each.public_id) for each in line.deliverables if str(each.public_id) in overseen),
        sample=risk.sample,
    )


def _scale_words(scale: Scale) -> str:
    """ "Scores are likelihood (1 to 5) × impact (1 to 5)."."""
    return f"Scores are likelihood (1 to {len(scale.likelihoods)}) × impact (1 to {len(scale.impacts)})."
