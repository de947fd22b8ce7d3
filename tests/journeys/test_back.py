"""On a shared computer, Back shows no page after its reader has signed out or the session has ended."""

import pytest
from playwright.sync_api import Browser, Page, expect

from core import middleware
from councils.models import Council
from councils.permissions import Role
from tests.cast import make_cast
from tests.journeys.conftest import CHROMIUM

PASSWORD = "a long enough secret"
NAME = "Northport"


@pytest.fixture
def council(transactional_db) -> Council:
    cast = make_cast()
    user = cast.members[Role.READER].user
    user.set_password(PASSWORD)
    user.save()
    return cast.council


@pytest.fixture
def page(browser: Browser, live_server, council):
    """Page with a member's list of packs. Playwright turns the back/forward cache off, so this browser is another."""
    keeping = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-dev-shm-usage"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = keeping.new_page(base_url=live_server.url)
    page.set_default_timeout(15_000)
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill("reader@northport.example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.goto("/northport/packs/")
    expect(page.get_by_role("banner")).to_contain_text("Sign out")
    yield page
    keeping.close()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def lose_the_session(page: Page) -> None:
    page.goto("/northport/boards/")
    page.context.clear_cookies()


def go_back(page: Page) -> None:
    """Go back as the button does. Playwright's own `go_back` waits for a load, which a page from memory has not."""
    page.evaluate("history.back()")
    page.wait_for_timeout(500)


@pytest.mark.parametrize("leave", [sign_out, lose_the_session])
def test_back_shows_nothing_of_the_council(page, leave):
    leave(page)
    go_back(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_role("banner")).not_to_contain_text(NAME)


def test_back_would_show_a_page_that_may_be_stored(monkeypatch, page):
    """Control: without `no-store` this browser shows the page again, so the test above can fail."""
    monkeypatch.setattr(middleware, "NOT_KEPT", "private, no-cache")
    page.goto("/northport/packs/")
    sign_out(page)
    go_back(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Packs")
