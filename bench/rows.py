"""Write the rows of a plan of any size, as the council: the same rows for the same size, at any time.

Every deliverable has a number `n`, counted through the plan. What it has (dates, people, updates) follows from `n`, so
that every size has some of everything: red ones, late ones, silent ones, some without dates or a lead.
"""

from __future__ import annotations

from datetime import date, timedelta

from boards.models import Board
from core.periods import Quarter, quarters_between
from councils.models import Organisation, Person
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from indicators.models import ConfidenceRating, Indicator, Reading, TableColumn, Target
from strategies.models import Oversight, ReportingPeriod, Strand, Strategy

from .inserting import insert

TODAY = date(2026, 2, 10)
"""The day to which the councils are set: in the last quarter of 2025–26, with the quarters before it closed."""

QUARTERS_OF_UPDATES = 8
STRANDS = 6
PEOPLE = 40
BOARD = "send-board"

_DAY = f"'{TODAY}'::date"
_NUMBERED = f"""
(
    select d.id, (d.position - 1) * {STRANDS} + s.position as n
    from deliverables_deliverable d join strategies_strand s on s.id = d.strand_id
) d
"""


def write_plan(*, deliverables: int, indicators: int = 20, readings: int = 10) -> None:
    """Write a strategy with this many deliverables and indicators, each with this many readings."""
    _write_quarters()
    strategy = _write_strategy()
    _write_people()
    if deliverables:
        _write_deliverables(deliverables)
        _write_due_points()
        _write_assignments()
        _write_updates()
    _write_indicators(strategy, indicators, readings)


def write_timeline(updates: int) -> Deliverable:
    """Add a deliverable with this many updates for the current quarter, one a minute."""
    strand = Strand.objects.select_related("strategy").order_by("position")[0]
    deliverable: Deliverable = Deliverable.objects.create(
        strategy=strand.strategy,
        strand=strand,
        number=str(updates),
        position=1_000_000 + updates,
        title=f"Deliverable with {updates} updates",
    )
    insert(
        ProgressUpdate,
        {
            "deliverable_id": str(deliverable.pk),
            "period_id": "p.id",
            "quarter_starts_on": "p.starts_on",
            "rag": "'green'",
            "narrative": "'Families have met the team and say what has changed, step ' || n",
            "recorded_at": "p.starts_on + make_interval(mins => n)",
            "recorded_on": "(p.starts_on + make_interval(mins => n))::date",
            "by_name": "'Bench officer'",
        },
        "strategies_reportingperiod p, generate_series(1, %s) series(n) where p.label = %s",
        [updates, Quarter.of(TODAY).label],
    )
    return deliverable


def _write_quarters() -> None:
    """Three years up to the present quarter, and the next one. Quarters before the present one are closed."""
    present = Quarter.of(TODAY)
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(
            label=quarter.label,
            starts_on=quarter.starts_on,
            ends_on=quarter.ends_on,
            cut_off_on=quarter.ends_on + timedelta(days=21),
            closed_at=f"{quarter.ends_on + timedelta(days=22)}T12:00:00Z" if quarter < present else None,
        )
        for quarter in quarters_between(Quarter(present.year - 2, 1), present.next)
    )


def _write_strategy() -> Strategy:
    strategy: Strategy = Strategy.objects.create(
        slug="send-strategy",
        title="SEND strategy",
        kind=Strategy.Kind.STRATEGY,
        starts_on=date(2023, 4, 1),
        ends_on=date(2028, 3, 31),
    )
    Strand.objects.bulk_create(
        Strand(strategy=strategy, code="ABCDEF"[place], title=f"Strand {place + 1}", position=place + 1)
        for place in range(STRANDS)
    )
    board = Board.objects.create(slug=BOARD, name="SEND Board", kind=Board.Kind.BOARD, position=1)
    Oversight.objects.create(board=board, strategy=strategy)
    return strategy


def _write_people() -> None:
    organisation = Organisation.objects.create(name="Council", kind=Organisation.Kind.COUNCIL)
    insert(
        Person,
        {
            "initials": "'P' || n",
            "name": "'Person ' || n",
            "state": "'identified'",
            "organisation_id": str(organisation.pk),
        },
        "generate_series(1, %s) series(n) order by series.n",
        [PEOPLE],
    )


