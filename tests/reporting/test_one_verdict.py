"""One indicator has one RAG, wherever it is shown: docs/rules/indicator-rag.md."""

import json
import random
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.periods import Period, Quarter, quarters_between
from core.rag import Rag
from councils.models import Membership
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import Indicator, Target
from indicators.pages.indicator import figures_of
from indicators.rules import MissingCode
from indicators.summaries import indicator_states
from packs.document import read_document
from reporting.summaries import board_summary, changes_between
from strategies.models import ReportingPeriod
from strategies.selected_quarter import selected_quarter
from tests.api_client import key_client, results
from tests.cast import TODAY
from tests.factories import IndicatorFactory, PeriodFactory, ReadingFactory, StrandFactory, TargetFactory
from tests.packs.paper import make_paper
from tests.pages import main_text_of

REASON = "80% meets the target of 80% for 31 March 2016."
MISSED = (
    "80% is 5 percentage points below the target of 85% for 31 March 2016, within the tolerance of 10 "
    "percentage points."
)
FROM, TO = Quarter(2015, 1), Quarter(2016, 4)


@pytest.fixture
def paper(cast, no_queue):
    """A board that oversees a plan, and a last visit before the figures came in."""
    Membership.objects.update(last_visit_at=timezone.now() - timedelta(hours=1))
    with council_context(cast.council.id):
        return make_paper(cast.council)


def measured(paper, target):
    """A reading for 2015-16, with a target for that year and a higher one for the next."""
    indicator = IndicatorFactory(strategy=paper.strand.strategy, title="Plans on time", polarity="high")
    ReadingFactory(indicator=indicator, period="FY2015-16", value=80)
    TargetFactory(indicator=indicator, period="2016-03-31", value=target, tolerance=10)
    TargetFactory(indicator=indicator, period="2017-03-31", value=95)
    return indicator


@pytest.mark.parametrize(
    ("target", "rag", "reason"), [(80, Rag.GREEN, REASON), (85, Rag.AMBER, MISSED)], ids=["met", "missed"]
)
class TestEverywhereTheSame:
    def page(self, cast, name, **arguments):
        query = arguments.pop("query", None)
        url = reverse(name, kwargs={"council": cast.council.slug, **arguments}, query=query)
        return main_text_of(cast.client(Role.OFFICER).get(url))

    def test_on_the_page_of_the_indicator(self, cast, paper, target, rag, reason):
        with council_context(cast.council.id):
            indicator = measured(paper, target)
        said = self.page(cast, "indicators:indicator", indicator=indicator.public_id)
        assert f"{target}% 31 March 2016 Indicator: {rag.word} {reason}" in said

    def test_in_the_table_of_indicators(self, cast, paper, target, rag, reason):
        with council_context(cast.council.id):
            measured(paper, target)
        """The table gives the reason only where something is wrong. The page behind the name gives it always."""
        expected = rag.word if rag == Rag.GREEN else f"{rag.word} {reason}"
        assert f"Financial year 2015–16 (April 2015 to March 2016) {expected}" in self.page(
            cast, "indicators:list"
        )

    @pytest.mark.parametrize("quarter", ["2015-16-Q4", "2016-17-Q1"])
    @pytest.mark.parametrize("place", [("dashboard", {}), ("board", {"slug": "send-board"})])
    def test_on_dashboards_of_either_quarter(self, cast, paper, target, rag, reason, place, quarter):
        with council_context(cast.council.id):
            measured(paper, target)
        name, arguments = place
        said = self.page(cast, f"reporting:{name}", query={"quarter": quarter}, **arguments)
        if rag == Rag.GREEN:
            assert "Plans on time" not in said
            assert "No indicators are off target." in said
        else:
            assert re.search(rf"Plans on time Indicator: {rag.word} {re.escape(reason)}", said), said

    def test_in_the_frozen_pack_and_its_page(self, cast, paper, target, rag, reason):
        with council_context(cast.council.id):
            indicator = measured(paper, target)
            pack = paper.render(paper.request())
            lines = read_document(pack.snapshot.content).summary.indicators
        [line] = (line for line in lines if line.id == str(indicator.public_id))
        assert (line.rag, line.rag_reason) == (rag, reason)
        assert (line.target, line.target_period) == (f"{target}%", "31 March 2016")
        assert (line.next_target, line.next_target_period) == ("95%", "31 March 2017")
        said = self.page(cast, "packs:pack", pack=pack.public_id)
        assert f"Indicator: {rag.word}" in said
        assert reason in said
        assert "Next: 95%, 31 March 2017" in said

    def test_over_the_api(self, cast, paper, target, rag, reason):
        with council_context(cast.council.id):
            indicator = measured(paper, target)
        rows = results(key_client(cast.council), cast.council, "indicators")
        [row] = (row for row in rows if row["id"] == str(indicator.public_id))
        assert (row["indicator_rag"], row["indicator_reason"]) == (rag.value, reason)

    def test_on_the_page_of_changes(self, cast, paper, target, rag, reason):
        with council_context(cast.council.id):
            measured(paper, target)
        said = self.page(cast, "history:changes", query={"since": "2016-03-01"})
        assert (
            f"80% for Financial year 2015–16 (April 2015 to March 2016). Indicator: {rag.word} {reason}"
            in said
        )


