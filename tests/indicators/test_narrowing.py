"""Filters of the indicator tables: which rows they keep, chips, counts, and what a wrong filter does."""

import pytest
from django.urls import reverse

from councils.tenancy import council_context
from indicators.models import Indicator, NotExpected, Reading, TableColumn
from tests.factories import (
    IndicatorFactory,
    KeyOutcomeFactory,
    PersonFactory,
    ReadingFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.pages import FRAME, main_text_of


@pytest.fixture
def plan(cast):
    """A heading with three rows below it and two rows of another outcome. Northport is on 8 July 2016."""
    with council_context(cast.council.id):
        strategy = StrategyFactory(title="SEND plan")
        TableColumn.objects.create(
            strategy=strategy, set="main", kind="quarter", label="Qtr 4", period="2015-16-Q4", position=1
        )
        first = KeyOutcomeFactory(strategy=strategy, number="1", title="Inclusion")
        second = KeyOutcomeFactory(strategy=strategy, number="2", title="Health")
        olive = PersonFactory(initials="OF", name="Olive Firth")

        def row(title, outcome=first, **kwargs):
            kwargs = {"label": "", "polarity": "high"} | kwargs
            return IndicatorFactory(strategy=strategy, set="main", key_outcome=outcome, title=title, **kwargs)

        top = row("Absence", kind="heading")
        behind = row("Behind", parent=top, depth=1, owner_person=olive)
        ReadingFactory(indicator=behind, period="2015-16-Q4", value=40)
        TargetFactory(indicator=behind, value=60)
        row("Unmeasured", parent=top, depth=1, basis="quarter")
        fine = row("Fine", parent=top, depth=1)
        ReadingFactory(indicator=fine, period="2015-16-Q4", value=70)
        TargetFactory(indicator=fine, value=60)
        old = row("Old", outcome=second, owner_person=olive)
        ReadingFactory(indicator=old, period="FY2012-13", value=70)
        row("Ended", outcome=second, ended_on="2015-03-31")
        return {"first": str(first.public_id), "second": str(second.public_id), "olive": str(olive.public_id)}


ROWS = ("Absence", "Behind", "Unmeasured", "Fine", "Old", "Ended")


def shown(cast, **query):
    """Rows on the page, and its text."""
    address = reverse("indicators:list", kwargs={"council": cast.council.slug})
    response = cast.client().get(address, query)
    assert response.status_code == 200
    body = response.content.decode()
    tables = body.partition("<h2")[2].partition("</main>")[0]
    return [title for title in ROWS if f"{title}</a>" in tables], main_text_of(response)


def test_all_rows_without_a_filter(cast, plan):
    rows, said = shown(cast)
    assert rows == list(ROWS)
    assert "6 rows ." in said
    assert "remove filter" not in said


@pytest.mark.parametrize(
    ("query", "rows", "count"),
    [
        ({"show": "off_target"}, ["Absence", "Behind"], "1 of 6 rows"),
        ({"show": "no_figure"}, ["Absence", "Unmeasured"], "1 of 6 rows"),
        ({"show": "out_of_date"}, ["Old"], "1 of 6 rows"),
        ({"outcome": "second"}, ["Old", "Ended"], "2 of 6 rows"),
        ({"owner": "olive"}, ["Absence", "Behind", "Old"], "2 of 6 rows"),
        ({"owner": "nobody"}, ["Absence", "Unmeasured", "Fine", "Ended"], "3 of 6 rows"),
        ({"owner": "olive", "outcome": "first"}, ["Absence", "Behind"], "1 of 6 rows"),
    ],
)
def test_rows_that_fit_with_those_above_them(cast, plan, query, rows, count):
    found, said = shown(cast, **{name: plan.get(value, value) for name, value in query.items()})
    assert found == rows
    assert count in said


def test_a_row_above_that_does_not_fit_has_no_figures(cast, plan):
    with council_context(cast.council.id):
        top = IndicatorFactory(strategy=StrategyFactory(), title="Total", polarity="high")
        ReadingFactory(indicator=top, period="2015-16-Q4", value=91)
        part = IndicatorFactory(strategy=top.strategy, title="Part", parent=top, depth=1, polarity="high")
        ReadingFactory(indicator=part, period="2015-16-Q4", value=17)
        TargetFactory(indicator=part, value=60)
    _, said = shown(cast, show="off_target")
    assert "Total" in said and "17%" in said
    assert "91%" not in said


def test_each_filter_has_a_chip_that_removes_it(cast, plan):
    address = reverse("indicators:list", kwargs={"council": cast.council.slug})
    response = cast.client().get(address, {"show": "off_target", "outcome": plan["first"]})
    chips = {words: url for url, words in response.context["chips"]}
    assert chips == {
        "Off target": f"{address}?outcome={plan['first']}",
        "Key outcome: 1. Inclusion": f"{address}?show=off_target",
    }
    assert response.context["clear_url"] == address
    assert "<title>Indicators, 1 of 6 rows" in " ".join(response.content.decode().split())


def test_downloads_have_the_same_filters(cast, plan):
    address = reverse("indicators:list", kwargs={"council": cast.council.slug})
    response = cast.client().get(address, {"show": "off_target"})
    assert [url for _, url in response.context["export_urls"]] == [
        f"{address}export/csv/?show=off_target",
        f"{address}export/xlsx/?show=off_target",
    ]


def test_a_wrong_filter_is_said_and_ignored(cast, plan):
    rows, said = shown(cast, show="everything", owner=plan["olive"])
    assert rows == ["Absence", "Behind", "Old"]
    assert "“everything” is not a valid filter. Choose one from the list" in said


def test_nothing_fits(cast, plan):
    rows, said = shown(cast, show="off_target", outcome=plan["second"])
    assert rows == []
    assert "No indicator fits all your filters." in said
    assert "0 of 6 rows" in said


def test_rows_without_a_figure_are_those_of_the_quarter_that_ended_last(cast, plan):
    """An earlier figure does not count, one of a row of years does not matter, and the choice names the quarter."""
    with council_context(cast.council.id):
        Indicator.objects.filter(title__in=["Behind", "Fine"]).update(basis="quarter")
        ReadingFactory(indicator=Indicator.objects.get(title="Fine"), period="2016-17-Q1", value=70)
    rows, said = shown(cast, show="no_figure")
    assert rows == ["Absence", "Behind", "Unmeasured"]
    assert "No figure for Q1 2016–17" in said
    with council_context(cast.council.id):
        Reading.objects.filter(period="2016-17-Q1").update(value=None, missing_code="x")
        NotExpected.objects.create(indicator=Indicator.objects.get(title="Behind"), period="2016-17-Q1")
    assert shown(cast, show="no_figure")[0] == ["Absence", "Unmeasured", "Fine"]


@pytest.mark.parametrize(
    ("query", "more"), [({}, 0), ({"show": "out_of_date"}, 0), ({"show": "no_figure", "owner": "nobody"}, 1)]
)
def test_queries_are_those_of_the_page_without_filters(cast, plan, query, more, django_assert_num_queries):
    client = cast.client()
    with django_assert_num_queries(FRAME + 5 + more):
        client.get(reverse("indicators:list", kwargs={"council": cast.council.slug}), query)
