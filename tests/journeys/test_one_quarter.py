"""One quarter from end to end: from an officer's update to the PDF in a trust board member's mailbox."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from councils.models import Council, Membership, User
from councils.permissions import Role
from councils.tenancy import council_context
from demo.accounts import link_officer
from demo.published_plans import load_published_plan
from demo.samples import add_recipients
from tests.journeys import mailbox
from tests.journeys.interactions import wait_for_the_pdf
from tests.journeys.mailbox import mails_to, text_of_the_pdf

PASSWORD = "a long enough secret"
REASON = "The head teachers' chair is ill, so nobody can convene the group."


@pytest.fixture(autouse=True)
def empty_mailbox() -> None:
    mailbox.empty()


@pytest.fixture
def portsmouth(transactional_db) -> Council:
    """Load the published plan, and add an officer, an administrator and the demonstration's recipients."""
    load_published_plan(settings.BASE_DIR / "fixtures" / "portsmouth", actor="test", training=True)
    council = Council.objects.get(slug="portsmouth")
    for role in (Role.OFFICER, Role.ADMINISTRATOR):
        user = User.objects.create_user(f"{role}@portsmouth.example.org", PASSWORD, name=f"The {role}")
        Membership.objects.create(user=user, council=council, role=role)
    with council_context(council.id):
        link_officer(council, "NS")
        add_recipients(council)
    return council


def test_an_update_reaches_the_board_and_the_mail(portsmouth: Council, page: Page, worker) -> None:
    sign_in(page, Role.OFFICER)
    officer_says_amber(page)
    board_sees_it(page)
    build_the_pack(page)
    sign_out(page)
    sign_in(page, Role.ADMINISTRATOR)
    release_the_pack(page)
    mails = mails_to(["ctb.chair@portsmouth.example.org", "send-board.chair@portsmouth.example.org"])
    for mail in mails:
        assert REASON in text_of_the_pdf(mail)
        assert "Amber: 1" in mail.get_body(("plain",)).get_content()


def sign_in(page: Page, role: Role) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(f"{role}@portsmouth.example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/portsmouth/")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


def officer_says_amber(page: Page) -> None:
    page.get_by_role("link", name="My work").click()
    page.get_by_role("link", name="Update A1").click()
    page.get_by_role("radio", name="Amber").check()
    page.get_by_role("button", name="Save update").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason it is amber")
    page.get_by_label("Why is it red or amber?").fill(REASON)
    page.get_by_label("Path to green").fill("A deputy convenes the group in September.")
    for part, value in (("Day", "30"), ("Month", "9"), ("Year", "2016")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Save update").click()
    expect(page.get_by_text("changed from Not rated to Amber")).to_be_visible()


def board_sees_it(page: Page) -> None:
    page.goto("/portsmouth/boards/send-board/?quarter=2016-17-Q1")
    expect(page.get_by_text(f"Why: {REASON}")).to_be_visible()


def build_the_pack(page: Page) -> None:
    page.get_by_role("link", name="Build the pack").click()
    page.get_by_role("button", name="Build the pack").click()
    wait_for_the_pdf(page)


def release_the_pack(page: Page) -> None:
    page.get_by_role("link", name="Packs").click()
    page.get_by_role("link", name="SEND Board").first.click()
    page.get_by_role("link", name="Release to the board").click()
    page.get_by_role("button", name="Release and send").click()
