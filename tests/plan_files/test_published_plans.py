"""Read the two published plans through the import, and compare with the files that `load_published_plans` loads.

`printed/` has their tables as the published text has them, with its damage.
"""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from councils.importers import read_table
from deliverables.importers import read_deliverables
from file_reading.files import read_pasted
from plan_files.rules.columns import proposed_mappings
from plan_files.rules.doubts import DoubtKind, edit_id, written
from plan_files.rules.fields import Field
from plan_files.rules.keys import fold, likeness, words_of
from plan_files.rules.review import Context
from plan_files.rules.rows import read_rows

CAMBRIDGESHIRE = Context(
    sections=(
        "1: Whole System",
        "2: Universal Provision",
        "3: Targeted Provision",
        "4: Specialist Provision",
    ),
    starts_on=date(2016, 4, 1),
    ends_on=date(2020, 3, 31),
)
PORTSMOUTH = Context(
    sections=(
        "A: Inclusion",
        "B: Implementation of the SEND Reforms",
        "C: Joint Commissioning",
        "D: Co-production",
        "E: Early identification and early support",
        "F: Preparation for Adulthood",
    ),
    starts_on=date(2016, 4, 1),
    ends_on=date(2019, 3, 31),
)
PRINTED = Path(__file__).resolve().parent / "printed"
CONTEXTS = {"cambridgeshire": CAMBRIDGESHIRE, "portsmouth": PORTSMOUTH}

WORDED_AGAIN = {
    "cambridgeshire": (
        *("1.5", "1.6", "2.3", "2.4", "2.8", "2.12", "3.1", "3.2", "3.3", "3.6"),
        *("4.1", "4.2", "4.4", "4.7", "4.9", "4.10", "4.17", "4.19", "4.24", "4.30"),
    ),
    "portsmouth": ("B.3", "C.9"),
}
"""Rows whose title or detail the loaded plan words in another way: what a person writes over the proposed words."""


def seed(plan):
    return (PRINTED / f"{plan}.txt").read_text("utf-8")


@cache
def review(plan, answers=()):
    document = read_pasted(seed(plan))
    return read_rows(document, proposed_mappings(document), CONTEXTS[plan], dict(answers))


@cache
def loaded(plan):
    return read_deliverables(settings.BASE_DIR / "fixtures" / plan)


def pairs(plan, answers=()):
    return list(zip(review(plan, answers).rows, loaded(plan), strict=True))


def doubts(plan, kind):
    return [doubt for doubt in review(plan).doubts if doubt.kind is kind]


def titles(plan, kind):
    rows = {row.key: row.title for row in review(plan).rows}
    return [rows[key] for doubt in doubts(plan, kind) for key in doubt.rows if key in rows]


def leads(found):
    return [(lead.initials or None, lead.qualifier) for lead in found]


def place(printed):
    return f"{printed.strand}.{printed.position}"


@pytest.mark.parametrize(("plan", "count"), [("cambridgeshire", 61), ("portsmouth", 37)])
def test_every_row_is_found_in_its_section_with_its_dates_and_people(plan, count):
    assert len(review(plan).rows) == count
    for row, printed in pairs(plan):
        assert row.section.split(":")[0] == printed.strand
        assert row.number == printed.number
        assert row.due_points == printed.due_points, row.title
        assert leads(row.leads) == [(slot.initials, slot.qualifier) for slot in printed.leads]
        assert leads(row.reporting) == [(slot.initials, slot.qualifier) for slot in printed.reporting]
        assert row.refers_to == printed.refers_to


@pytest.mark.parametrize("plan", ["cambridgeshire", "portsmouth"])
def test_titles_and_details_are_the_same_but_for_a_listed_few(plan):
    other = [
        place(printed)
        for row, printed in pairs(plan)
        if fold(row.title) != fold(printed.title)
        or list(map(fold, row.detail)) != list(map(fold, printed.detail))
    ]
    assert tuple(other) == WORDED_AGAIN[plan]
    for row, printed in pairs(plan):
        one, other = (set(words_of(" ".join((each.title, *each.detail)))) for each in (row, printed))
        assert len(one & other) > 0.6 * len(one | other), place(printed)


@pytest.mark.parametrize("plan", ["cambridgeshire", "portsmouth"])
def test_with_what_a_person_writes_the_rows_are_those_that_are_loaded(plan):
    answers = {}
    for row, printed in pairs(plan):
        if place(printed) in WORDED_AGAIN[plan]:
            answers[edit_id(row.key, Field.TITLE.value)] = printed.title
            answers[edit_id(row.key, Field.DETAIL.value)] = "\n".join(printed.detail)
    for row, printed in pairs(plan, tuple(answers.items())):
        assert fold(row.title) == fold(printed.title)
        assert list(map(fold, row.detail)) == list(map(fold, printed.detail))


