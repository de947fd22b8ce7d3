"""What the definition of an indicator says, wherever its figures are shown, and breaks in its series."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.periods import Period
from councils.actors import Actor
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.actions import save_reading
from indicators.actions.values import Said
from indicators.models import Indicator, SeriesBreak, TableColumn
from packs.actions.freezing import read_quarter
from strategies.models import Oversight
from tests.api_client import key_client, results
from tests.cast import TODAY
from tests.factories import (
    BoardFactory,
    DeliverableFactory,
    IndicatorFactory,
    PeriodFactory,
    ReadingFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.pages import text_of

DATE = ("day", "month", "year")
NOTE = "The school census asks a different question."


@pytest.fixture
def strategy(cast):
    with council_context(cast.council.id):
        return StrategyFactory(title="SEND plan")


@pytest.fixture
def row(cast, strategy):
    with council_context(cast.council.id):
        return IndicatorFactory(
            strategy=strategy, label="1.", title="Attendance", polarity="high", position=1
        )


def url(name, cast, row=None, **more):
    known = {"indicator": row.public_id} if row else {}
    return reverse(f"indicators:{name}", kwargs={"council": cast.council.slug, **known, **more})


def form_of(page):
    """What the form of a page sends, as it is."""
    form, sent = page.context["form"], {}
    for name in form.fields:
        value = form[name].value()
        if name.endswith("_on"):
            sent |= {f"{name}_{part}": each for part, each in zip(DATE, _parts(value), strict=True)}
        elif value not in (None, False):
            sent[name] = value
    return sent


def _parts(value):
    return (value.day, value.month, value.year) if isinstance(value, date) else ("", "", "")


def change(cast, row, client=None, **changes):
    client = client or cast.client()
    sent = form_of(client.get(url("change", cast, row))) | changes
    return client.post(url("change", cast, row), sent, follow=True)


def saved(cast, row):
    with council_context(cast.council.id):
        return Indicator.objects.get(pk=row.pk)


def verbs(cast):
    with council_context(cast.council.id):
        return [verb for verb in Change.objects.order_by("seq").values_list("verb", flat=True) if verb]


DEFINITION = {
    "source": "School census",
    "decimals": "1",
    "basis": "month",
    "next_value_due_on_day": "1",
    "next_value_due_on_month": "7",
    "next_value_due_on_year": "2016",
    "default_tolerance": "2.5",
    "is_headline": "on",
    "breakdown": "Girls",
    "breakdown_code": "Female",
}


def test_a_definition_is_entered_shown_in_the_api_and_in_the_log(cast, row):
    page = text_of(change(cast, row, **DEFINITION))
    for words in (
        "Headline indicator.",
        "Source School census",
        "Measured by Month",
        "Next value due 1 July 2016 (passed)",
        "Tolerance of targets 2.5 percentage points, where a target does not say",
        "Breakdown Girls (in DfE files: Female)",
    ):
        assert words in page, words
    found = saved(cast, row)
    assert (found.decimals, found.default_tolerance, found.is_contextual) == (1, Decimal("2.5"), False)
    log = text_of(cast.client().get(f"/{cast.council.slug}/changes/?view=log"))
    assert "changed the indicator 1. Attendance" in log
    assert "Source: “School census”" in log
    again = form_of(cast.client().get(url("change", cast, row)))
    assert {name: str(again[name]) for name in DEFINITION if name != "is_headline"} == {
        name: value for name, value in DEFINITION.items() if name != "is_headline"
    }


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"decimals": "5"}, "decimals", "Enter a whole number from 0 to 4"),
        ({"decimals": "one"}, "decimals", "Enter a whole number from 0 to 4"),
        ({"default_tolerance": "-1"}, "default_tolerance", "Enter 0 or more"),
        ({"is_contextual": "on"}, "is_contextual", "has targets, so it is not contextual."),
    ],
)
def test_a_definition_that_does_not_fit_is_refused_and_kept_as_typed(cast, row, typed, field, sentence):
    with council_context(cast.council.id):
        TargetFactory(indicator=row)
    response = change(cast, row, **{"source": "Typed before"} | typed)
    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert "Typed before" in response.content.decode()
    assert saved(cast, row).source == "" and verbs(cast) == []


def test_a_contextual_row_takes_no_targets(cast, row):
    change(cast, row, is_contextual="on")
    page = text_of(cast.client().get(url("indicator", cast, row)))
    assert "For context only: it has no targets." in page and "Set a target" not in page
    sent = {"period": "2016-17-Q1", "value": "50"}
    refused = cast.client().post(url("target", cast, row), sent)
    assert "is contextual, so it has no targets." in text_of(refused)


def test_a_row_is_replaced_by_another_but_not_by_itself_or_in_a_circle(cast, row, strategy):
    with council_context(cast.council.id):
        other = IndicatorFactory(strategy=strategy, label="2.", title="Presence", position=2)
    page = cast.client().get(url("change", cast, row))
    assert "1. Attendance" not in str(page.context["form"]["replaced_by"])
    assert "Replaced by 2. Presence" in text_of(change(cast, row, replaced_by=str(other.public_id)))
    refused = change(cast, other, replaced_by=str(row.public_id))
    assert "1. Attendance is itself replaced by this row." in text_of(refused)
    assert saved(cast, other).replaced_by_id is None


def test_decimals_are_those_of_every_place_and_the_api_stays_exact(cast, row, strategy):
    with council_context(cast.council.id):
        TableColumn.objects.create(
            strategy=strategy, set="secondary", kind="quarter", label="Q1", period="2015-16-Q1", position=1
        )
        other = IndicatorFactory(strategy=strategy, label="2.", title="Other", position=2)
        Indicator.objects.filter(pk=row.pk).update(decimals=1)
        for each in (row, other):
            ReadingFactory(indicator=each, period="2015-16-Q1", value=Decimal("66.6667"))
        TargetFactory(indicator=row, value=70)
    table = text_of(cast.client().get(url("list", cast)))
    assert "1. Attendance 66.7%" in table and "2. Other 66.6667%" in table
    assert "66.7% is so far 3.3 percentage points below the target of 70.0%" in table
    page = text_of(cast.client().get(url("indicator", cast, row)))
    assert "66.7%" in page and "70.0%" in page and "66.6667" not in page


def test_rounding_never_hides_that_a_target_is_missed(cast, row):
    with council_context(cast.council.id):
        Indicator.objects.filter(pk=row.pk).update(decimals=0)
        ReadingFactory(indicator=row, period="2015-16-Q1", value=Decimal("59.96"))
        TargetFactory(indicator=row, value=60)
    page = text_of(cast.client().get(url("indicator", cast, row)))
    assert "59.96% is so far 0.04 percentage points below the target of 60%" in page


def test_a_target_without_a_tolerance_has_the_one_of_its_row(cast, row):
    with council_context(cast.council.id):
        Indicator.objects.filter(pk=row.pk).update(default_tolerance=5)
        ReadingFactory(indicator=row, period="2015-16-Q1", value=57)
        target = TargetFactory(indicator=row, value=60)
    page = text_of(cast.client().get(url("indicator", cast, row)))
    assert "within the tolerance of 5 percentage points" in page
    [found] = results(key_client(cast.council), cast.council, "indicators")
    assert found["indicator_rag"] == "amber" and found["default_tolerance"] == 5
    with council_context(cast.council.id):
        target.tolerance = 1
        target.save()
    page = text_of(cast.client().get(url("indicator", cast, row)))
    assert "beyond the tolerance of 1 percentage point." in page


def test_headline_rows_come_first_and_stand_in_their_places_too(cast, strategy):
    with council_context(cast.council.id):
        TableColumn.objects.create(
            strategy=strategy, set="secondary", kind="quarter", label="Q1", period="2015-16-Q1", position=1
        )
        top = IndicatorFactory(strategy=strategy, label="1.", title="Pupils", kind="heading", position=1)
        first = IndicatorFactory(strategy=strategy, label="a.", title="All", parent=top, depth=1, position=2)
        chosen = IndicatorFactory(
            strategy=strategy, label="b.", title="Girls", parent=top, depth=1, position=3, is_headline=True
        )
        for each in (first, chosen):
            ReadingFactory(indicator=each, period="2015-16-Q1", value=50)
    page = text_of(cast.client().get(url("list", cast)))
    headline, _, rest = page.partition("a. All")
    assert "Headline indicators 1 row, 1 with figures" in headline
    assert "1. Pupils, b. Girls 50%" in headline and "b. Girls 50%" in rest


def test_months_are_offered_for_a_row_that_is_measured_by_month(cast, row):
    assert ">June 2016<" not in cast.client().get(url("value", cast, row)).content.decode()
    change(cast, row, basis="month")
    assert ">June 2016<" in cast.client().get(url("value", cast, row)).content.decode()
    page = cast.client().post(url("value", cast, row), {"period": "2016-06", "value": "50"}, follow=True)
    assert "Figure for June 2016 recorded." in text_of(page)


@pytest.fixture
def broken(cast, row):
    """A break at the start of 2015-16, with two figures before it and two after."""
    with council_context(cast.council.id):
        for period, value in (("2014-15-Q3", 80), ("2014-15-Q4", 81), ("2015-16-Q1", 60), ("2015-16-Q2", 62)):
            ReadingFactory(indicator=row, period=period, value=value)
        return SeriesBreak.objects.create(
            indicator=row,
            period="2015-16-Q1",
            starts_on=date(2015, 4, 1),
            note=NOTE,
            recorded_on=date(2016, 7, 1),
            by_name="Demo Officer",
        )


def test_a_break_is_marked_changed_and_removed(cast, row):
    client = cast.client()
    page = client.post(url("add_break", cast, row), {"period": "2015-16-Q1", "note": NOTE}, follow=True)
    assert f"From Quarter 1 2015–16 (April to June 2015): {NOTE}" in text_of(page)
    assert "officer" in text_of(page).lower() and "8 July 2016" in text_of(page)
    again = client.post(url("add_break", cast, row), {"period": "2015-16-Q1", "note": "Again"})
    assert again.status_code == 422 and "already has a break. Change that one." in text_of(again)
    empty = client.post(url("add_break", cast, row), {"period": "2015-16-Q2", "note": " "})
    assert "Say what changed" in text_of(empty)
    with council_context(cast.council.id):
        found = SeriesBreak.objects.get()
    sent = form_of(client.get(url("break", cast, row, series_break=found.public_id)))
    other = url("break", cast, row, series_break=found.public_id)
    client.post(other, sent | {"note": "Meanwhile"})
    stale = client.post(other, sent | {"note": "Mine"})
    assert stale.status_code == 409 and "Meanwhile" in text_of(stale)
    page = client.post(url("remove_break", cast, row, series_break=found.public_id), follow=True)
    assert "Break in the series from Quarter 1 2015–16 (April to June 2015) removed." in text_of(page)
    assert verbs(cast) == ["series.broken", "series.break_changed", "series.break_removed"]
    log = text_of(client.get(f"/{cast.council.slug}/changes/?view=log"))
    assert "marked a break in the series of 1. Attendance" in log


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
def test_who_may_not_change_the_plan_marks_no_break(cast, row, broken, role):
    client = cast.client(role)
    page = text_of(client.get(url("indicator", cast, row)))
    assert NOTE in page and "Mark a break" not in page
    for name, more in (
        ("add_break", {}),
        ("break", {"series_break": broken.public_id}),
        ("remove_break", {"series_break": broken.public_id}),
    ):
        sent = {"period": "2015-16-Q2", "note": "x"}
        assert client.post(url(name, cast, row, **more), sent).status_code == 403
        assert cast.outsider_client().post(url(name, cast, row, **more), sent).status_code == 404
    with council_context(cast.council.id):
        assert SeriesBreak.objects.get().note == NOTE
    assert verbs(cast) == []


def test_the_figures_show_the_break_in_its_place_and_lines_begin_after_it(cast, row, strategy, broken):
    with council_context(cast.council.id):
        TableColumn.objects.create(
            strategy=strategy, set="secondary", kind="quarter", label="Q1", period="2015-16-Q1", position=1
        )
    page = text_of(cast.client().get(url("indicator", cast, row)))
    figures = page.partition("Figures, latest first")[2]
    after, _, before = figures.partition("Break in the series from Quarter 1 2015–16")
    assert "60%" in after and "62%" in after and "81%" not in after
    assert NOTE in before and "81%" in before
    table = cast.client().get(url("list", cast)).content.decode()
    assert len(re.findall(r'<path d="M3 21l74-18"', table)) == 1, "only from 60 to 62"


def test_a_pack_draws_no_line_across_a_break(cast, row, strategy, broken):
    with council_context(cast.council.id):
        period, board = PeriodFactory(label="2016-17-Q1"), BoardFactory()
        DeliverableFactory(strand__strategy=strategy)
        Oversight.objects.create(board=board, strategy=strategy)
        by = Actor.system(cast.council)
        reading = read_quarter(board=board, period=period, by=by, today=TODAY, now=timezone.now())
        [trend] = reading.document.trends or ()
    assert [point.value for point in trend.points] == [60, 62]


def test_breaks_and_definitions_are_in_the_api(cast, row, broken):
    [found] = results(key_client(cast.council), cast.council, "indicators")
    assert found["series_breaks"] == [{"period": "2015-16-Q1", "starts_on": "2015-04-01", "note": NOTE}]
    assert (found["decimals"], found["is_headline"], found["source"]) == (None, False, None)


def test_words_name_their_sources_and_a_figure_its_own(cast, strategy, row):
    with council_context(cast.council.id):
        words = IndicatorFactory(
            strategy=strategy,
            label="2.",
            title="Parents feel heard",
            kind="qualitative",
            unit="text",
            position=2,
            feedback_sources=["Survey", "Forum"],
        )
    client = cast.client()
    sent = {"period": "2016-17-Q1", "text": "Better than before.", "sources": ["Forum"]}
    page = text_of(client.post(url("value", cast, words), sent, follow=True))
    assert "Better than before." in page and "Source: Forum" in page
    assert "Recorded on" in page and "by Officer" in page
    wrong = client.post(url("value", cast, words), sent | {"period": "2016-17-Q1", "sources": ["Nobody"]})
    assert wrong.status_code == 422 and "Better than before." in wrong.content.decode()
    sent = {"period": "2015-16-Q4", "value": "5", "source": "School census, table 4"}
    page = text_of(client.post(url("value", cast, row), sent, follow=True))
    assert "Source: School census, table 4" in page
    readings = results(key_client(cast.council), cast.council, "readings")
    assert {tuple(reading["sources"]) for reading in readings} == {("Forum",), ("School census, table 4",)}


def test_a_correction_without_sources_keeps_those_that_are_stored(cast, row):
    with council_context(cast.council.id):
        known = {"indicator": row, "period": Period.parse("2015-16-Q4"), "by": cast.actor(), "today": TODAY}
        save_reading(said=Said(value=Decimal(5), sources=["Census"]), **known)
        assert save_reading(said=Said(value=Decimal(6)), **known).sources == ["Census"]
        assert save_reading(said=Said(value=Decimal(6), sources=[]), **known).sources == []
