"""Import a workbook: all or nothing, as one act, so that one Undo takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from councils.actors import Actor, require
from councils.log.registry import consequences
from councils.tenancy import recorded_as_one
from strategies.models import Strategy

from ...log_phrases import WORKBOOK_IMPORTED
from ...workbook.book import Book
from ...workbook.comparing import SheetChanges
from ...workbook.whole_plan import Plan
from .boards import save_boards
from .deliverables import save_deliverables
from .evidence import save_areas, save_evidence
from .figures import save_indicators, save_readings, save_targets
from .lists import save_lists, save_priorities
from .people import save_people
from .plan import save_outcomes, save_strands, save_strategy
from .risks_and_money import save_links, save_money, save_risks
from .save import Save, needed

STEPS = (
    *(save_people, save_strategy, save_strands, save_priorities, save_outcomes, save_deliverables),
    *(save_indicators, save_targets, save_readings, save_boards, save_lists),
    *(save_links, save_risks, save_money, save_areas, save_evidence),
)
"""In the order in which rows refer to each other."""


def save_workbook(
    *,
    strategy: Strategy | None,
    stored: Book,
    file: Book,
    changes: Sequence[SheetChanges],
    reason: str,
    by: Actor,
    today: date,
    now: datetime,
) -> Strategy | None:
    """Save the changes into this plan, or into a new one, and return the plan. Lock the plan before you compare.

    `file` has been matched, and checked against `stored`. Raises WorkbookRefused. Then nothing is changed.
    """
    for permission in needed(changes):
        require(by, permission)
    by_sheet = {each.sheet.name: each for each in changes if each.any}
    save = Save(Plan(stored, file), by_sheet, by, today, now, reason.strip(), strategy)
    with recorded_as_one(WORKBOOK_IMPORTED, actor=by.reference, reason=save.reason, apart=consequences()):
        for step in STEPS:
            step(save)
    return save.strategy
