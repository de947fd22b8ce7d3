"""Compare the Portsmouth files with the published strategy, row by row."""

from collections import Counter

import pytest
from django.conf import settings

from boards.importers import read_boards
from councils.importers import read_table
from deliverables.importers import read_deliverables
from indicators.importers import read_indicators
from strategies.importers.strands import read_strands
from strategies.importers.strategy import read_strategy

FOLDER = settings.BASE_DIR / "fixtures" / "portsmouth"


@pytest.fixture(scope="module")
def strategy():
    return read_strategy(FOLDER)


@pytest.fixture(scope="module")
def strands():
    return read_strands(FOLDER)


@pytest.fixture(scope="module")
def deliverables():
    return read_deliverables(FOLDER)


@pytest.fixture(scope="module")
def indicators():
    return read_indicators(FOLDER).rows


@pytest.fixture(scope="module")
def boards():
    return read_boards(FOLDER)


def counts(strands, name):
    return {strand["code"]: len(strand[name]) for strand in strands}


def test_three_versions_with_ten_approvals(strategy):
    assert [len(version["approvals"]) for version in strategy["versions"]] == [4, 5, 1]
    kinds = Counter(approval["kind"] for version in strategy["versions"] for approval in version["approvals"])
    assert kinds == {"board": 4, "post": 3, "organisation": 1, "person": 1, "stage": 1}


def test_the_cover_names_a_board_three_sponsors_and_a_lead(strategy):
    assert [role["role"] for role in strategy["cover_roles"]] == ["lead_board", *["sponsor"] * 3, "lead"]
    sponsors = [role["organisation"] for role in strategy["cover_roles"] if role["role"] == "sponsor"]
    assert sponsors == ["PCC", "CCG", "PCC"]
    assert strategy["contact_text"]


def test_five_key_outcomes_with_nineteen_improvements(strategy):
    assert [len(outcome["improvements"]) for outcome in strategy["key_outcomes"]] == [7, 4, 4, 2, 2]


def test_principles_laws_and_initiatives(strategy):
    assert {kind: len(texts) for kind, texts in strategy["references"].items()} == {
        "principle": 14,
        "law": 14,
        "initiative": 8,
    }


def test_the_framework_asks_three_questions_of_two_needs(strategy):
    assert Counter(cell["kind"] for cell in strategy["framework"]) == {
        "question": 3,
        "outputs": 2,
        "outcomes": 2,
    }


def test_the_contents_page_lists_21_priorities_and_part_two_20(strands):
    assert counts(strands, "priorities") == {"A": 3, "B": 5, "C": 4, "D": 2, "E": 3, "F": 4}
    assert counts(strands, "printed_priorities") == {"A": 3, "B": 5, "C": 4, "D": 2, "E": 3, "F": 3}


def test_part_two_swaps_c2_and_c3_and_words_strand_f_its_own_way(strands):
    meant = {
        item["code"]: item.get("means")
        for strand in strands
        for item in strand["printed_priorities"]
        if strand["code"] in "CF"
    }
    assert meant == {
        "C1": "C1",
        "C2": "C3",
        "C3": "C2",
        "C4": "C4",
        "F1": None,
        "F2": None,
        "F3": None,
    }


def test_36_planned_actions_those_of_strand_c_by_area_of_need(strands):
    assert counts(strands, "planned_actions") == {"A": 5, "B": 8, "C": 11, "D": 3, "E": 3, "F": 6}
    headings = Counter(
        item["heading"] for strand in strands for item in strand["planned_actions"] if "heading" in item
    )
    assert list(headings.values()) == [4, 2, 2, 3]


def test_37_deliverables_numbered_as_printed(deliverables):
    assert Counter(row.strand for row in deliverables) == {"A": 5, "B": 9, "C": 11, "D": 4, "E": 4, "F": 4}
    assert [row.number for row in deliverables if row.strand == "D"] == ["1", "2", "4", "3"]
    assert deliverables[24].number == "11."
    assert deliverables[13].title.endswith("pre-school, colleges and health")
    assert all(len(row.due_points) == 1 for row in deliverables)


def test_48_lead_slots_for_21_initials(deliverables):
    slots = [slot for row in deliverables for slot in row.leads]
    assert len(slots) == 48
    assert len({slot.initials for slot in slots}) == 21
    assert Counter(len(row.leads) for row in deliverables) == {1: 27, 2: 9, 3: 1}


