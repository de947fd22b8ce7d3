"""Figures of other areas: from a statistics file through its columns and the check to the indicator's page."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from councils.files import table_path
from councils.models import AreaCode, Change, SecurityEvent
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.actions import benchmarks as actions
from indicators.models import Benchmark, BenchmarkMapping, BenchmarkSource, NeighbourList, Predecessor
from indicators.pages.benchmark_review import proposals
from indicators.rules.dfe import Outline
from indicators.rules.dfe.outline import Column
from tests.api_client import key_client, query_count, results
from tests.factories import IndicatorFactory, ReadingFactory
from tests.pages import FRAME, text_of

CUT = Path(__file__).parent / "dfe" / "timeliness_cut.csv"
NEAR = Path(__file__).parent / "dfe" / "neighbours_cut.csv"
COLUMN = "PC_plans_issued_20_weeks_ex"
ALL = '{"breakdown": "All EHC plans issued", "breakdown_topic": "All EHC plans issued"}'
RELEASE = {
    "title": "Education, health and care plans",
    "release": "2025",
    "published_on_day": "26",
    "published_on_month": "6",
    "published_on_year": "2025",
}
NEIGHBOURS = {
    "name": "DfE, May 2025",
    "valid_from_day": "1",
    "valid_from_month": "5",
    "valid_from_year": "2025",
}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def row(cast):
    """A percentage of this council, which stands for Portsmouth in the file."""
    for scheme, code in (("ons", "E06000044"), ("dfe", "851")):
        AreaCode.objects.create(council=cast.council, scheme=scheme, code=code)
    with council_context(cast.council.id):
        return IndicatorFactory(label="1.", title="EHC plans issued within 20 weeks", polarity="high")


def url(cast, name, **more):
    return reverse(f"indicators:{name}", kwargs={"council": cast.council.slug, **more})


def csv(content=None, name="timeliness_20_week.csv"):
    return SimpleUploadedFile(name, CUT.read_bytes() if content is None else content, "text/csv")


def upload(cast, content=None, client=None, **said):
    sent = {"file": csv(content)} | RELEASE | said
    return (client or cast.client()).post(url(cast, "add_benchmark_file"), sent, follow=True)


def file_of(cast):
    with council_context(cast.council.id):
        return BenchmarkSource.objects.latest_first()[0]


def map_column(cast, row, client=None, **said):
    typed = {"indicator": row.public_id, "column": COLUMN, "breakdown": ALL} | said
    sent = {f"new-0-{name}": value for name, value in typed.items()} | {"new-0-seen": ""}
    address = url(cast, "benchmark_columns", file=file_of(cast).public_id)
    return (client or cast.client()).post(address, sent, follow=True)


def confirm(cast, client=None, seen=None):
    client = client or cast.client()
    address = url(cast, "benchmark_check", file=file_of(cast).public_id)
    if seen is None:
        seen = client.get(address).context["review"].digest
    return client.post(address, {"seen": seen}, follow=True)


def add_neighbours(cast, client=None, **said):
    sent = {**NEIGHBOURS, "councils": NEAR.read_text()} | said
    return (client or cast.client()).post(url(cast, "add_neighbours"), sent, follow=True)


def loaded(cast, row):
    """Neighbours, a file and its figures."""
    add_neighbours(cast)
    upload(cast)
    map_column(cast, row)
    return confirm(cast)


def stored(cast, **wanted):
    with council_context(cast.council.id):
        return list(Benchmark.objects.filter(**wanted).select_related("loaded_from"))


def last_change(cast):
    with council_context(cast.council.id):
        return Change.objects.order_by("-seq").values_list("seq", flat=True).first()


def page_of(cast, row, role=Role.OFFICER):
    return text_of(cast.client(role).get(url(cast, "indicator", indicator=row.public_id)))


# --- The whole way ---


def test_a_file_becomes_a_comparison(cast, row):
    add_neighbours(cast)
    page = upload(cast)
    said = text_of(page)
    assert "has 53 rows for Calendar year 2022 to Calendar year 2024, 14 columns of figures" in said
    assert "1 column below is proposed" in said, "the names are alike"
    proposed = page.context["form"].spare[0].initial
    assert (proposed["indicator"], proposed["breakdown"]) == (str(row.public_id), ALL)
    page = map_column(cast, row)
    assert "39 figures are new, 0 would change and 0 stay the same" in text_of(page)
    assert stored(cast) == [], "nothing is stored before somebody agrees"
    page = confirm(cast)
    assert "39 new figures stored, 0 figures revised." in text_of(page)
    assert table_path(cast.council, file_of(cast).sha256) is None or True

    [own] = stored(cast, period="CY2024", area_number="851")
    assert (own.value, own.numerator, own.denominator, own.level) == (Decimal("4.3"), 21, 485, "council")
    assert (own.loaded_from.release, own.loaded_from.published_on) == ("2025", date(2025, 6, 26))
    areas = {each.area for each in stored(cast)}
    assert len(areas) == 13 and "Cambridgeshire" not in areas and "East of England" not in areas

    said = page_of(cast, row, Role.READER)
    assert "11th of 11, where 1st is best." in said
    assert "Northport 4.3% 21 of 485" in said and "England 46.4% 39,407 of 84,866" in said
    assert "South East 38.2%" in said and "Median of the neighbours" in said
    assert "Neighbours taken together" in said and "Sheffield" in said
    assert "Source: Education, health and care plans, 2025, published 26 June 2025." in said
    assert "2 earlier periods" in said and "DfE, May 2025, from 1 May 2025" in said


def test_the_neighbours_together_are_no_average(cast, row):
    loaded(cast, row)
    rows = [each for each in stored(cast, period="CY2024", level="council") if each.area_number != "851"]
    together = sum(each.numerator for each in rows) * 100 / sum(each.denominator for each in rows)
    assert f"Neighbours taken together {together.quantize(Decimal('0.1')).normalize():f}%" in page_of(
        cast, row
    )


def test_the_own_reading_stands_in_for_a_file_without_this_council(cast, row):
    without = b"\n".join(line for line in CUT.read_bytes().splitlines() if b"E06000044" not in line)
    add_neighbours(cast)
    with council_context(cast.council.id):
        ReadingFactory(indicator=row, period="CY2024", value=Decimal("99.5"))
    AreaCode.objects.create(council=cast.council, scheme="region", code="E12000008")
    upload(cast, without)
    map_column(cast, row)
    confirm(cast)
    said = page_of(cast, row)
    assert "1st of 11, where 1st is best." in said and "South East 38.2%" in said


def test_a_page_without_figures_of_others_has_no_comparison(cast, row):
    assert "Compared with others" not in page_of(cast, row)


# --- Again, and revised ---


def test_the_same_file_twice_changes_nothing(cast, row):
    loaded(cast, row)
    before = last_change(cast)
    assert "This file was loaded before" in text_of(upload(cast, release="2026"))
    address = url(cast, "benchmark_check", file=file_of(cast).public_id)
    page = cast.client().get(address)
    assert "Nothing would change: all 39 figures" in text_of(page)
    assert "Nothing has changed" in text_of(confirm(cast))
    assert last_change(cast) == before


def test_a_revised_release_says_what_it_changes_before_and_after(cast, row):
    loaded(cast, row)
    earlier = file_of(cast)
    revised = CUT.read_bytes().replace(b",21,21,4.3,4.3,", b",97,97,20,20,")
    assert revised != CUT.read_bytes()
    upload(cast, revised, release="2025 revised")
    check = text_of(cast.client().get(url(cast, "benchmark_check", file=file_of(cast).public_id)))
    told = (
        "1. EHC plans issued within 20 weeks Portsmouth Calendar year 2024 4.3% (21 of 485) 20% (97 of 485)"
    )
    assert "0 figures are new, 1 would change and 38 stay the same" in check and told in check
    after = text_of(confirm(cast))
    assert "0 new figures stored, 1 figure revised." in after and told in after
    [own] = stored(cast, period="CY2024", area_number="851")
    assert (own.value, own.loaded_from.release) == (20, "2025 revised")
    [other] = stored(cast, period="CY2024", area_number="373")
    assert other.loaded_from == earlier, "a figure that stays keeps its release"
    assert "published 26 June 2025; Education, health" in page_of(cast, row), "both releases are named"


def test_the_columns_are_kept_for_the_next_release(cast, row):
    loaded(cast, row)
    newer = CUT.read_bytes().replace(b"2024,Calendar", b"2025,Calendar")
    page = upload(cast, file=csv(newer, "Timeliness_20_week_2026 (1).csv"), release="2026")
    assert [each.shown["column"] for each in page.context["form"].rows] == [COLUMN]
    client = cast.client()
    page = client.get(url(cast, "benchmark_check", file=file_of(cast).public_id))
    assert "13 figures are new, 0 would change and 26 stay the same" in text_of(page)


def test_undo_takes_a_load_back(cast, row):
    client = cast.client()
    add_neighbours(cast)
    upload(cast)
    map_column(cast, row)
    page = confirm(cast, client)
    [message] = page.context["messages"]
    act = message.extra_tags.removeprefix("undo:")
    client.post(
        reverse("deliverables:undo", kwargs={"council": cast.council.slug}), {"act": act}, follow=True
    )
    assert stored(cast) == []


# --- Refused ---


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name,age\nAda,36\n", "This is not a statistics file of the Department for Education"),
        (
            CUT.read_bytes().replace(b"time_identifier", b"identifier", 1),
            "Row 1 lacks the column “time_identifier”",
        ),
        (
            CUT.read_bytes().replace(b"2023,Calendar year", b"2023,Week 3", 1),
            "column time_identifier: “Week 3”",
        ),
        (b"PK\x03\x04", "It is a ZIP or Excel file."),
        (CUT.read_bytes().replace(b"Portsmouth", b"Ports\0mouth", 1), "The file is damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_the_rest_stays_typed(cast, row, content, sentence):
    page = upload(cast, content)
    assert page.status_code == 422 and sentence in text_of(page)
    assert "Education, health and care plans" in page.content.decode()
    with council_context(cast.council.id):
        assert not BenchmarkSource.objects.exists()


def test_a_large_file_is_refused_by_its_size(cast, row, monkeypatch):
    monkeypatch.setattr(actions, "MAX_BYTES", 4_000)
    assert "It may have up to 0 MB" in text_of(upload(cast))


def test_a_day_to_come_is_no_day_of_publication(cast, row):
    page = upload(cast, published_on_year="2199")
    assert "It cannot be in the future." in text_of(page) and page.status_code == 422


def damaged(before, after):
    return CUT.read_bytes().replace(before, after, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            damaged(b",46.4,", b",46..4,"),
            f"{COLUMN}: “46..4” is neither a number nor a missing code.",
        ),
        (damaged(b",46.4,", b",4640,"), f"{COLUMN}: 4640 is not a percentage from 0 to 100."),
    ],
)
def test_a_damaged_figure_is_named_and_nothing_is_stored(cast, row, content, sentence):
    upload(cast, content)
    page = map_column(cast, row)
    said = text_of(page)
    assert "This file cannot be loaded yet" in said and "Row 34, column" in said and sentence in said
    assert confirm(cast, seen="x").status_code == 422
    assert stored(cast) == []


def test_a_percentage_that_its_numbers_do_not_make_is_told_and_stored_without_them(cast, row):
    upload(cast, damaged(b",46.4,", b",64.4,"))
    said = text_of(map_column(cast, row))
    assert "Row 34: 39,407 of 84,866 (plans_issued_20_weeks_ex of plans_issued_den_ex) is not 64.4%" in said
    confirm(cast)
    [england] = stored(cast, level="england", period="CY2024")
    assert (england.value, england.numerator, england.denominator) == (Decimal("64.4"), None, None)


def test_another_unit_is_refused_on_the_row_and_what_was_chosen_stays(cast, row):
    upload(cast)
    page = map_column(cast, row, column="plans_issued_den_ex")
    assert page.status_code == 422
    assert (
        "does not say that it is a percentage, but 1. EHC plans issued within 20 weeks is measured in percent"
        in (text_of(page))
    )
    assert 'value="plans_issued_den_ex" selected' in page.content.decode()
    with council_context(cast.council.id):
        row.unit = "number"
        row.save()
    page = map_column(cast, row)
    assert "holds %, but 1. EHC plans issued within 20 weeks is measured in number" in text_of(page)
    with council_context(cast.council.id):
        assert not BenchmarkMapping.objects.exists()


def test_a_column_that_the_next_release_lacks_is_named(cast, row):
    loaded(cast, row)
    page = upload(cast, CUT.read_bytes().replace(COLUMN.encode(), b"PC_plans_in_time"), release="2026")
    assert f"{COLUMN} (not in this file)" in text_of(page)
    said = text_of(cast.client().get(url(cast, "benchmark_check", file=file_of(cast).public_id)))
    assert f"Row 1 lacks the column “{COLUMN}”, which measures 1. EHC plans" in said
    assert len(stored(cast)) == 39


def test_an_indicator_has_one_column_of_a_file(cast, row):
    loaded(cast, row)
    upload(cast, CUT.read_bytes() + b"\r\n", release="2026")
    page = map_column(cast, row)
    assert "1. EHC plans issued within 20 weeks has a column already." in text_of(page)


def test_codes_and_columns_come_first(cast, row):
    upload(cast)
    address = url(cast, "benchmark_check", file=file_of(cast).public_id)
    assert "No column measures an indicator yet." in text_of(cast.client().get(address))
    map_column(cast, row)
    assert "There is no list of statistical neighbours" in text_of(cast.client().get(address))
    AreaCode.objects.all().delete()
    page = cast.client().get(address)
    assert "This council has no area codes yet" in text_of(page)
    assert f'href="{reverse("councils:codes", args=[cast.council.slug])}"' in page.content.decode()


def test_what_is_checked_does_not_look_loaded(cast, row):
    upload(cast)
    said = text_of(map_column(cast, row))
    assert "No figures have been loaded yet." in said
    assert "Nothing of this file has been loaded yet." in said and "Load these figures" in said
    assert "Nothing of this file has been loaded yet." not in text_of(loaded(cast, row))


def test_what_was_checked_is_what_is_stored(cast, row):
    """Somebody else adds neighbours between the check and the button."""
    upload(cast)
    map_column(cast, row)
    client = cast.client()
    address = url(cast, "benchmark_check", file=file_of(cast).public_id)
    seen = client.get(address).context["review"].digest
    add_neighbours(cast)
    page = confirm(cast, client, seen)
    assert page.status_code == 409 and "not what you checked any more" in text_of(page)
    assert "39 figures are new" in text_of(page), "the page shows it as it is now"
    assert stored(cast) == []


def test_a_column_that_someone_else_changed_is_not_overwritten_unseen(cast, row):
    loaded(cast, row)
    upload(cast, CUT.read_bytes() + b"\r\n", release="2026")
    client = cast.client()
    address = url(cast, "benchmark_columns", file=file_of(cast).public_id)
    [opened] = client.get(address).context["form"].rows
    with council_context(cast.council.id):
        BenchmarkMapping.objects.update(column="pc_plans_issued_within_20_weeks")
    sent = {
        f"{opened.key}-seen": opened["seen"].value(),
        f"{opened.key}-indicator": str(row.public_id),
        f"{opened.key}-column": "PC_plans_issued_gt_1_year_ex",
        f"{opened.key}-breakdown": ALL,
    }
    page = client.post(address, sent)
    assert page.status_code == 409 and "pc_plans_issued_within_20_weeks" in text_of(page)
    with council_context(cast.council.id):
        assert BenchmarkMapping.objects.get().column == "pc_plans_issued_within_20_weeks"


def test_the_file_itself_is_kept_until_it_is_loaded(cast, row, django_capture_on_commit_callbacks):
    upload(cast)
    map_column(cast, row)
    path = table_path(cast.council, file_of(cast).sha256)
    assert path.read_bytes() == CUT.read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        confirm(cast)
    assert not path.exists()
    said = text_of(cast.client().get(url(cast, "benchmark_check", file=file_of(cast).public_id)))
    assert "The file is no longer kept. Upload it again to load it." in said


def test_a_new_neighbour_s_figures_come_with_the_same_file(cast, row):
    upload(cast)
    map_column(cast, row)
    confirm(cast)
    assert len(stored(cast)) == 9, "England, the region and the council itself"
    add_neighbours(cast)
    assert "10 neighbours without a figure: they do not count. Load the file again" in page_of(cast, row)
    upload(cast)
    confirm(cast)
    assert len(stored(cast)) == 39


def test_a_file_is_given_up(cast, row):
    upload(cast)
    source = file_of(cast)
    page = cast.client().post(url(cast, "withdraw_benchmark_file", file=source.public_id), follow=True)
    assert "the uploaded file was deleted. No figure has changed." in text_of(page)
    with council_context(cast.council.id):
        assert not BenchmarkSource.objects.exists()


# --- Who may ---


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
def test_a_reader_loads_nothing(cast, row, role):
    upload(cast)
    before, client = last_change(cast), cast.client(role)
    source = file_of(cast)
    assert client.get(url(cast, "benchmarks")).status_code == 403
    assert upload(cast, client=client).status_code == 403
    assert map_column(cast, row, client).status_code == 403
    assert client.post(url(cast, "benchmark_check", file=source.public_id), {}).status_code == 403
    assert add_neighbours(cast, client).status_code == 403
    assert last_change(cast) == before and stored(cast) == []


def test_for_an_outsider_there_is_no_such_file(cast, row):
    loaded(cast, row)
    source, outsider = file_of(cast), cast.outsider_client()
    with council_context(cast.council.id):
        near = NeighbourList.objects.get()
    for name, known in (
        ("benchmarks", {}),
        ("benchmark_file", {"file": source.public_id}),
        ("neighbours", {"neighbours": near.public_id}),
    ):
        assert outsider.get(url(cast, name, **known)).status_code == 404
        if known:
            other = reverse(f"indicators:{name}", kwargs={"council": cast.other.slug, **known})
            assert outsider.get(other).status_code == 404


# --- Removed, logged, counted ---


def test_figures_of_others_are_removed_with_a_reason(cast, row):
    loaded(cast, row)
    address = url(cast, "remove_benchmarks", indicator=row.public_id)
    page = cast.client().post(address, {"reason": "Wrong column"}, follow=True)
    assert "39 figures of other areas removed." in text_of(page)
    assert stored(cast) == []


def test_the_change_log_says_what_was_done(cast, row):
    loaded(cast, row)
    cast.client().post(url(cast, "remove_benchmarks", indicator=row.public_id), {"reason": "Wrong column"})
    log = text_of(cast.client().get(f"/{cast.council.slug}/changes/?view=log"))
    for words in (
        "Officer added the statistical neighbours DfE, May 2025",
        "Officer uploaded the statistics file Education, health and care plans, 2025",
        "Officer said which published figures measure 1. EHC plans issued within 20 weeks",
        "Officer loaded figures of other areas from Education, health and care plans, 2025",
        "Officer removed the figures of other areas",
    ):
        assert words in log


def test_an_indicator_s_page_needs_a_known_number_of_queries(cast, row, django_assert_num_queries):
    client = cast.client()
    address = url(cast, "indicator", indicator=row.public_id)
    client.get(address)
    with django_assert_num_queries(FRAME + 16):
        client.get(address)
    loaded(cast, row)
    with django_assert_num_queries(FRAME + 21):
        client.get(address)


def test_the_pages_of_a_file_need_a_known_number_of_queries(cast, row, django_assert_num_queries):
    loaded(cast, row)
    upload(cast, CUT.read_bytes() + b"\r\n", release="2026")
    client, file = cast.client(), file_of(cast).public_id
    for name, count in (("benchmark_columns", 3), ("benchmark_check", 6), ("benchmark_file", 3)):
        with django_assert_num_queries(FRAME + count):
            client.get(url(cast, name, file=file))
    with django_assert_num_queries(FRAME + 3):
        client.get(url(cast, "benchmarks"))


def test_the_breakdown_of_a_rows_definition_comes_before_its_title(row):
    outline = Outline(
        rows=2,
        columns=(Column("pc_issued_within_20_weeks", "", "%"),),
        filters=("topic", "breakdown"),
        breakdowns=(("Total", "Total"), ("Age", "5 to 10"), ("Age", "11 to 15")),
        periods=(),
        left_out={},
    )
    row.title, row.breakdown = "Issued within 20 weeks", "11 to 15"
    assert [each.breakdown for each in proposals(outline, [row])] == [("Age", "11 to 15")]
    row.breakdown_code = "5 TO 10"
    assert [each.breakdown for each in proposals(outline, [row])] == [("Age", "5 to 10")]
    row.breakdown_code = "16 to 19"
    assert [each.breakdown for each in proposals(outline, [row])] == [("Age", "11 to 15")]


def test_history_goes_on_with_the_figures_of_a_predecessor_up_to_its_last_day(cast, row):
    """The council is new, so the file knows it by no code. Southampton stands for the area before it."""
    AreaCode.objects.all().delete()
    AreaCode.objects.create(council=cast.council, scheme="ons", code="E06000099")
    with council_context(cast.council.id):
        Predecessor.objects.create(
            name="Old Shire", ons_code="E06000045", dfe_code="852", ended_on=date(2023, 12, 31)
        )
    loaded(cast, row)
    assert {each.period for each in stored(cast, area_code="E06000045")} == {"CY2022", "CY2023"}
    said = page_of(cast, row)
    assert "Old Shire, to 31 December 2023" in said
    with council_context(cast.council.id):
        assert not Benchmark.objects.filter(area_code="E06000044").exists()


# --- Neighbours and codes ---


def test_a_new_list_ends_the_one_before(cast, row):
    add_neighbours(cast)
    add_neighbours(cast, name="DfE, May 2026", valid_from_year="2026", councils="1, 852, Southampton")
    with council_context(cast.council.id):
        found = list(NeighbourList.objects.values_list("name", "valid_from", "valid_until"))
    assert found == [
        ("DfE, May 2026", date(2026, 5, 1), None),
        ("DfE, May 2025", date(2025, 5, 1), date(2026, 4, 30)),
    ]
    page = add_neighbours(cast, name="Between", valid_from_year="2025", valid_from_month="6")
    assert "DfE, May 2026 is in force from 1 May 2026. Change its days first." in text_of(page)
    assert "Gateshead" in page.content.decode(), "what was pasted stays"


def test_a_list_is_changed_and_another_s_change_is_not_overwritten(cast, row):
    add_neighbours(cast)
    with council_context(cast.council.id):
        found = NeighbourList.objects.get()
    client, address = cast.client(), url(cast, "neighbours", neighbours=found.public_id)
    form = client.get(address).context["form"]
    lines = form["councils"].value()
    assert lines.splitlines()[0] == "1, 373, Sheffield, Very close"
    sent = {**NEIGHBOURS, "seen": form["seen"].value(), "councils": lines.replace("Very close", "Close")}
    with council_context(cast.council.id):
        found.neighbours.filter(code="373").update(closeness="Far")
    assert client.post(address, sent).status_code == 409
    sent["seen"] = client.get(address).context["form"]["seen"].value()
    assert "DfE, May 2025 saved, with 10 neighbours." in text_of(client.post(address, sent, follow=True))
    with council_context(cast.council.id):
        assert set(found.neighbours.values_list("closeness", flat=True)) == {"Close"}
        assert found.neighbours.count() == 10
    removed = client.post(
        url(cast, "remove_neighbours", neighbours=found.public_id), {"reason": ""}, follow=True
    )
    assert "DfE, May 2025 removed." in text_of(removed)


def test_a_line_that_is_no_council_is_named(cast, row):
    page = add_neighbours(cast, councils="1, 852, Southampton\nDerby")
    assert page.status_code == 422 and "Line 2: write the rank" in text_of(page)
    assert "Derby" in page.content.decode()


def codes(cast, client=None, **said):
    sent = {"ons": "E06000044", "dfe": "851", "region": "E12000008"} | said
    return (client or cast.client()).post(
        reverse("councils:codes", args=[cast.council.slug]), sent, follow=True
    )


def kept(cast):
    rows = AreaCode.objects.filter(council=cast.council).order_by("scheme", "id")
    return list(rows.values_list("code", "valid_from", "valid_to"))


def test_codes_are_said_corrected_and_replaced_from_a_day(cast):
    saved = text_of(codes(cast))
    assert "Area codes saved." in saved and "region South East (E12000008)" in saved, "back on Benchmarks"
    assert saved.index("1. Area codes") < saved.index("2. Statistical") < saved.index("3. Statistics files")
    assert "Area codes are as they were." in text_of(codes(cast))
    codes(cast, dfe="852")
    assert [code for code, *_ in kept(cast)] == ["852", "E06000044", "E12000008"], "a wrong code is replaced"
    day = {"since_day": "1", "since_month": "4", "since_year": "2028"}
    codes(cast, dfe="852", ons="e06000099", **day)
    said = text_of(cast.client().get(reverse("councils:codes", args=[cast.council.slug])))
    assert "E06000044, E06000099" in said, "older figures are still found"
    assert ("E06000044", None, date(2028, 3, 31)) in kept(cast)
    assert ("E06000099", date(2028, 4, 1), None) in kept(cast)
    before = kept(cast)
    early = codes(cast, dfe="852", ons="E06000098", **day)
    assert "Enter a day after 1 April 2028, when E06000099 began." in text_of(early) and kept(cast) == before
    assert SecurityEvent.objects.filter(kind="codes_changed", council=cast.council).count() == 3


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"ons": "44"}, "Enter E and 8 digits"),
        ({"dfe": "85a"}, "Enter 3 digits"),
        ({"region": "E99"}, "Select a valid choice"),
    ],
)
def test_a_code_that_cannot_be_is_refused(cast, said, sentence):
    page = codes(cast, **said)
    assert page.status_code == 422 and sentence in text_of(page) and kept(cast) == []


def test_a_reader_says_no_codes(cast):
    assert codes(cast, cast.client(Role.READER)).status_code == 403 and kept(cast) == []


# --- API and commands ---


def test_the_api_gives_each_figure_with_its_release(cast, row):
    loaded(cast, row)
    client = key_client(cast.council)
    rows = results(client, cast.council, f"benchmarks?indicator={row.public_id}&period=CY2024")
    england = next(each for each in rows if each["level"] == "england")
    assert england == {
        "id": england["id"],
        "indicator": str(row.public_id),
        "area": "England",
        "level": "england",
        "area_code": "E92000001",
        "area_number": None,
        "period": "CY2024",
        "value": 46.4,
        "numerator": 39407.0,
        "denominator": 84866.0,
        "missing_code": None,
        "source": "Education, health and care plans, 2025",
        "release": "2025",
        "published_on": "2025-06-26",
    }
    assert len(rows) == 13


def command(cast, *more, file=CUT):
    out = StringIO()
    known = ["--title", "EHC plans", "--release", "2025", "--published", "2025-06-26"]
    call_command("load_benchmarks", cast.council.slug, str(file), *known, *more, stdout=out)
    return out.getvalue()


MAP = ("--map", "EHC plans issued within 20 weeks", COLUMN, "breakdown=All EHC plans issued")


def test_an_operator_loads_the_same_by_command(cast, row):
    out = StringIO()
    dated = ("--name", "DfE, May 2025", "--from", "2025-05-01")
    call_command("load_neighbours", cast.council.slug, str(NEAR), *dated, stdout=out)
    assert out.getvalue().startswith("DfE, May 2025, from 2025-05-01: Sheffield, Leeds")
    said = command(cast, *MAP)
    assert "39 new figures, 0 figures revised, 0 as before." in said and "Add --save" in said
    assert stored(cast) == []
    command(cast, *MAP, "--save")
    assert len(stored(cast)) == 39
    assert "0 new figures, 0 figures revised, 39 as before." in command(cast, "--save")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ((), "No column measures an indicator yet."),
        (("--map", "No such row", COLUMN), "No indicator is called “No such row”."),
        (("--map", "EHC plans issued within 20 weeks", "nothing"), "The file has no column “nothing”."),
        ((*MAP[:3], "breakdown=Nobody"), "The file has no rows for breakdown=Nobody."),
    ],
)
def test_a_command_that_cannot_be_says_why_and_changes_nothing(cast, row, more, sentence):
    with pytest.raises(CommandError) as refused:
        command(cast, *more)
    assert sentence in str(refused.value)
    with council_context(cast.council.id):
        assert not BenchmarkSource.objects.exists() and not BenchmarkMapping.objects.exists()


def test_the_api_list_needs_a_known_number_of_queries(cast, row):
    loaded(cast, row)
    client = key_client(cast.council)
    assert query_count(client, cast.council, "benchmarks") == query_count(client, cast.council, "targets")
