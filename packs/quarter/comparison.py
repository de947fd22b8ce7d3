"""What a pack says of its indicators beside England, the region and the statistical neighbours."""

from __future__ import annotations

from councils.models import Council
from indicators.models import Indicator
from indicators.pages.benchmarks import latest_compared
from indicators.rules import last_day_counted
from indicators.small_numbers import Hidden
from reporting.summaries import BoardSummary

from ..document import ComparedLine


def comparison_of(summary: BoardSummary, council: Council, *, hidden: Hidden) -> tuple[ComparedLine, ...]:
    """A line for each indicator with figures of others, in table order (2 queries, 5 more if there are any).

    The period is the latest one that had ended by the last day of the quarter.
    """
    ids = [line.id for line in summary.indicators]
    rows = Indicator.objects.filter(public_id__in=ids).with_parents().in_table_order()
    last_day = last_day_counted(summary.as_at, summary.quarter)
    found = latest_compared(list(rows), council, today=summary.as_at, last_day=last_day, hidden=hidden)
    return tuple(
        ComparedLine(
            indicator=str(row.public_id),
            name=row.full_name,
            period=compared.period.short_words,
            own=compared.own.words,
            own_name=compared.own.name if compared.own.name != council.name else "",
            england=compared.england.words if compared.england else "–",
            region=compared.region.words if compared.region else "–",
            neighbours=compared.spread_words,
            place=compared.rank.words if compared.rank else "–",
            sources=tuple(compared.sources),
        )
        for row, compared in found
    )
