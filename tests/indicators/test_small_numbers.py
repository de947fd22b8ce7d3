"""Small numbers on all that leaves a council: planted figures are hidden in every place, and members see them."""

import csv
import re
from io import BytesIO, StringIO
from random import Random

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from core.periods import Quarter
from councils.models import Council
from councils.permissions import Role
from councils.small_numbers.actions import change_small_numbers
from councils.tenancy import council_context
from indicators.models import FormulaPart, Reading
from indicators.small_numbers import hidden_outside
from packs.emails import pack_message
from packs.models import Delivery, Pack
from packs.printing.paper import read_document, render_snapshot
from tests.api_client import key_client, results
from tests.factories import IndicatorFactory, ReadingFactory, TargetFactory
from tests.packs.paper import make_paper, without_drawing
from tests.pages import main_text_of

GIVES_AWAY = (r"\b727\b", r"\b7\.13\b", r"\b3 of 42\b", r"\b30\.12\b", "Hill School")
"""What is printed of the hidden figures, where nothing is hidden."""

SHOWN = ("731", "37.25", "587")
"""What stays: a total, a percentage of many, and a number."""


@pytest.fixture
def paper(cast, settings, tmp_path, monkeypatch):
    """A board's plan with planted figures.

    Of 731 who moved school, 4 have a plan, and the other 727 give that away. 3 of 42 with a plan were absent, and the
    gap to those without one gives that away.
    """
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        plant(paper.strand.strategy)
        return paper


def plant(strategy):
    def row(title, above=None, **kwargs):
        place = {"parent": above, "depth": 1} if above else {}
        shared = {"strategy": strategy, "title": title, "label": "", "polarity": "low"}
        return IndicatorFactory(**shared | place | kwargs)

    def read(row, value, **kwargs):
        ReadingFactory(indicator=row, period="2015-16-Q4", value=value, **kwargs)

    moved = row("Moved school", unit="number")
    read(moved, 731)
    plan = row("Moved with a plan", moved, unit="number")
    read(plan, 4, note="All at Hill School")
    TargetFactory(indicator=plan, value=1)
    read(row("Moved without a plan", moved, unit="number"), 727)
    absent = row("Absent", kind="heading")
    read(row("Absent with a plan", absent), "7.13", numerator=3, denominator=42)
    read(row("Absent without a plan", absent), "37.25", numerator=298, denominator=800)
    read(row("Gap in absence", absent, unit="percentage_points", kind="derived"), "30.12")
    read(row("Left care", unit="number"), 587)


HIDDEN_ROWS = {
    "Moved with a plan",
    "Moved without a plan",
    "Absent with a plan",
    "Gap in absence",
}


def given_away(text):
    return [each for each in GIVES_AWAY if re.search(each, text)]


def released(cast, paper) -> Pack:
    with council_context(cast.council.id):
        pack = paper.render(paper.request(release=True))
        return Pack.objects.select_related("snapshot").get(pk=pack.pk)


def snapshot_of(cast, paper):
    return released(cast, paper).snapshot.content


def pdf_of(cast, paper):
    pdf = render_snapshot(released(cast, paper).snapshot)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.bytes)).pages).split())


def page_of_pack(cast, paper):
    return main_text_of(cast.client().get(released(cast, paper).get_absolute_url()))


def email_of(cast, paper):
    pack = released(cast, paper)
    with council_context(cast.council.id):
        delivery = Delivery.objects.filter(pack=pack).first()
        message = pack_message(delivery, pack, read_document(pack.snapshot.content), pdf=b"%PDF")
    return f"{message.subject} {message.body} {message.alternatives[0].content}"


def file_of(cast, kind):
    address = reverse("indicators:export", kwargs={"council": cast.council.slug, "kind": kind})
    return cast.client().get(address).content


def csv_of(cast, paper):
    return file_of(cast, "csv").decode("utf-8-sig")


