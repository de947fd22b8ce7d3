"""Indicator tables and indicator page: what there is, with dashes for single gaps and folds for empty rows."""

import gzip
import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from core.periods import Period
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable, Overseen
from indicators.models import Benchmark, ConfidenceRating, ExpectedEffect, Reading, TableColumn
from indicators.oversight import indicators_watched
from tests.factories import (
    DeliverableFactory,
    IndicatorFactory,
    KeyOutcomeFactory,
    PeriodFactory,
    ReadingFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.pages import FRAME, text_of

COLUMNS = [
    ("history", "31 Mar 2015", "2015-03-31", False),
    ("quarter", "Qtr 1", "2015-16-Q1", False),
    ("target", "Yr 2", "2017-03-31", True),
]


@pytest.fixture
def strategy(cast):
    """A plan whose main table has three columns."""
    with council_context(cast.council.id):
        strategy = StrategyFactory(title="SEND plan")
        for position, (kind, label, period, rated) in enumerate(COLUMNS):
            TableColumn.objects.create(
                strategy=strategy,
                set="main",
                kind=kind,
                label=label,
                period=period,
                has_confidence_rag=rated,
                position=position,
            )
    return strategy


@pytest.fixture
def outcome(cast, strategy):
    with council_context(cast.council.id):
        return KeyOutcomeFactory(strategy=strategy, number="1", title="Inclusion")


def glance_url(council):
    return reverse("indicators:list", kwargs={"council": council.slug})


def list_url(council):
    """The tables with the plan's own columns."""
    return f"{glance_url(council)}?columns=all"


def indicator_url(council, indicator):
    return reverse("indicators:indicator", kwargs={"council": council.slug, "indicator": indicator.public_id})


def main(outcome, **kwargs):
    return IndicatorFactory(strategy=outcome.strategy, set="main", key_outcome=outcome, **kwargs)


def measured(outcome, **kwargs):
    """An indicator with a reading, a target and a confidence rating."""
    indicator = main(outcome, polarity="high", **kwargs)
    ReadingFactory(
        indicator=indicator, period="2015-16-Q1", value=50, numerator=20, denominator=40, sample=True
    )
    target = TargetFactory(indicator=indicator, period="2017-03-31", value=60, tolerance=15)
    ConfidenceRating.objects.create(
        target=target,
        rag="green",
        recorded_on=date(2016, 7, 1),
        recorded_at=datetime(2016, 7, 1, tzinfo=UTC),
        by_name="Demo Officer",
    )
    return indicator


@pytest.mark.parametrize("role", list(Role))
def test_every_member_sees_the_tables(cast, outcome, role):
    with council_context(cast.council.id):
        indicator = measured(outcome)
    client = cast.client(role)
    assert client.get(list_url(cast.council)).status_code == 200
    assert client.get(indicator_url(cast.council, indicator)).status_code == 200


def test_for_an_outsider_there_is_no_such_indicator(cast, outcome):
    with council_context(cast.council.id):
        indicator = measured(outcome, title="Attendance")
    outsider = cast.outsider_client()
    assert outsider.get(list_url(cast.council)).status_code == 404
    assert outsider.get(indicator_url(cast.council, indicator)).status_code == 404
    assert outsider.get(indicator_url(cast.other, indicator)).status_code == 404
    assert "Attendance" not in text_of(outsider.get(list_url(cast.other)))


def test_an_unknown_indicator_is_404(cast):
    url = reverse("indicators:indicator", kwargs={"council": cast.council.slug, "indicator": uuid4()})
    assert cast.client().get(url).status_code == 404


def test_pages_refuse_to_be_posted_to(cast):
    assert cast.client().post(list_url(cast.council)).status_code == 405


def test_without_indicators_the_page_says_so(cast):
    assert "No indicators yet" in text_of(cast.client().get(list_url(cast.council)))


def main_of(response):
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def row_of(response, title):
    """Texts of one row's cells."""
    row = next(row for row in re.findall(r"<tr.*?</tr>", response.content.decode(), re.S) if title in row)
    cells = re.findall(r"<t[dh].*?(?=<t[dh]|</tr>)", row, re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in cells]


def test_a_measured_row(cast, outcome):
    with council_context(cast.council.id):
        measured(outcome, label="1.", title="Attendance")
    response = cast.client().get(list_url(cast.council))
    assert row_of(response, "Attendance") == [
        "1. Attendance",
        "50% † sample",
        "60%",
        "Green",
        "50% † sample Q1 2015–16, 20 of 40",
        "Amber † sample 50% is so far 10 percentage points below the target of 60% for 31 March 2017, "
        "within the tolerance of 15 percentage points.",
    ]
    assert response.context["has_sample"] is True
    assert "† marks a sample." in text_of(response)


def test_where_every_figure_is_a_sample_none_is_marked(cast, outcome):
    with council_context(cast.council.id):
        for _ in range(3):
            ReadingFactory(indicator=main(outcome, title="Attendance"), period="2015-16-Q1", sample=True)
    response = cast.client().get(list_url(cast.council))
    assert response.context["has_sample"] is True
    assert "†" not in text_of(response)
    assert "are made up for training" in text_of(response)


def test_columns_without_a_figure_are_named_and_left_out(cast, outcome):
    with council_context(cast.council.id):
        indicator = main(outcome, label="1.", title="Attendance")
        ReadingFactory(indicator=indicator, period="2015-16-Q1", value=50)
    response = cast.client().get(list_url(cast.council))
    assert row_of(response, "Attendance") == ["1. Attendance", "50%", "50% Q1 2015–16"]
    left_out = "31 Mar 2015, Yr 2, Confidence (Yr 2) and Indicator RAG"
    assert f"Columns without any figure: {left_out}." in text_of(response)


def test_one_gap_in_a_column_is_an_empty_cell_and_the_caption_says_what_that_means(cast, outcome):
    with council_context(cast.council.id):
        measured(outcome, title="Attendance")
        ReadingFactory(indicator=main(outcome, label="1.", title="Exclusions"), period="2013-14-Q1", value=4)
    response = cast.client().get(list_url(cast.council))
    assert row_of(response, "Exclusions") == ["1. Exclusions", "", "", "", "4% Q1 2013–14", ""]
    assert "Empty cells have no figure, target or RAG rating." in text_of(response)


def test_rows_without_figures_are_folded_and_counted(cast, outcome):
    with council_context(cast.council.id):
        measured(outcome, title="Attendance")
        main(outcome, label="19b)", corrected_label="18b", title="Exclusions")
    response = cast.client().get(list_url(cast.council))
    assert "2 rows, 1 with figures" in text_of(response)
    folded = response.content.decode().partition("1 row without figures")[2]
    assert "19b) (misprint of 18b) Exclusions" in folded
    assert "Attendance" not in folded


def test_the_rows_above_a_figure_stay_with_it(cast, outcome):
    with council_context(cast.council.id):
        top = main(outcome, label="1.", title="Pupils", kind="heading", group="Placement")
        middle = main(outcome, label="1.1", title="With a plan", parent=top, depth=1, group="Placement")
        measured(outcome, label="a.", title="All", parent=middle, depth=2, group="Placement")
        main(outcome, label="b.", title="Girls", parent=middle, depth=2, group="Placement")
    response = cast.client().get(list_url(cast.council))
    assert row_of(response, ">Placement<") == ["Placement"]
    assert row_of(response, "Pupils") == ["1. Pupils"]
    assert row_of(response, "With a plan") == ["1.1 With a plan", "", "", "", "", ""]
    assert row_of(response, "a. All")[1] == "50% † sample"
    assert "1. Pupils, 1.1 With a plan, b. Girls" in text_of(response)


def test_figures_of_one_unit_have_the_same_decimals(cast, outcome):
    with council_context(cast.council.id):
        for title, value in (("Half", 50), ("Third", "33.3")):
            ReadingFactory(indicator=main(outcome, title=title), period="2015-16-Q1", value=value)
        for title, value in (("Requests", 168), ("Rate", "9.8")):
            row = main(outcome, title=title, unit="number")
            ReadingFactory(indicator=row, period="2015-16-Q1", value=value)
    response = cast.client().get(list_url(cast.council))
    shown = {title: row_of(response, title)[1] for title in ("Half", "Third", "Requests", "Rate")}
    assert shown == {"Half": "50.0%", "Third": "33.3%", "Requests": "168", "Rate": "9.8"}


def test_a_gap_says_its_unit_short_in_the_table_and_in_full_on_its_page(cast, outcome):
    with council_context(cast.council.id):
        gap = main(outcome, title="Gap", unit="percentage_points")
        for period, value in (("2015-16-Q1", "-1.5"), ("2015-16-Q2", "-3.9")):
            ReadingFactory(indicator=gap, period=period, value=value)
    table = main_of(cast.client().get(list_url(cast.council)))
    short = '&nbsp;<abbr title="percentage points">pp</abbr>'
    assert f"-3.9{short}" in table and f"<td>-1.5{short}" in table
    latest = main_of(cast.client().get(list_url(cast.council).partition("?")[0]))
    assert f"-3.9{short}" in latest and f"was -1.5{short}" in latest
    assert "-3.9 percentage points" not in table
    assert "-3.9 percentage points" in main_of(cast.client().get(gap.get_absolute_url()))


def test_two_figures_for_the_same_kind_of_period_are_drawn(cast, outcome):
    with council_context(cast.council.id):
        drawn, alone = main(outcome, title="Drawn"), main(outcome, title="Alone")
        for row in (drawn, alone):
            ReadingFactory(indicator=row, period="2015-16-Q1", value=50)
            ReadingFactory(indicator=row, period="FY2014-15", value=200)
        ReadingFactory(indicator=drawn, period="2015-16-Q2", value=60)
    response = cast.client().get(list_url(cast.council))
    [path] = re.findall(r'<path d="M3 21l([^"]+)"', main_of(response))
    assert path == "74-18"


def test_a_missing_figure_says_why(cast, outcome):
    with council_context(cast.council.id):
        ReadingFactory(
            indicator=main(outcome, title="Few pupils"), period="2015-16-Q1", value=None, missing_code="c"
        )
    cells = row_of(cast.client().get(list_url(cast.council)), "Few pupils")
    assert cells[1] == "Suppressed, to protect people who could be recognised"


def test_a_section_without_figures_is_one_folded_line(cast, outcome):
    with council_context(cast.council.id):
        IndicatorFactory(strategy=outcome.strategy, set="secondary")
    response = cast.client().get(list_url(cast.council))
    assert "1 row, none with figures" in text_of(response)
    assert "<table" not in response.content.decode()


def test_two_hundred_rows_of_ten_figures_weigh_at_most_120_kb_and_15_kb_compressed(cast, outcome):
    with council_context(cast.council.id):
        quarters = [
            f"{year}-{year - 1999}-Q{quarter}" for year in (2013, 2014, 2015) for quarter in (1, 2, 3, 4)
        ]
        TableColumn.objects.filter(kind="quarter").delete()
        for position, quarter in enumerate(quarters[-10:], start=10):
            TableColumn.objects.create(
                strategy=outcome.strategy,
                set="main",
                kind="quarter",
                label=quarter,
                period=quarter,
                position=position,
            )
        for number in range(200):
            row = main(outcome, label=f"{number}.", title="Pupils who are absent often", polarity="high")
            TargetFactory(indicator=row, period="2017-03-31", value=60)
            Reading.objects.bulk_create(
                Reading(
                    indicator=row,
                    period=quarter,
                    ends_on=Period.parse(quarter).ends_on,
                    value=40 + number % 30 + at,
                )
                for at, quarter in enumerate(quarters[-10:])
            )
    response = cast.client().get(list_url(cast.council))
    assert len(re.findall("<svg", main_of(response))) == 200
    assert len(response.content) <= 120_000
    assert len(gzip.compress(response.content, 6)) <= 15_000


def test_main_stands_before_secondary(cast, outcome):
    with council_context(cast.council.id):
        IndicatorFactory(strategy=outcome.strategy, set="secondary")
        main(outcome)
    said = text_of(cast.client().get(list_url(cast.council)))
    assert said.index("Main indicators (1 row)") < said.index("Secondary indicators (1 row)")


def test_an_indicator_shows_its_definition_and_figures(cast, outcome):
    with council_context(cast.council.id):
        top = main(outcome, label="1.", title="Attendance of all")
        indicator = measured(outcome, title="Attendance", parent=top, depth=1, feedback_sources=["Survey"])
        main(outcome, label="1.1.1", title="Boys", parent=indicator, depth=2)
        ReadingFactory(indicator=indicator, period="AY2013-14", value=None, text="Better than before")
        Benchmark.objects.create(
            indicator=indicator,
            area="England",
            period="FY2015-16",
            ends_on=date(2016, 3, 31),
            value=62,
            source="DfE",
        )
        deliverable = DeliverableFactory(title="Training")
        ExpectedEffect.objects.create(deliverable=deliverable, indicator=indicator, direction="up")
    said = text_of(cast.client().get(indicator_url(cast.council, indicator)))
    for words in (
        "1. Attendance of all",
        "1 Inclusion",
        "Higher is better",
        "Survey",
        "1.1.1 Boys",
        "Quarter 1 2015–16 (April to June 2015) 50% Sample 20 of 40 60% 31 March 2017 Indicator: Amber",
        "Better than before",
        "Confidence: Green Demo Officer, 1 July 2016",
        "England, FY2015-16: 62% (DfE)",
        "Training : up",
    ):
        assert words in said, words


def test_an_effect_is_shown_with_its_deliverable(cast, outcome):
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
        deliverable = DeliverableFactory()
        ExpectedEffect.objects.create(
            deliverable=deliverable, indicator=main(outcome, label="4.", title="Attendance"), direction="up"
        )
    url = reverse(
        "deliverables:deliverable",
        kwargs={"council": cast.council.slug, "deliverable": deliverable.public_id},
    )
    assert "4. Attendance Expected effect: up" in text_of(cast.client().get(url))


def test_an_effect_of_a_dropped_deliverable_is_not_expected_and_no_board_watches_it(cast, outcome):
    with council_context(cast.council.id):
        deliverable = DeliverableFactory(title="Train staff")
        row = main(outcome, title="Attendance")
        ExpectedEffect.objects.create(deliverable=deliverable, indicator=row, direction="up")
        watched = indicators_watched(Overseen([deliverable.strand_id]))
        assert list(watched) == [row]
    url = indicator_url(cast.council, row)
    assert "Train staff" in text_of(cast.client().get(url))
    with council_context(cast.council.id):
        Deliverable.objects.update(dropped_on=date(2016, 7, 1), dropped_reason="Done.")
        assert not watched.all()
    assert "Train staff" not in text_of(cast.client().get(url))


def test_a_sub_row_that_stands_alone_is_named_with_the_rows_above(cast, outcome):
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
        top = main(outcome, label="2.1", title="Persistent absence")
        row = main(outcome, label="a.", title="All", parent=top, depth=1)
        effect = ExpectedEffect.objects.create(
            deliverable=DeliverableFactory(), indicator=row, direction="up"
        )
    url = reverse(
        "deliverables:deliverable",
        kwargs={"council": cast.council.slug, "deliverable": effect.deliverable.public_id},
    )
    for page in (url, indicator_url(cast.council, row)):
        assert "2.1 Persistent absence, a. All" in text_of(cast.client().get(page))


def test_an_indicator_that_cannot_be_rated_says_so_once(cast, outcome):
    with council_context(cast.council.id):
        indicator = main(outcome, title="Attendance")
        for quarter in (1, 2, 3):
            ReadingFactory(indicator=indicator, period=f"2015-16-Q{quarter}", value=quarter)
    said = text_of(cast.client().get(indicator_url(cast.council, indicator)))
    assert said.count("No indicator RAG. Direction not set.") == 1
    assert "Not rated" not in said


def test_an_indicator_without_anything_says_so(cast, outcome):
    with council_context(cast.council.id):
        indicator = main(outcome, title="")
    said = text_of(cast.client().get(indicator_url(cast.council, indicator)))
    assert "Not set, so not rated" in said
    assert "No data yet" in said
    assert "Indicator with no title" in said


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(cast, outcome, number, django_assert_num_queries):
    with council_context(cast.council.id):
        indicator = measured(outcome)
        for year in range(number):
            measured(outcome, parent=indicator, depth=1)
            ReadingFactory(indicator=indicator, period=f"CY{1990 + year}")
    client = cast.client()
    with django_assert_num_queries(FRAME + 5):
        client.get(list_url(cast.council))
    with django_assert_num_queries(FRAME + 18):
        client.get(indicator_url(cast.council, indicator))


def test_a_page_shows_only_its_own_rows_and_benchmarks(cast, outcome):
    with council_context(cast.council.id):
        own, other = main(outcome, title="Attendance"), main(outcome, title="Exclusions")
        main(outcome, parent=own, title="Girls", depth=2)
        main(outcome, parent=other, title="Fixed term", depth=2)
        for row, name in ((own, "England"), (other, "South East")):
            Benchmark.objects.create(
                indicator=row, area=name, source="DfE", period="2015-16-Q1", ends_on="2015-06-30", value=50
            )
    said = text_of(cast.client().get(indicator_url(cast.council, own)))
    assert "Girls" in said and "England" in said
    assert "Fixed term" not in said and "South East" not in said
