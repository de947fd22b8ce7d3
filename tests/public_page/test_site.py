"""What everybody can read, and that it names nobody."""

import csv
import io
import json

import pytest
from django.conf import settings
from django.test import Client

from councils.models import Person
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable, ProgressUpdate
from public_page import actions
from public_page.models import PublicEdition
from strategies.models import Strategy
from tests.cast import signed_in
from tests.pages import text_of
from tests.public_page.conftest import CLOSED

pytestmark = pytest.mark.django_db

HOME = "/p/northport/"
DATA = ("progress.json", "progress.csv", "indicators.csv", "said.csv")
EVERY = (HOME, f"{HOME}{CLOSED}/", f"{HOME}accessibility/", *(f"{HOME}{name}" for name in DATA))
PUBLIC_QUERIES = 8
"""Council, the test's savepoint, context, page, editions, content, and two that end the test's savepoint."""


def everything(public):
    return {address: Client().get(address) for address in EVERY}


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


class TestNobodyIsNamed:
    @pytest.fixture
    def said(self, public):
        return {address: response.content.decode() for address, response in everything(public).items()}

    def test_no_person_of_the_council(self, public, said):
        with public.within():
            people = list(Person.objects.values_list("name", "initials", "email"))
        words = {word for person in people for word in person if word}
        words |= {member.user.email for member in (public.by,) if member.user}
        assert {"Robin Example", "RQX", "ZQ", "robin@example.org"} <= words
        assert [(address, word) for address, text in said.items() for word in words if word in text] == []

    @pytest.mark.parametrize(
        "word",
        [
            "says so",
            "A dropped thing",
            "A withdrawn entry",
            "A draft entry",
            "Not for the public",
            "nobody ticked",
            "Is this an outcome?",
            "Southshire",
            "No headline",
            "Approver",
            "2016-17-Q2",
        ],
    )
    def test_what_is_not_for_the_public(self, said, word):
        assert [address for address, text in said.items() if word in text] == []

    def test_small_numbers_are_hidden(self, public):
        rows = rows_of(Client().get(f"{HOME}indicators.csv"))
        assert rows[1]["Latest figure"] == "Suppressed, to protect people who could be recognised"


class TestOff:
    def test_off_looks_like_a_council_that_does_not_exist(self, public):
        with public.within():
            actions.turn_off(by=public.by)
        for address in (*EVERY, f"{HOME}colour.css", f"{HOME}logo.png"):
            ours, none = Client().get(address), Client().get(address.replace("northport", "nowhere"))
            assert (ours.status_code, none.status_code) == (404, 404)
            assert ours.content == none.content
            assert {**ours.headers, "X-Request-Id": ""} == {**none.headers, "X-Request-Id": ""}

    def test_it_is_off_until_it_is_turned_on(self, plan):
        plan.settings()
        plan.publish()
        assert Client().get(HOME).status_code == 404

    def test_a_member_sees_no_more_than_anybody(self, plan, cast):
        plan.settings()
        plan.publish()
        assert cast.client(Role.ADMINISTRATOR).get(HOME).status_code == 404

    def test_a_quarter_that_is_not_published_is_not_there(self, public):
        for quarter in ("2015-16-Q4", "2016-17-Q2", "nonsense"):
            assert Client().get(f"{HOME}{quarter}/").status_code == 404

    def test_turned_on_again_it_is_as_it_was(self, public):
        before = Client().get(HOME).content
        with public.within():
            actions.turn_off(by=public.by)
            actions.turn_on(by=public.by)
        assert Client().get(HOME).content == before


class TestFrozen:
    def test_a_later_change_shows_only_after_publishing_again(self, public):
        before = {address: response.content for address, response in everything(public).items()}
        with public.within():
            Deliverable.objects.update(title="Changed")
            Strategy.objects.update(title="Changed")
            ProgressUpdate.objects.update(rag="green")
        public.settings(introduction="Changed")
        assert {address: response.content for address, response in everything(public).items()} == before
        public.publish()
        assert "Changed" in text_of(Client().get(HOME))

    def test_the_newest_edition_of_each_quarter_is_shown_and_earlier_quarters_are_linked(self, public):
        public.publish("2015-16-Q4")
        latest = Client().get(HOME)
        assert "April to June 2016" in text_of(latest)
        assert f'href="{HOME}2015-16-Q4/"' in latest.content.decode()
        earlier = text_of(Client().get(f"{HOME}2015-16-Q4/"))
        assert "January to March 2016" in earlier and "This is an earlier quarter" in earlier
        assert Client().get(f"{HOME}2015-16-Q4/progress.json").json()["quarter"] == "2015-16-Q4"

    def test_the_json_is_the_frozen_edition(self, public):
        with public.within():
            edition = PublicEdition.objects.get()
        assert Client().get(f"{HOME}progress.json").content.decode() == edition.content

    def test_an_edition_that_was_tampered_with_is_not_shown(self, public, monkeypatch):
        monkeypatch.setattr(PublicEdition, "is_whole", False)
        assert Client().get(HOME).status_code == 404


