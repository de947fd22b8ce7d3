"""Local mailbox: shows kept emails safely, in local mode only."""

from email.message import EmailMessage

import pytest
from django.test import Client
from django.urls import reverse

NAME = "1763841600000000000-0a1b2c3d"
EVIL = '<h1>Hello</h1><script>alert("x")</script>'


@pytest.fixture
def folder(settings, tmp_path):
    settings.LOCAL, settings.MAIL_DIR = True, str(tmp_path)
    return tmp_path


@pytest.fixture
def kept(folder):
    message = EmailMessage()
    message["Subject"] = "Quarter 1 <b>pack</b>"
    message["From"], message["To"] = "sendplan <sendplan@example.org>", "board@example.org"
    message.set_content("The pack is attached: http://127.0.0.1:8000/north/ <i>look</i>")
    message.add_alternative(EVIL, subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="../../pack.pdf")
    head = b"X-MailFrom: sendplan@example.org\r\nX-RcptTo: chair@example.org\r\n"
    (folder / f"{NAME}.eml").write_bytes(head + message.as_bytes())
    return message


def address(page, **more):
    return reverse(f"local:{page}", kwargs={"name": NAME} | more)


def test_an_empty_mailbox_says_what_will_appear(folder):
    assert "No emails yet" in Client().get("/local/mail/").content.decode()


def test_the_list_shows_the_newest_first(folder, kept):
    later = (folder / f"{NAME}.eml").read_bytes().replace(b"Quarter 1", b"Quarter 2")
    (folder / "1763841700000000000-0a1b2c3d.eml").write_bytes(later)
    (folder / "1763841800000000000-0a1b2c3d.part").write_bytes(later)
    page = Client().get("/local/mail/").content.decode()
    assert page.index("Quarter 2 &lt;b&gt;pack") < page.index("Quarter 1 &lt;b&gt;pack")
    assert "2 emails" in page


def test_a_mail_shows_whom_it_reached_and_its_text_as_text(kept):
    page = Client().get(address("mail")).content.decode()
    assert "chair@example.org" in page
    assert "&lt;i&gt;look&lt;/i&gt;" in page
    assert 'href="http://127.0.0.1:8000/north/"' in page
    assert "pack.pdf" in page and "../" not in page
    assert "alert" not in page


def test_its_html_is_shown_in_a_sandbox(kept):
    response = Client().get(address("mail_html"))
    assert "<h1>Hello</h1>" in response.content.decode()
    policy = response.headers["Content-Security-Policy"]
    assert "sandbox;" in policy and "default-src 'none'" in policy and "script" not in policy


def test_an_attachment_is_saved_never_shown(kept):
    response = Client().get(address("attachment", number=1))
    assert response.content == b"%PDF-1.7"
    assert response.headers["Content-Disposition"] == 'attachment; filename="pack.pdf"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert Client().get(address("attachment", number=2)).status_code == 404


@pytest.mark.parametrize(
    "broken", [b"", b"\xff\xfe not a mail", b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xe9"]
)
def test_a_damaged_mail_still_opens(folder, broken):
    (folder / f"{NAME}.eml").write_bytes(broken)
    assert Client().get("/local/mail/").status_code == 200
    assert Client().get(address("mail")).status_code == 200


@pytest.mark.parametrize("name", ["services", "1-zzzzzzzz", "1763841600000000000-ffffffff"])
def test_only_kept_mails_are_read(folder, name):
    (folder / "services.eml").write_text("secret")
    assert Client().get(f"/local/mail/{name}/").status_code == 404


@pytest.mark.parametrize("page", ["mailbox", "mail", "mail_html", "attachment"])
def test_elsewhere_there_is_no_mailbox(kept, settings, page):
    settings.LOCAL = False
    more = {} if page == "mailbox" else {"name": NAME} | ({"number": 1} if page == "attachment" else {})
    assert Client().get(reverse(f"local:{page}", kwargs=more)).status_code == 404
