"""Promised effects that do not show, frozen in a pack with their reasons."""

import orjson
import page as page_validation
import pytest

from councils.tenancy import council_context
from indicators.models import Indicator
from packs.document import read_document, write_document
from packs.printing.paper import pack_html, render_snapshot
from packs.printing.typography import NO_BREAK
from tests.factories import (
    DeliverableFactory,
    ExpectedEffectFactory,
    ProgressUpdateFactory,
    TrajectoryFactory,
    TrajectoryPointFactory,
)
from tests.packs.paper import make_paper

HEADING = "Promised effects that do not show"


@pytest.fixture
def paper(cast, settings, tmp_path):
    """A board's quarter in which the figure is 50% for Q1, though a green deliverable should have moved it."""
    settings.FILES_ROOT = tmp_path
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        row = Indicator.objects.get()
        TrajectoryPointFactory(trajectory=TrajectoryFactory(indicator=row), do_nothing=50)
        effect = ExpectedEffectFactory(deliverable=DeliverableFactory(strand=paper.strand), indicator=row)
        ProgressUpdateFactory(deliverable=effect.deliverable, period=paper.period, rag="green")
        yield paper


def test_a_pack_names_the_indicator_the_finding_and_why(paper):
    content = paper.request().snapshot.content
    document = read_document(content)
    [line] = document.summary.impacts
    assert line.kinds == "Delivery green, impact flat. Effect promised, none seen."
    html = pack_html(document, sha256="0" * 64).replace(NO_BREAK, " ")
    assert html.count(f'<h3 class="govuk-heading-m">{HEADING}</h3>') == 1
    assert line.reason in html and line.reason.startswith("50% for Q1 2016–17 is the same as the baseline")
    assert write_document(document) == content


def test_an_older_document_has_none_and_prints_none(paper):
    content = orjson.loads(paper.request().snapshot.content)
    del content["summary"]["impacts"]
    old = read_document(orjson.dumps(content).decode())
    assert old.summary.impacts == ()
    assert HEADING not in pack_html(old, sha256="0" * 64).replace(NO_BREAK, " ")


def test_the_printed_pack_is_accessible(paper):
    printed = render_snapshot(paper.request().snapshot)
    assert page_validation.validate_pdf_bytes(printed.bytes, profile="ua1").failures == []
