"""Nothing is sent after a restore until an operator says so."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from core import mail
from councils.permissions import Role
from councils.tenancy import council_context
from packs import actions, sending_mark, tasks
from packs.models import Delivery
from reminders.models import Reminder
from tests.cast import TODAY
from tests.factories import PersonFactory
from tests.packs.paper import make_paper
from tests.packs.restored import restored
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """Emails that a mail server has accepted."""
    messages = []

    def send(message, *, before_data):
        before_data()
        messages.append(message)

    monkeypatch.setattr(mail, "send", send)
    return messages


@pytest.fixture
def pack(cast, no_queue, settings, tmp_path):
    """A released pack whose emails wait, in an installation that has sent one email."""
    settings.FILES_ROOT = tmp_path
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        pack = paper.request(release=True)
    tasks.render_pack(council_id=cast.council.id, pack_id=pack.pk)
    sending_mark.count_one()
    return pack


def send(cast, pack):
    tasks.send_pack(council_id=cast.council.id, pack_id=pack.pk)


def states(cast):
    with council_context(cast.council.id):
        return set(Delivery.objects.values_list("state", flat=True))


def confirm(*options):
    said = StringIO()
    call_command("confirm_sending", *options, stdout=said)
    return said.getvalue()


def another_database(mark):
    kept = json.loads(mark.read_text("utf-8"))
    mark.write_text(json.dumps(kept | {"database": "1/1/1"}), "utf-8")


@pytest.mark.parametrize(
    ("happens", "why"), [(restored, "has sent fewer emails"), (another_database, "is not the one")]
)
def test_after_a_restore_nothing_is_sent(cast, pack, sent, caplog, happens, why):
    happens(sending_mark.path())
    send(cast, pack)
    assert (sent, states(cast)) == ([], {"queued"})
    assert why in caplog.text
    assert why in text_of(cast.client(Role.ADMINISTRATOR).get(pack.get_absolute_url()))
    assert why not in text_of(cast.client(Role.OFFICER).get(pack.get_absolute_url()))


def test_confirmed_a_person_decides_about_what_waited(cast, pack, sent):
    restored(sending_mark.path())
    with council_context(cast.council.id):
        person = PersonFactory(name="Lead", email="lead@example.org")
        Reminder.objects.create(
            person=person,
            day="2016-07-08",
            name="Lead",
            email="lead@example.org",
            items=[],
            message_id="<1@x>",
        )
    assert "Emails go out again." in confirm()
    send(cast, pack)
    assert (sent, states(cast)) == ([], {"uncertain"})
    with council_context(cast.council.id):
        pack.refresh_from_db()
        assert pack.state == "partly_delivered"
        assert Reminder.objects.get().state == "suppressed"
        [delivery, *_] = Delivery.objects.all()
        actions.settle_delivery(
            delivery=delivery,
            outcome=actions.Settlement.SEND_AGAIN,
            by=cast.actor(Role.ADMINISTRATOR),
            today=TODAY,
        )
    send(cast, pack)
    assert len(sent) == 1


def test_confirmed_after_a_move_without_a_loss_what_waits_is_sent(cast, pack, sent):
    another_database(sending_mark.path())
    assert "held back" not in confirm("--send-waiting")
    send(cast, pack)
    assert sent
    assert states(cast) == {"accepted"}


def test_without_a_restore_there_is_nothing_to_confirm(cast, pack, sent):
    assert "Nothing is held back" in confirm()
    send(cast, pack)
    assert states(cast) == {"accepted"}


def test_every_email_is_counted(cast, pack, sent):
    before = json.loads(sending_mark.path().read_text("utf-8"))["number"]
    send(cast, pack)
    assert json.loads(sending_mark.path().read_text("utf-8"))["number"] == before + len(sent)


def test_the_mark_never_goes_back(pack):
    high = sending_mark.Mark(json.loads(sending_mark.path().read_text("utf-8"))["database"], 10_000_000)
    sending_mark._write(high)
    sending_mark.count_one()
    assert json.loads(sending_mark.path().read_text("utf-8"))["number"] == 10_000_000


def test_a_new_installation_has_no_mark_and_sends(cast, pack, sent):
    sending_mark.path().unlink()
    send(cast, pack)
    assert states(cast) == {"accepted"}
