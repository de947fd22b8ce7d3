"""Emails that came back: which reports count, which delivery they are about, and what the page says then."""

import io
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from packs import actions
from packs.actions import Settlement
from packs.bounces import LARGEST_REPORT, NotABounce, read_bounce
from packs.models import Delivery, Pack
from packs.states import DeliveryState, PackState
from tests.cast import TODAY
from tests.packs.paper import make_paper
from tests.pages import text_of

REPORT = """\
From: Mail Delivery System <mailer-daemon@example.org>
To: sendplan@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The email could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
{report}
Final-Recipient: rfc822; ada@example.org
Action: {action}
Status: 5.1.1
{code}
--b
{returned}
--b--
"""
CODE = "Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: no such person"
HEADERS = "Content-Type: text/rfc822-headers\n\nMessage-ID: {id}\nSubject: SEND Board pack\n"
WHOLE = "Content-Type: message/rfc822\n\nMessage-ID: {id}\nSubject: SEND Board pack\n\nThe pack.\n"


def report(message_id="<one@example.org>", *, action="failed", code=CODE, returned=HEADERS, field=""):
    filled = REPORT.format(report=field, action=action, code=code, returned=returned.format(id=message_id))
    return filled.replace("\n", "\r\n").encode()


class TestReading:
    @pytest.mark.parametrize(
        "content",
        [
            report(),
            report(returned=WHOLE),
            report("", field="Original-Message-ID: <one@example.org>\n"),
            report(action="Failed"),
        ],
        ids=["headers", "whole email", "field", "capital letter"],
    )
    def test_a_failure_names_the_email_and_the_servers_words(self, content):
        bounce = read_bounce(content)
        assert bounce.message_id == "<one@example.org>"
        assert bounce.words == "The email came back: 550 5.1.1 <ada@example.org>: no such person"

    def test_without_words_the_status_stands_for_them(self):
        assert read_bounce(report(code="")).words == "The email came back: 5.1.1"

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (report(action="delayed"), "reports no failure"),
            (report(action="delivered"), "reports no failure"),
            (report(returned="Content-Type: text/plain\n\nnothing"), "does not say which email"),
            (b"Subject: Out of office\r\n\r\nI am away.", "no delivery status notification"),
            (b"", "no delivery status notification"),
            (b"\x00\xff" * 50, "no delivery status notification"),
            (b"x" * (LARGEST_REPORT + 1), "larger than 10 MB"),
        ],
        ids=["late", "arrived", "of nothing", "an answer", "empty", "noise", "too large"],
    )
    def test_what_is_no_failure(self, content, words):
        with pytest.raises(NotABounce, match=words):
            read_bounce(content)


@pytest.fixture
def read(capsys, monkeypatch):
    def call(*paths, given=b""):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given)))
        call_command("read_bounces", *map(str, paths))
        return capsys.readouterr().out

    return call


def states():
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


class TestRecording:
    """The command works outside any council, so these tests leave theirs."""

    @pytest.fixture(autouse=True)
    def kept(self, cast, no_queue):
        with council_context(cast.council.id):
            self.paper = make_paper(cast.council)
            self.pack = self.paper.send(self.paper.render(self.paper.request(release=True)))
            self.one, self.other = Delivery.objects.order_by("id")
        self.council_id = cast.council.id

    def test_the_email_no_longer_counts_as_sent(self, read, cast):
        out = read(given=report(self.one.message_id))
        assert out == "Standard input: recorded.\n1 email came back.\n"
        with council_context(self.council_id):
            self.one.refresh_from_db()
            assert states() == ["bounced", "accepted"]
            assert self.one.error.endswith("550 5.1.1 <ada@example.org>: no such person")
            assert Pack.objects.get().state == PackState.PARTLY_DELIVERED
            change = Change.objects.get(verb="delivery.bounced", table="reporting_delivery")
            assert (change.actor, change.after["error"]) == ("command:read_bounces", "[personal]")
        page = text_of(cast.client(Role.APPROVER).get(self.pack.get_absolute_url()))
        assert "1 did not arrive and 1 sent" in page
        assert "Send again to Reader 0" in page

    def test_read_twice_it_is_nothing_new(self, read):
        read(given=report(self.one.message_id))
        assert "nothing new.\n0 emails came back." in read(given=report(self.one.message_id))

    def test_after_the_address_was_corrected_an_old_report_is_about_no_email(self, read, cast):
        read(given=report(self.one.message_id))
        with council_context(self.council_id):
            bounced = Delivery.objects.get(pk=self.one.pk)
            bounced.recipient.email = "right@example.org"
            bounced.recipient.save()
            actions.settle_delivery(
                delivery=bounced, outcome=Settlement.SEND_AGAIN, by=cast.actor(Role.APPROVER), today=TODAY
            )
            self.paper.send(self.pack)
            assert Pack.objects.get().state == PackState.DELIVERED
        assert "no email of a pack." in read(given=report(self.one.message_id))
        with council_context(self.council_id):
            assert states() == ["accepted", "accepted"]

    def test_files_and_folders_are_read_and_what_is_no_report_is_named(self, read, tmp_path):
        folder = tmp_path / "reports"
        folder.mkdir()
        (folder / "1.eml").write_bytes(report(self.one.message_id))
        (folder / "2.eml").write_bytes(b"Subject: hello\r\n\r\n")
        (folder / "3.eml").write_bytes(report("<unknown@example.org>"))
        assert read(folder).splitlines() == [
            "2.eml: left out. It is no delivery status notification.",
            "1.eml: recorded.",
            "3.eml: no email of a pack.",
            "1 email came back.",
        ]

    def test_a_path_that_cannot_be_read_is_named(self, read, tmp_path):
        with pytest.raises(CommandError, match=r"nowhere cannot be read: No such file"):
            read(tmp_path / "nowhere")

    def test_what_was_not_sent_cannot_come_back(self, read):
        with council_context(self.council_id):
            Delivery.objects.filter(pk=self.one.pk).update(state=DeliveryState.QUEUED)
        assert "nothing new." in read(given=report(self.one.message_id))
