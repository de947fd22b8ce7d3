"""Snapshots written before a field existed are still read, and print in the standard look."""

import orjson
import pytest

from councils.branding.colours import STANDARD_COLOUR
from councils.files import store_logo
from councils.tenancy import council_context
from indicators.models import Reading
from packs.document import Branding, read_document, write_document
from packs.models import Snapshot
from packs.printing.paper import pack_html
from packs.quarter.branding import logo_png, print_colour
from tests.packs.paper import make_paper

PNG = b"\x89PNG a small one"


@pytest.fixture
def paper(cast, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    with council_context(cast.council.id):
        yield make_paper(cast.council)


def test_what_is_written_reads_the_same(paper):
    content = paper.request().snapshot.content
    assert write_document(read_document(content)) == content


def test_an_older_document_has_the_standard_look_and_no_trends(paper):
    content = orjson.loads(paper.request().snapshot.content)
    old = read_document(
        orjson.dumps({k: v for k, v in content.items() if k not in ("branding", "trends")}).decode()
    )
    assert (old.trends, old.branding, print_colour(old.branding)) == (None, Branding(), STANDARD_COLOUR)
    html = pack_html(old, sha256="0" * 64)
    assert f"--accent: {STANDARD_COLOUR}" in html and "logo.png" not in html


def test_an_older_edition_is_still_the_same_pack_when_nothing_has_changed(paper, monkeypatch):
    monkeypatch.setattr("packs.actions.freezing.trends_of", lambda summary, hidden: None)
    old = paper.request()
    monkeypatch.undo()
    assert paper.request() == old


def test_the_colour_and_logo_of_the_day_are_frozen(paper):
    paper.council.accent, paper.council.logo_sha256 = "#0f5257", store_logo(paper.council, PNG)
    paper.council.save()
    branding = read_document(paper.request().snapshot.content).branding
    assert (print_colour(branding), logo_png(branding)) == ("#0f5257", PNG)


def test_a_logo_missing_from_the_file_store_is_left_out(paper):
    paper.council.logo_sha256 = "0" * 64
    paper.council.save()
    assert logo_png(read_document(paper.request().snapshot.content).branding) is None


def test_a_colour_too_light_for_white_text_is_darkened():
    assert print_colour(Branding("#ffcc00")) == "#907300"


def test_trends_hold_the_figures_that_count_in_the_quarter_oldest_first(paper):
    reading = Reading.objects.get()
    for period, ends_on, value in (("2014-15-Q4", "2015-03-31", 10), ("2016-17-Q2", "2016-09-30", 99)):
        Reading.objects.create(indicator=reading.indicator, period=period, ends_on=ends_on, value=value)
    [trend] = read_document(paper.request().snapshot.content).trends
    assert trend.indicator == str(reading.indicator.public_id)
    assert [point.value for point in trend.points] == [10.0, float(reading.value)]


def test_a_trend_joins_figures_for_periods_of_one_kind(paper):
    """A year's figure before a quarter's would draw a fall that did not happen."""
    reading = Reading.objects.get()
    before = [("2014-15-Q4", "2015-03-31", 10), ("FY2014-15", "2015-03-31", 40)]
    for period, ends_on, value in before:
        Reading.objects.create(indicator=reading.indicator, period=period, ends_on=ends_on, value=value)
    [trend] = read_document(paper.request().snapshot.content).trends
    assert [point.value for point in trend.points] == [10.0, float(reading.value)]


def test_a_corrected_earlier_figure_makes_a_new_edition(paper):
    reading = Reading.objects.get()
    earlier = Reading.objects.create(
        indicator=reading.indicator, period="2014-15-Q4", ends_on="2015-03-31", value=10
    )
    assert paper.request().edition == 1
    Reading.objects.filter(pk=earlier.pk).update(value=11)
    assert (paper.request().edition, Snapshot.objects.count()) == (2, 2)
