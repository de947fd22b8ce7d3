"""Compare the Cambridgeshire files with the published action plan, row by row."""

from collections import Counter

import pytest
from django.conf import settings

from councils.importers import read_table
from deliverables.importers import read_deliverables
from indicators.importers import read_indicators
from strategies.importers.strategy import read_strategy

FOLDER = settings.BASE_DIR / "fixtures" / "cambridgeshire"
SECTIONS = ("1", "2", "3", "4")


@pytest.fixture(scope="module")
def strategy():
    return read_strategy(FOLDER)


@pytest.fixture(scope="module")
def milestones():
    return read_deliverables(FOLDER)


def by_section(codes):
    found = Counter(codes)
    return tuple(found[section] for section in SECTIONS)


def test_21_outcomes_one_of_them_an_open_query():
    rows = read_table(FOLDER / "outcomes.csv")
    assert by_section(row["strand"] for row in rows) == (2, 2, 5, 12)
    assert [row["title"] for row in rows if row["is_query"] == "yes"] == [
        "Add outcome and milestones for LAC who have SEND?"
    ]


def test_every_outcome_has_measures_and_milestones(milestones):
    outcomes = {(row["strand"], row["position"]) for row in read_table(FOLDER / "outcomes.csv")}
    assert {(row["strand"], row["outcome"]) for row in read_table(FOLDER / "measures.csv")} == outcomes
    assert {(row.strand, str(row.outcome)) for row in milestones} == outcomes


def test_61_milestones_without_numbers(milestones):
    assert by_section(row.strand for row in milestones) == (7, 12, 9, 33)
    assert {row.number for row in milestones} == {""}


def test_31_are_dated_with_39_due_points_and_30_are_not(milestones):
    dated = [row for row in milestones if row.due_points]
    assert by_section(row.strand for row in dated) == (5, 12, 8, 6)
    assert sum(len(row.due_points) for row in dated) == 39
    assert by_section(row.strand for row in milestones if not row.due_points) == (2, 0, 1, 27)


def test_69_lead_slots_for_14_initials_and_two_vacancies(milestones):
    leads = Counter(slot.initials for row in milestones for slot in row.leads)
    assert leads.total() == 69
    assert len(leads.keys() - {None}) == 14
    assert (leads["JD"], leads["HP"], leads[None]) == (24, 16, 2)
    vacancies = [row.printed["lead"] for row in milestones for slot in row.leads if slot.initials is None]
    assert vacancies == ["OI.", "tbc"]


def test_reporting_is_filled_on_37_rows(milestones):
    assert sum("reporting" in row.printed for row in milestones) == 37


def test_look_alike_letters_stay_in_the_printed_cells(milestones):
    cells = [row.printed.get(name, "") for row in milestones for name in ("lead", "reporting")]
    assert Counter(cell for cell in cells if any("Ѐ" <= letter <= "ӿ" for letter in cell)) == {
        "НР": 7,
        "КВ": 1,
        "тс": 1,
    }


def test_everybody_named_is_in_the_list_of_people(milestones):
    people = [row["initials"] for row in read_table(FOLDER / "people.csv")]
    named = {slot.initials for row in milestones for slot in (*row.leads, *row.reporting) if slot.initials}
    assert sorted(people) == sorted(named)


def test_a_milestone_may_only_say_to_see_another_plan(milestones):
    assert [row.refers_to for row in milestones if row.refers_to] == ["LAC Action Plan"]


def test_a_long_milestone_has_its_bullets_as_detail(milestones):
    assert max(len(row.detail) for row in milestones) == 5


def test_six_outcomes_of_the_whole_plan(strategy):
    assert len(strategy["key_outcomes"]) == 6


def test_four_linked_strategies_and_the_services_that_took_part(strategy):
    assert len(strategy["references"]["linked_strategy"]) == 4
    assert len(strategy["contributors"]) == 17


def test_the_success_matrix_is_three_by_three(strategy):
    cells = strategy["success_matrix"]
    assert len({(cell["theme"], cell["question"]) for cell in cells}) == 9
    assert len({cell["theme"] for cell in cells}) == len({cell["question"] for cell in cells}) == 3
    assert sum("horizon" in cell for cell in cells) == 3


def test_a_live_document_has_no_versions_and_no_indicators(strategy):
    assert "versions" not in strategy
    assert read_indicators(FOLDER).rows == []
