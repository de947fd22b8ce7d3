"""The chapter of indicators: each row with its latest figure and its targets. Small numbers are hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from core.paper.blocks import Block, Cell, Column, Heading, Row, Table, Text, line, lines
from core.periods import Period
from indicators.columns import facts_of, target_facts_of
from indicators.models import Indicator, Reading, Target
from indicators.rules import Polarity, Unit
from indicators.small_numbers import Hidden, as_hidden
from indicators.summaries import figure_words, target_words
from strategies.models import Strategy

SAMPLE = " (sample)"


def indicator_blocks(strategy: Strategy, *, hidden: Hidden, as_at: date) -> Iterable[Block]:
    """The indicator tables as the plan sets them out (3 queries)."""
    rows = Indicator.objects.filter(strategy=strategy).select_related("key_outcome").in_table_order()
    by_set: dict[str, list[Indicator]] = defaultdict(list)
    for row in rows:
        by_set[row.set].append(row)
    if not by_set:
        return
    latest = _latest(strategy, hidden, as_at)
    targets = _targets(strategy)
    yield Heading(1, "Indicators")
    if not targets:
        yield Text("No targets are set.")
    for name, found in by_set.items():
        label = Indicator.Set(name).label
        if len(by_set) > 1:
            yield Heading(2, str(label))
        yield _table(str(label), found, latest, targets)


def _table(
    name: str, rows: Iterable[Indicator], latest: Mapping[int, str], targets: Mapping[int, list[Target]]
) -> Table:
    rows = list(rows)
    figures = any(row.pk in latest for row in rows)
    aimed = any(row.pk in targets for row in rows)
    columns = (
        Column("Indicator", 76 - 24 * figures - 24 * aimed),
        Column("Unit", 24),
        *([Column("Latest figure", 24)] if figures else []),
        *([Column("Target", 24)] if aimed else []),
    )
    found: list[Row] = []
    outcome, group = "", ""
    for row in rows:
        key = f"{row.key_outcome.number} {row.key_outcome.title}".strip() if row.key_outcome else ""
        if key and key != outcome:
            found.append(Row((Cell((f"Key outcome {key}",)),)))
            group = ""
        outcome = key
        if row.group and row.group != group:
            found.append(Row((Cell((row.group,)),)))
        group = row.group or group
        found.append(
            Row(
                (
                    Cell((row.name,), indent=row.depth),
                    line("" if row.is_heading else _unit(row)),
                    *([line(latest.get(row.pk, ""))] if figures else []),
                    *([lines(*(_target(row, each) for each in targets.get(row.pk, [])))] if aimed else []),
                )
            )
        )
    return Table(name, columns, tuple(found))


def _unit(row: Indicator) -> str:
    good = Polarity(row.polarity) if row.polarity else None
    words = Unit(row.unit).word
    return words if good in (None, Polarity.NEITHER) else f"{words}, {good.word.lower()}"


def _target(row: Indicator, target: Target) -> str:
    when = target.label or Period.parse(target.period).short_words
    words = target_words(row, target_facts_of(target))
    taken = f", from {target.borrowed_from}" if target.borrowed_from else ""
    return f"{when}: {words}{taken}{SAMPLE if target.sample else ''}"


def _targets(strategy: Strategy) -> Mapping[int, list[Target]]:
    """Targets that have a value, by indicator, in time order (1 query)."""
    found: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(indicator__strategy=strategy).exclude(value=None):
        found[target.indicator_id].append(target)
    return found


def _latest(strategy: Strategy, hidden: Hidden, as_at: date) -> Mapping[int, str]:
    """The latest figure of each row in words, as it looks outside the council (1 query)."""
    readings = Reading.objects.filter(indicator__strategy=strategy, ends_on__lte=as_at)
    newest = readings.order_by("indicator_id", "-ends_on", "-id").distinct("indicator_id")
    words = {}
    for reading in newest.select_related("indicator"):
        facts = facts_of(reading)
        if (reading.indicator_id, reading.period) in hidden:
            facts = as_hidden(facts)
        period = Period.parse(reading.period).short_words
        said = figure_words(reading.indicator, facts)
        words[reading.indicator_id] = f"{said} ({period}){SAMPLE if reading.sample else ''}"
    return words