def _write_deliverables(count: int) -> None:
    insert(
        Deliverable,
        {
            "strategy_id": "s.strategy_id",
            "strand_id": "s.id",
            "number": f"(n - 1) / {STRANDS} + 1",
            "position": f"(n - 1) / {STRANDS} + 1",
            "title": "'Deliverable ' || n || ': families can find help near them'",
            "detail": "array['Agree the offer with the parent carer forum', 'Publish it in plain words']",
            "refers_to": "case when mod(n, 9) = 0 then 'Local offer plan' else '' end",
            "source_text": "jsonb_build_object('number', n::text, 'lead', 'P' || n, 'by_when', 'Autumn')",
        },
        f"""generate_series(1, %s) series(n)
            join strategies_strand s on s.position = mod(n - 1, {STRANDS}) + 1 order by series.n""",
        [count],
    )


def _write_due_points() -> None:
    """A month for most, a second date for every third. Some have moved. Most that have passed are done."""
    due_on = _month_end("mod(d.n * 7, 37) - 12")
    published = _month_end("mod(d.n * 7, 37) - 12 - case when mod(d.n, 5) = 0 then 3 else 0 end")
    insert(
        DuePoint,
        {
            "deliverable_id": "d.id",
            "position": "1",
            "due_on": due_on,
            "precision": "'month'",
            "source_text": f"to_char({due_on}, 'Mon YYYY')",
            "original_due_on": published,
            "done_on": f"case when {due_on} < {_DAY} and mod(d.n, 4) <> 0 then {due_on} - 7 end",
        },
        f"{_NUMBERED} where mod(d.n, 25) <> 0 order by d.n",
    )
    insert(
        DuePoint,
        {
            "deliverable_id": "d.id",
            "position": "2",
            "label": "'launch'",
            "due_on": f"{_DAY} + mod(d.n * 11, 400) - 20",
            "precision": "'day'",
            "original_due_on": f"{_DAY} + mod(d.n * 11, 400) - 20",
        },
        f"{_NUMBERED} where mod(d.n, 3) = 0 and mod(d.n, 25) <> 0 order by d.n",
    )


def _month_end(months: str) -> str:
    """Last day of the month that is this many months after today's."""
    return f"(date_trunc('month', {_DAY}) + make_interval(months => {months} + 1) - interval '1 day')::date"


def _write_assignments() -> None:
    """A lead for most, a joint lead for every fourth, someone to report to for every second."""
    holder = f"""
        {_NUMBERED} join (select id, row_number() over (order by id) - 1 as place from councils_person) p
        on p.place = mod(d.n * {{step}}, {PEOPLE})
    """
    person = {"deliverable_id": "d.id", "person_id": "p.id", "state": "'identified'"}
    lead = person | {"role": "'lead'", "position": "1"}
    joint = person | {"role": "'joint'", "position": "2", "qualifier": "'health'"}
    reporting = person | {"role": "'reporting'", "position": "3"}
    insert(Assignment, lead, f"{holder.format(step=1)} where mod(d.n, 15) <> 0")
    insert(Assignment, joint, f"{holder.format(step=3)} where mod(d.n, 4) = 1")
    insert(Assignment, reporting, f"{holder.format(step=7)} where mod(d.n, 2) = 0")
    vacant = {"deliverable_id": "d.id", "state": "'to_confirm'", "role": "'lead'", "position": "1"}
    insert(Assignment, vacant, f"{_NUMBERED} where mod(d.n, 15) = 0")


