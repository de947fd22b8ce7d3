"""The reader of statistics files: what real files hold, and what each damage is called."""

import tracemalloc
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from core.periods import Period
from indicators.rules.dfe import (
    Area,
    Cell,
    FileRefused,
    Level,
    Wanted,
    period_of,
    read_cell,
    read_figures,
    read_metadata,
    read_outline,
)

HERE = Path(__file__).parent
TIMELINESS = HERE / "timeliness_cut.csv"
COLUMN = "PC_plans_issued_20_weeks_ex"
ALL = {"breakdown_topic": "All EHC plans issued", "breakdown": "All EHC plans issued"}
PORTSMOUTH = {"E06000044", "851"}
HEADS = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "new_la_code,old_la_code,la_name,breakdown,pc_decsion_4weeks"
)
ENGLAND = "2024,Calendar year,National,E92000001,England,,,,,,All,{}"
LEEDS = "2024,Calendar year,Local authority,E92000001,England,E12000003,Yorkshire,E08000035,383,Leeds,All,{}"
WANTED = Wanted(1, "pc_decsion_4weeks", {"breakdown": "All"}, percent=True)


def sheet(*rows, heads=HEADS):
    return BytesIO("\n".join([heads, *rows]).encode())


def figures(file, wanted=WANTED, **more):
    return read_figures(file, [wanted], own=PORTSMOUTH, others={"383"}, **more)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("45.10", Cell(Decimal("45.1"))),
        ("1,234", Cell(Decimal(1234))),
        ("-4", Cell(Decimal(-4))),
        ("1.00E+05", Cell(Decimal(100_000))),
        ("60.123456", Cell(Decimal("60.1235"))),
        (" C ", Cell(missing_code="c")),
        ("z", Cell(missing_code="z")),
        ("x", Cell(missing_code="x")),
        ("low", Cell(missing_code="low")),
        ("k", Cell(missing_code="low")),
        ("u", Cell(missing_code="u")),
        (":", Cell(missing_code="x")),
        ("~", Cell(missing_code="low")),
        ("", None),
    ],
)
def test_a_cell(text, cell):
    assert read_cell(text) == cell


@pytest.mark.parametrize(
    "text", ["12..4", "1,23", "12%", "N/A", "1e999", "٣", "--", "nan", "inf", "99999999999"]
)
def test_what_is_no_cell(text):
    with pytest.raises(ValueError, match=r"neither a number nor a missing code|too large"):
        read_cell(text)


@pytest.mark.parametrize(
    ("written", "identifier", "token"),
    [
        ("202324", "Academic year", "AY2023-24"),
        ("2023/24", "academic  year", "AY2023-24"),
        ("202324", "Financial year", "FY2023-24"),
        ("202324", "Financial year Q1", "2023-24-Q1"),
        ("202324", "Financial year Q4", "2023-24-Q4"),
        ("2024", "Calendar year", "CY2024"),
    ],
)
def test_a_period(written, identifier, token):
    assert period_of(written, identifier) == Period.parse(token)


@pytest.mark.parametrize(
    ("written", "identifier", "sentence"),
    [
        (
            "2024",
            "Reporting year",
            "column time_identifier: “Reporting year” is not a period that indicators have",
        ),
        ("202324", "Autumn term", "column time_identifier: “Autumn term” is not a period"),
        ("2024", "Academic year", "“2024” does not fit “Academic year”, which is written like 202324"),
        ("202325", "Academic year", "The years in '2023-25' do not follow each other"),
        ("202324", "Calendar year", "which is written like 2024"),
    ],
)
def test_a_period_that_no_indicator_has(written, identifier, sentence):
    row = ENGLAND.replace("2024,Calendar year", f"{written},{identifier}").format("5")
    for read in (read_outline, figures):
        with pytest.raises(FileRefused) as refused:
            read(sheet(ENGLAND.format("4"), row))
        assert str(refused.value).startswith("Row 3, column time_") and sentence in str(refused.value)