def test_cambridgeshires_outcomes_are_put_together_as_they_are_loaded():
    found = {}
    for row, printed in pairs("cambridgeshire"):
        found.setdefault((printed.strand, printed.outcome), set()).add(row.outcome)
    assert all(len(texts) == 1 for texts in found.values())
    loaded_outcomes = read_table(settings.BASE_DIR / "fixtures" / "cambridgeshire" / "outcomes.csv")
    assert len(found) == len(loaded_outcomes) == 21
    for outcome in loaded_outcomes:
        (text,) = found[(outcome["strand"], int(outcome["position"]))]
        assert likeness(text, outcome["title"]) > 0.6, outcome["title"]


# --- Every doubt of the two plans that concerns deliverables, one by one ---


def test_30_milestones_without_a_date():
    undated = {row.key for row, printed in pairs("cambridgeshire") if not printed.due_points}
    asked = [key for doubt in doubts("cambridgeshire", DoubtKind.UNDATED) for key in doubt.rows]
    assert len(asked) == 30
    assert set(asked) == undated
    assert doubts("portsmouth", DoubtKind.UNDATED) == []


def test_five_milestones_with_several_dates():
    assert [doubt.subject for doubt in doubts("cambridgeshire", DoubtKind.SEVERAL_DATES)] == [
        "Oct 15 launch May 16",
        "Dec 16 Apr 16 June16",
        "i) April 16 ii) April 17",
        "Oct 15 Dec 15 Apr 16 July 16",
        "i) Jan 16 launch ii) July 16",
    ]


def test_dates_out_of_order():
    (doubt,) = doubts("cambridgeshire", DoubtKind.DATES_OUT_OF_ORDER)
    assert doubt.subject == "Dec 16 Apr 16 June16"


def test_dates_before_the_plans_own_start():
    early = {
        row.key
        for row, printed in pairs("cambridgeshire")
        if any(point.due_on < CAMBRIDGESHIRE.starts_on for point in printed.due_points)
    }
    asked = {key for doubt in doubts("cambridgeshire", DoubtKind.OUTSIDE_PLAN) for key in doubt.rows}
    assert asked == early
    assert len(early) == 16


def test_a_lead_to_be_confirmed_is_a_vacancy():
    (doubt,) = doubts("cambridgeshire", DoubtKind.TO_BE_CONFIRMED)
    assert doubt.subject == "tbc"
    (title,) = titles("cambridgeshire", DoubtKind.TO_BE_CONFIRMED)
    assert title.startswith("The Adult Health pathway")


def test_a_garbled_lead():
    (doubt,) = doubts("cambridgeshire", DoubtKind.GARBLED_LEAD)
    assert doubt.subject == "OI."
    assert doubt.effective == "vacancy"


def test_nine_initials_with_letters_of_another_alphabet_on_eight_rows():
    asked = {doubt.subject: doubt.rows for doubt in doubts("cambridgeshire", DoubtKind.LOOK_ALIKE)}
    assert {word: len(rows) for word, rows in asked.items()} == {"НР": 7, "КВ": 1, "тс": 1}
    assert len({row for rows in asked.values() for row in rows}) == 8


def test_a_lead_named_twice_in_one_cell():
    (doubt,) = doubts("cambridgeshire", DoubtKind.LEAD_TWICE)
    assert doubt.subject == "MW; BW; TG; SMB; MC; MC;KB; SD; LT/RD; JR;"


@pytest.mark.parametrize(("plan", "count"), [("cambridgeshire", 37), ("portsmouth", 21)])
def test_initials_that_the_council_does_not_know_are_asked_once_each(plan, count):
    asked = [doubt.subject for doubt in doubts(plan, DoubtKind.UNKNOWN_LEAD)]
    printed = {
        slot.initials for row in loaded(plan) for slot in (*row.leads, *row.reporting) if slot.initials
    }
    assert sorted(asked) == sorted(printed)
    assert len(asked) == count


def test_four_shifted_rows():
    assert [title[:30] for title in titles("cambridgeshire", DoubtKind.SHIFTED)] == [
        "Integrated Offers are publishe",
        "SEND Guidance 0-25 years is co",
        "An Early SEND Identification T",
        "Further training on outcomes t",
    ]
    shifted = [
        place(printed) for _, printed in pairs("cambridgeshire") if "one column" in printed.entry["note"]
    ]
    assert len(shifted) == 4


def test_outcomes_spread_over_rows():
    spread = doubts("cambridgeshire", DoubtKind.OUTCOME_SPREAD)
    printed = read_table(settings.BASE_DIR / "fixtures" / "cambridgeshire" / "outcomes.csv")
    assert len(spread) >= sum(row["printed"].count(" | ") for row in printed if " | " in row["printed"])
    assert "access universal provision that is childre" in {doubt.subject for doubt in spread}
    assert "icvers, tiers." in {doubt.subject for doubt in spread}
    assert (
        next(doubt for doubt in spread if doubt.subject.startswith("Improved out children")).effective
        == "measure"
    )


