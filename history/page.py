"""Comparison for the changes page. The number of queries does not depend on its size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Q

from boards.models import Board
from councils.log.names import actor_names
from councils.log.words import counts_in_words
from councils.models import Change, Council
from councils.tenancy import own_noun
from deliverables.listing import one_word
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from deliverables.models.deliverable import DeliverableQuerySet
from deliverables.oversight import overseen_by
from indicators.models import ConfidenceRating, Indicator, Reading, Target
from indicators.models.indicator import IndicatorQuerySet
from indicators.oversight import indicators_watched
from packs.models import Pack

from .choosing import Compared, Counts
from .deliverables import DeliverableChange, changed_deliverables, in_words
from .indicators import IndicatorChanges, indicator_changes
from .moments import Since
from .past import Past, read_back
from .rules import ChangeKind
from .then_and_now import then_and_now

PER_PAGE = 50
COMPARED = {
    model._meta.db_table
    for model in (ProgressUpdate, Assignment, DuePoint, Reading, Target, ConfidenceRating)
}
"""Tables that are compared row by row. For other tables the page only gives counts."""


@dataclass(frozen=True)
class WhatChanged:
    """The plan now compared with the plan then.

    `kinds` counts deliverables by their worst change. `deliverables` is one page of them, `packs` are those released
    since, and `also` counts other changes in words. `is_cut` is True if more was written since than is compared.
    """

    since: Since
    kinds: dict[ChangeKind, int]
    deliverables: Page[DeliverableChange]
    indicators: IndicatorChanges
    packs: list[Pack]
    also: str
    is_cut: bool

    @property
    def noun(self) -> str:
        """Noun for a deliverable, if all that changed have the same one."""
        return one_word(
            (change.deliverable.strategy.deliverable_noun for change in self.deliverables),
            own_noun("Deliverable"),
        )

    @property
    def worse(self) -> int:
        return sum(count for kind, count in self.kinds.items() if kind.is_bad)

    @property
    def better(self) -> int:
        return sum(self.kinds.get(kind, 0) for kind in (ChangeKind.BETTER, ChangeKind.DONE))

    @property
    def is_nothing(self) -> bool:
        return not (self.kinds or self.indicators.count or self.packs or self.also)

    @property
    def has_sample(self) -> bool:
        updates = (change.update for change in self.deliverables)
        return any(update and update.sample for update in updates) or any(
            change.sample for change in self.indicators.worst
        )


def what_changed(
    compared: Compared, *, board: Board | None, council: Council, today: date, number: str | None
) -> WhatChanged:
    """What stands differently now, in the whole council or in a board's slice of the plan (9 queries)."""
    since = compared.since
    past = read_back(since.written)
    pairs = then_and_now(
        _deliverables(board, past), since=since, past=past, begun=compared.begun, today=today
    )
    changed = changed_deliverables(pairs)
    page = Paginator(changed, PER_PAGE).get_page(number)
    shown = in_words(page.object_list, past=past, actors=actor_names(past.actors), council=council)
    return WhatChanged(
        since=since,
        kinds=dict(sorted(Counter(kinds[0] for _, kinds in changed).items())),
        deliverables=Page(shown, page.number, cast(Any, page.paginator)),
        indicators=indicator_changes(_indicators(board), since=since, past=past, today=today),
        packs=[pack for pack in compared.packs if since.is_before(pack)],
        also="" if board else _also(compared.written),
        is_cut=past.is_cut,
    )


def _deliverables(board: Board | None, past: Past) -> DeliverableQuerySet:
    """Those in the plan, and those that were dropped since."""
    in_plan = Q(dropped_on=None) | Q(public_id__in=past.of(Deliverable))
    if board is None:
        return Deliverable.with_dropped.filter(in_plan)
    return Deliverable.with_dropped.filter(in_plan, overseen_by(board.slug).deliverables())


def _indicators(board: Board | None) -> IndicatorQuerySet:
    return Indicator.objects.all() if board is None else indicators_watched(overseen_by(board.slug))


def _also(written: Counts) -> str:
    """Counts of changes that are not shown one by one: "Added 1 board; changed 2 people."."""
    compared = {(op, Deliverable._meta.db_table) for op in (Change.Op.INSERT, Change.Op.UPDATE)}
    rest = {
        (op, table): number
        for (op, table), number in written.items()
        if table not in COMPARED and (op, table) not in compared and not table.startswith("reporting_")
    }
    words = counts_in_words(rest)
    return f"{words[:1].upper()}{words[1:]}." if words else ""
