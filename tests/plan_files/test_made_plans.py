"""Read made plans and compare them with their known answers. The table in docs/import.md is this test's."""

import re

import pytest
from django.conf import settings

from tests.plan_files.made import ALL, score

PAGE = settings.BASE_DIR / "docs" / "import.md"
BEGIN, END = "<!-- made plans -->\n", "<!-- end of made plans -->"


def table():
    lines = [
        "| File | What is in it | Rows | Found | Missed | Wrong | Too many | Doubts raised |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for made in ALL:
        got = score(made)
        counts = (len(made.answer), got.found, len(got.missed), len(got.wrong), len(got.extra), got.doubts)
        lines.append(f"| {made.name} | {made.what} | {' | '.join(map(str, counts))} |")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.name)
def test_a_made_plan_is_read_as_its_answer_says(made):
    got = score(made)
    assert got.missed == ()
    assert got.wrong == ()
    assert got.extra == ()


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.name)
def test_what_is_doubtful_in_a_made_plan_is_asked(made):
    assert set(made.flags) <= {doubt.kind.value for doubt in made.review().doubts}


def test_the_table_in_the_document_is_true():
    printed = PAGE.read_text("utf-8")
    match = re.search(re.escape(BEGIN) + "(.*?)" + re.escape(END), printed, re.DOTALL)
    assert match, f"docs/import.md has no line {BEGIN}"
    assert match[1].strip() == table().strip(), "Copy this into docs/import.md:\n" + table()