class TestTheAnswer:
    def test_anybody_may_keep_it_for_five_minutes_and_nobody_gets_a_cookie(self, public):
        for address, response in everything(public).items():
            assert response.status_code == 200, address
            assert response.headers["Cache-Control"] == "public, max-age=300"
            assert "Cookie" not in response.headers.get("Vary", "")
            assert not response.cookies and "X-Robots-Tag" not in response.headers
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]

    def test_what_has_not_changed_is_not_sent_again(self, public):
        for address, response in everything(public).items():
            again = Client().get(address, headers={"If-None-Match": response.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["Cache-Control"] == "public, max-age=300"

    def test_other_sites_may_read_the_data_and_nothing_else(self, public):
        for address, response in everything(public).items():
            origin = response.headers.get("Access-Control-Allow-Origin")
            assert origin == ("*" if address.endswith((".json", ".csv")) else None)
            assert "Access-Control-Allow-Credentials" not in response.headers

    @pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
    def test_it_can_only_be_read(self, public, method):
        for address in EVERY:
            assert getattr(Client(), method)(address).status_code == 405

    def test_members_and_outsiders_read_the_same(self, public, cast):
        nobody = Client().get(HOME).content
        for member in (*cast.members.values(), cast.outsider):
            assert signed_in(member).get(HOME).content == nobody

    @pytest.mark.parametrize("address", EVERY)
    def test_few_queries_whatever_the_size(self, public, address, django_assert_max_num_queries):
        client = Client()
        client.get(address)
        with django_assert_max_num_queries(PUBLIC_QUERIES):
            client.get(address)

    def test_a_session_is_not_even_read(self, public):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = "nonsense"
        assert not client.get(HOME).cookies


class TestWhatItShows:
    def test_the_page_in_words(self, public):
        text = text_of(Client().get(HOME))
        for words in (
            "April to June 2016",
            "This is our plan.",
            "Of 3 milestones, 1 is done, 1 is late and 1 has no report yet.",
            "Since January to March 2016: 1 was done and 1 has got worse.",
            "Section A: Early help",
            "What should change: Children get help sooner",
            "Lead: Head of SEND.",
            "Lead: Northport NHS Trust.",
            "Better: it was 54% in January to March 2016.",
            "send@northport.example.org",
        ):
            assert words in text

    def test_the_spreadsheet_has_a_row_for_each_item(self, public):
        rows = rows_of(Client().get(f"{HOME}progress.csv"))
        assert [(row["Title"], row["Status"], row["Lead"]) for row in rows] == [
            ("Open a base", "Done", "Head of SEND"),
            ("Train staff", "Late", "Northport NHS Trust"),
            ("Map the services", "No report yet", "Not decided yet"),
        ]

    def test_no_cell_is_a_formula(self, public):
        with public.within():
            Deliverable.objects.filter(title="Open a base").update(title="=HYPERLINK(1)")
        public.publish()
        assert rows_of(Client().get(f"{HOME}progress.csv"))[0]["Title"] == "'=HYPERLINK(1)"

    def test_the_json_says_what_it_is(self, public):
        said = json.loads(Client().get(f"{HOME}progress.json").content)
        assert (said["format"], said["council"], said["edition"]) == (1, "Northport", 1)
        assert said["plans"][0]["strands"][0]["outcomes"][0]["items"][0]["status"] == "done"

    def test_words_of_the_plan_are_never_markup(self, public):
        with public.within():
            Deliverable.objects.filter(title="Open a base").update(title="<script>alert(1)</script>")
        public.publish()
        assert "<script>alert" not in Client().get(HOME).content.decode()

    def test_colour_and_logo_are_the_councils(self, public):
        assert Client().get(f"{HOME}colour.css").status_code == 404
        assert Client().get(f"{HOME}logo.png").status_code == 404
        public.council.accent = "#7a1f5c"
        public.council.save()
        assert "--accent:#7a1f5c" in Client().get(f"{HOME}colour.css").content.decode()
        assert f'href="{HOME}colour.css?v=7a1f5c"' in Client().get(HOME).content.decode()


class TestAccessibilityStatement:
    def test_it_has_the_parts_that_the_regulations_ask_for(self, public):
        text = text_of(Client().get(f"{HOME}accessibility/"))
        for words in (
            "(No. 2) Accessibility Regulations 2018",
            "Feedback and contact information",
            "send@northport.example.org",
            "01234 567890",
            "Enforcement procedure",
            "Equality Advisory and Support Service (EASS)",
            "is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard, "
            "because it has not been tested in full.",
            "This statement was prepared on 8 July 2016.",
        ):
            assert words in text

    def test_it_follows_the_settings_at_once(self, public):
        public.settings(tested_on=public.council.pinned_today)
        text = text_of(Client().get(f"{HOME}accessibility/"))
        assert "is fully compliant with" in text and "last tested on 8 July 2016" in text
        public.settings(tested_on=public.council.pinned_today, known_problems="Long tables are hard to read.")
        text = text_of(Client().get(f"{HOME}accessibility/"))
        assert "is partially compliant" in text and "Long tables are hard to read." in text


def test_two_councils_do_not_meet(public, cast):
    with council_context(cast.other.id):
        assert not PublicEdition.objects.exists()
    assert Client().get("/p/southshire/").status_code == 404
