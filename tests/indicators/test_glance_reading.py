"""The tables at a glance say what the tables with the plan's own columns say, though they are read in another way."""

import random
from datetime import date
from decimal import Decimal

import pytest

from core.periods import Period
from councils.tenancy import council_context
from indicators.models import FormulaPart, Reading
from indicators.pages.glance_reading import read_at_a_glance
from indicators.pages.table_reading import read_as_printed
from indicators.rules.formulas import Formula
from tests.factories import (
    IndicatorFactory,
    KeyOutcomeFactory,
    ReadingFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.pages import FRAME, text_of

AS_AT = date(2016, 7, 21)
PERIODS = ("2014-15-Q4", "2015-16-Q1", "2015-16-Q3", "2015-16-Q4", "FY2015-16", "2016-17-Q1", "2016-17-Q2")
SEEDS = range(6)


def made_rows(seed):
    """Families of rows with counts, percentages and gaps, many of them small, and some without figures."""
    dice = random.Random(seed)
    strategy = StrategyFactory()
    for family in range(5):
        unit = dice.choice(("number", "percent"))
        above = IndicatorFactory(strategy=strategy, title=f"All {family}", unit=unit, position=family * 10)
        rows = [above] + [
            IndicatorFactory(
                strategy=strategy,
                title=f"Part {family}.{n}",
                unit=unit,
                parent=above,
                depth=1,
                position=family * 10 + n,
            )
            for n in range(1, 4)
        ]
        gap = IndicatorFactory(
            strategy=strategy,
            title=f"Gap {family}",
            unit="number",
            kind="derived",
            formula=Formula.DIFFERENCE,
            position=family * 10 + 9,
        )
        for position, operand in enumerate(rows[:2]):
            FormulaPart.objects.create(indicator=gap, operand=operand, position=position)
        TargetFactory(indicator=above, period="2017-03-31", ends_on=date(2017, 3, 31), value=Decimal("7.25"))
        for row in (*rows, gap):
            for period in dice.sample(PERIODS, dice.randint(0, len(PERIODS))):
                parts = {"numerator": dice.choice((None, dice.randint(0, 12))), "denominator": 12}
                ReadingFactory(
                    indicator=row,
                    period=period,
                    ends_on=Period.parse(period).ends_on,
                    value=Decimal(dice.randint(0, 40)) / dice.choice((1, 1, 4)),
                    **(parts if unit == "percent" and row is not gap else {}),
                )


def drawn(tables, state):
    return list(tables.trend(state))


@pytest.mark.parametrize("seed", SEEDS)
def test_both_ways_read_the_same(cast, seed):
    with council_context(cast.council.id):
        made_rows(seed)
        whole = read_as_printed(as_at=AS_AT, hides=True)
        glance = read_at_a_glance(as_at=AS_AT, hides=True)
        assert [(each.indicator, each.reading, each.verdict, each.target) for each in glance.states] == [
            (each.indicator, each.reading, each.verdict, each.target) for each in whole.states
        ]
        assert [drawn(glance, each) for each in glance.states] == [
            drawn(whole, each) for each in whole.states
        ]
        assert {row: most for row, most in glance.decimals.items() if most} == {
            row: most for row, most in whole.decimals.items() if most
        }
        latest = {(each.indicator.id, each.reading.period) for each in whole.states if each.reading}
        assert glance.hidden == whole.hidden & latest
        assert glance.rows_hidden <= whole.rows_hidden
        assert bool(glance.rows_hidden) == bool(whole.rows_hidden)
        assert whole.hidden, "the made rows have nothing to hide, so this shows nothing"


def test_nothing_is_hidden_where_the_council_hides_nothing(cast):
    with council_context(cast.council.id):
        made_rows(1)
        glance = read_at_a_glance(as_at=AS_AT, hides=False)
    assert not glance.hidden and not glance.rows_hidden


def test_one_query_more_where_small_numbers_are_hidden(cast, django_assert_num_queries):
    with council_context(cast.council.id):
        made_rows(1)
    client = cast.client()
    with django_assert_num_queries(FRAME + 6):
        assert "are hidden in them" in text_of(client.get("/northport/indicators/"))


def test_files_are_said_to_hide_figures_that_would_give_another_rows_away(cast):
    """A gap of an earlier year is hidden because of a small count in a row that the filter leaves out."""
    with council_context(cast.council.id):
        strategy = StrategyFactory()
        outcome, other = KeyOutcomeFactory.create_batch(2, strategy=strategy)
        of_number = {"strategy": strategy, "unit": "number", "set": "main"}
        few, many = (
            IndicatorFactory(title=title, key_outcome=other, **of_number) for title in ("Few", "Many")
        )
        gap = IndicatorFactory(
            title="Gap", kind="derived", formula=Formula.DIFFERENCE, key_outcome=outcome, **of_number
        )
        for position, row in enumerate((few, many)):
            FormulaPart.objects.create(indicator=gap, operand=row, position=position)
        for row, value in ((few, 3), (many, 40), (gap, -37)):
            ReadingFactory(indicator=row, period="2014-15-Q4", ends_on=date(2015, 3, 31), value=value)
        ReadingFactory(indicator=gap, period="2015-16-Q4", ends_on=date(2016, 3, 31), value=-30)
    address = "/northport/indicators/"
    narrowed = cast.client().get(address, {"outcome": outcome.public_id})
    assert [row.indicator.title for table in narrowed.context["tables"] for row in rows_of(table)] == ["Gap"]
    assert "are hidden in them" in text_of(narrowed)
    with council_context(cast.council.id):
        Reading.objects.filter(indicator=few).update(value=30)
    assert "are hidden in them" not in text_of(cast.client().get(address, {"outcome": outcome.public_id}))


def rows_of(table):
    return [row for section in table.sections for group in section.groups for row in group.rows]
