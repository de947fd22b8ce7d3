"""Indicators of a pack: which rows are printed, below which names, and how their figures line up."""

from datetime import UTC, date, datetime

import pytest

from core.periods import Quarter
from core.rag import Rag
from packs.document import PackDocument, Trend, TrendPoint
from packs.printing.figures import TOGETHER, figures, most_decimals, with_decimals
from reporting.summaries import BoardSummary, IndicatorLine


def line(name, depth=0, value="", **changes):
    values = {
        "id": name, "strategy": "plan", "set": "Main indicators", "heading": "Outcome 1", "label": "", "title": name,
        "depth": depth, "kind": "quantitative", "value": value or "No data yet", "value_period": "Q1" if value else "",
        "parts": "", "provisional": False, "target": "", "target_period": "", "rag": Rag.NOT_RATED,
        "rag_reason": "No target set.", "confidence_rag": Rag.NOT_RATED, "confidence_reason": "", "confidence_by": "",
        "confidence_on": None, "sample": False,
    }  # fmt: skip
    return IndicatorLine(**values | changes)


def document(*lines, trends=None):
    summary = BoardSummary(
        council="Northport", council_slug="northport", board="SEND Board", board_slug="send-board",
        quarter=Quarter(2016, 1), previous_quarter=None, as_at=date(2016, 7, 8), cut_off_on=date(2016, 7, 21),
        pinned=False, strategies=(), strands=(), deliverables=(), indicators=lines, next_meeting_on=None,
        recipients=(),
    )  # fmt: skip
    return PackDocument(1, datetime(2016, 7, 8, tzinfo=UTC), summary, trends=trends)


def names(found):
    return [
        ([parent.title for parent in row.named_after], row.line.title)
        for table in found.tables
        for row in table.rows
    ]


def test_rows_without_anything_are_counted_and_not_printed():
    found = figures(document(line("top", kind="heading"), line("a", 1, "3%"), line("b", 1), line("c")))
    assert names(found) == [(["top"], "a")]
    assert found.left_out == "2 of 3 indicators have no figure yet."


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([line("a", value="3%")], ""),
        ([line("a"), line("b", value="3%")], "1 of 2 indicators has no figure yet."),
        ([line("a"), line("b")], "None of the 2 indicators has a figure yet."),
        ([line("a")], "The only indicator has no figure yet."),
        ([], ""),
    ],
)
def test_the_sentence_about_the_rest(lines, sentence):
    assert figures(document(*lines)).left_out == sentence


def test_a_sub_row_is_named_after_its_parents_once_for_those_that_stay_together():
    top, middle = line("top", kind="heading"), line("middle", 1, kind="heading")
    found = figures(
        document(top, middle, line("All", 2, "1%"), line("Boys", 2, "2%"), line("other", 0, "3%"))
    )
    assert names(found) == [(["top", "middle"], "All"), ([], "Boys"), ([], "other")]
    assert [group.stays_together for group in found.tables[0].groups] == [True, True]
    assert found.tables[0].rows[1].title == "top: middle: Boys"


def test_in_a_group_longer_than_a_page_may_keep_every_row_names_its_parents():
    rows = [line(f"row {number}", 1, "1%") for number in range(TOGETHER + 1)]
    found = figures(document(line("top", kind="heading"), *rows))
    assert {tuple(parents) for parents, _ in names(found)} == {("top",)}
    assert not found.tables[0].groups[0].stays_together


def test_a_table_has_only_the_columns_that_it_needs():
    [bare] = figures(document(line("a", value="3%"), line("b", value="4%"))).tables
    assert (bare.columns, bare.unrated_words) == (1, "Not rated: no target set (2).")
    trend = Trend("a", tuple(TrendPoint("Q1", date(2016, 6, 30), value, "3%") for value in (1.0, 3.0)))
    rated = line("a", value="3%", target="4%", rag=Rag.AMBER, rag_reason="3% is below.")
    [full] = figures(document(rated, trends=(trend,))).tables
    assert (full.columns, full.unrated_words) == (4, "")
    assert full.rows[0].trend == trend


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("51%", "51.0%"), ("57.4%", "57.4%"), ("168", "168"), ("1 day", "1.0 day"), ("£1,200", "£1,200"),
        ("-4 percentage points", "-4 percentage points"), ("No data yet", "No data yet"), ("", ""),
    ],
)  # fmt: skip
def test_figures_of_one_unit_have_equal_decimals(text, shown):
    most = most_decimals(["51%", "57.4%", "168", "2.5 days", "£1,200", "Suppressed"])
    assert with_decimals(text, most) == shown
