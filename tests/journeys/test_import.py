"""An empty council takes in a published plan: the text is pasted, every doubt is settled, and 61 milestones are there.

The pasted text is made of the fixtures of the plan, as it is printed: one table for each section, with the cells of the
document, joined outcomes and damaged letters included.
"""

import csv
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from councils.models import Membership, User
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Assignment, Deliverable, DuePoint
from tests.factories import CouncilFactory
from tests.journeys.interactions import Interactions

PLAN = Path(settings.BASE_DIR) / "fixtures" / "cambridgeshire"
PASSWORD = "a quiet harbour at dawn"
HEADERS = ("Outcomes", "Measures of impact", "Milestones 2015- 2017", "RAG", "By when", "Lead", "Reporting")
MOST_PRESSES = 40
PATIENCE = 30_000


def printed_text() -> str:
    """The sections of the plan as tables with tabs, as somebody copies them from the document."""
    sections = tomllib.loads((PLAN / "strands.toml").read_text())["strands"]
    outcomes = {(row["strand"], row["position"]): row for row in rows_of("outcomes.csv")}
    measures = defaultdict(list)
    for row in rows_of("measures.csv"):
        measures[row["strand"], row["outcome"]].append(row["title"])
    lines = ["SEND Action Plan", ""]
    for section in sections:
        lines += [section["title"], "", "\t".join(HEADERS)]
        printed: dict[str, list[str]] = {}
        rows = [row for row in rows_of("deliverables.csv") if row["strand"] == section["code"]]
        for row in rows:
            place = (row["strand"], row["outcome"])
            first = bool(row["outcome"]) and row["outcome"] not in printed
            if first:
                printed[row["outcome"]] = outcomes[place]["printed"].split(" | ")
            left = printed.get(row["outcome"], [])
            is_last = row is [each for each in rows if each["outcome"] == row["outcome"]][-1]
            outcome = " ".join(left) if is_last else left[0] if left else ""
            printed[row["outcome"]] = [] if is_last else left[1:]
            title = " ".join([row["title"], *row["detail"].split(" | ")]).strip()
            measure = " ".join(measures[place]) if first else ""
            cells = (outcome, measure, title, "", row["by_when"], row["lead"], row["reporting"])
            lines.append("\t".join(" ".join(cell.split()) for cell in cells))
        lines.append("")
    return "\n".join(lines)


def rows_of(name: str) -> list[dict[str, str]]:
    with (PLAN / name).open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def council(transactional_db):
    """A council without anything, and its officer."""
    council = CouncilFactory(slug="fenland", name="Fenland")
    officer = User.objects.create_user(email="jo@example.org", password=PASSWORD, name="Jo King")
    Membership.objects.create(council=council, user=officer, role=Role.OFFICER)
    return council


def test_a_published_plan_is_imported(council, page: Page, capsys) -> None:
    user = Interactions(page)
    page.goto("/accounts/login/")
    user.type("Email address", "jo@example.org")
    user.type("Password", PASSWORD, exact=True)
    user.press("button", "Sign in")
    before = user.done
    user.press("link", "Import a plan")
    user.type("Title of the plan", "SEND Action Plan 2016–2020")
    user.type("Or paste the text", printed_text())
    user.press("button", "Read it and continue")
    expect(page.get_by_role("heading", name="Columns")).to_be_visible(timeout=PATIENCE)
    user.press("button", "Save and continue")
    expect(page.get_by_role("heading", name="Names and words")).to_be_visible(timeout=PATIENCE)
    user.press("button", "Save all and continue")
    settle_in_bulk(user)
    user.press("button", "Import 61 milestones")
    expect(page.get_by_text("61 milestones added. 4 sections added.")).to_be_visible(timeout=PATIENCE)
    with council_context(council.id):
        assert Deliverable.objects.count() == 61
        assert DuePoint.objects.count() == 39
        assert Assignment.objects.filter(role__in=Assignment.LEADING).count() == 69
        assert Deliverable.objects.filter(due_points=None).count() == 30
    presses = user.done - before
    with capsys.disabled():
        print(f"\n{presses} presses, choices and typed texts from the dashboard to the imported plan")
    assert presses <= MOST_PRESSES


def settle_in_bulk(user: Interactions) -> None:
    """Give every kind of doubt one answer for all, as often as settled doubts bring new ones."""
    page = user.page
    confirm = page.get_by_role("heading", name="Check and import")
    rows = page.get_by_role("heading", name="Milestones as they will be")
    for _ in range(4):
        expect(confirm.or_(rows).first).to_be_visible(timeout=PATIENCE)
        if confirm.is_visible():
            return
        for choice in page.locator("select[name^=bulk-]").all():
            user.done += 1
            choice.select_option(index=1)
        with page.expect_navigation():
            user.press("button", "Apply to all of each kind")
    expect(confirm).to_be_visible(timeout=PATIENCE)
