"""An officer filters deliverables, downloads them, and selects some to change, with and without scripts."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from councils.permissions import Role
from councils.tenancy import council_context
from tests.cast import make_cast
from tests.factories import DeliverableFactory, PeriodFactory, StrandFactory

PASSWORD = "a long enough secret"


@pytest.fixture
def officer(transactional_db):
    cast = make_cast()
    with council_context(cast.council.id):
        PeriodFactory()
        strand = StrandFactory(code="A", title="Inclusion")
        for position, title in enumerate(["Parent survey", "School survey", "Hubs"], 1):
            DeliverableFactory(strand=strand, position=position, title=title)
    user = cast.members[Role.OFFICER].user
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def listed(page: Page, officer):
    """Page of the whole list, signed in as the officer."""
    page.goto("/northport/deliverables/")
    page.get_by_label("Email address").fill(officer.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("status").first).to_contain_text("3 deliverables")
    return page


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def has_scripts(page: Page) -> bool:
    return page.locator(".choose-all").is_visible()


def test_search_filter_and_sort(listed):
    listed.get_by_label("Search titles, leads and updates").fill("survey")
    listed.get_by_text("More filters").click()
    listed.get_by_label("Not rated").first.check()
    listed.get_by_role("button", name="Apply filters").first.click()
    expect(listed.get_by_role("status").first).to_contain_text("2 of 3 deliverables")
    assert asked(listed)["q"] == ["survey"]
    assert ("lead" in asked(listed)) is not has_scripts(listed)
    listed.get_by_role("link", name="Strand").first.click()
    expect(listed.get_by_role("columnheader", name="Strand")).to_have_attribute("aria-sort", "descending")
    assert listed.locator("tbody th").all_inner_texts() == ["School survey", "Parent survey"]
    listed.get_by_role("link", name="Search: survey (remove filter)").click()
    assert listed.locator("tbody th").all_inner_texts() == ["Hubs", "School survey", "Parent survey"]
    with listed.expect_download() as download:
        listed.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename == "northport-deliverables-2016-17-Q1.csv"


def test_choose_several_to_change(listed):
    scripts, counted = has_scripts(listed), listed.locator("[data-count]")
    if scripts:
        listed.get_by_label("Select all on this page").check()
        expect(counted).to_have_text("3 selected")
        listed.get_by_label("Select A3").uncheck()
        expect(counted).to_have_text("2 selected")
    else:
        for reference in ("A1", "A2"):
            listed.get_by_label(f"Select {reference}").check()
    listed.get_by_role("button", name="Move due date").click()
    expect(listed.get_by_role("heading", level=1)).to_have_text("Move the due date of 2 deliverables")
    listed.go_back()
    expect(listed.locator("input[name=chosen]:checked")).to_have_count(2)
    if scripts:
        expect(counted).to_have_text("2 selected")