def _write_updates() -> None:
    """An update for most of the last quarters, the present one included. Every twentieth was never updated."""
    source = f"""
        (select d.id, d.n, p.id as period_id, p.starts_on, p.place, least(p.ends_on - 10, {_DAY} - 5) as day,
            (array['red', 'amber', 'green', 'amber', 'green', 'green', 'green', 'complete', 'green', 'green'])
                [mod(d.n * 3 + p.place, 10) + 1] as rag
         from {_NUMBERED}
         cross join (
             select id, starts_on, ends_on, row_number() over (order by starts_on desc) as place
             from strategies_reportingperiod where starts_on <= {_DAY}
             order by starts_on desc limit {QUARTERS_OF_UPDATES}
         ) p
         where mod(d.n + p.place, 7) <> 0 and mod(d.n, 20) <> 1) u
        order by u.place desc, u.n
    """
    explained = "case when u.rag in ('red', 'amber') then {words} else {otherwise} end"
    insert(
        ProgressUpdate,
        {
            "deliverable_id": "u.id",
            "period_id": "u.period_id",
            "quarter_starts_on": "u.starts_on",
            "rag": "u.rag",
            "narrative": "'The next step is agreed with schools and families, number ' || u.n",
            "reason": explained.format(words="'The post is vacant.'", otherwise="''"),
            "path_to_green": explained.format(words="'Recruit again next month.'", otherwise="''"),
            "forecast_on": explained.format(words=f"{_DAY} + 90", otherwise="null"),
            "recorded_at": "u.day + interval '12 hours'",
            "recorded_on": "u.day",
            "by_name": "'Bench officer'",
        },
        source,
    )


def _write_indicators(strategy: Strategy, count: int, readings: int) -> None:
    insert(
        Indicator,
        {
            "strategy_id": str(strategy.pk),
            "set": "'secondary'",
            "group": "'Group ' || (n - 1) / 20 + 1",
            "label": "n::text",
            "position": "n",
            "title": "'Indicator ' || n || ': plans finished in time'",
            "kind": "'quantitative'",
            "unit": "'percent'",
            "polarity": "case mod(n, 10) when 0 then null when 1 then 'low' else 'high' end",
            "basis": "'quarter'",
        },
        "generate_series(1, %s) series(n) order by series.n",
        [count],
    )
    insert(
        Reading,
        {
            "indicator_id": "i.id",
            "period": "p.label",
            "ends_on": "p.ends_on",
            "value": "mod(i.position * 13 + p.place * 7, 1000) / 10.0",
            "numerator": "mod(i.position * 13 + p.place * 7, 1000)",
            "denominator": "1000",
            "note": "case when mod(i.position, 6) = 0 then 'From the case system' else '' end",
        },
        f"""indicators_indicator i cross join (
            select label, ends_on, row_number() over (order by starts_on desc) as place
            from strategies_reportingperiod where ends_on <= {_DAY} order by starts_on desc limit %s
        ) p order by i.id, p.ends_on""",
        [readings],
    )
    for place, day in enumerate(("2026-03-31", "2027-03-31")):
        insert(
            Target,
            {
                "indicator_id": "i.id",
                "period": f"'{day}'",
                "ends_on": f"'{day}'",
                "value": f"{60 + 10 * place} + mod(i.position, 20)",
                "tolerance": "5",
            },
            "indicators_indicator i where mod(i.position, 8) <> 0 order by i.id",
        )
    insert(
        ConfidenceRating,
        {
            "target_id": "t.id",
            "rag": "case when mod(t.id, 3) = 0 then 'amber' else 'green' end",
            "reason": "'Two schools have not answered.'",
            "recorded_on": f"{_DAY} - 5",
            "recorded_at": f"{_DAY} - interval '5 days'",
            "by_name": "'Bench officer'",
        },
        "indicators_target t where t.period = '2026-03-31' order by t.id",
    )
    _write_table_columns(strategy, readings)


def _write_table_columns(strategy: Strategy, readings: int) -> None:
    """A column for each quarter with readings, and one for each target."""
    ended = ReportingPeriod.objects.filter(ends_on__lte=TODAY).order_by("-starts_on")[:readings]
    quarters = [(period.label, "quarter", period.quarter.short_words) for period in reversed(ended)]
    targets = [(day, "target", day[:4]) for day in ("2026-03-31", "2027-03-31")]
    TableColumn.objects.bulk_create(
        TableColumn(
            strategy=strategy,
            set=Indicator.Set.SECONDARY,
            kind=kind,
            label=label,
            period=period,
            has_confidence_rag=kind == "target",
            position=place,
        )
        for place, (period, kind, label) in enumerate(quarters + targets)
    )
