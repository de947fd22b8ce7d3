"""Every page, for every role, wide and narrow, with scripts and without: nothing that keeps a person out.

Chromium looks once at what two roles are shown alike.
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
from tests.journeys.every_page import MAIN_PAGES, council_pages, directory_pages, pages_with_forms

AXE = (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN_AXE = """async () => {
  const found = await axe.run(document, {rules: {"target-size": {enabled: true}}, resultTypes: ["violations"]});
  const told = each => each.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | ");
  return found.violations.map(each => `${each.id} (${each.nodes.length}): ${told(each)}`);
}"""
UNFOLD = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
TOO_WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
WIDTHS = (1280, 320)
DIFFERS_EACH_TIME = re.compile(r'(csrfmiddlewaretoken|typed_by)" value="[^"]*"|<li>The \w+[^<]*</li>')


PARTS = 8
"""Into how many tests the pages of Portsmouth are dealt, so that all cores have some."""


@pytest.fixture
def look(browser: Browser, served_demonstration: Council, live_server) -> Iterator["Looker"]:
    """What it has found fails the test at its end."""
    look = Looker(browser, live_server.url)
    try:
        yield look
    finally:
        look.close()
    assert not look.problems, "\n".join(look.problems)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_keeps_anybody_out(served_demonstration: Council, look: "Looker", part: int) -> None:
    """axe finds nothing, nothing scrolls sideways at 320 pixels, the content security policy stops nothing."""
    addresses = list(council_pages(served_demonstration))
    assert len(addresses) > 40
    for address in addresses[part::PARTS]:
        for member in members_of("portsmouth"):
            look.at(address, member)
    assert look.pages_seen


@pytest.mark.parametrize("council", ["northmere", "cambridgeshire"])
def test_no_main_page_of_the_others_does(look: "Looker", council: str) -> None:
    for address in MAIN_PAGES:
        look.at(f"/{council}/{address}", officer_of(council))
    assert look.pages_seen


def test_no_refused_form_does(served_demonstration: Council, look: "Looker") -> None:
    for address in pages_with_forms(served_demonstration):
        look.at_refused_form(address, officer_of("portsmouth"))
    assert look.pages_seen


def test_no_page_around_the_councils_does(look: "Looker") -> None:
    for address in directory_pages():
        look.at(address, None)
    assert look.pages_seen


def test_the_look_sees_what_is_wrong(browser: Browser) -> None:
    """An unnamed picture, a box wider than the screen and a script that the policy stops are all found."""
    look = Looker(browser, "http://faulty.example")
    page = look.pages[True]
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
    look.judge(page)
    look.close()
    for fault in ("image-alt", "pixels too wide", "Content Security Policy"):
        assert any(fault in problem for problem in look.problems), fault


def members_of(council: str) -> list[Membership]:
    members = Membership.objects.filter(council__slug=council).exclude(user__email="everywhere@example.org")
    return list(members.select_related("user").order_by("role"))


def officer_of(council: str) -> Membership:
    return next(member for member in members_of(council) if member.role == Role.OFFICER)


class Looker:
    """Opens pages with scripts and without, at each width, and keeps what is wrong with them."""

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

    def at(self, address: str, member: Membership | None) -> None:
        """Look at a page, unless it is a file or a redirect, or has been looked at already."""
        client = self._client(member)
        answer = client.get(address)
        if answer.status_code in (301, 302, 405) or not answer.get("Content-Type", "").startswith(
            "text/html"
        ):
            return
        if answer.status_code >= 500:
            self.problems.append(f"{address}: {answer.status_code}")
        seen = DIFFERS_EACH_TIME.sub("", answer.content.decode())
        mark = hashlib.sha256(seen.encode()).hexdigest()
        if mark in self._known:
            return
        self._known.add(mark)
        for scripts, page in self.pages.items():
            self._go(page, address, member, scripts)
            self.judge(page)

    def at_refused_form(self, address: str, member: Membership) -> None:
        """Send the page's form as it is, empty, and look at what comes back."""
        for scripts, page in self.pages.items():
            self._go(page, address, member, scripts)
            page.locator("main form[method=post] button[type=submit]").last.click()
            page.locator(".govuk-error-summary").wait_for()
            self._where += ", refused"
            self.judge(page)

    def _page(self, browser: Browser, scripts: bool) -> Page:
        """Without scripts ours do not load; axe itself must still run."""
        page = browser.new_context(base_url=self.url).new_page()
        page.set_default_timeout(20_000)
        if not scripts:
            page.route("**/*.js", lambda route: route.abort())
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(f"{self._where}: {error}"))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
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

    def judge(self, page: Page) -> None:
        """At each width, with all that folds unfolded."""
        self.pages_seen += 1
        page.evaluate(AXE)
        page.evaluate(UNFOLD)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if (over := page.evaluate(TOO_WIDE)) > 0:
                self.problems.append(f"{self._where} at {width}: {over} pixels too wide")
            self.problems += [f"{self._where} at {width}: {found}" for found in page.evaluate(RUN_AXE)]
