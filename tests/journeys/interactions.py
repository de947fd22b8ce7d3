"""Use a page as a person does, by roles and labels, and count what it takes."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass
class Interactions:
    """Count a user's interactions: a press, a choice and a typed text are one each.

    `inside` narrows a method to a part of the page, such as one row.
    """

    page: Page
    done: int = 0

    def press(self, role: str, name: str, *, inside: Locator | None = None, exact: bool = False) -> None:
        self._in(inside).get_by_role(role, name=name, exact=exact).click()

    def choose(self, name: str, *, inside: Locator | None = None) -> None:
        self._in(inside).get_by_role("radio", name=name).check()

    def tick(self, name: str, *, inside: Locator | None = None) -> None:
        self._in(inside).get_by_role("checkbox", name=name).check()

    def select(self, label: str, option: str, *, inside: Locator | None = None) -> None:
        self._in(inside).get_by_label(label, exact=True).select_option(label=option)

    def type(self, label: str, text: str, *, inside: Locator | None = None, exact: bool = False) -> None:
        self._in(inside).get_by_label(label, exact=exact).fill(text)

    def row(self, name: str) -> Locator:
        """The fields of one row of a list."""
        return self.page.get_by_role("group", name=name, exact=True)

    def _in(self, inside: Locator | None) -> Page | Locator:
        self.done += 1
        return self.page if inside is None else inside


CHECKS = 60
"""How often a person checks again, half a second apart, before the pack counts as not rendered."""


def wait_for_the_pdf(page: Page) -> None:
    """Check the page of a pack again until it has its PDF. Each look waits until the new page is loaded."""
    pdf = page.get_by_role("link", name="Open the PDF")
    again = page.get_by_role("link", name="Check again")
    expect(pdf.or_(again).first).to_be_visible()
    for _ in range(CHECKS):
        if pdf.is_visible():
            return
        page.wait_for_timeout(500)
        with page.expect_navigation():
            again.click()
    raise AssertionError("The pack was not rendered within 30 seconds.")
