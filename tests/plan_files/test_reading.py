"""Read Word, Excel, CSV and pasted text into tables, and propose what their columns hold."""

import io
from datetime import date, datetime

import docx
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from file_reading.colours import colour_word
from file_reading.document import Document, Refused, Table
from file_reading.files import read_file, read_pasted
from plan_files.rules.columns import Mapping, proposed_mappings
from plan_files.rules.doubts import DoubtKind, edit_id, written
from plan_files.rules.fields import Field
from plan_files.rules.review import Context, Existing, KnownPerson, StatusMeaning
from plan_files.rules.rows import read_rows

ROWS = "Action,Lead,Due\nOuvrir le café – déjà,JD,May 25\n"


def workbook(fill):
    book = Workbook()
    fill(book.active)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def document(fill):
    made = docx.Document()
    fill(made)
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


def reviewed(text, context=None, **answers):
    read = read_pasted(text)
    return read_rows(read, proposed_mappings(read), context or Context(), answers)


def asked(review, kind):
    return [doubt for doubt in review.doubts if doubt.kind is kind]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["plan.csv", "plan.txt"])
def test_letters_survive_every_usual_encoding(encoding, name):
    text = ROWS if name == "plan.csv" else ROWS.replace(",", "\t")
    (table,) = read_file(name, text.encode(encoding)).tables
    assert table.rows == (("Action", "Lead", "Due"), ("Ouvrir le café – déjà", "JD", "May 25"))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator):
    text = f'Action,Lead,Due\n"One{separator} two",JD,May 25\nThree,HP,\n'.replace(",", separator)
    (table,) = read_file("plan.csv", text.encode()).tables
    assert table.rows[1:] == ((" ".join(f"One{separator} two".split()), "JD", "May 25"), ("Three", "HP", ""))
    assert table.places == ("line 1", "line 2", "line 3")


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (date(2016, 9, 30), "dd/mm/yyyy", "30 September 2016"),
        (datetime(2016, 9, 30), "d mmmm yyyy", "30 September 2016"),
        (date(2016, 9, 1), "mmm-yy", "Sep 2016"),
        (date(2016, 9, 1), 'yyyy "financial year"', "2016"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (0.5, "General", "0.5"),
        (3.0, "General", "3"),
        (1.1, "0.00", "1.10"),
        (1234567, "#,##0", "1234567"),
        (True, "General", "Yes"),
        ("  two\nlines  ", "General", "two\nlines"),
    ],
)
def test_a_cell_of_a_workbook_is_read_as_it_is_shown(value, number_format, shown):
    def fill(sheet):
        sheet.append(["Action", "Lead", "What"])
        sheet.append(["One", "JD", value])
        sheet["C2"].number_format = number_format

    (table,) = read_file("plan.xlsx", workbook(fill)).tables
    assert table.rows[1][2] == shown


def test_comments_of_a_workbook_are_listed():
    def fill(sheet):
        sheet.append(["Action", "Lead", "Due"])
        sheet.append(["One", "JD", "May 25"])
        sheet["A2"].comment = Comment("Ask Priya", "JD")

    assert any("cell A2: Ask Priya" in text for text in read_file("plan.xlsx", workbook(fill)).other_text)


def test_merged_cells_are_filled_downwards_and_across_only_in_headers():
    def fill(sheet):
        for row in (
            ["Action", "People", None, "Due"],
            [None, "Lead", "Reporting", None],
            ["One", "JD", "HP", "May 25"],
            [None, "AB", "CD", None],
            ["Long text over two columns", None, "EF", "June 25"],
        ):
            sheet.append(row)
        for area in ("A1:A2", "B1:C1", "D1:D2", "A3:A4", "D3:D4", "A5:B5"):
            sheet.merge_cells(area)

    (table,) = read_file("plan.xlsx", workbook(fill)).tables
    assert table.header_rows == 2
    assert table.column_titles == ("Action", "People Lead", "People Reporting", "Due")
    assert table.rows[3] == ("One", "AB", "CD", "May 25")
    assert table.rows[4] == ("Long text over two columns", "", "EF", "June 25")


def test_headings_of_a_document_stand_above_its_tables():
    def fill(made):
        for section in ("Section A: Early help", "Section B: Health"):
            made.add_heading(section, 2)
            made.add_paragraph("What we will do this year is set out below.")
            table = made.add_table(2, 2)
            for row, texts in enumerate((("Action", "Lead"), ("Do it", "JD"))):
                for column, text in enumerate(texts):
                    table.cell(row, column).text = text

    read = read_file("plan.docx", document(fill))
    assert [table.heading for table in read.tables] == ["Section A: Early help", "Section B: Health"]
    assert read.tables[1].places == ("table 2, row 1", "table 2, row 2")
    assert "What we will do this year is set out below." in read.other_text