def xlsx_of(cast, paper):
    [page] = load_workbook(BytesIO(file_of(cast, "xlsx"))).worksheets
    return " ".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row)


def readings_of(cast, paper):
    rows = results(key_client(cast.council), cast.council, "readings")
    return " ".join(
        f"{row['value']} {row['numerator']} of {row['denominator']} {row['note']}" for row in rows
    )


def judgements_of(cast, paper):
    rows = results(key_client(cast.council), cast.council, "indicators")
    return " ".join(row["indicator_reason"] for row in rows)


PLACES = {
    "pack snapshot (JSON)": snapshot_of,
    "pack PDF": pdf_of,
    "pack page": page_of_pack,
    "pack email": email_of,
    "CSV": csv_of,
    "Excel": xlsx_of,
    "API readings": readings_of,
    "API indicators": judgements_of,
}
NO_FIGURES = ("pack email", "API indicators")
"""Places that give only what is off target, or only reasons."""


@pytest.mark.parametrize("place", PLACES)
def test_a_small_number_is_hidden_wherever_it_leaves_the_council(cast, paper, place):
    text = PLACES[place](cast, paper)
    assert given_away(text) == []
    if place not in NO_FIGURES:
        assert [each for each in SHOWN if each not in text] == []


@pytest.mark.parametrize("place", [place for place in PLACES if place not in NO_FIGURES])
def test_turned_off_it_is_shown_there(cast, paper, place):
    """So the test above would notice a place that hides nothing."""
    turn_off(cast)
    assert given_away(PLACES[place](cast, paper)) != []


def turn_off(cast):
    change_small_numbers(
        council=cast.council, by=cast.actor(Role.ADMINISTRATOR), hides=False, reason="Only whole schools."
    )
    cast.council.refresh_from_db()


def test_exactly_these_rows_are_hidden_and_each_says_why(cast, paper):
    rows = list(csv.DictReader(StringIO(csv_of(cast, paper))))
    assert {row["Title"] for row in rows if row["Code"] == "c"} == HIDDEN_ROWS
    for row in rows:
        if row["Code"] == "c":
            assert (row["Value"], row["Numerator"], row["Denominator"], row["Note"]) == ("", "", "", "")
            assert row["Why there is no figure"] == "Suppressed, to protect people who could be recognised"
            assert row["Indicator RAG"] == "Not rated"


def test_a_filter_hides_no_fewer(cast, paper):
    """The other rows of a family count also where the file does not hold them."""
    address = reverse("indicators:export", kwargs={"council": cast.council.slug, "kind": "csv"})
    text = cast.client().get(address, {"show": "out_of_date"}).content.decode("utf-8-sig")
    assert given_away(text) == []
    text = cast.client().get(address, {"show": "off_target"}).content.decode("utf-8-sig")
    [row] = csv.DictReader(StringIO(text))
    assert (row["Title"], row["Value"], row["Code"]) == ("Moved with a plan", "", "c")


def test_members_see_every_figure_with_a_mark(cast, paper):
    listed = main_text_of(cast.client(Role.READER).get("/northport/indicators/"))
    assert "727 ‡ hidden outside the council" in listed
    assert "731 ‡" not in listed
    assert "‡ marks a figure that is hidden in packs, downloads and the API" in listed
    with council_context(cast.council.id):
        moved = Reading.objects.get(value=727).indicator
        left = Reading.objects.get(value=587).indicator
    one = main_text_of(cast.client(Role.READER).get(moved.get_absolute_url()))
    assert "727 ‡" in one and "‡ marks a figure that is hidden" in one
    assert "‡" not in main_text_of(cast.client(Role.READER).get(left.get_absolute_url()))


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.OFFICER, "/help/officers/#small-numbers"), (Role.ADMINISTRATOR, "/northport/small-numbers/")],
)
def test_beside_the_downloads_it_says_so_and_leads_to_where_it_is_explained(cast, paper, role, address):
    client = cast.client(role)
    page = client.get("/northport/indicators/")
    assert "Figures that count fewer than 5 people are hidden in them" in main_text_of(page)
    known = page.context["small_numbers_url"]
    assert f'href="{known}"' in page.content.decode() and known.endswith(address.rpartition("/")[2])
    explained = client.get(known).content.decode()
    assert "Small numbers" in explained and ('id="small-numbers"' in explained) == (role == Role.OFFICER)
    turn_off(cast)
    assert "are hidden in them" not in main_text_of(client.get("/northport/indicators/"))


