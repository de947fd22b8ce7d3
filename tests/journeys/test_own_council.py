"""A council of its own: from an empty installation to the first pack in three mailboxes, all in the browser.

The only thing that is not done on a page is what `bin/serve` does when it starts: it prints the set-up address.
"""

import io
import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.periods import Quarter
from tests.journeys import mailbox
from tests.journeys.interactions import Interactions, wait_for_the_pdf
from tests.journeys.mailbox import mails_to, text_of_the_pdf

PASSWORD = "a quiet harbour at dawn"
ADMINISTRATOR, OFFICER, APPROVER = ("ada@example.org", "jo@example.org", "nell@example.org")
RECIPIENTS = {
    "Cora Chair": "cora@example.org",
    "Paul Parent": "paul@example.org",
    "Tess Trust": "tess@example.org",
}
REASON = "Two schools have no trained staff yet."
MOST_FOR_THE_PLAN = 40
PATIENCE = 15_000
"""Milliseconds to wait for a page, as long as the browser waits for what is pressed."""

NEXT_YEAR = timezone.localdate().year + 1
PLAN = f"""\
Section\tNumber\tMilestone\tBy when\tLead\tReporting to
A\t1\tMap the places that children need\tSep {NEXT_YEAR}\tJK\tNS
A\t2\tOpen two resource bases\ti) Jan {NEXT_YEAR} ii) July {NEXT_YEAR}\tJK/NS\t
A\t3\tAgree the funding of places\t30 Sep {NEXT_YEAR}\tJK\tNS
A\t4\tTrain staff of all bases\tMar {NEXT_YEAR}\tNS\t
A\t5\tPublish the offer of places\tDec {NEXT_YEAR}\tNS\t
A\t6\tReview transport to the bases\t\ttbc\t
B\t1\tAgree a pathway to employment\tSep {NEXT_YEAR}\tJK\tNS
B\t2\tStart supported internships\tSep {NEXT_YEAR}\tJK\tNS
B\t3\tAsk young people about college\tApr {NEXT_YEAR}\tNS\t
B\t4\tName a contact in each college\tMay {NEXT_YEAR}\tNS\t
B\t5\tHold a fair for leavers\tJun {NEXT_YEAR}\tNS\t
B\t6\tWrite a guide for parents\tJul {NEXT_YEAR}\tNS\t
"""
INDICATORS = {
    "Children placed within ten miles": ("72.5", "80"),
    "Places filled in resource bases": ("61", "90"),
    "Leavers in work or training": ("48.2", "60"),
    "Plans written within 20 weeks": ("55.9", "75"),
}


