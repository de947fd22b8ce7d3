"""Areas that a council took over from: named on pages, and marked where their figures end."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import Predecessor, TableColumn
from tests.factories import IndicatorFactory, ReadingFactory, StrategyFactory
from tests.pages import FRAME, text_of

HAMPSHIRE = {
    "name": "Hampshire",
    "ended_on_day": "31",
    "ended_on_month": "3",
    "ended_on_year": "2014",
    "ons_code": "e10000014",
    "dfe_code": "850",
    "note": "The southern part.",
}


def url(name, cast, **more):
    return reverse(f"indicators:{name}", kwargs={"council": cast.council.slug, **more})


def add(cast, client=None, **changes):
    return (client or cast.client()).post(url("add_predecessor", cast), HAMPSHIRE | changes, follow=True)


def saved(cast):
    with council_context(cast.council.id):
        return list(Predecessor.objects.values_list("name", "ons_code", "dfe_code", "ended_on"))


def verbs(cast):
    with council_context(cast.council.id):
        return [verb for verb in Change.objects.order_by("seq").values_list("verb", flat=True) if verb]


def test_a_predecessor_is_named_changed_and_removed(cast):
    client = cast.client()
    page = text_of(add(cast, client))
    assert "Hampshire saved. Figures up to 31 March 2014 are marked as its figures." in page
    assert "Hampshire E10000014, DfE 850 – 31 March 2014 The southern part." in page
    assert saved(cast) == [("Hampshire", "E10000014", "850", date(2014, 3, 31))]
    with council_context(cast.council.id):
        known = {"predecessor": Predecessor.objects.get().public_id}
    seen = client.get(url("predecessor", cast, **known)).context["form"]["seen"].value()
    client.post(url("predecessor", cast, **known), HAMPSHIRE | {"note": "Meanwhile", "seen": seen})
    stale = client.post(url("predecessor", cast, **known), HAMPSHIRE | {"note": "Mine", "seen": seen})
    assert stale.status_code == 409 and "Meanwhile" in text_of(stale)
    page = text_of(client.post(url("remove_predecessor", cast, **known), {}, follow=True))
    assert "Hampshire removed." in page and "No predecessors" in page
    assert verbs(cast) == ["predecessor.added", "predecessor.changed", "predecessor.removed"]
    log = text_of(client.get(f"/{cast.council.slug}/changes/?view=log"))
    assert "named the predecessor Hampshire" in log


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": ""}, "name", "Enter the name of the area"),
        ({"ended_on_year": "2030"}, "ended_on", "Enter a day that has passed"),
        ({"ons_code": "850"}, "ons_code", "Enter a letter and 8 digits"),
        ({"dfe_code": "E10"}, "dfe_code", "Enter 3 digits"),
        (
            {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2015"},
            "starts_on",
            "Enter a day before the last one.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_kept_as_typed(cast, typed, field, sentence):
    response = add(cast, **typed)
    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert "The southern part." in response.content.decode()
    assert saved(cast) == []


def test_the_same_area_is_named_once(cast):
    add(cast)
    assert "Hampshire is named already, with the same last day." in text_of(add(cast))
    assert len(saved(cast)) == 1


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
def test_who_may_not_change_the_plan_only_reads(cast, role):
    add(cast)
    with council_context(cast.council.id):
        known = {"predecessor": Predecessor.objects.get().public_id}
    client = cast.client(role)
    page = text_of(client.get(url("predecessors", cast)))
    assert "Hampshire" in page and "Add a predecessor" not in page
    for name, more in (("add_predecessor", {}), ("predecessor", known), ("remove_predecessor", known)):
        assert client.post(url(name, cast, **more), HAMPSHIRE).status_code == 403
        assert cast.outsider_client().post(url(name, cast, **more), HAMPSHIRE).status_code == 404
    assert cast.client().get(url("predecessor", cast, predecessor=uuid4())).status_code == 404
    assert len(saved(cast)) == 1


def test_figures_say_where_the_predecessor_ends_and_no_trend_is_drawn_across(cast):
    add(cast)
    with council_context(cast.council.id):
        strategy = StrategyFactory(title="SEND plan")
        TableColumn.objects.create(
            strategy=strategy, set="secondary", kind="quarter", label="Q1", period="2014-15-Q1", position=1
        )
        row = IndicatorFactory(strategy=strategy, label="1.", title="Attendance")
        for period, value in (("2013-14-Q3", 80), ("2013-14-Q4", 81), ("2014-15-Q1", 60), ("2014-15-Q2", 62)):
            ReadingFactory(indicator=row, period=period, value=value)
    page = text_of(cast.client().get(url("indicator", cast, indicator=row.public_id)))
    after, _, before = page.partition("Figures, latest first")[2].partition(
        "Up to 31 March 2014: figures of Hampshire (E10000014, DfE 850). The southern part."
    )
    assert "60%" in after and "81%" not in after and "81%" in before
    table = cast.client().get(url("list", cast)).content.decode()
    assert re.findall(r'<path d="M3 21l([^"]+)"', table) == ["74-18"], "only from 60 to 62"


def test_the_list_takes_one_query(cast, django_assert_num_queries):
    client = cast.client()
    for year in ("2012", "2013", "2014"):
        add(cast, client, ended_on_year=year)
    with django_assert_num_queries(FRAME + 1):
        client.get(url("predecessors", cast))