def test_turned_off_there_is_no_mark(cast, paper):
    turn_off(cast)
    listed = main_text_of(cast.client(Role.READER).get("/northport/indicators/"))
    assert "727" in listed and "‡" not in listed


def test_a_key_with_the_scope_and_a_member_read_them_over_the_api(cast, paper):
    for client in (key_client(cast.council, "read", "small-numbers:read"), cast.client(Role.READER)):
        values = {row["value"] for row in results(client, cast.council, "readings")}
        assert {4, 727, 7.13, 30.12} <= values
    [target] = [
        row
        for row in results(cast.client(Role.READER), cast.council, "indicators")
        if row["title"] == "Moved with a plan"
    ]
    assert target["indicator_rag"] == "red"


def test_the_api_gives_the_code_and_one_reading_too(cast, paper):
    key = key_client(cast.council)
    hidden = [row for row in results(key, cast.council, "readings") if row["missing_code"] == "c"]
    assert len(hidden) == len(HIDDEN_ROWS)
    for row in hidden:
        one = key.get(f"/api/v1/councils/northport/readings/{row['id']}").json()
        assert (one["value"], one["numerator"], one["denominator"], one["missing_code"]) == (
            None,
            None,
            None,
            "c",
        )


def test_the_setting_changes_what_the_api_answers_to_one_who_has_it_already(cast, paper):
    key = key_client(cast.council)
    address = "/api/v1/councils/northport/readings"
    tag = key.get(address)["ETag"]
    assert key.get(address, headers={"If-None-Match": tag}).status_code == 304
    turn_off(cast)
    assert key.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_released_pack_never_changes(cast, paper):
    turn_off(cast)
    pack = released(cast, paper)
    before = (pack.snapshot.content, pack.snapshot.sha256)
    Council.objects.filter(pk=cast.council.pk).update(hides_small_numbers=True)
    cast.council.refresh_from_db()
    with council_context(cast.council.id):
        again = paper.request()
        assert again.pk != pack.pk
        assert given_away(again.snapshot.content) == []
        pack.refresh_from_db()
        pack.snapshot.refresh_from_db()
        assert (pack.snapshot.content, pack.snapshot.sha256) == before
    assert "727" in main_text_of(cast.client().get(pack.get_absolute_url()))


def test_small_figures_over_time_are_not_drawn_in_a_pack(cast, paper):
    with council_context(cast.council.id):
        row = Reading.objects.get(value=587).indicator
        for quarter, value in (("2015-16-Q1", 613), ("2015-16-Q2", 2), ("2015-16-Q3", 641)):
            ReadingFactory(indicator=row, period=quarter, value=value)
        document = read_document(paper.request().snapshot.content)
    [trend] = [each for each in document.trends if each.indicator == str(row.public_id)]
    assert [point.value for point in trend.points] == [613, 641, 587]


def test_since_the_last_pack_only_says_what_changed(cast, paper):
    """Compared with full figures, each hidden one would look changed."""
    released(cast, paper)
    said = main_text_of(cast.client().get("/northport/boards/send-board/"))
    assert "Moved without a plan" not in said


@pytest.fixture
def series(cast, paper):
    """A number for 25 quarters. One is small, and the last is so high that a pack prints its chart."""
    with council_context(cast.council.id):
        row = IndicatorFactory(strategy=paper.strand.strategy, unit="number", polarity="low", title="Waiting")
        quarter = Quarter.parse("2015-16-Q4")
        for value in [999, *[610, 612] * 11, 2, 611]:
            ReadingFactory(indicator=row, period=quarter.label, value=value)
            quarter = quarter.previous
        return row


