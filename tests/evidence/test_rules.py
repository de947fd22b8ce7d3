"""Which files and addresses are taken, and what an area lacks: docs/rules/evidence-files.md, inspection-view.md."""

import pytest

from evidence.rules import FileRefused, address_problem, file_type
from evidence.rules.file_types import MAX_BYTES
from evidence.rules.gaps import missing
from tests.evidence.files import CONTENT
from tests.truth_tables import read_aloud, truth_table


@pytest.mark.parametrize("row", truth_table("evidence-files", "Which files are taken"), ids=read_aloud)
def test_which_files_are_taken(row):
    name, body = row["Name"], CONTENT[row["Content"]]
    if row["Taken as"] == "refused":
        with pytest.raises(FileRefused):
            file_type(name, body)
    else:
        assert file_type(name, body).word == row["Taken as"]


def test_the_largest_file_is_taken_and_no_larger_one():
    assert file_type("notes.txt", b"a" * MAX_BYTES)
    with pytest.raises(FileRefused, match="The file has 21 MB"):
        file_type("notes.txt", b"a" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a Word document with macros", "has macros"),
        ("an old Word document", "has a password or is in an old format"),
        ("an Excel workbook", "ends in .docx, but it is not a Word document or is damaged"),
    ],
)
def test_a_refusal_says_why(content, words):
    with pytest.raises(FileRefused, match=words):
        file_type("report.docx", CONTENT[content])


@pytest.mark.parametrize("row", truth_table("evidence-files", "Which addresses are taken"), ids=read_aloud)
def test_which_addresses_are_taken(row):
    assert (address_problem(row["Address"]) == "") is (row["Taken"] == "yes")


@pytest.mark.parametrize("row", truth_table("inspection-view", "What is missing in an area"), ids=read_aloud)
def test_what_is_missing_in_an_area(row):
    found = missing(
        partners=int(row["Accountable partners"]),
        has_lead=row["Lead"] == "yes",
        items=int(row["Items that count"]),
        evidence=int(row["Evidence"]),
    )
    assert (" ".join(found) or "nothing") == row["Missing"]