def test_a_pack_made_before_keeps_its_verdict(cast, paper):
    """An old document has no next target, and keeps the RAG of the rule of its day."""
    with council_context(cast.council.id):
        indicator = measured(paper, 80)
        pack = paper.render(paper.request())
        old = json.loads(pack.snapshot.content)
    [line] = (line for line in old["summary"]["indicators"] if line["id"] == str(indicator.public_id))
    del line["next_target"], line["next_target_period"]
    line |= {"target": "95%", "target_period": "31 March 2017", "rag": "red", "rag_reason": "Far below."}
    before = read_document(json.dumps(old)).summary
    [read] = (each for each in before.indicators if each.id == str(indicator.public_id))
    assert (read.rag, read.rag_reason, read.next_target) == (Rag.RED, "Far below.", "")
    now = read_document(pack.snapshot.content).summary
    assert [change.sentence for change in changes_between(before, now)] == [
        "Indicator RAG now green, previously red."
    ]


def test_a_pack_says_when_a_target_was_changed_but_not_when_the_next_comes_into_view(cast, paper):
    with council_context(cast.council.id):
        indicator = measured(paper, 80)

        def summary():
            selected = selected_quarter("2016-17-Q1", today=TODAY)
            return board_summary(cast.council, paper.board, selected, today=TODAY)

        first = summary()
        ReadingFactory(indicator=indicator, period="2016-17-Q1", value=96)
        second = summary()
        Target.objects.filter(indicator=indicator, period="2017-03-31").update(value=97)
        third = summary()
    assert [each.sentence for each in changes_between(first, second)] == ["96% for Q1 2016–17."]
    assert [each.sentence for each in changes_between(second, third)] == [
        "Target 97% for 31 March 2017, previously 95%.",
        "Indicator RAG now red, previously green.",
    ]


PERIODS = [
    *(quarter.label for quarter in quarters_between(FROM, TO)),
    *("FY2014-15", "FY2015-16", "FY2016-17", "AY2014-15", "AY2015-16", "CY2015", "CY2016"),
    *("2015-03-31", "2016-01-21", "2016-03-31", "2016-07-05"),
]
TARGETS = ["FY2015-16", "2016-03-31", "2016-17-Q1", "AY2015-16", "2017-03-31", "CY2016"]


def invented(dice, strategy):
    """An indicator with any readings and targets: missing, in words, provisional or without a value."""
    indicator = IndicatorFactory(
        strategy=strategy,
        polarity=dice.choice(["high", "high", "low", "low", "neither", None]),
        unit=dice.choice(["percent", "number", "percentage_points", "days", "money"]),
        kind=dice.choice(["quantitative", "quantitative", "derived", "qualitative"]),
    )
    for period in dice.sample(PERIODS, dice.randint(0, 6)):
        figure = dice.choice(
            [
                {"value": dice.randint(-20, 60) / 4},
                {"value": dice.randint(-20, 60) / 4},
                {"value": dice.randint(0, 12), "provisional": True},
                {"value": None, "missing_code": dice.choice(list(MissingCode))},
                {"value": None, "text": "Better than before"},
            ]
        )
        ReadingFactory(indicator=indicator, period=period, **figure)
    for period in dice.sample(TARGETS, dice.randint(0, 4)):
        value, tolerance = dice.choice([None, *range(12)]), dice.choice([None, 0, 3, 3])
        TargetFactory(indicator=indicator, period=period, value=value, tolerance=tolerance)
    return indicator


@pytest.mark.parametrize("seed", range(3))
def test_page_table_and_pack_agree_on_any_figures(cast, seed):
    """The RAG in a quarter's summary, which packs freeze, equals the RAG on the indicator's page."""
    dice = random.Random(seed)
    with council_context(cast.council.id):
        for quarter in quarters_between(FROM, TO):
            PeriodFactory(label=quarter.label)
        strand = StrandFactory()
        indicators = [invented(dice, strand.strategy) for _ in range(40)]
        pages = {
            str(state.indicator.public_id): figures_of(state, hidden=frozenset()).lines
            for state in indicator_states(Indicator.objects.all(), as_at=TODAY)
        }
        rated = set()
        for period in ReportingPeriod.objects.order_by("starts_on"):
            selected = selected_quarter(period.label, today=date(2017, 6, 30))
            lines = board_summary(cast.council, None, selected, today=date(2017, 6, 30)).indicators
            assert len(lines) == len(indicators)
            as_then = indicator_states(Indicator.objects.all(), as_at=period.ends_on)
            tables = {str(state.indicator.public_id): state for state in as_then}
            for line in lines:
                history = [each for each in pages[line.id] if each.reading.ends_on <= period.ends_on]
                in_table = tables[line.id]
                said = (line.rag, line.rag_reason)
                assert said == (in_table.verdict.rag, in_table.verdict.reason)
                if history:
                    assert line.value_period == Period.parse(history[0].reading.period).short_words
                    assert said == (history[0].verdict.rag, history[0].verdict.reason)
                else:
                    assert (line.value_period, line.rag) == ("", Rag.NOT_RATED)
                rated.add(line.rag)
        assert rated == {Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NOT_RATED}
