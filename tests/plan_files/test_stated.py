"""Printed status words as updates, Undo after a quarter was closed, and what the timeline tells of an import."""

from datetime import UTC, datetime

import pytest

from councils.tenancy import council_context
from deliverables.models import Deliverable, ProgressUpdate
from plan_files.models import PlanImport
from strategies.models import ReportingPeriod, Strategy
from tests.factories import PeriodFactory, ProgressUpdateFactory
from tests.pages import text_of
from tests.plan_files.test_pages import as_shown, confirm, hidden, import_all, settle, start

pytestmark = pytest.mark.django_db

TEXT = """\
Section\tMilestone\tBy when\tLead\tRAG\tProgress\tNext steps\tForecast
A: Inclusion\tMap the places\tSep 2017\tJK\tOn track\tTwo areas mapped\t\t
A: Inclusion\tTrain the staff\tMay 2017\tJK\tRed\tThe trainer left\tRecruit again\tJun 2017
A: Inclusion\tOpen a base\tMay 2017\tJK\tRed\tNo site\t\t
A: Inclusion\tWrite a guide\tMay 2017\tJK\t75%\tHalf of it\t\t
"""


@pytest.fixture
def quarter(cast):
    with council_context(cast.council.pk):
        return PeriodFactory(label="2016-17-Q1")


def ready(client):
    address = start(client, TEXT)
    settle(client, address)
    page = client.get(f"{address}names/")
    body = as_shown(page)
    for question in page.context["form"].questions:
        if question.doubt.subject == "On track":
            body[question.name] = "green"
    client.post(f"{address}names/", body)
    settle_rows(client, address)
    return address


def settle_rows(client, address):
    page = client.get(f"{address}rows/")
    chosen = {kind.name: "proposed" for kind in page.context["bulk"].kinds if kind.open}
    if chosen:
        client.post(f"{address}rows/", {**hidden(page), **chosen, "step": "bulk"})


class TestStatusWords:
    def test_nothing_is_recorded_unless_somebody_ticks_it(self, cast, quarter):
        client = cast.client()
        confirm(client, ready(client))
        with council_context(cast.council.pk):
            assert Deliverable.objects.count() == 4 and not ProgressUpdate.objects.exists()

    def test_the_page_says_what_would_be_recorded_and_what_cannot(self, cast, quarter):
        client = cast.client()
        page = text_of(client.get(f"{ready(client)}confirm/"))
        assert "Also record the printed status as an update for Q1 2016–17" in page
        assert "Map the places: Green" in page and "Train the staff: Red" in page
        assert "Open a base is red and needs a reason, a path to green and a forecast date" in page
        assert "Write a guide" not in page.split("Status that would be recorded")[1].split("Import 4")[0]

    def test_ticked_they_are_updates_with_the_printed_words(self, cast, quarter):
        client = cast.client()
        page = confirm(client, ready(client), with_status="yes")
        assert "2 progress updates recorded." in text_of(page)
        with council_context(cast.council.pk):
            green, red = ProgressUpdate.objects.order_by("deliverable__position")
            assert (green.rag, green.period_id) == ("green", quarter.pk)
            assert (
                green.narrative
                == "Two areas mapped\nImported from Pasted text, where the status is “On track”."
            )
            assert (red.reason, red.path_to_green) == ("The trainer left", "Recruit again")
            assert red.forecast_on.isoformat() == "2017-06-30" and red.by_name == cast.actor().name

    def test_one_undo_takes_them_back_with_the_import(self, cast, quarter):
        client = cast.client()
        address = ready(client)
        confirm(client, address, with_status="yes")
        with council_context(cast.council.pk):
            act = PlanImport.objects.get().request_id
        client.post("/northport/undo/", {"act": act, "next": address}, follow=True)
        with council_context(cast.council.pk):
            assert not ProgressUpdate.objects.exists() and not Deliverable.objects.exists()
            assert not Strategy.objects.exists()

    def test_an_update_of_the_quarter_is_not_replaced(self, cast, quarter):
        client = cast.client()
        confirm(client, ready(client))
        with council_context(cast.council.pk):
            plan = Strategy.objects.get()
            first = Deliverable.objects.get(title="Map the places")
            ProgressUpdateFactory(deliverable=first, period=quarter, rag="amber")
        address = start(client, TEXT, plan=plan.slug)
        settle(client, address)
        page = text_of(client.get(f"{address}confirm/"))
        assert "Map the places has an update for this quarter already" in page
        confirm(client, address, with_status="yes")
        with council_context(cast.council.pk):
            assert ProgressUpdate.objects.filter(deliverable=first).count() == 1

    def test_without_an_open_quarter_it_is_not_offered(self, cast):
        client = cast.client()
        assert "Also record the printed status" not in text_of(client.get(f"{ready(client)}confirm/"))

    def test_a_closed_quarter_takes_none(self, cast, quarter):
        with council_context(cast.council.pk):
            ReportingPeriod.objects.update(closed_at=datetime(2016, 7, 8, tzinfo=UTC))
        client = cast.client()
        page = confirm(client, ready(client), with_status="yes")
        assert page.status_code == 200
        with council_context(cast.council.pk):
            assert Deliverable.objects.count() == 4 and not ProgressUpdate.objects.exists()


class TestUndoAfterAQuarterWasClosed:
    def test_it_is_refused_with_a_sentence(self, cast, quarter):
        client = cast.client()
        address, _ = import_all(client)
        with council_context(cast.council.pk):
            done = PlanImport.objects.get()
            ReportingPeriod.objects.update(closed_at=datetime(2100, 1, 1, tzinfo=UTC))
        assert "Take it back" not in text_of(client.get(address))
        page = client.post("/northport/undo/", {"act": done.request_id, "next": address}, follow=True)
        assert "Q1 2016–17 has been closed since, so nothing was undone." in text_of(page)
        with council_context(cast.council.pk):
            assert Deliverable.objects.count() == 3

    def test_a_quarter_that_was_closed_before_does_not_matter(self, cast, quarter):
        with council_context(cast.council.pk):
            ReportingPeriod.objects.update(closed_at=datetime(2016, 7, 1, tzinfo=UTC))
        client = cast.client()
        address, _ = import_all(client)
        assert "Take it back" in text_of(client.get(address)) or "Undo" in text_of(client.get(address))


def test_the_timeline_tells_dates_and_leads_that_an_import_added_later(cast, quarter):
    client = cast.client()
    import_all(client, LATER)
    with council_context(cast.council.pk):
        plan, undated = Strategy.objects.get(), Deliverable.objects.get(title="Train the staff of all bases")
    page = text_of(client.get(undated.get_absolute_url()))
    assert "Due date set" not in page and "Lead changed" not in page
    address = start(client, LATER.replace("bases\t\t", "bases\tSep 2017\tNS"), plan=plan.slug)
    settle(client, address)
    assert confirm(client, address).status_code == 200
    page = text_of(client.get(undated.get_absolute_url()))
    assert "Due date set" in page and "New date: Sep 2017" in page
    assert "No single lead before, now NS" in page


LATER = """\
Section\tMilestone\tBy when\tLead
A: Inclusion\tMap the places\tSep 2017\tJK
A: Inclusion\tTrain the staff of all bases\t\t
"""
