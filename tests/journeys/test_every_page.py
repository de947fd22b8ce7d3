"""Accessibility of every page, for every role, wide and narrow, with scripts and without.

Chromium opens a page once if two roles get the same HTML.
"""

import hashlib
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page

from councils.models import Council, Membership
from councils.permissions import Role
from tests.cast import signed_in
from tests.journeys.every_page import (
    MAIN_PAGES,
    administrators_forms,
    council_pages,
    directory_pages,
    pages_with_forms,
)

AXE = (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN_AXE = """async () => {
  const found = await axe.run(document, {rules: {"target-size": {enabled: true}}, resultTypes: ["violations"]});
  const shown = each => each.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | ");
  return found.violations.map(each => `${each.id} (${each.nodes.length}): ${shown(each)}`);
}"""
OPEN_DETAILS = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
TOO_WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
WIDTHS = (1280, 320)
DIFFERS_EACH_TIME = re.compile(r'(csrfmiddlewaretoken|typed_by)" value="[^"]*"')
ADMINISTRATORS_FOOT = re.compile(r'<ul class="foot__links">.*?</ul>\s*', re.DOTALL)

PARTS = 8
"""Number of tests into which the pages of Portsmouth are split, so that all cores have work."""


@pytest.fixture
def checker(browser: Browser, served_demonstration: Council, live_server) -> Iterator["PageChecker"]:
    """Page checker. Its problems fail the test at the end."""
    checker = PageChecker(browser, live_server.url)
    try:
        yield checker
    finally:
        checker.close()
    assert not checker.problems, "\n".join(checker.problems)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible(served_demonstration: Council, checker: "PageChecker", part: int) -> None:
    """axe finds nothing, no page scrolls sideways at 320 pixels, the content security policy blocks nothing."""
    addresses = list(council_pages(served_demonstration))
    assert len(addresses) > 40
    for address in addresses[part::PARTS]:
        for member in members_of("portsmouth"):
            checker.check(address, member)
    assert checker.pages_seen


@pytest.mark.parametrize("council", ["northmere", "cambridgeshire"])
def test_main_pages_of_the_other_councils_are_accessible(checker: "PageChecker", council: str) -> None:
    for address in MAIN_PAGES:
        checker.check(f"/{council}/{address}", officer_of(council))
    assert checker.pages_seen


def test_refused_forms_are_accessible(served_demonstration: Council, checker: "PageChecker") -> None:
    for address in pages_with_forms(served_demonstration):
        checker.check_refused_form(address, officer_of("portsmouth"))
    for address in administrators_forms(served_demonstration):
        checker.check_refused_form(address, administrator_of("portsmouth"))
    assert checker.pages_seen


def test_pages_outside_councils_are_accessible(checker: "PageChecker") -> None:
    for address in directory_pages():
        checker.check(address, None)
    assert checker.pages_seen


def test_a_page_that_two_roles_share_is_opened_once(served_demonstration: Council) -> None:
    """Otherwise Chromium opens nearly every page five times."""
    pages = {
        without_own_marks(signed_in(member).get("/portsmouth/glossary/").content.decode(), member)
        for member in members_of("portsmouth")
    }
    assert len(pages) == 1


def test_the_checker_finds_faults(browser: Browser) -> None:
    """The checker finds an image without a name, a table wider than the screen and a blocked script."""
    checker = PageChecker(browser, "http://faulty.example")
    page = checker.pages[True]
    page.route(
        "**/*",
        lambda route: route.fulfill(
            content_type="text/html",
            headers={"Content-Security-Policy": "default-src 'none'"},
            body='<!doctype html><html lang="en"><title>Faulty</title><main><h1>Faulty</h1><img src="x.png">'
            '<table width="900"><tr><td>Wide</td></tr></table><script>document.title = "No"</script></main></html>',
        ),
    )
    page.goto("/")
    checker.run_checks(page)
    checker.close()
    for fault in ("image-alt", "pixels too wide", "Content Security Policy"):
        assert any(fault in problem for problem in checker.problems), fault


def members_of(council: str) -> list[Membership]:
    members = Membership.objects.filter(council__slug=council).exclude(user__email="everywhere@example.org")
    return list(members.select_related("user").order_by("role"))


def officer_of(council: str) -> Membership:
    return next(member for member in members_of(council) if member.role == Role.OFFICER)


def administrator_of(council: str) -> Membership:
    return next(member for member in members_of(council) if member.role == Role.ADMINISTRATOR)


def without_own_marks(html: str, member: Membership | None) -> str:
    """The page without what differs for each member: tokens, their name in the head, an administrator's links in the
    foot. A role that gets nothing else of its own shares its pages with another role.
    """
    html = DIFFERS_EACH_TIME.sub("", html)
    return ADMINISTRATORS_FOOT.sub("", html.replace(f"<li>{member.user}</li>", "")) if member else html


class PageChecker:
    """Opens pages with and without scripts, at each width, and collects problems."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.problems: list[str] = []
        self.pages_seen = 0
        self.url = url
        self._known: set[str] = set()
        self._clients: dict[int | None, Client] = {}
        self.pages = {scripts: self._page(browser, scripts) for scripts in (True, False)}
        self._where = ""

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()

    def check(self, address: str, member: Membership | None) -> None:
        """Check a page, unless it is a file or a redirect, or the same HTML was checked before."""
        client = self._client(member)
        response = client.get(address)
        if response.status_code in (301, 302, 405) or not response.get("Content-Type", "").startswith(
            "text/html"
        ):
            return
        if response.status_code >= 500:
            self.problems.append(f"{address}: {response.status_code}")
        seen = without_own_marks(response.content.decode(), member)
        digest = hashlib.sha256(seen.encode()).hexdigest()
        if digest in self._known:
            return
        self._known.add(digest)
        for scripts, page in self.pages.items():
            self._go(page, address, member, scripts)
            self.run_checks(page)

    def check_refused_form(self, address: str, member: Membership) -> None:
        """Send the page's form empty, and check the response once its style sheets are there."""
        for scripts, page in self.pages.items():
            self._go(page, address, member, scripts)
            with page.expect_navigation(wait_until="load"):
                page.locator("main form[method=post] button[type=submit]").last.click()
            page.locator(".govuk-error-summary").wait_for()
            self._where += ", refused"
            self.run_checks(page)

    def _page(self, browser: Browser, scripts: bool) -> Page:
        """Open a browser page. Without scripts, block our files but not JavaScript, because axe needs it."""
        page = browser.new_context(base_url=self.url).new_page()
        page.set_default_timeout(20_000)
        if not scripts:
            page.route("**/*.js", lambda route: route.abort())
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.problems.append(f"{self._where}: {error}"))
        return page

    def _on_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.problems.append(f"{self._where}: {message.text}")

    def _client(self, member: Membership | None) -> Client:
        key = member.pk if member else None
        if key not in self._clients:
            self._clients[key] = signed_in(member) if member else Client()
        return self._clients[key]

    def _go(self, page: Page, address: str, member: Membership | None, scripts: bool) -> None:
        who = member.role if member else "nobody"
        self._where = f"{address} for {who} {'with' if scripts else 'without'} scripts"
        page.context.clear_cookies()
        if member:
            cookie = self._client(member).cookies[settings.SESSION_COOKIE_NAME]
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.goto(address)

    def run_checks(self, page: Page) -> None:
        """Run all checks at each width, with every `<details>` open."""
        self.pages_seen += 1
        page.evaluate(AXE)
        page.evaluate(OPEN_DETAILS)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if (over := page.evaluate(TOO_WIDE)) > 0:
                self.problems.append(f"{self._where} at {width}: {over} pixels too wide")
            self.problems += [f"{self._where} at {width}: {found}" for found in page.evaluate(RUN_AXE)]