def test_the_outline_of_a_real_file():
    with TIMELINESS.open("rb") as file:
        outline = read_outline(file)
    assert (outline.rows, outline.filters) == (53, ("breakdown_topic", "breakdown"))
    assert outline.breakdowns[0] == ("All EHC plans issued", "All EHC plans issued"), "totals come first"
    assert [period.token for period in outline.periods] == ["CY2022", "CY2023", "CY2024"]
    columns = {column.name: column for column in outline.columns}
    assert len(columns) == 14 and "plans_issued_gt20weeks_ltYear" in columns, "names are as printed"
    timely = columns[COLUMN]
    assert (timely.unit, timely.numerator, timely.denominator) == (
        "%",
        "plans_issued_20_weeks_ex",
        "plans_issued_den_ex",
    ), "the numbers tell which two columns the percentage is of"
    assert columns["plans_issued_den"].unit is None


def test_the_figures_of_a_real_file():
    wanted = Wanted(7, COLUMN.lower(), ALL, "plans_issued_20_weeks_ex", "plans_issued_den_ex", percent=True)
    with TIMELINESS.open("rb") as file:
        found = read_figures(file, [wanted], own=PORTSMOUTH, others={"373", "E08000034"})
    latest = {each.area.name: each for each in found if each.period.token == "CY2024"}
    assert set(latest) == {"England", "South East", "Portsmouth", "Sheffield", "Kirklees"}
    assert (latest["England"].value, latest["Kirklees"].value) == (Decimal("46.4"), Decimal("22.9"))
    own = latest["Portsmouth"]
    assert own.area == Area(Level.COUNCIL, "E06000044", "Portsmouth", "851")
    assert (own.value, own.numerator, own.denominator) == (Decimal("4.3"), 21, 485)
    assert len(found) == 15 and {each.key for each in found} == {7}


def test_the_region_may_be_said():
    with TIMELINESS.open("rb") as file:
        found = read_figures(file, [Wanted(1, COLUMN, ALL)], own=(), others=(), region="E12000006")
    assert {each.area.name for each in found} == {"England", "East of England"}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [ENGLAND.format("5"), LEEDS.format("12..4")],
            "Row 3, column pc_decsion_4weeks: “12..4” is neither a number nor a missing code.",
        ),
        ([LEEDS.format("140")], "Row 2, column pc_decsion_4weeks: 140 is not a percentage from 0 to 100."),
        ([LEEDS.format("5") + ",6"], "Row 2 has 13 cells, but row 1 has 12 columns."),
        (["", LEEDS.format("5"), "", f'"{LEEDS}'], "Row 5 is not CSV: a quotation mark is not closed"),
        (
            [LEEDS.format("5"), LEEDS.format("6")],
            "Rows 2 and 3, column pc_decsion_4weeks: both are for Leeds in Calendar year 2024",
        ),
    ],
)
def test_damage_is_named_by_row_and_column(rows, sentence):
    with pytest.raises(FileRefused) as refused:
        figures(sheet(*rows))
    assert sentence in str(refused.value)


def test_a_row_that_is_there_twice_counts_once():
    assert len(figures(sheet(LEEDS.format("5"), LEEDS.format("5.0")))) == 1


def test_what_is_missing_is_kept_and_what_is_empty_is_not():
    found = figures(sheet(ENGLAND.format(":"), LEEDS.format("")))
    assert [(each.area.name, each.value, each.missing_code) for each in found] == [("England", None, "x")]


