"""Footnotes and endnotes of Word documents are read, and stay with the cell that refers to them."""

import io

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from file_reading.files import read_file
from plan_files.rules.columns import proposed_mappings
from plan_files.rules.fields import Field
from plan_files.rules.review import Context
from plan_files.rules.rows import read_rows

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_notes(made, kind, texts):
    """Add a part with these notes. Word numbers its separators -1 and 0."""
    notes = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}>'
        for number, text in enumerate(texts, 1)
    )
    separator = f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    xml = f"<w:{kind}s {nsdecls('w')}>{separator}{notes}</w:{kind}s>"
    part = Part(PackURI(f"/word/{kind}s.xml"), CONTENT_TYPE.XML, xml.encode(), made.part.package)
    made.part.relate_to(part, f"{RELATION}/{kind}s")


def refer(paragraph, kind, number):
    run = f'<w:r {nsdecls("w")}><w:{kind}Reference w:id="{number}"/></w:r>'
    paragraph._p.append(parse_xml(run))


def saved(made):
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


def table_of(made, rows):
    table = made.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


ROWS = (("Action", "By when", "Lead"), ("Open a base", "Sep 2026", "JD"), ("Train staff", "Oct 2026", "HP"))


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_stays_with_its_row_and_names_its_column(kind):
    made = docx.Document()
    table = table_of(made, ROWS)
    refer(table.cell(1, 1).paragraphs[0], kind, 1)
    refer(table.cell(2, 0).paragraphs[0], kind, 2)
    with_notes(made, kind, ["If the lease is signed", "With the health trust"])
    read = read_file("plan.docx", saved(made))
    (table,) = read.tables
    assert table.rows[0][-1] == "Footnotes"
    assert table.rows[1] == ("Open a base", "Sep 2026", "JD", "By when: If the lease is signed")
    (mapping,) = proposed_mappings(read)
    assert mapping.columns[-1] is Field.NOTES
    first, second = read_rows(read, proposed_mappings(read), Context(), {}).rows
    assert first.notes == "By when: If the lease is signed"
    assert [point.due_on.isoformat() for point in first.due_points] == ["2026-09-30"]
    assert second.notes == "Action: With the health trust"


def test_notes_of_headings_headers_and_text_are_listed():
    made = docx.Document()
    refer(made.add_heading("Section 1: Inclusion"), "footnote", 1)
    table = table_of(made, ROWS)
    refer(table.cell(0, 1).paragraphs[0], "footnote", 2)
    with_notes(made, "footnote", ["Agreed in May", "Dates are those of the board"])
    read = read_file("plan.docx", saved(made))
    assert read.tables[0].heading == "Section 1: Inclusion"
    assert read.tables[0].width == 3
    assert "Note to “Section 1: Inclusion”: Agreed in May" in read.other_text
    assert "Note to “By when”: Dates are those of the board" in read.other_text


def test_a_note_in_a_table_within_a_cell_is_kept_and_a_deleted_one_is_not():
    made = docx.Document()
    table = table_of(made, ROWS)
    inner = table.cell(1, 0).add_table(1, 1)
    inner.cell(0, 0).text = "A part of it"
    refer(inner.cell(0, 0).paragraphs[0], "footnote", 1)
    deleted = f'<w:del {nsdecls("w")} w:id="9"><w:r><w:footnoteReference w:id="2"/></w:r></w:del>'
    table.cell(2, 0).paragraphs[0]._p.append(parse_xml(deleted))
    with_notes(made, "footnote", ["Only in the north", "Struck out"])
    read = read_file("plan.docx", saved(made))
    assert read.tables[0].rows[1][-1] == "Action: Only in the north"
    assert "Struck out" not in str(read.to_json())


def test_two_parts_of_a_table_are_joined_although_only_one_has_a_note():
    made = docx.Document()
    first = table_of(made, ROWS)
    second = table_of(made, (("Write a guide", "Nov 2026", "JD"),))
    first._tbl.addnext(second._tbl)
    refer(second.cell(0, 0).paragraphs[0], "footnote", 1)
    with_notes(made, "footnote", ["For parents"])
    (table,) = read_file("plan.docx", saved(made)).tables
    assert table.rows[-1] == ("Write a guide", "Nov 2026", "JD", "Action: For parents")
    assert len(table.rows) == 4
