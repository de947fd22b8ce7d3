"""What people wrote and what sendplan adds to it are told apart in print, on the page of a pack and in its email."""

import re
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string

from councils.tenancy import council_context
from deliverables.models import ProgressUpdate
from indicators.models import ConfidenceRating
from packs.document import read_document
from packs.printing.paper import pack_context
from strategies.models import Strategy
from tests.factories import IndicatorFactory, ReadingFactory, TargetFactory
from tests.packs.paper import make_paper

WRITTEN = {
    "reason": "Staff vacancies",
    "path_to_green": "Two posts are filled in May",
    "narrative": "Half way",
}


@pytest.fixture
def context(cast, no_queue):
    """The paper's red, amber and green deliverables are written without full stops. One of five is not rated."""
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        ProgressUpdate.objects.filter(period=paper.period).update(**WRITTEN)
        snapshot = paper.request().snapshot
        document = read_document(snapshot.content)
        return pack_context(document, sha256=snapshot.sha256) | {"document": document}


def said(template, context):
    page = render_to_string(template, context)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("paper", [True, False])
def test_red_and_amber_say_one_thing_after_the_other(context, paper):
    page = said("packs/paper/parts/attention.html", context | {"paper": paper})
    assert "Staff vacancies. Red, was green in Q4 2015–16." in page
    assert "Two posts are filled in May. Forecast: " in page


def test_an_indicator_without_a_rating_is_listed_for_its_forecast(cast, no_queue):
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        row = IndicatorFactory(
            strategy=Strategy.objects.get(), label="9", title="Waiting", unit="percent", polarity="high"
        )
        ReadingFactory(indicator=row, period="2015-16-Q4", value=None, missing_code="c")
        ConfidenceRating.objects.create(
            target=TargetFactory(indicator=row, value=60),
            rag="amber",
            reason="Staff vacancies",
            recorded_on=date(2016, 4, 1),
            recorded_at=datetime(2016, 4, 1, 9, tzinfo=UTC),
            by_name="Olive Firth",
        )
        snapshot = paper.request().snapshot
        document = read_document(snapshot.content)
        context = pack_context(document, sha256=snapshot.sha256) | {"document": document}
    page = said("packs/paper/parts/attention.html", context | {"paper": True})
    listed = page[page.index("9 Waiting") :]
    assert "Indicator: Not rated Listed for its forecast:&nbsp; Confidence: Amber" in listed


def test_the_appendix_says_one_thing_after_the_other(context):
    page = said("packs/paper/parts/all.html", context)
    assert "Half way. Why: Staff vacancies. Path to green: Two posts are filled in May. Forecast: " in page


@pytest.mark.parametrize("kind", ["txt", "html"])
def test_the_email_says_one_thing_after_the_other(context, kind):
    mail = said(f"emails/pack/body.{kind}", context)
    assert "Staff vacancies. Path to green: Two posts are filled in May. Forecast: " in mail


def test_a_strand_says_how_many_of_its_parts_are_rated(context):
    page = said("packs/paper/parts/summary.html", context | {"paper": True})
    assert "Overall: Red 4 of 5 rated" in page  # on a line of its own