def test_a_table_that_goes_on_without_its_header_is_one_table():
    read = read_pasted(
        "| Action | Lead | Due |\n|--|--|--|\n| One | JD | May 25 |\n\n|  |  |  |\n|--|--|--|\n| Two | HP | June 25 |\n"
    )
    assert [len(table.rows) for table in read.tables] == [3]


def test_documents_and_mappings_are_stored_as_plain_lists_and_strings():
    read = read_pasted("Plan\n\nAction\tLead\tDue\nOne\tJD\tMay 25\n")
    assert Document.from_json(read.to_json()) == read
    (mapping,) = proposed_mappings(read)
    assert Mapping.from_json(mapping.to_json()) == mapping
    assert mapping == Mapping((Field.TITLE, Field.LEAD, Field.BY_WHEN), 1)


@pytest.mark.parametrize(
    ("rgb", "word"),
    [
        *(
            ("FF0000", "Red"),
            ("FFC000", "Amber"),
            ("FFFF00", "Amber"),
            ("92D050", "Green"),
            ("0070C0", "Blue"),
        ),
        *(("7030A0", "Purple"), ("BFBFBF", "Grey"), ("FFFFFF", ""), ("000000", ""), ("auto", "")),
    ],
)
def test_colours_have_their_words(rgb, word):
    assert colour_word(rgb) == word


def test_only_a_table_with_titles_and_something_about_them_is_read():
    read = read_pasted(
        "| Version | Date | Approved by |\n|--|--|--|\n| 1 | May 16 | Board |\n\n"
        "Our plan\n\n| Action | Lead |\n|--|--|\n| One | JD |\n"
    )
    assert [mapping.skip for mapping in proposed_mappings(read)] == [True, False]
    review = read_rows(read, proposed_mappings(read), Context())
    assert [row.title for row in review.rows] == ["One"]
    assert "1 | May 16 | Board" in review.unused_text


def test_known_people_posts_and_organisations_are_not_asked_about():
    context = Context(
        people=(
            KnownPerson("p1", "Jo Day", "JD"),
            KnownPerson("p2", "Head of SEND", is_post=True),
            KnownPerson("p3", "", "HP"),
        ),
        organisations=(KnownPerson("o1", "Northmere Integrated Care Board", "ICB"),),
    )
    review = reviewed(
        "Plan\n\nAction\tLead\tDue\tLead organisation\nOne\tJD/HP\tMay 25\tICB\nTwo\tHead of SEND\tMay 25\tNorthmere "
        "Integrated Care Board\n",
        context,
    )
    assert review.doubts == ()
    assert [[lead.person for lead in row.leads] for row in review.rows] == [["p1", "p3"], ["p2"]]
    assert {row.organisation_id for row in review.rows} == {"o1"}


def test_initials_that_two_people_share_are_asked_about():
    context = Context(people=(KnownPerson("p1", "Jo Day", "JD"), KnownPerson("p2", "Jan Dee", "JD")))
    (doubt,) = asked(
        reviewed("Plan\n\nAction\tLead\tDue\nOne\tJD\tMay 25\n", context), DoubtKind.UNKNOWN_LEAD
    )
    assert [choice.value for choice in doubt.choices] == ["person:p1", "person:p2", "new", "vacancy"]
    assert "Jo Day (JD) and Jan Dee (JD)" in doubt.sentence


def test_one_answer_about_a_lead_holds_for_all_rows():
    text = "Plan\n\nAction\tLead\tDue\nOne\tJD\tMay 25\nTwo\tJD\tMay 25\n"
    (doubt,) = asked(reviewed(text), DoubtKind.UNKNOWN_LEAD)
    assert len(doubt.rows) == 2
    rows = reviewed(text, None, **{doubt.id: written("Jo Day")}).rows
    assert [row.leads[0].name for row in rows] == ["Jo Day", "Jo Day"]


def test_a_plans_key_says_what_its_status_words_mean():
    text = "Plan\n\nAction\tLead\tRAG\tDue\nOne\tJD\tBlue\tMay 25\nTwo\tJD\tGreen\tMay 25\n"
    key = (StatusMeaning("blue", "complete"), StatusMeaning("Green", ""))
    review = reviewed(text, Context(status_key=key))
    assert [(row.status, row.rag) for row in review.rows] == [("Blue", "complete"), ("Green", "")]
    assert asked(review, DoubtKind.UNKNOWN_STATUS) == []


