"""Every truth table in docs/rules/ is run by a test."""

import re
from pathlib import Path

from tests.truth_tables import PAGES

HERE = Path(__file__).resolve().parent


def test_every_table_in_the_rules_is_run():
    printed = {
        (page.stem, heading)
        for page in PAGES.glob("*.md")
        for heading in re.findall(r"^### (.+)$", page.read_text("utf-8"), re.MULTILINE)
    }
    run = {
        call
        for test in HERE.rglob("test_*.py")
        for call in re.findall(r'truth_table\("([^"]+)", "([^"]+)"\)', test.read_text("utf-8"))
    }
    assert printed == run