def test_an_outcome_that_is_only_an_editors_question():
    (doubt,) = doubts("cambridgeshire", DoubtKind.OPEN_QUESTION)
    assert doubt.subject == "Add outcome and milestones for LAC who have SEND?"


def test_a_milestone_that_only_says_to_see_another_plan():
    assert titles("cambridgeshire", DoubtKind.REFERS_ELSEWHERE) == ["See LAC Action Plan"]


def test_a_milestone_of_120_words_with_five_bullets():
    longest = max(review("cambridgeshire").rows, key=lambda row: len(" ".join((row.title, *row.detail))))
    assert longest.title in titles("cambridgeshire", DoubtKind.LONG_TITLE)
    assert len(longest.detail) >= 5


def test_probable_misprints():
    subjects = {doubt.subject for doubt in doubts("cambridgeshire", DoubtKind.MISPRINT)}
    assert subjects >= {"professionalsare", "toprovide", "cross- directorate", "a colon and nothing after it"}
    assert any("Programmeiscreated" in subject for subject in subjects)
    assert {doubt.subject for doubt in doubts("portsmouth", DoubtKind.MISPRINT)} == {
        "School I place",
        "internships I place",
    }


def test_a_deliverable_split_over_a_page_break():
    (doubt,) = doubts("portsmouth", DoubtKind.BROKEN_ROW)
    assert "school, colleges and health" in doubt.sentence
    (row,) = [row for row in review("portsmouth").rows if row.number == "9" and row.section.startswith("B")]
    assert row.title.endswith("to cover pre-school, colleges and health")
    assert len(row.places) == 2


def test_numbers_printed_out_of_order():
    (doubt,) = doubts("portsmouth", DoubtKind.NUMBER_ORDER)
    assert "1, 2, 4, 3" in doubt.sentence
    assert [row.number for row in review("portsmouth").rows if row.section.startswith("C")][-1] == "11."


def test_section_titles_that_vary_between_chapters():
    assert [doubt.subject for doubt in doubts("portsmouth", DoubtKind.SECTION_SPELT)] == [
        "Strand A: Promoting good inclusive practice",
        "Strand B: Successful implementation of the SEND Reforms",
        "STRAND C: Effective joint commissioning to improve outcomes",
        "STRAND D: Co-production, embedded as a way of working with children, young people and their parents and "
        "carers",
        "STRAND E: Early identification and intervention",
    ]


def test_qualifiers_and_joint_leads_are_kept():
    rows = {row.title[:20]: row for row in review("cambridgeshire").rows}
    assert [point.qualifier for point in rows["A Speech, Language a"].due_points] == ["launch level 1"]
    assert [lead.qualifier for lead in rows["Integrated Offers ar"].reporting] == ["C&I", "SEMH", "C&L", "SS"]


# --- What is not deliverables, and what nothing is lost of ---


@pytest.mark.parametrize("plan", ["cambridgeshire", "portsmouth"])
def test_every_cell_is_used_or_listed(plan):
    document = read_pasted(seed(plan))
    mappings = proposed_mappings(document)
    read = review(plan)
    kept = {(row.table, place) for row in read.rows for place in row.places}
    kept |= {(left.table, left.place) for left in read.left_out}
    for number, (table, mapping) in enumerate(zip(document.tables, mappings, strict=True)):
        if mapping.skip:
            assert all(
                any(cell in text for text in read.unused_text) for row in table.rows for cell in row if cell
            )
            continue
        body = zip(table.rows[mapping.header_rows :], table.places[mapping.header_rows :], strict=True)
        assert {(number, where) for row, where in body if any(row)} <= kept


def test_ids_of_doubts_and_keys_of_rows_do_not_depend_on_answers():
    before = review("cambridgeshire")
    answers = {
        doubt.id: doubt.choices[-1].value for doubt in before.doubts if doubt.kind is not DoubtKind.BROKEN_ROW
    }
    after = review("cambridgeshire", tuple(answers.items()))
    assert [row.key for row in after.rows] == [row.key for row in before.rows]
    assert Counter(doubt.id for doubt in before.doubts).most_common(1)[0][1] == 1


def test_a_typed_answer_is_applied_and_a_wrong_one_is_named():
    doubt = doubts("cambridgeshire", DoubtKind.UNDATED)[0]
    read = review("cambridgeshire", ((doubt.id, written("30 Sep 2016")),))
    (row,) = [row for row in read.rows if row.key in doubt.rows]
    assert [point.due_on for point in row.due_points] == [date(2016, 9, 30)]
    wrong = review("cambridgeshire", ((doubt.id, written("soon")),))
    (asked,) = [each for each in wrong.doubts if each.id == doubt.id]
    assert not asked.settled
    assert asked.answer_error == "Write a month like Sep 2016 or a day like 30 Sep 2016."