def test_money_in_millions_is_stored_in_pounds():
    [found] = figures(sheet(ENGLAND.format("1.5")), Wanted(1, "pc_decsion_4weeks", {}, scale=1_000_000))
    assert found.value == 1_500_000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (
            b"PK\x03\x04rest",
            "This is not a statistics file of the Department for Education, which is CSV. It is a ZIP",
        ),
        (b"name,age\nAda,36\n", "row 1 has none of its columns, such as “time_period”."),
        (HEADS.replace("time_identifier,", "").encode(), "Row 1 lacks the column “time_identifier”"),
        (HEADS.replace("la_name", "LA_Name,la_name").encode(), "Row 1 has the column “la_name” twice."),
        (HEADS.encode(), "The file has a row of column names and no more."),
        (f"{HEADS}\n{ENGLAND.format('5')}\n".encode("utf-16"), "not text in UTF-8"),
        (f"{HEADS}\n{LEEDS}\n".replace("Leeds", "Leéds").encode("latin-1"), "not text in UTF-8"),
        (f"{HEADS}\n{ENGLAND.format('many')}\n".encode(), "none of its columns holds numbers."),
        (
            f"{HEADS}\n{LEEDS}\n".replace("la_name", "name").encode(),
            "lacks the column “la_name”, but the file has rows",
        ),
        (f"{HEADS}\n{ENGLAND}\n".replace("National", "School").encode(), "No row of the file is for England"),
    ],
)
def test_a_file_that_is_not_one(content, sentence):
    with pytest.raises(FileRefused) as refused:
        read_outline(BytesIO(content))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (f"{HEADS},{'x' * 201}", "Row 1, column 13: the name is longer than 200 characters."),
        (
            f"{HEADS}\n{ENGLAND.replace(',All,', ',' + 'x' * 201 + ',').format('5')}",
            "A breakdown is longer than 200",
        ),
    ],
)
def test_names_have_a_limit(content, sentence):
    with pytest.raises(FileRefused) as refused:
        read_outline(BytesIO(content.encode()))
    assert str(refused.value).startswith(sentence)


def test_a_council_without_a_code_is_left_out():
    nowhere = LEEDS.replace("E08000035,383", "z,not known")
    assert figures(sheet(ENGLAND.format("4"), nowhere.format("5")))[0].area.name == "England"
    assert len(figures(sheet(LEEDS.replace("E08000035", "z").format("5")))) == 1, "the number alone will do"


def test_a_wanted_column_that_is_not_there_is_named():
    with pytest.raises(FileRefused) as refused:
        figures(sheet(ENGLAND.format("5")), Wanted(1, "pc_decision_4weeks", {}))
    assert str(refused.value) == "Row 1 lacks the column “pc_decision_4weeks”. Choose another column for it."


def test_a_large_file_is_never_in_memory_as_a_whole(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write(HEADS + "\n")
        row = LEEDS.format("5").replace(",All,", ",{},")
        file.writelines(row.format(number % 500) + "\n" for number in range(12_000))
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            outline = read_outline(file)
            found = figures(file, Wanted(1, "pc_decsion_4weeks", {"breakdown": "283"}))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert outline.rows == 12_000 and len(found) == 1
    assert peak < path.stat().st_size / 2


def test_other_levels_are_left_out_and_counted():
    outline = read_outline(sheet(ENGLAND.format("5"), LEEDS.replace("Local authority", "School").format("5")))
    assert outline.left_out == {"School": 1} and outline.rows == 2
    levels = [LEEDS.replace("Local authority", f"Level {number}").format("5") for number in range(30)]
    assert read_outline(sheet(ENGLAND.format("5"), *levels)).left_out["others"] == 10


META = "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column\n"


def test_metadata_say_what_a_column_is():
    meta = (
        META + "breakdown,Filter,Breakdown,,,,,\nPC_Decsion_4weeks,Indicator,Decided within 4 weeks,,%,1,,\n"
    )
    described = read_metadata(BytesIO(("\ufeff" + meta).encode()))
    outline = read_outline(sheet(ENGLAND.format("5").replace("All", "16")), described)
    assert outline.filters == ("breakdown",) and outline.breakdowns == (("16",),), "an age is no figure"
    [column] = outline.columns
    assert (column.label, column.unit, column.described) == ("Decided within 4 weeks", "%", True)


@pytest.mark.parametrize(
    ("meta", "sentence"),
    [
        ("name,type\n", "Row 1 of the metadata lacks the column “col_name”."),
        (
            f"{META}a,Sum,A,,,,,\n",
            "Row 2 of the metadata, column col_type: “Sum” is neither Filter nor Indicator.",
        ),
        (
            f"{META}a,Indicator,A,,furlongs,,,\n",
            "Row 2 of the metadata, column indicator_unit: “furlongs” is not a unit.",
        ),
    ],
)
def test_metadata_that_are_not_any(meta, sentence):
    with pytest.raises(FileRefused) as refused:
        read_metadata(BytesIO(meta.encode()))
    assert str(refused.value).startswith(sentence)
