"""Published figures of other areas, frozen in a pack beside the indicator."""

from datetime import date

import orjson
import page as page_validation
import pytest

from councils.models import AreaCode
from councils.tenancy import council_context
from indicators.models import Benchmark, Indicator, Neighbour, NeighbourList, Predecessor
from packs.document import read_document, write_document
from packs.printing.paper import pack_html, render_snapshot
from packs.printing.typography import NO_BREAK
from tests.factories import ReadingFactory
from tests.packs.paper import make_paper

HEADING = "Compared with others"
YEAR = {"period": "CY2015", "ends_on": date(2015, 12, 31), "source": "Plans, 2016"}
NEAR = {"E06000045": ("Southampton", 90), "E06000026": ("Plymouth", 70), "E08000021": ("Newcastle", 40)}


@pytest.fixture
def paper(cast, settings, tmp_path):
    """A board's quarter with one indicator, which England, a region and three neighbours have too."""
    settings.FILES_ROOT = tmp_path
    AreaCode.objects.create(council=cast.council, scheme="ons", code="E06000044")
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        row = Indicator.objects.get()
        near = NeighbourList.objects.create(name="DfE", valid_from=date(2016, 1, 1))
        for rank, (code, (name, value)) in enumerate(NEAR.items(), 1):
            Neighbour.objects.create(listed_in=near, rank=rank, code=code, name=name, closeness="Close")
            add(row, name, "council", code, value)
        add(row, "England", "england", "E92000001", 46)
        add(row, "South East", "region", "E12000008", 41)
        add(row, "England", "england", "E92000001", 45, period="CY2014", ends_on=date(2014, 12, 31))
        yield paper


def add(row, area, level, code, value, **period):
    Benchmark.objects.create(
        indicator=row, area=area, level=level, area_code=code, value=value, **YEAR | period
    )


def frozen(paper):
    return read_document(paper.request().snapshot.content)


def html_of(document):
    return pack_html(document, sha256="0" * 64).replace(NO_BREAK, " ")


def test_the_latest_period_is_frozen_with_median_and_place(paper):
    Indicator.objects.update(polarity="high")
    add(Indicator.objects.get(), "Northport", "council", "E06000044", 60)
    document = frozen(paper)
    [line] = document.comparison
    assert (line.period, line.own, line.england, line.region) == ("Calendar year 2015", "60%", "46%", "41%")
    assert (line.neighbours, line.place) == ("40% to 90%, median 70%", "3rd of 4")
    html = html_of(document)
    assert html.count(f"{HEADING}</h3>") == 1 and "3rd of 4" in html and "Plans, 2016" in html
    assert write_document(document) == paper.request().snapshot.content


def test_a_figure_of_a_predecessor_is_named(paper):
    Predecessor.objects.create(name="Old Shire", ons_code="E06000099", ended_on=date(2016, 3, 31))
    add(Indicator.objects.get(), "Old Shire", "council", "E06000099", 33)
    [line] = frozen(paper).comparison
    assert (line.own, line.own_name) == ("33%", "Old Shire, to 31 March 2016")


def test_an_own_reading_of_few_people_is_left_out_with_its_place(paper):
    row = Indicator.objects.get()
    ReadingFactory(indicator=row, period="CY2015", value=5, numerator=2, denominator=40)
    [line] = frozen(paper).comparison
    assert (line.own, line.place, line.england) == ("–", "–", "46%")


def test_figures_loaded_since_make_a_new_edition_and_the_same_ones_do_not(paper):
    assert (paper.request().edition, paper.request().edition) == (1, 1)
    Benchmark.objects.filter(area="England").update(value=50)
    assert paper.request().edition == 2


def test_an_older_document_has_none_and_is_the_same_pack(paper):
    content = orjson.loads(paper.request().snapshot.content)
    del content["comparison"]
    old = read_document(orjson.dumps(content).decode())
    assert old.comparison is None and HEADING not in html_of(old)


def test_the_printed_pack_is_accessible(paper):
    printed = render_snapshot(paper.request().snapshot)
    assert page_validation.validate_pdf_bytes(printed.bytes, profile="ua1").failures == []
