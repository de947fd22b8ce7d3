"""Statistical process control of one indicator over the API."""

from datetime import date

import pytest

from core.periods import Quarter
from councils.tenancy import council_context
from indicators.models import Predecessor
from tests.contracts.test_openapi import DOCUMENT, schema_of, validate
from tests.factories import TargetFactory
from tests.indicators.test_spc_pages import STEADY, made, rebase
from tests.pages import FRAME


def earlier(count):
    """Quarters that ended before the pinned day, latest first."""
    quarter, found = Quarter.parse("2016-17-Q1"), []
    while len(found) < count:
        found.append(quarter.label)
        quarter = quarter.previous
    return found


def address(cast, indicator):
    return f"/api/v1/councils/{cast.council.slug}/indicators/{indicator.public_id}/spc"


def answer(cast, indicator):
    return cast.client().get(address(cast, indicator)).json()


def test_it_has_marks_limits_and_icons(cast):
    row = made(cast, [*STEADY, 23])
    with council_context(cast.council.id):
        TargetFactory(indicator=row, period="2016-03-31", value=3)
    body = answer(cast, row)
    assert (body["period_kind"], body["target"]) == ("quarter", 3)
    assert (body["variation"], body["assurance"]) == ("improvement_high", "consistently_passes")
    [segment] = body["segments"]
    assert segment == {
        "first_period": "2012-13-Q1",
        "last_period": "2015-16-Q1",
        "figures": 13,
        "stage": "full",
        "limits": {
            "mean": 11,
            "average_moving_range": 3,
            "lower": 3.02,
            "upper": 18.98,
            "near_lower": 5.681,
            "near_upper": 16.319,
            "screened": False,
        },
        "begins_with": None,
        "begins_because": None,
    }
    assert body["points"][-1] == {
        "period": "2015-16-Q1",
        "value": 23,
        "cause": "outside",
        "side": "high",
        "meaning": "improvement",
    }
    assert body["points"][0]["meaning"] == "usual"


def test_gaps_re_bases_and_uncapped_limits_are_in_it(cast):
    row = made(cast, [100, 90, None, 100, 90, 100, 90, 50, 40, 50, 40, 50], unit="percent")
    rebase(cast, row, period="2013-14-Q4")
    body = answer(cast, row)
    assert body["points"][2] == {
        "period": "2012-13-Q3",
        **dict.fromkeys(("value", "cause", "side", "meaning")),
    }
    assert [each["stage"] for each in body["segments"]] == ["trial", "trial"]
    assert body["segments"][0]["limits"]["upper"] == 121.6
    [known] = body["rebases"]
    assert (known["period"], known["reason"]) == ("2013-14-Q4", "A new way of counting")
    assert (known["by"], known["recorded_on"]) == ("Officer", "2016-07-08")
    assert (body["variation"], body["assurance"]) == (None, None)


def test_a_segment_says_why_it_begins(cast):
    row = made(cast, [10, 12, 11, 13, 14, 10, 40, 42, 41, 43, 44, 40])
    rebase(cast, row, period="2014-15-Q2")
    with council_context(cast.council.id):
        Predecessor.objects.create(name="Hampshire", ended_on=date(2013, 9, 30))
    body = answer(cast, row)
    assert [
        (each["first_period"], each["begins_with"], each["begins_because"]) for each in body["segments"]
    ] == [
        ("2012-13-Q1", None, None),
        ("2013-14-Q3", "new_area", "Up to 30 September 2013: figures of Hampshire."),
        ("2014-15-Q2", "rebase", "A new way of counting"),
    ]
    described = DOCUMENT["paths"]["/api/v1/councils/{council}/indicators/{id}/spc"]["get"]
    validate(body, schema_of(described))


@pytest.mark.parametrize("values", [[], [10, 12], [*STEADY, None, 23]])
def test_answers_fit_the_description(cast, values):
    row = made(cast, values)
    if values:
        rebase(cast, row, period="2012-13-Q2")
    described = DOCUMENT["paths"]["/api/v1/councils/{council}/indicators/{id}/spc"]["get"]
    validate(answer(cast, row), schema_of(described))


def test_without_figures_it_is_empty(cast):
    body = answer(cast, made(cast, []))
    assert (body["period_kind"], body["points"], body["segments"], body["rebases"]) == (None, [], [], [])


def test_it_is_not_in_the_list_and_of_nobody_else(cast):
    row = made(cast, [*STEADY, 23])
    path = f"/api/v1/councils/{cast.council.slug}/indicators"
    [listed] = cast.client().get(path).json()["results"]
    assert "variation" not in listed and "spc" not in listed
    assert cast.outsider_client().get(f"{path}/{row.public_id}/spc").status_code == 404
    assert cast.client().post(f"{path}/{row.public_id}/spc", {}).status_code == 405


def test_an_unchanged_answer_is_not_sent_again(cast):
    row = made(cast, [*STEADY, 23])
    client, path = cast.client(), address(cast, row)
    tag = client.get(path)["ETag"]
    assert client.get(path, HTTP_IF_NONE_MATCH=tag).status_code == 304
    rebase(cast, row)
    assert client.get(path, HTTP_IF_NONE_MATCH=tag).status_code == 200


@pytest.mark.parametrize("count", [13, 40])
def test_it_costs_the_same_queries_for_any_number_of_figures(cast, count, django_assert_num_queries):
    row = made(cast, [10 + at % 5 for at in range(count)], periods=[*reversed(earlier(count))])
    client, path = cast.client(), address(cast, row)
    with django_assert_num_queries(FRAME + 7):
        client.get(path)