def test_a_percentage_is_held_and_never_turned_into_rag():
    review = reviewed(
        "Plan\n\nAction\tLead\tStatus\t% complete\nOne\tJD\t75%\t\nTwo\tJD\tGreen\t100%\nThree\tJD\t\tmost\n"
    )
    assert [(row.rag, row.complete) for row in review.rows] == [("", 75), ("green", 100), ("", None)]
    assert [cell.text for cell in review.rows[2].unused] == ["most"]


def test_a_person_may_write_over_any_field():
    text = "Plan\n\nAction\tLead\tDue\nOne\tJD\tMay 25\n"
    (row,) = reviewed(text).rows
    answers = {
        edit_id(row.key, "title"): "First",
        edit_id(row.key, "by_when"): "June 2026",
        edit_id(row.key, "lead"): "HP",
        edit_id(row.key, "section"): "Another section",
    }
    (changed,) = reviewed(text, None, **answers).rows
    assert (changed.key, changed.title, changed.section) == (row.key, "First", "Another section")
    assert [point.due_on for point in changed.due_points] == [date(2026, 6, 30)]
    assert [lead.initials for lead in changed.leads] == ["HP"]
    assert changed.cells == row.cells
    left = reviewed(text, None, **{edit_id(row.key, "leave_out"): "yes"})
    assert left.rows == ()
    assert [out.reason for out in left.left_out] == ["Left out by hand"]


def test_the_files_own_ids_find_their_rows():
    existing = (Existing("d-7", "Old words"), Existing("d-8", "Gone from the file"))
    review = reviewed("Plan\n\nId\tAction\tLead\nd-7\tWholly new words\tJD\n", Context(existing=existing))
    assert [(row.key, row.matches) for row in review.rows] == [("d-7", "d-7")]
    assert review.absent == ("d-8",)


def test_an_answer_that_is_no_choice_does_not_count():
    text = "Plan\n\nAction\tLead\tDue\nOne\tJD\t\n"
    (doubt,) = asked(reviewed(text), DoubtKind.UNDATED)
    (again,) = asked(reviewed(text, None, **{doubt.id: "nonsense"}), DoubtKind.UNDATED)
    assert not again.settled
    assert again.effective == "undated"


@pytest.mark.parametrize(
    "sections", [("Section A", "Section B"), ("Priority 1", "Priority 2"), ("Phase 1: Plan", "Phase 2: Plan")]
)
def test_the_same_row_in_two_sections_is_two_rows(sections):
    table = "Action\tLead\tDue\nReport to the board\t{}\tMay 26\n"
    text = f"{sections[0]}\n\n{table.format('AB')}\n{sections[1]}\n\n{table.format('CD')}"
    review = reviewed(text)
    assert [row.section for row in review.rows] == list(sections)
    assert [doubt.effective for doubt in asked(review, DoubtKind.DUPLICATE)] == ["keep"]
    assert asked(review, DoubtKind.SECTION_SPELT) == []


def test_a_row_above_rows_that_are_numbered_below_it_is_a_heading():
    review = reviewed(
        "Ref\tAction\tLead\n1\tEarly help\t\n1.1\tTrain staff\tAB\n1.2\tScreen at two\tCD\n"
        "2\tMoves\t\n2.1\tKey workers\tEF\n"
    )
    assert [(row.section, row.number) for row in review.rows] == [
        ("1 Early help", "1.1"),
        ("1 Early help", "1.2"),
        ("2 Moves", "2.1"),
    ]
    assert [left.reason for left in review.left_out] == ["Heading of a section"] * 2


def test_rows_with_other_numbers_are_not_taken_for_each_other():
    existing = (Existing("d1", "Report on cohort 1 of the evaluation", "Plan"),)
    text = "Plan\n\nAction\tLead\nReport on cohort 2 of the evaluation\tAB\n"
    review = reviewed(text, Context(existing=existing))
    assert [row.matches for row in review.rows] == [""]
    assert review.absent == ("d1",)


def test_a_key_below_a_table_is_text_and_a_second_lead_column_is_kept_with_its_title():
    data = (
        "#,Action,Accountable,Responsible,Due,BRAG\n1,Write it,Director of Education,Jane Smith,May 26,G\n"
        ",,,,,\nKey,,,,,\nB,Complete,,,,\n"
    )
    read = read_file("plan.csv", data.encode())
    review = read_rows(read, proposed_mappings(read), Context())
    assert [row.title for row in review.rows] == ["Write it"]
    assert review.rows[0].notes == "Responsible: Jane Smith"
    assert review.unused_text == ("Key", "B: Complete")


def test_a_table_knows_its_width():
    assert Table("", (), (), 0).width == 0
    with pytest.raises(Refused):
        read_pasted("\t".join(f"c{number}" for number in range(300)) + "\n")