def test_no_limit_is_moved_by_a_small_figure_over_the_api(cast, series):
    path = f"indicators/{series.public_id}/spc"
    for scopes, figures in ((["read"], 24), (["read", "small-numbers:read"], 25)):
        said = key_client(cast.council, *scopes).get(f"/api/v1/councils/northport/{path}").json()
        values = [point["value"] for point in said["points"] if point["value"] is not None]
        assert len(values) == figures
        assert (2 in values) == (figures == 25)
        assert sum(segment["figures"] for segment in said["segments"]) == figures


def test_nor_in_the_chart_of_a_pack(cast, paper, series):
    with council_context(cast.council.id):
        [chart] = read_document(paper.request().snapshot.content).variation.charts
    assert chart.indicator == str(series.public_id)
    values = [point.value for point in chart.points if point.value is not None]
    assert len(values) == 24
    assert min(values) == 610


def test_a_gap_is_hidden_with_the_small_figure_that_it_would_give_back(cast):
    """The gap's rows stand in other parts of the table, so only its formula says that they belong together."""
    with council_context(cast.council.id):
        few, many, far = (
            IndicatorFactory(unit="number", title=title) for title in ("Few", "Many", "Beside the gap")
        )
        gap = IndicatorFactory(unit="number", kind="derived", formula="difference", title="Gap")
        for position, operand in enumerate((many, few), 1):
            FormulaPart.objects.create(indicator=gap, operand=operand, position=position)
        for row, value in ((few, 3), (many, 40), (gap, 37), (far, 90)):
            ReadingFactory(indicator=row, period="2015-16-Q4", value=value, derived=row == gap)
        hidden = hidden_outside(cast.council)
    assert (few.pk, "2015-16-Q4") in hidden
    assert (gap.pk, "2015-16-Q4") in hidden or (many.pk, "2015-16-Q4") in hidden
    assert (far.pk, "2015-16-Q4") not in hidden


@pytest.mark.parametrize("seed", range(12))
def test_only_connected_rows_are_read_for_some_rows_and_the_answer_is_the_same(cast, seed):
    chance = Random(seed)
    with council_context(cast.council.id):
        rows = []
        for number in range(14):
            parent = chance.choice([None, *(row for row in rows if row.depth < 2)])
            place = {"parent": parent, "depth": parent.depth + 1 if parent else 0, "position": number}
            rows.append(IndicatorFactory(unit="number", title=f"Row {number}", **place))
        gap = IndicatorFactory(unit="number", kind="derived", formula="pooled", title="Sum", position=20)
        for position, operand in enumerate(chance.sample(rows, 2), 1):
            FormulaPart.objects.create(indicator=gap, operand=operand, position=position)
        for row in [*rows, gap]:
            for period in chance.sample(["2015-16-Q3", "2015-16-Q4", "FY2015-16"], 2):
                ReadingFactory(
                    indicator=row, period=period, value=chance.choice([2, 3, 5, 8, 40]), derived=row == gap
                )
        whole = hidden_outside(cast.council)
        for row in [*rows, gap]:
            of_row = {key for key in hidden_outside(cast.council, among=[row.pk]) if key[0] == row.pk}
            assert of_row == {key for key in whole if key[0] == row.pk}
    assert whole


def test_rows_that_nothing_connects_with_those_asked_about_are_not_read(cast):
    with council_context(cast.council.id):
        asked, far = (IndicatorFactory(unit="number", title=title) for title in ("Asked", "Far"))
        for row in (asked, far):
            ReadingFactory(indicator=row, period="2015-16-Q4", value=3)
        assert hidden_outside(cast.council, among=[asked.pk]) == {(asked.pk, "2015-16-Q4")}
        assert hidden_outside(cast.council, among=[]) == frozenset()
