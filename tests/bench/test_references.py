"""The references of `bin/bench` answer what the product answers: a reference that does less is no reference."""

from collections import Counter
from datetime import UTC, datetime

import orjson
import pytest
from django.utils.html import escape

from bench import raw
from bench.rows import TODAY
from core.periods import Quarter
from core.rag import Rag
from councils.tenancy import council_context
from deliverables.models import Deliverable, ProgressUpdate

RAW = {
    "deliverables": lambda cursor, **page: raw.deliverables_page(cursor, today=TODAY, **page),
    "indicators": lambda cursor, **page: raw.indicators_page(cursor, today=TODAY, **page),
    "readings": raw.readings_page,
    "changes": raw.changes_page,
}
LIMIT = 25


def results_of_product(plan, noun, limit=LIMIT):
    """All pages of the product's list."""
    address, pages = plan.api(f"{noun}?limit={limit}"), []
    while address:
        body = plan.system.get(address).json()
        pages.append(body["results"])
        address = body["next"]
    return pages


@pytest.mark.parametrize("noun", RAW)
def test_raw_pages_have_the_rows_of_the_api(plan, raw_cursor, noun):
    pages, after, more = [], None, True
    with raw_cursor() as cursor:
        while more:
            body, after = RAW[noun](cursor, limit=LIMIT, after=after)
            pages.append(orjson.loads(body)["results"])
            more = after is not None
    wanted = results_of_product(plan, noun)
    assert len(wanted[0]) >= 24
    assert pages == wanted


@pytest.mark.parametrize("noun", RAW)
def test_raw_pages_have_the_number_of_changes(plan, raw_cursor, noun):
    with raw_cursor() as cursor:
        body, _ = RAW[noun](cursor, limit=1)
    assert (
        orjson.loads(body)["change_seq"] == plan.system.get(plan.api(f"{noun}?limit=1")).json()["change_seq"]
    )


@pytest.mark.parametrize("noun", RAW)
def test_textbook_pages_have_the_rows_of_the_api(plan, noun):
    wanted = results_of_product(plan, noun)
    for number, page in enumerate(wanted):
        answer = plan.system.get(plan.api(f"textbook/{noun}?limit={LIMIT}&offset={number * LIMIT}"))
        assert [shown(row) for row in answer.json()["results"]] == [shown(row) for row in page]


def shown(row):
    """Row with moments in one form: REST framework writes them in the time zone of the settings."""
    return row | {"at": datetime.fromisoformat(row["at"]).astimezone(UTC)} if "at" in row else row


def test_raw_dashboard_counts_the_ratings_of_the_api(plan, raw_cursor):
    """The API judges with `quarter` as the dashboard of that quarter does."""
    address = plan.api(f"deliverables?limit=200&quarter={Quarter.of(TODAY).label}")
    rows = plan.system.get(address).json()["results"]
    wanted = Counter((row["strand"], row["stated_rag"], row["schedule_rag"]) for row in rows)
    with raw_cursor() as cursor:
        counts = raw.dashboard(cursor, today=TODAY).counts
    assert counts == dict(wanted)
    assert {stated for _, stated, _ in counts} == {rag.value for rag in Rag}
    assert {schedule for _, _, schedule in counts} == {rag.value for rag in Rag}


def test_raw_dashboard_has_the_counts_and_the_worst_of_the_page(plan, raw_cursor):
    page = plan.browser.get(plan.page()).content.decode()
    with raw_cursor() as cursor:
        by_hand = raw.dashboard(cursor, today=TODAY)
    red = sum(count for (_, stated, _), count in by_hand.counts.items() if stated == "red")
    assert f"{red} of 60 deliverables are red" in page
    assert len(by_hand.worst) == 8
    listed = page[page.index(by_hand.worst[0]["title"]) :]
    places = [listed.index(escape(each["title"])) for each in by_hand.worst]
    assert places == sorted(places)


def test_raw_rating_records_what_the_product_records(plan, raw_cursor):
    ids = plan.deliverable_ids(5)
    said = {"narrative": "Agreed with all schools.", "rag": "green"}
    form = {
        "what": "rating",
        "step": "save",
        "chosen": plan.chosen(5),
        "quarter": Quarter.of(TODAY).label,
        **said,
    }
    assert plan.browser.post(plan.page("deliverables/change/"), form).status_code == 302
    with raw_cursor() as cursor:
        recorded = raw.rate_all(
            cursor,
            plan.deliverable_ids(5),
            rag=Rag.GREEN,
            narrative=said["narrative"],
            quarter=Quarter.of(TODAY),
            today=TODAY,
            now=datetime(2026, 2, 10, 12, tzinfo=UTC),
        )
    assert recorded == 5
    columns = (
        "deliverable_id",
        "period_id",
        "rag",
        "narrative",
        "reason",
        "forecast_on",
        "recorded_on",
        "late",
    )
    with council_context(plan.council.pk):
        updates = ProgressUpdate.objects.filter(narrative=said["narrative"]).order_by("id")
        rows = list(updates.values_list(*columns, "done_points"))
        versions = set(Deliverable.objects.filter(public_id__in=ids).values_list("version", flat=True))
    assert len(rows) == 10
    assert sorted(rows[:5]) == sorted(rows[5:])
    assert versions == {3}
