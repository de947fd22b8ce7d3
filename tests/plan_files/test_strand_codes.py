"""Codes and titles of new strands, from the headings that a file prints."""

import pytest

from plan_files.rules.strand_codes import codes_for, printed_code


@pytest.mark.parametrize(
    ("section", "code", "title"),
    [
        ("Section A: Inclusion", "A", "Inclusion"),
        ("A: Inclusion", "A", "Inclusion"),
        ("Priority 1 - Early help", "1", "Early help"),
        ("Theme 2.1) Transport", "2.1", "Transport"),
        ("b. Adulthood", "B", "Adulthood"),
        ("Whole System", "", "Whole System"),
        ("A good start", "", "A good start"),
        ("2016: a year of change", "", "2016: a year of change"),
    ],
)
def test_a_code_is_only_what_stands_before_a_mark(section, code, title):
    assert printed_code(section) == (code, title)


@pytest.mark.parametrize(
    ("sections", "taken", "codes"),
    [
        (["Whole System", "Universal Provision"], [], ["1", "2"]),
        (["A: Inclusion", "Whole System"], [], ["A", "1"]),
        (["Whole System", "1: Early help"], [], ["2", "1"]),
        (["Whole System"], ["A", "B"], ["C"]),
        (["A: Inclusion", "Transport"], ["A", "C"], ["B", "D"]),
        (["Whole System"], ["1", "A"], ["2"]),
        (["A: One", "A: Two"], [], ["A", "1"]),
    ],
)
def test_each_new_strand_has_a_code_of_its_own(sections, taken, codes):
    assert [code for code, _ in codes_for(sections, taken)] == codes