def test_four_of_the_initials_have_a_name(deliverables):
    people = {row["initials"]: row["name"] for row in read_table(FOLDER / "people.csv") if row["initials"]}
    assert set(people) == {slot.initials for row in deliverables for slot in row.leads}
    assert {initials for initials, name in people.items() if name} == {"JK", "HG", "JW", "MS"}


def test_160_main_rows_of_which_44_are_top_rows(indicators):
    main = [row for row in indicators if row["set"] == "main"]
    assert [Counter(row["key_outcome"] for row in main)[str(n)] for n in range(1, 6)] == [21, 16, 83, 27, 13]
    assert len([row for row in main if row["depth"] == "0"]) == 44
    assert len(main) == 160


def test_40_secondary_rows_of_which_10_are_top_rows(indicators):
    secondary = [row for row in indicators if row["set"] == "secondary"]
    assert [row["label"] for row in secondary if row["depth"] == "0"] == [str(n) for n in range(1, 11)]
    assert len(secondary) == 40
    assert max(int(row["depth"]) for row in secondary) == 3
    assert len(read_indicators(FOLDER).feedback_sources["s1"]) == 6


def test_every_row_stands_below_its_parent(indicators):
    depths = {}
    for row in indicators:
        assert int(row["depth"]) == (depths[row["parent"]] + 1 if row["parent"] else 0), row["ref"]
        depths[row["ref"]] = int(row["depth"])
    assert len(depths) == len(indicators)


def test_misprinted_labels_are_kept_and_corrected(indicators):
    labels = {row["ref"]: (row["label"], row["corrected_label"]) for row in indicators}
    assert labels["11a"] == ("11. a)", "")
    assert labels["17b/a.4"] == ("a.4.", "")
    assert labels["18b"] == ("19b)", "18b)")
    assert labels["18b/d"] == ("", "d.")
    assert labels["19"] == ("19.", "")
    assert [ref for ref, (label, _) in labels.items() if not label] == ["18b/d"]


def test_thirteen_gaps_are_measured_against_pupils_without_sen(indicators):
    derived = [row for row in indicators if row["kind"] == "derived"]
    assert {row["unit"] for row in derived} == {"percentage_points"}
    assert Counter(row["comparator"] for row in derived) == {"No SEN": 13, "Total cohort": 1}


def test_polarity_is_set_only_where_the_plan_says_it(indicators, strategy):
    stated = {item["number"] for outcome in strategy["key_outcomes"] for item in outcome["improvements"]}
    stated |= {outcome["number"] for outcome in strategy["key_outcomes"]} | {"B 6"}
    for row in indicators:
        assert bool(row["polarity"]) == bool(row["polarity_from"]), row["ref"]
        assert not row["polarity"] or row["polarity_from"] in stated, row["ref"]


def test_the_table_prints_history_quarters_and_targets():
    columns = read_indicators(FOLDER).columns
    assert Counter(column["kind"] for column in columns) == {"history": 3, "quarter": 4, "target": 2}
    assert [column["period"] for column in columns if column.get("has_confidence_rag")] == ["2016-03-31"]


def test_fourteen_boards_with_five_named_chairs_and_two_to_find(boards):
    assert len({board["slug"] for board in boards}) == 14
    chairs = [seat for board in boards for seat in board.get("seats", []) if seat["role"] == "chair"]
    assert Counter(seat["state"] for seat in chairs) == {"named": 5, "vacant": 2}
    assert [seat["hint"] for seat in chairs if seat["state"] == "vacant"] == [
        "Head Teacher",
        "Public Health?",
    ]


def test_the_chain_of_boards(boards):
    parents = {board["slug"]: [parent["slug"] for parent in board.get("parents", [])] for board in boards}
    assert parents["send-board"] == ["cspg"]
    assert parents["cspg"] == ["childrens-trust-board"]
    assert len(parents["preparing-for-adulthood-group"]) == 2


def test_strand_d_is_monitored_by_two_groups(strands, boards):
    monitored_by = {strand["code"]: strand["monitored_by"] for strand in strands}
    assert {code: len(slugs) for code, slugs in monitored_by.items()} == {
        **dict.fromkeys("ABCEF", 1),
        "D": 2,
    }
    assert {slug for slugs in monitored_by.values() for slug in slugs} <= {board["slug"] for board in boards}
