"""An officer updates deliverables in My work: with scripts, without scripts, and only with the keyboard."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Dialog, Locator, Page, expect

from councils.actors import Actor
from councils.models import Council, Membership
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import choose_approval, record_progress
from deliverables.models import Deliverable, ProgressUpdate, ProposedUpdate
from strategies.models import ReportingPeriod
from tests.cast import make_cast
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
)
from tests.journeys.interactions import Interactions
from tests.journeys.test_every_page import AXE, RUN_AXE, TOO_WIDE

PASSWORD = "a long enough secret"
SENTENCE = "Three of five schools have joined."
MINE, THEIRS = "None has joined, says one.", "All have joined, says another."
with_scripts = pytest.mark.parametrize("page", [True], indirect=True, ids=["with scripts"])


@pytest.fixture
def council(transactional_db) -> Council:
    """Council with two deliverables led by the officer. A1 is overdue without an update. A2 was amber last quarter."""
    cast = make_cast()
    officer = cast.members[Role.OFFICER].user
    officer.set_password(PASSWORD)
    officer.save()
    with council_context(cast.council.id):
        PeriodFactory(label="2015-16-Q4", closed_at=datetime(2016, 5, 1, tzinfo=UTC))
        PeriodFactory(label="2016-17-Q1")
        strand, person = StrandFactory(code="A"), PersonFactory(initials="OF", user=officer)
        for position, due_on in ((1, date(2016, 6, 30)), (2, date(2017, 3, 31))):
            one = DeliverableFactory(strand=strand, position=position, title=f"Training {position}")
            DuePointFactory(deliverable=one, due_on=due_on)
            AssignmentFactory(deliverable=one, person=person)
        ProgressUpdateFactory(deliverable=one, period=PeriodFactory(label="2015-16-Q4"), rag="amber")
    return cast.council


@pytest.fixture
def user(council: Council, page: Page) -> Interactions:
    """My work, signed in as the officer."""
    page.goto("/northport/my-work/")
    sign_in(page)
    expect(page.get_by_text("2 of 2 still to update")).to_be_visible()
    return Interactions(page)


@pytest.fixture
def scripts(request) -> bool:
    return request.node.callspec.params["page"]


def sign_in(page: Page) -> None:
    page.get_by_label("Email address").fill("officer@northport.example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def said(council: Council) -> list[tuple[str, str]]:
    with council_context(council.id):
        return list(ProgressUpdate.objects.order_by("id").values_list("rag", "narrative"))


def somebody_else_says(council: Council, rag: str, narrative: str) -> None:
    administrator = Membership.objects.get(council=council, role=Role.ADMINISTRATOR)
    with council_context(council.id):
        record_progress(
            deliverable=Deliverable.objects.get(position=1),
            period=ReportingPeriod.objects.get(label="2016-17-Q1"),
            rag=rag,
            narrative=narrative,
            by=Actor.member(administrator),
            today=council.pinned_today,
            now=timezone.now(),
        )


def is_focused(locator: Locator) -> None:
    expect(locator).to_be_focused()


def test_an_update_takes_four_interactions(council, page: Page, user: Interactions, scripts: bool) -> None:
    user.press("link", "Update A1")
    user.choose("Green")
    user.type("What has happened?", SENTENCE)
    user.press("button", "Save update")
    assert user.done == 4
    expect(page.get_by_text("A1 changed from Not rated to Green.")).to_be_visible()
    expect(page.get_by_text("1 of 2 still to update")).to_be_visible()
    expect(page.get_by_text("Updated 8 July 2016")).to_be_visible()
    assert page.url.endswith("/northport/my-work/")
    assert ("green", SENTENCE) in said(council)
    if scripts:
        expect(page.locator("[data-focus]")).to_be_focused()
        expect(page.get_by_role("status").filter(has_text="1 of 2")).to_be_visible()


def test_a_draft_that_is_not_finished_stays_a_draft(council, page: Page, user: Interactions) -> None:
    """The button that was pressed counts also where the script sends the form."""
    with council_context(council.id):
        administrator = Actor.member(Membership.objects.get(council=council, role=Role.ADMINISTRATOR))
        choose_approval(whole=True, strands=(), boards=(), by=administrator)
    user.press("link", "Update A1")
    user.choose("Red")
    user.type("What has happened?", SENTENCE)
    user.press("button", "Save as draft")
    expect(page.get_by_text("Draft of the update of A1 saved.")).to_be_visible()
    expect(page.get_by_text("2 of 2 still to update")).to_be_visible()
    with council_context(council.id):
        assert ProposedUpdate.objects.get().state == "draft"


def test_no_change_takes_one_press(council, page: Page, user: Interactions) -> None:
    user.press("button", "No change this quarter to A2")
    assert user.done == 1
    expect(page.get_by_text("A2 stays Amber.")).to_be_visible()
    expect(page.get_by_text("1 of 2 still to update")).to_be_visible()
    assert said(council)[-1] == ("amber", "No change since Q4 2015–16.")


def test_what_was_saved_can_be_undone(council, page: Page, user: Interactions) -> None:
    user.press("button", "No change this quarter to A2")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: A2 is Amber again.")).to_be_visible()
    expect(page.get_by_text("2 of 2 still to update")).to_be_visible()
    assert len(said(council)) == 1


def test_red_and_amber_ask_for_more(council, page: Page, user: Interactions, scripts: bool) -> None:
    user.press("link", "Update A1")
    reason = page.get_by_label("Why is it red or amber?")
    if scripts:
        expect(reason).to_be_hidden()
    user.choose("Red")
    user.type("What has happened?", SENTENCE)
    user.press("button", "Save update")
    page.get_by_role("link", name="Enter the reason it is red").click()
    is_focused(reason)
    expect(page.get_by_label("What has happened?")).to_have_value(SENTENCE)
    reason.fill("The venue fell through.")
    page.get_by_label("Path to green").fill("Another is booked.")
    for part, value in (("Day", "30"), ("Month", "9"), ("Year", "2016")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Save update").click()
    expect(page.get_by_text("A1 changed from Not rated to Red.")).to_be_visible()


def test_a_stale_save_shows_both_and_loses_neither(council, page: Page, user: Interactions) -> None:
    user.press("link", "Update A1")
    user.choose("Green")
    user.type("What has happened?", MINE)
    somebody_else_says(council, "complete", THEIRS)
    user.press("button", "Save update")
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text("Nothing has been saved yet")
    expect(banner).to_contain_text(f"Saved: {THEIRS}")
    expect(banner).to_contain_text(f"You typed: {MINE}")
    expect(page.get_by_label("What has happened?")).to_have_value(MINE)
    page.get_by_role("button", name="Save as a newer update").click()
    expect(page.get_by_text("A1 changed from Complete to Green.")).to_be_visible()
    assert said(council)[1:] == [("complete", THEIRS), ("green", MINE)]


def test_what_is_stored_can_be_kept(council, page: Page, user: Interactions) -> None:
    user.press("link", "Update A1")
    user.choose("Green")
    somebody_else_says(council, "not_rated", THEIRS)
    user.press("button", "Save update")
    page.get_by_role("link", name="Discard my update").click()
    expect(page.get_by_text("Updated 8 July 2016")).to_be_attached()
    expect(page.get_by_text("Nothing has been saved yet")).to_have_count(0)
    assert said(council)[1:] == [("not_rated", THEIRS)]


def lapse(page: Page, *names: str) -> None:
    for name in names:
        page.context.clear_cookies(name=name)


def session_lapses(page: Page) -> None:
    lapse(page, settings.SESSION_COOKIE_NAME)


def all_cookies_go(page: Page) -> None:
    lapse(page, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)


def loses_nothing(page: Page, user: Interactions, end: Callable[[Page], None]) -> None:
    user.press("link", "Update A1")
    user.choose("Green")
    user.type("What has happened?", SENTENCE)
    end(page)
    user.press("button", "Save update")
    sign_in(page)
    expect(page.get_by_text("What you typed is still here")).to_be_visible()
    expect(page.get_by_label("What has happened?")).to_have_value(SENTENCE)
    expect(page.get_by_role("radio", name="Green")).to_be_checked()
    page.get_by_role("button", name="Save update").click()
    expect(page.get_by_text("A1 changed from Not rated to Green.")).to_be_visible()


def test_a_lapsed_session_keeps_what_was_typed(page: Page, user: Interactions) -> None:
    loses_nothing(page, user, session_lapses)


@with_scripts
def test_a_browser_that_forgot_everything_keeps_what_was_typed(page: Page, user: Interactions) -> None:
    loses_nothing(page, user, all_cookies_go)


def test_no_change_after_the_session_has_lapsed_leads_back(page: Page, user: Interactions) -> None:
    session_lapses(page)
    user.press("button", "No change this quarter to A2")
    sign_in(page)
    expect(page.get_by_role("button", name="No change this quarter to A2")).to_be_visible()


def tab_to(page: Page, target: Locator) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")


@with_scripts
def test_the_keyboard_is_enough(council, page: Page, user: Interactions) -> None:
    update = page.get_by_role("link", name="Update A1")
    tab_to(page, update)
    page.keyboard.press("Enter")
    is_focused(page.get_by_role("radio", name="Red"))
    expect(update).to_have_attribute("aria-expanded", "true")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    is_focused(page.get_by_role("radio", name="Green"))
    page.keyboard.press("Tab")
    is_focused(page.get_by_label("What has happened?"))
    page.keyboard.type(SENTENCE)
    page.keyboard.press("Escape")
    is_focused(update)
    expect(page.get_by_label("What has happened?")).to_be_hidden()
    page.keyboard.press("Enter")
    is_focused(page.get_by_role("radio", name="Green"))
    expect(page.get_by_label("What has happened?")).to_have_value(SENTENCE)
    page.keyboard.press("Control+Enter")
    is_focused(page.locator("[data-focus]"))
    assert ("green", SENTENCE) in said(council)
    tab_to(page, page.get_by_role("button", name="Undo the update of A1"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Undone: A1 is Not rated again.")).to_be_visible()


def test_the_keyboard_is_enough_on_plain_pages(
    council, page: Page, user: Interactions, scripts: bool
) -> None:
    page.get_by_role("link", name="Update A1").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Red").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(SENTENCE)
    page.get_by_role("button", name="Save update").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("A1 changed from Not rated to Green.")).to_be_visible()


@with_scripts
def test_cancel_gives_the_focus_back(page: Page, user: Interactions) -> None:
    user.press("link", "Update A1")
    user.press("link", "Cancel")
    is_focused(page.get_by_role("link", name="Update A1"))
    expect(page.get_by_role("link", name="Update A1")).to_have_attribute("aria-expanded", "false")


@with_scripts
def test_without_a_server_what_was_typed_stays(council, page: Page, user: Interactions) -> None:
    user.press("link", "Update A1")
    user.choose("Green")
    user.type("What has happened?", SENTENCE)
    page.route("**/update/", lambda route: route.fulfill(status=503))
    user.press("button", "Save update")
    expect(page.get_by_role("alert")).to_contain_text("What you typed is still here")
    page.unroute("**/update/")
    page.get_by_label("What has happened?").press("Control+Enter")
    expect(page.get_by_text("A1 changed from Not rated to Green.")).to_be_visible()


@with_scripts
def test_a_card_keeps_nobody_out_in_any_state(page: Page, user: Interactions) -> None:
    """Run axe on the open form, the refused form and the saved card, wide and narrow."""
    user.press("link", "Update A1")
    judge(page)
    user.choose("Amber")
    user.press("button", "Save update")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    judge(page)
    user.choose("Green")
    user.press("button", "Save update")
    expect(page.get_by_text("A1 changed from Not rated to Green.")).to_be_visible()
    judge(page)


def judge(page: Page) -> None:
    page.evaluate(AXE)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) <= 0
        assert page.evaluate(RUN_AXE) == []


@with_scripts
def test_leaving_with_something_unsaved_asks_first(council, page: Page, user: Interactions) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    user.press("link", "Update A1")
    user.press("link", "Deliverables", exact=True)
    user.press("link", "My work", exact=True)
    assert asked == []  # nothing was typed
    user.press("link", "Update A1")
    user.choose("Green")
    user.type("What has happened?", SENTENCE)
    page.get_by_role("link", name="Deliverables", exact=True).click(no_wait_after=True)
    expect(page.get_by_label("What has happened?")).to_have_value(SENTENCE)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    user.press("button", "Save update")
    expect(page.get_by_text("A1 changed from Not rated to Green.")).to_be_visible()
    user.press("link", "Deliverables", exact=True)
    expect(page.get_by_role("heading", level=1, name="Deliverables")).to_be_visible()
    assert asked == ["beforeunload"]
