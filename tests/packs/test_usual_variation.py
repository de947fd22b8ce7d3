"""Charts of usual variation in a pack: which are printed, and that an old paper keeps what it said."""

from datetime import date

import orjson
import page as page_validation
import pytest
from django.template.loader import render_to_string

from core.periods import Period, Quarter
from councils.tenancy import council_context
from indicators.models import Predecessor, Reading, Rebase
from packs.document import UsualVariation, read_document
from packs.printing.paper import pack_context, pack_html
from packs.printing.pdf import render_pdf
from packs.quarter.usual_variation import analysis_of, variation_of
from tests.cast import TODAY
from tests.factories import IndicatorFactory, TargetFactory
from tests.packs.paper import NOW, make_paper

STEADY = [11, 9] * 6


@pytest.fixture
def paper(cast, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    with council_context(cast.council.id):
        yield make_paper(cast.council)


def measured(paper, values, **about):
    """An indicator of the board's plan with these figures, the last of them for the pack's own quarter."""
    row = IndicatorFactory(
        **{"strategy": paper.strand.strategy, "unit": "number", "polarity": "high", "title": "Attendance"}
        | about
    )
    quarter = Quarter.parse("2016-17-Q1")
    readings = []
    for value in reversed(values):
        readings.append(
            Reading(
                indicator=row, period=quarter.label, ends_on=Period.parse(quarter.label).ends_on, value=value
            )
        )
        quarter = quarter.previous
    Reading.objects.bulk_create(readings)
    return row


def frozen(paper):
    return read_document(paper.request().snapshot.content)


def test_a_special_cause_is_frozen_with_its_limits_and_printed_with_words(paper):
    row = measured(paper, [*STEADY, 23], label="7.")
    measured(paper, [*STEADY, 10], title="Exclusions")
    document = frozen(paper)
    [chart] = document.variation.charts
    assert (chart.indicator, chart.variation, document.variation.others) == (
        str(row.public_id),
        "improvement_high",
        1,
    )
    assert (chart.points[-1].cause, chart.points[-1].side, chart.points[-1].value) == (
        "outside",
        "high",
        23.0,
    )
    [segment] = chart.segments
    assert (segment.limits.mean, segment.limits.upper) == (11.0, 18.98)
    html = pack_html(document, sha256="0" * 64)
    assert "Variation: Improvement, high" in html
    sentence = (
        "The last figure, for Q1 2016–17, is higher than usual variation explains, which is an improvement."
    )
    assert sentence in html.replace("\u00a0", " ")
    assert "1 other indicator has limits. Its last figure is within usual variation." in " ".join(
        html.split()
    )
    assert html.count('<div class="spc__paper"><svg') == 1


def test_the_page_of_the_pack_shows_it_for_wide_and_narrow_screens(paper):
    row = measured(paper, [*STEADY, 23])
    page = render_to_string("packs/paper/parts/indicators.html", pack_context(frozen(paper), sha256="0" * 64))
    assert page.count('<div class="spc__wide"><svg') == page.count('<div class="spc__narrow"><svg') == 1
    assert page.count(f"/indicators/{row.public_id}/") == 2, "in the table and above the chart"


def test_the_paper_draws_what_was_frozen_not_what_is_true_now(paper):
    row = measured(paper, [*STEADY, 23])
    document = frozen(paper)
    before = pack_html(document, sha256="0" * 64)
    Reading.objects.filter(indicator=row).update(value=5)
    assert pack_html(document, sha256="0" * 64) == before
    [flag] = [flag for flag in analysis_of(document.variation.charts[0]).flags if flag]
    assert (flag.cause, flag.side) == ("outside", "high")


def test_the_worst_come_first_and_the_rest_is_counted(paper, monkeypatch):
    monkeypatch.setattr("packs.quarter.usual_variation.MOST_CHARTS", 3)
    measured(paper, [*STEADY, 23], title="Better")
    measured(paper, [*STEADY, 23], title="Neither", polarity=None)
    measured(paper, [*STEADY, 23], title="Worse", polarity="low")
    missing = measured(paper, [*STEADY, 10], title="Keeps missing")
    TargetFactory(indicator=missing, value=90)
    variation = frozen(paper).variation
    titles = [chart.name.partition(" ")[2] for chart in variation.charts]
    assert titles == ["Worse", "Keeps missing", "Neither"]
    assert (variation.more, variation.others) == (1, 0)


def test_a_re_base_since_makes_a_new_edition_and_the_same_figures_do_not(paper):
    row = measured(paper, [*STEADY, 23, *([20, 22] * 6), 21])
    assert paper.request().edition == 1
    assert paper.request().edition == 1
    first = Reading.objects.filter(indicator=row).order_by("ends_on")[13]
    Rebase.objects.create(
        indicator=row,
        period=first.period,
        starts_on=Period.parse(first.period).starts_on,
        reason="A new way of counting",
        by_name="Officer",
        recorded_on=TODAY,
        recorded_at=NOW,
    )
    again = paper.request()
    assert again.edition == 2
    assert read_document(again.snapshot.content).variation.others == 1


def test_the_end_of_a_predecessor_is_frozen_with_its_mark(paper):
    Predecessor.objects.create(name="Hampshire", ended_on=date(2013, 3, 31))
    measured(paper, [60, 62, 61, *STEADY, 23], label="7.")
    document = frozen(paper)
    [chart] = document.variation.charts
    assert [(each.count, each.sign) for each in chart.segments] == [(3, ""), (13, "New area")]
    html = pack_html(document, sha256="0" * 64)
    assert ">New area</text>" in html and "Re-based" not in html
    assert "Up to 31 March 2013: figures of Hampshire." in chart.basis
    assert "Up to 31 March 2013: figures of Hampshire." in html.replace("\u00a0", " ")


def test_an_older_document_has_none_and_is_the_same_pack(paper, monkeypatch):
    measured(paper, [*STEADY, 23])
    monkeypatch.setattr("packs.actions.freezing.variation_of", lambda summary, hidden: None)
    old = paper.request()
    monkeypatch.undo()
    assert read_document(old.snapshot.content).variation is None
    assert paper.request() == old
    content = orjson.loads(old.snapshot.content)
    del content["variation"]
    older = read_document(orjson.dumps(content).decode())
    assert older.variation is None
    assert "Usual variation" not in pack_html(older, sha256="0" * 64)


def test_too_few_figures_cost_one_query_and_print_nothing(paper, django_assert_num_queries):
    measured(paper, STEADY)
    document = frozen(paper)
    assert document.variation == UsualVariation()
    assert "Usual variation" not in pack_html(document, sha256="0" * 64)
    with django_assert_num_queries(1):
        variation_of(document.summary, hidden=frozenset())


@pytest.mark.parametrize("count", [1, 5])
def test_enough_figures_cost_six_queries_for_any_number_of_indicators(
    paper, count, django_assert_num_queries
):
    for _ in range(count):
        measured(paper, [*STEADY, 23])
    summary = frozen(paper).summary
    with django_assert_num_queries(6):
        assert len(variation_of(summary, hidden=frozenset()).charts) == count


def test_its_pdf_is_accessible(paper):
    measured(paper, [*STEADY, 23])
    measured(paper, [*STEADY, 23], title="Worse", polarity="low")
    html = pack_html(frozen(paper), sha256="0" * 64)
    checked = page_validation.validate_pdf_bytes(
        render_pdf(html, assets={}, frozen_at=NOW).bytes, profile="ua1"
    )
    assert checked.failures == []
