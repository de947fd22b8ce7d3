"""Indicator tables and indicator page: every empty cell says why it is empty."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import Benchmark, ConfidenceRating, ExpectedEffect, TableColumn
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


def list_url(council):
    return reverse("indicators:list", kwargs={"council": council.slug})


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


def row_of(response, title):
    """Texts of one row's cells."""
    row = next(row for row in re.findall(r"<tr.*?</tr>", response.content.decode(), re.S) if title in row)
    cells = re.findall(r"<t[dh].*?</t[dh]>", row, re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in cells]


def test_a_measured_row(cast, outcome):
    with council_context(cast.council.id):
        measured(outcome, label="1.", title="Attendance")
    response = cast.client().get(list_url(cast.council))
    assert row_of(response, "Attendance") == [
        "1. Attendance",
        "No data yet",
        "50% (20 of 40) Sample",
        "60%",
        "Confidence: Green",
        "50% (20 of 40) Q1 2015–16 Sample",
        "Indicator: Amber 50% is so far 10 percentage points below the target of 60% for 31 March 2017, "
        "within the tolerance of 15 percentage points.",
    ]
    assert response.context["has_sample"] is True


def test_an_empty_row_says_why_each_cell_is_empty(cast, outcome):
    with council_context(cast.council.id):
        main(outcome, label="19b)", corrected_label="18b", title="Exclusions", basis="academic")
    assert row_of(cast.client().get(list_url(cast.council)), "Exclusions") == [
        "19b) (misprint of 18b) Exclusions",
        "No data yet",
        "Not expected this quarter",
        "Not set",
        "Confidence: Not rated",
        "No data yet",
        "Indicator: Not rated",
    ]


def test_a_heading_holds_no_values(cast, outcome):
    with council_context(cast.council.id):
        top = main(outcome, label="1.", title="Pupils", kind="heading")
        main(outcome, label="1.1", title="With a plan", parent=top, depth=1, group="Placement")
    response = cast.client().get(list_url(cast.council))
    assert row_of(response, "Pupils") == ["1. Pupils", "See the rows below"]
    assert row_of(response, ">Placement<") == ["Placement"]
    assert "1. Inclusion" in text_of(response)


def test_a_missing_figure_says_why(cast, outcome):
    with council_context(cast.council.id):
        ReadingFactory(
            indicator=main(outcome, title="Few pupils"), period="2015-16-Q1", value=None, missing_code="c"
        )
    cells = row_of(cast.client().get(list_url(cast.council)), "Few pupils")
    assert cells[2] == "Suppressed, to protect people who could be recognised"


def test_all_but_the_first_section_are_folded_and_say_how_much_they_hold(cast, outcome):
    with council_context(cast.council.id):
        measured(outcome)
        main(outcome)
        IndicatorFactory(strategy=outcome.strategy, set="secondary")
    response = cast.client().get(list_url(cast.council))
    assert re.findall(
        r'<details class="govuk-details indicator-section"( open)?>', response.content.decode()
    ) == [
        " open",
        "",
    ]
    assert "2 rows, 1 with figures" in text_of(response)
    assert "1 row, none with figures" in text_of(response)


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
        "Quarter 1 2015–16 (April to June 2015) 50% (20 of 40) Sample 60%, 31 March 2017 Indicator: Amber",
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
    with django_assert_num_queries(FRAME + 3):
        client.get(list_url(cast.council))
    with django_assert_num_queries(FRAME + 6):
        client.get(indicator_url(cast.council, indicator))
