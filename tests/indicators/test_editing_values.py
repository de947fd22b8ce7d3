"""Values, targets, confidence ratings and expected effects, recorded on pages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import ConfidenceRating, ExpectedEffect, Indicator, Reading, Target
from tests.factories import (
    DeliverableFactory,
    IndicatorFactory,
    PeriodFactory,
    ReadingFactory,
    TargetFactory,
)
from tests.pages import FRAME, text_of

QUARTER = "2016-17-Q1"


@pytest.fixture
def indicator(cast):
    """A percentage whose target is 60% for 31 March 2017, with a tolerance of 5 percentage points."""
    with council_context(cast.council.id):
        row = IndicatorFactory(label="1.", title="Attendance", polarity="high")
        TargetFactory(indicator=row, value=60, tolerance=5)
    return row


def url(name, cast, indicator, **more):
    known = {"council": cast.council.slug, "indicator": indicator.public_id}
    return reverse(f"indicators:{name}", kwargs=known | more)


def page_of(cast, indicator, role=Role.OFFICER):
    return text_of(cast.client(role).get(url("indicator", cast, indicator)))


def record(cast, indicator, client=None, **typed):
    said = {"period": QUARTER} | typed
    return (client or cast.client()).post(url("value", cast, indicator), said, follow=True)


def saved(cast):
    with council_context(cast.council.id):
        names = ("period", "value", "numerator", "denominator", "missing_code")
        return list(Reading.objects.order_by("ends_on").values_list(*names))


def verbs(cast):
    with council_context(cast.council.id):
        return [verb for verb in Change.objects.order_by("seq").values_list("verb", flat=True) if verb]


def test_a_percentage_is_worked_out_from_its_parts_and_judged_by_the_one_judge(cast, indicator):
    page = record(cast, indicator, numerator="33", denominator="60", note="School census")
    assert saved(cast) == [(QUARTER, Decimal(55), Decimal(33), Decimal(60), "")]
    said = text_of(page)
    reason = (
        "55% is so far 5 percentage points below the target of 60% for 31 March 2017, "
        "within the tolerance of 5 percentage points."
    )
    assert f"Figure for Q1 2016–17 recorded. Indicator RAG: Amber. {reason}" in said
    assert said.count(reason) == 2, "in the banner and in the table"
    assert "33 of 60" in said and "School census" in said
    assert verbs(cast) == ["reading.recorded"]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "value", "Enter the figure, or say why there is none."),
        ({"value": "many"}, "value", "Enter a number, such as 45.1"),
        ({"value": "50", "numerator": "33", "denominator": "60"}, "value", "33 of 60 is 55%, not 50%."),
        ({"numerator": "33"}, "denominator", "Enter both numbers, or neither"),
        ({"numerator": "61", "denominator": "60"}, "numerator", "Enter a number from 0 to 60."),
        ({"numerator": "0", "denominator": "0"}, "denominator", "Enter a number above 0."),
        ({"value": "5", "missing_code": "c"}, "missing_code", "Enter a figure or say why there is none"),
        ({"value": "5", "period": "2017-18-Q4"}, "period", ""),
        ({"value": "5", "period": "2016-17-Q2"}, "period", "Quarter 2 2016–17"),
        ({"value": "5", "period": ""}, "period", "Choose a period."),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_kept_as_typed(cast, indicator, typed, field, sentence):
    if typed.get("period") == "2016-17-Q2":
        cast.council.pinned_today = date(2016, 6, 8)
        cast.council.save()
    response = record(cast, indicator, note="From the census", **typed)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert sentence in text_of(response)
    assert "From the census" in response.content.decode()
    assert saved(cast) == []


@pytest.mark.parametrize(("value", "agrees"), [("33.3", True), ("33", True), ("33.34", False), ("34", False)])
def test_both_given_agree_if_the_figure_is_rounded(cast, indicator, value, agrees):
    response = record(cast, indicator, value=value, numerator="1", denominator="3")
    assert (response.status_code == 200) is agrees
    assert len(saved(cast)) == agrees


def test_a_missing_figure_says_why_and_a_census_has_a_day(cast, indicator):
    day = {"day_day": "31", "day_month": "3", "day_year": "2016"}
    page = record(cast, indicator, period="", missing_code="c", **day)
    assert saved(cast) == [("2016-03-31", None, None, None, "c")]
    assert "Suppressed, to protect people who could be recognised" in text_of(page)


def test_a_period_that_has_a_value_shows_it_and_the_correction_is_told(cast, indicator):
    with council_context(cast.council.id):
        ReadingFactory(indicator=indicator, period=QUARTER, value=Decimal("45.1"))
    client = cast.client()
    empty = client.get(url("value", cast, indicator)).context["form"]["seen"].value()
    response = record(cast, indicator, client, value="46.2", seen=empty)
    assert response.status_code == 409
    assert "45.1" in text_of(response) and "46.2" in response.content.decode()
    assert saved(cast)[0][1] == Decimal("45.1")
    page = record(cast, indicator, client, value="46.2", seen=response.context["form"]["seen"].value())
    assert saved(cast)[0][1] == Decimal("46.2")
    assert "Corrected from 45.1% on" in text_of(page) and "by Officer" in text_of(page)
    assert verbs(cast)[-1] == "reading.corrected"
    form = client.get(url("value", cast, indicator) + f"?period={QUARTER}")
    assert "Correct the figure" in text_of(form) and 'value="46.2"' in form.content.decode()


def test_a_closed_quarter_keeps_its_figures_and_a_late_one_is_said_to_be(cast, indicator):
    with council_context(cast.council.id):
        late = PeriodFactory(label="2015-16-Q4", cut_off_on=date(2016, 4, 21))
        PeriodFactory(label="2015-16-Q3", closed_at=datetime(2016, 2, 1, tzinfo=UTC))
        kept = ReadingFactory(indicator=indicator, period="2015-16-Q3", value=40)
    said = text_of(record(cast, indicator, period="2015-16-Q3", value="5"))
    assert "Q3 2015–16 is closed, so its figures stay as they are." in said
    removal = url("remove_value", cast, indicator, reading=kept.public_id)
    assert "Q3 2015–16 is closed" in text_of(cast.client().post(removal, {}))
    assert "It is late: the cut-off was 21 April 2016." in text_of(
        record(cast, indicator, period=late.label, value="5")
    )
    assert [row[:2] for row in saved(cast)] == [("2015-16-Q3", 40), ("2015-16-Q4", 5)]


def test_a_figure_of_a_closed_quarter_is_not_offered_to_be_corrected(cast, indicator):
    with council_context(cast.council.id):
        PeriodFactory(label="2015-16-Q3", closed_at=datetime(2016, 2, 1, tzinfo=UTC))
        closed = ReadingFactory(indicator=indicator, period="2015-16-Q3", value=50)
        still_open = ReadingFactory(indicator=indicator, period="2015-16-Q4", value=60)
    officers, administrators = (
        cast.client(role).get(url("indicator", cast, indicator)).content.decode()
        for role in (Role.OFFICER, Role.ADMINISTRATOR)
    )
    for page in (officers, administrators):
        assert "Q3 2015–16 is closed" in page
        assert "?period=2015-16-Q3" not in page and str(closed.public_id) not in page
        assert "?period=2015-16-Q4" in page and str(still_open.public_id) in page
    reopen = "/northport/quarters/2015-16-Q3/reopen/"
    assert reopen in administrators and reopen not in officers


def test_an_impossible_percentage_is_asked_about_once(cast, indicator):
    asked = record(cast, indicator, value="-4")
    assert asked.status_code == 422 and saved(cast) == []
    words = text_of(asked)
    assert "-4% is below zero. Correct it, or tick the box at the end if it is right" in words
    assert "This figure is right: save it" in words
    assert "right: save it" not in text_of(cast.client().get(url("value", cast, indicator)))
    record(cast, indicator, value="-4", sure="on")
    assert saved(cast) == [(QUARTER, -4, None, None, "")]


def test_a_heading_holds_no_values_and_a_row_in_words_no_figures(cast):
    with council_context(cast.council.id):
        heading = IndicatorFactory(kind="heading")
        words = IndicatorFactory(kind="qualitative", unit="text")
    assert "is a heading, so it holds no values." in text_of(record(cast, heading, value="5"))
    assert "Enter what the sources say" in text_of(record(cast, words))
    assert "Better than before" in text_of(record(cast, words, text="Better than before"))


def test_a_value_is_removed_with_a_reason(cast, indicator):
    with council_context(cast.council.id):
        reading = ReadingFactory(indicator=indicator)
    address = url("remove_value", cast, indicator, reading=reading.public_id)
    assert "50% for Quarter 1 2016–17" in text_of(cast.client().get(address))
    cast.client().post(address, {"reason": "Typed for the wrong row"})
    assert saved(cast) == []
    with council_context(cast.council.id):
        assert Change.objects.get(verb="reading.removed").reason == "Typed for the wrong row"


def test_a_target_is_set_changed_rated_and_removed(cast, indicator):
    client = cast.client()
    day = {"period": "", "day_day": "31", "day_month": "3", "day_year": "2018"}
    page = client.post(url("target", cast, indicator), day | {"value": "70", "tolerance": "-1"}, follow=True)
    assert "Enter 0 or more" in text_of(page) and page.status_code == 422
    said = day | {"value": "70", "tolerance": "2", "label": "Yr 3"}
    assert "31 March 2018 (Yr 3)" in text_of(client.post(url("target", cast, indicator), said, follow=True))
    with council_context(cast.council.id):
        target = Target.objects.get(period="2018-03-31")
    rating = url("confidence", cast, indicator, target=target.public_id)
    refused = client.post(rating, {"rag": "red", "reason": ""})
    assert "Red needs a reason." in text_of(refused)
    rated = client.post(rating, {"rag": "amber", "reason": "Two schools are late"}, follow=True)
    assert "Confidence: Amber Two schools are late Officer, 8 July 2016" in text_of(rated)
    client.post(url("remove_target", cast, indicator, target=target.public_id), {"reason": ""})
    with council_context(cast.council.id):
        assert [each.period for each in Target.objects.all()] == ["2017-03-31"]
        assert not ConfidenceRating.objects.exists()
    assert list(dict.fromkeys(verbs(cast))) == ["target.set", "confidence.rated", "target.removed"]


def test_an_effect_is_added_from_both_sides_changed_and_removed(cast, indicator):
    with council_context(cast.council.id):
        PeriodFactory(label=QUARTER)
        deliverable = DeliverableFactory(title="Training")
        other = DeliverableFactory(title="Nurture groups")
    client = cast.client()
    from_indicator = {"deliverable": str(deliverable.public_id), "direction": "up", "size": "2.5"}
    horizon = {"horizon_on_day": "31", "horizon_on_month": "3", "horizon_on_year": "2017"}
    page = client.post(url("add_effect", cast, indicator), from_indicator | horizon, follow=True)
    assert "up by 2.5 percentage points by 31 March 2017" in text_of(page)
    again = client.post(url("add_effect", cast, indicator), from_indicator)
    assert "already has an effect on 1. Attendance" in text_of(again)
    address = reverse(
        "indicators:add_effect_of",
        kwargs={"council": cast.council.slug, "deliverable": other.public_id},
    )
    page = client.post(
        address,
        {"indicator": str(indicator.public_id), "direction": "steady", "note": "Holds it"},
        follow=True,
    )
    assert "Expected effect: hold steady . Holds it" in text_of(page)
    with council_context(cast.council.id):
        effect = ExpectedEffect.objects.get(deliverable=deliverable)
    kwargs = {"council": cast.council.slug, "effect": effect.public_id}
    change = reverse("indicators:effect", kwargs=kwargs)
    refused = client.post(change, {"direction": "steady", "size": "2"})
    assert "A figure that holds steady does not move." in text_of(refused)
    seen = client.get(change).context["form"]["seen"].value()
    client.post(change, {"direction": "down", "size": "", "seen": seen})
    with council_context(cast.council.id):
        effect.refresh_from_db()
    assert (effect.direction, effect.size, effect.horizon_on) == ("down", None, None)
    client.post(reverse("indicators:remove_effect", kwargs=kwargs), {"reason": ""})
    with council_context(cast.council.id):
        assert [each.deliverable_id for each in ExpectedEffect.objects.all()] == [other.pk]
    assert verbs(cast) == ["effect.added", "effect.added", "effect.changed", "effect.removed"]


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
def test_members_who_may_not_record_change_nothing(cast, indicator, role):
    with council_context(cast.council.id):
        reading, target = ReadingFactory(indicator=indicator), Target.objects.get()
        effect = ExpectedEffect.objects.create(
            deliverable=DeliverableFactory(), indicator=indicator, direction="up"
        )
    of_effect = {"council": cast.council.slug, "effect": effect.public_id}
    addresses = [
        url("value", cast, indicator),
        url("remove_value", cast, indicator, reading=reading.public_id),
        url("target", cast, indicator),
        url("remove_target", cast, indicator, target=target.public_id),
        url("confidence", cast, indicator, target=target.public_id),
        url("add_effect", cast, indicator),
        reverse("indicators:effect", kwargs=of_effect),
        reverse("indicators:remove_effect", kwargs=of_effect),
    ]
    for address in addresses:
        assert cast.client(role).post(address, {"period": QUARTER, "value": "1"}).status_code == 403, address
        assert cast.outsider_client().post(address, {"period": QUARTER}).status_code == 404, address
    assert saved(cast)[0][1] == 50
    assert verbs(cast) == []
    assert "Record a figure" not in page_of(cast, indicator, role)
    assert "Record a figure" in page_of(cast, indicator)


def test_the_log_says_what_was_done_in_words(cast, indicator):
    record(cast, indicator, value="50")
    said = text_of(cast.client().get(f"/{cast.council.slug}/changes/?view=log"))
    assert "recorded a figure for 1. Attendance, Q1 2016–17" in said


def answers(cast, noun):
    """Rows of the API, without ids, which differ."""
    rows = cast.client().get(f"/api/v1/councils/{cast.council.slug}/{noun}").json()["results"]
    return [{name: value for name, value in row.items() if name not in ("id", "indicator")} for row in rows]


def test_what_is_typed_comes_out_of_the_api_as_what_is_loaded(cast):
    with council_context(cast.council.id):
        loaded = IndicatorFactory(label="1.", title="Attendance", polarity="high", position=1)
        ReadingFactory(indicator=loaded, value=55, numerator=33, denominator=60, note="Census")
        TargetFactory(indicator=loaded, value=60, tolerance=5, label="Yr 3")
    client = cast.client()
    place = f"secondary:{loaded.strategy.public_id}"
    row = {"place": place, "label": "1.", "title": "Attendance", "kind": "quantitative", "unit": "percent"}
    client.post(reverse("indicators:add", kwargs={"council": cast.council.slug}), row | {"polarity": "high"})
    with council_context(cast.council.id):
        typed = Indicator.objects.exclude(pk=loaded.pk).get()
    record(cast, typed, numerator="33", denominator="60", note="Census")
    day = {"period": "", "day_day": "31", "day_month": "3", "day_year": "2017"}
    client.post(url("target", cast, typed), day | {"value": "60", "tolerance": "5", "label": "Yr 3"})
    for noun in ("readings", "targets", "indicators"):
        first, second = answers(cast, noun)
        assert first.pop("position", 1) == second.pop("position", 2) - 1
        assert first == second, noun


@pytest.mark.parametrize("number", [1, 12])
def test_queries_of_the_forms_do_not_grow(cast, indicator, number, django_assert_max_num_queries):
    with council_context(cast.council.id):
        for at in range(number):
            below = IndicatorFactory(strategy=indicator.strategy, parent=indicator, depth=1)
            ReadingFactory(indicator=indicator, period=f"CY{2000 + at}")
            ExpectedEffect.objects.create(deliverable=DeliverableFactory(), indicator=below, direction="up")
    client = cast.client()
    for name, most in (("value", 4), ("target", 4), ("change", 9), ("add_effect", 4)):
        with django_assert_max_num_queries(FRAME + most):
            client.get(url(name, cast, indicator))