@pytest.fixture(autouse=True)
def real_emails(settings, live_server) -> None:
    """Emails go to the mail sink, not into a list, and link to the server of the test."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.PUBLIC_URL = live_server.url
    mailbox.empty()


@pytest.fixture
def last_quarter() -> Quarter:
    return Quarter.of(timezone.localdate()).previous


def set_up_address() -> str:
    """The address that `bin/serve` prints when there is no council."""
    lines = io.StringIO()
    call_command("set_up_address", if_needed=True, stdout=lines)
    return lines.getvalue().split()[-1]


def test_from_an_empty_installation_to_the_first_pack(
    transactional_db, page: Page, worker, last_quarter: Quarter, capsys
) -> None:
    user = Interactions(page)
    page.goto(set_up_address())
    set_up(user)
    invite(user, "Officer", OFFICER)
    invite(user, "Approver", APPROVER)
    sign_out(user)
    accept(user, OFFICER, "Jo King")
    sign_out(user)
    accept(user, APPROVER, "Nell Stone")
    sign_out(user)
    sign_in(user, ADMINISTRATOR)
    before = user.done
    paste_the_plan(user)
    for_the_plan = user.done - before
    say_who_is_who(user)
    make_boards(user)
    move_the_cut_off(user, last_quarter)
    enter_figures(user, last_quarter)
    link_to_person(user, "Jo King", "Jo King (JK)")
    sign_out(user)
    sign_in(user, OFFICER)
    update(user)
    sign_out(user)
    sign_in(user, APPROVER)
    close(user, last_quarter)
    build_and_release(user, last_quarter)
    mails = mails_to(list(RECIPIENTS.values()))
    for mail in mails:
        assert "12 milestones" in mail.get_body(("plain",)).get_content()
        text = text_of_the_pdf(mail)
        assert REASON in text
        assert all(title in text for title in INDICATORS)
    with capsys.disabled():
        print(f"\n{user.done} interactions in all, {for_the_plan} of them for the plan")
    assert for_the_plan <= MOST_FOR_THE_PLAN


def go(user: Interactions, menu: str) -> None:
    user.press("link", menu, inside=user.page.get_by_role("navigation", name="Menu"), exact=True)


def start_page(user: Interactions) -> None:
    user.press("link", "North Shire", exact=True)


def start(user: Interactions, step: str) -> None:
    """Go to the dashboard, and take a step of the checklist."""
    start_page(user)
    user.press("link", step)


def has_done(user: Interactions, words: str) -> None:
    expect(user.page.get_by_text(words)).to_be_visible(timeout=PATIENCE)


def set_up(user: Interactions) -> None:
    user.type("Name of the council", "North Shire")
    user.type("Your name", "Ada Example")
    user.type("Email address", ADMINISTRATOR)
    user.type("Password", PASSWORD, exact=True)
    user.type("Password again", PASSWORD)
    user.press("button", "Set up the council")
    has_done(user, "1 of 6 done")


def invite(user: Interactions, role: str, address: str) -> None:
    start(user, "Invite people")
    user.press("link", "Invite people")
    user.type("Email addresses", address)
    user.choose(role)
    user.press("button", "Send invitations")
    has_done(user, "1 person invited")


def accept(user: Interactions, address: str, name: str) -> None:
    """Open the link in the email, and accept."""
    [mail] = mails_to([address])
    [link] = re.findall(r"http\S+/invitation/\S+", mail.get_body(("plain",)).get_content())
    user.page.goto(link)
    user.type("Your name", name)
    user.type("Password", PASSWORD, exact=True)
    user.type("Password again", PASSWORD)
    user.press("button", "Accept invitation")
    has_done(user, "You are now a member of North Shire")


def sign_out(user: Interactions) -> None:
    user.press("button", "Sign out")


def sign_in(user: Interactions, address: str) -> None:
    user.page.goto("/accounts/login/")
    user.type("Email address", address)
    user.type("Password", PASSWORD, exact=True)
    user.press("button", "Sign in")
    expect(user.page.get_by_role("heading", name="Progress against the plan")).to_be_visible(timeout=PATIENCE)


def paste_the_plan(user: Interactions) -> None:
    """From the empty dashboard to twelve stored deliverables."""
    user.press("link", "Add your plan")
    user.press("link", "Add a plan")
    user.type("Title", "SEND strategy", exact=True)
    user.choose("Strategy")
    user.type("What the plan calls a main part", "Section")
    user.type("What the plan calls a thing to be done by a date", "Milestone")
    user.press("button", "Save", exact=True)
    user.press("link", "Add sections")
    user.type("Add several at once", "A Targeted provision\nB Preparing for adulthood")
    user.press("button", "Save", exact=True)
    user.press("link", "Edit all milestones on a grid")
    user.type("Rows to add", PLAN)
    user.press("button", "Put the rows in the grid")
    user.press("button", "Save and add")
    has_done(user, "12 milestones added")


def say_who_is_who(user: Interactions) -> None:
    start(user, "Say who is who")
    for initials, name in (("JK", "Jo King"), ("NS", "Nell Stone")):
        user.press("link", f"Say who it is : {initials}")
        user.choose("I know the name")
        user.type("Name", name, exact=True)
        user.press("button", "Save", exact=True)
        has_done(user, f"{initials} is {name}")
    user.press("link", "Choose a lead of A6")
    user.select("Who is the new lead?", "Jo King (JK)")
    user.press("button", "Continue")
    user.press("button", "Save 1 change")
    has_done(user, "Nobody to identify")


def make_boards(user: Interactions) -> None:
    start(user, "Set up your boards")
    user.press("link", "Add a board")
    user.type("Name", "Partnership Board", exact=True)
    user.press("button", "Save", exact=True)
    user.press("link", "Add a board")
    user.type("Name", "SEND Board", exact=True)
    user.select("Reports to", "Partnership Board")
    user.press("button", "Save", exact=True)
    user.press("link", "Change SEND Board")
    user.press("link", "What it oversees")
    user.tick("All of it")
    user.press("button", "Save", exact=True)
    user.press("link", "Change SEND Board")
    user.press("link", "Seats")
    user.select("Role", "Chair", inside=user.row("New seat 1"))
    user.select("Held by", "Nell Stone (NS)", inside=user.row("New seat 1"))
    user.select("Role", "Representative", inside=user.row("New seat 2"))
    user.select("Held by", "Vacant", inside=user.row("New seat 2"))
    user.type("Hint or note", "A parent or carer", inside=user.row("New seat 2"))
    user.press("button", "Save", exact=True)
    user.press("link", "Change SEND Board")
    user.press("link", "Who gets its packs")
    for number, (name, address) in enumerate(RECIPIENTS.items(), 1):
        row = user.row(f"New recipient {number}")
        user.type("Name", name, inside=row)
        user.type("Email", address, inside=row)
    user.press("button", "Save", exact=True)


def enter_figures(user: Interactions, quarter: Quarter) -> None:
    start(user, "Enter figures")
    user.press("link", "several at once")
    user.type("Rows", "\n".join(INDICATORS))
    user.choose("Higher is better")
    user.press("button", "Add the indicators")
    for title, (figure, target) in INDICATORS.items():
        go(user, "Indicators")
        unfold(user, "Secondary indicators")
        user.press("link", title)
        user.press("link", "Set a target")
        user.select("Period", quarter.words)
        user.type("Target (percent)", target)
        user.press("button", "Save", exact=True)
        user.press("link", "Record a figure")
        user.select("Period", quarter.words)
        user.type("Figure (percent)", figure)
        user.press("button", "Save", exact=True)


def unfold(user: Interactions, words: str) -> None:
    """Open what the page folds; a table without any figure is open already."""
    if user.page.locator("details[open] > summary", has_text=words).count():
        return
    user.done += 1
    user.page.locator("summary", has_text=words).click()


def move_the_cut_off(user: Interactions, last_quarter: Quarter) -> None:
    """The council starts with the quarter that has ended, so it gives its officers time."""
    start(user, "Check your quarters")
    add_if_missing(user, last_quarter)
    user.press("link", f"Change the cut-off of {last_quarter.short_words}")
    type_day(user, timezone.localdate() + timedelta(days=60))
    user.type("Why does it change?", "It is our first quarter with this plan.")
    user.press("button", "Save", exact=True)
    has_done(user, f"Cut-off of {last_quarter.short_words} changed")


def add_if_missing(user: Interactions, quarter: Quarter) -> None:
    """A council that is set up in the first quarter of a financial year does not have the one before it."""
    if user.page.get_by_role("link", name=quarter.words).count():
        return
    user.press("link", "Add quarters")
    user.select("First quarter to add", quarter.words)
    user.select("Last quarter to add", quarter.words)
    user.press("button", "Add quarters")


def type_day(user: Interactions, day: date) -> None:
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        user.type(part, str(number), exact=True)


def link_to_person(user: Interactions, name: str, person: str) -> None:
    """Say who a member is in the plan, so that "My work" has their work."""
    start_page(user)
    expect(user.page.get_by_text("Set up your council")).to_have_count(0, timeout=PATIENCE)
    user.press("link", "People who can sign in")
    user.press("link", name)
    user.select("Person in the plan", person)
    user.press("button", "Save", exact=True)
    has_done(user, f"{name} saved")


def update(user: Interactions) -> None:
    go(user, "My work")
    user.press("link", "Update A1")
    user.choose("Green")
    user.type("What has happened?", "All places are mapped.")
    user.press("button", "Save update")
    has_done(user, "A1 changed from Not rated to Green")
    user.press("link", "Update A2")
    user.choose("Amber")
    user.type("What has happened?", "Both bases have rooms.")
    user.type("Why is it red or amber?", REASON)
    user.type("Path to green", "The first course starts in spring.")
    type_day(user, date(NEXT_YEAR, 7, 31))
    user.press("button", "Save update")
    has_done(user, "A2 changed from Not rated to Amber")


def close(user: Interactions, quarter: Quarter) -> None:
    user.press("link", f"See what is missing for {quarter.short_words}")
    user.press("link", "Close the quarter")
    user.type("Why is it closed without these?", "The board meets before the others can answer.")
    user.press("button", "Close the quarter")
    has_done(user, f"{quarter.short_words} closed")


def build_and_release(user: Interactions, quarter: Quarter) -> None:
    go(user, "Packs")
    user.press("link", "Build a pack")
    user.select("Board", "SEND Board")
    user.select("Quarter", quarter.words)
    user.press("button", "Build the pack")
    wait_for_the_pdf(user.page)
    user.press("link", "Release to the board")
    user.press("button", "Release and send")
    has_done(user, "The pack is being sent to the board")
