"""Lines of the log: plain and JSON, with what each says beside its message."""

import io
import json
import logging
from contextlib import nullcontext

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from core import followed_tasks, logs
from core.mail import send
from councils.models import Change
from councils.tenancy import council_context, recorded
from councils.tenancy.tasks import CouncilTask
from sendplan.celery import app
from tests.factories import BoardFactory, CouncilFactory


def lines(formatter, act):
    """What `act` logs, as the lines that this formatter makes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logger = logging.getLogger("packs.trial")
    logger.addHandler(handler)
    try:
        act(logger)
    finally:
        logger.removeHandler(handler)
    return stream.getvalue().splitlines()


def test_a_plain_line_ends_with_its_facts():
    def act(logger):
        with logs.lines_say(request="r-1", council=3, by=""):
            logger.info("Pack %s.", "p")
        logger.info("Outside.")

    inside, outside = lines(logs.PlainLine(), act)
    assert inside.endswith("INFO packs.trial Pack p. request=r-1 council=3")
    assert outside.endswith("INFO packs.trial Outside.")


def test_a_json_line_has_facts_and_the_traceback():
    def act(logger):
        with logs.lines_say(request="r-1"), logs.lines_say(council=3):
            try:
                raise ValueError("“odd”\nvalue")
            except ValueError:
                logger.exception("It broke off.")

    [line] = lines(logs.JsonLine(), act)
    said = json.loads(line)
    assert said["level"], said["message"] == ("ERROR", "It broke off.")
    assert (said["request"], said["council"], said["logger"]) == ("r-1", "3", "packs.trial")
    assert "ValueError: “odd”" in said["error"]
    assert said["at"].endswith("+00:00")


@pytest.fixture
def council():
    return CouncilFactory()


@pytest.fixture
def task(council):
    """A task that writes a row and sends an email, and says with which id of a request."""
    seen = {}

    @app.task(base=CouncilTask, bind=True, name="tests.follows")
    def follows(self, *, council_id):
        with recorded("board.added", actor="task:tests.follows"):
            BoardFactory(council=council)
        seen["request"] = logs.current_request()

    yield follows, seen
    app.tasks.pop("tests.follows", None)


@pytest.mark.django_db(transaction=True)
def test_the_id_of_a_request_is_followed_into_its_task(council, task):
    follows, seen = task
    headers = {}
    with logs.lines_say(request="request-12345"):
        followed_tasks.pass_on(headers=headers)
    follows.apply(kwargs={"council_id": council.id}, headers=headers)
    assert seen["request"] == "request-12345/task"
    with council_context(council.id):
        change = Change.objects.filter(verb="board.added").latest("seq")
    assert change.request_id == "request-12345/task"


@pytest.mark.django_db(transaction=True)
def test_a_task_that_nobody_asked_for_has_its_own_id(council, task):
    follows, seen = task
    done = follows.apply(kwargs={"council_id": council.id})
    assert seen["request"] == f"{done.id}/task"


def test_a_tasks_task_keeps_the_id_and_a_long_one_fits():
    class Asked:
        request = type("Request", (), {"id": "own", "headers": None, followed_tasks.HEADER: "r" * 64})

    class AskedByTask:
        request = type("Request", (), {"id": "own", "headers": {followed_tasks.HEADER: "request-1/task"}})

    assert len(followed_tasks.id_of(Asked)) == 64
    assert followed_tasks.id_of(AskedByTask) == "request-1/task"


def test_an_email_carries_the_id(monkeypatch):
    sent = {}
    monkeypatch.setattr("core.mail._connection", lambda: nullcontext())
    monkeypatch.setattr("core.mail._send_envelope", lambda *args: None)
    monkeypatch.setattr("core.mail._send_data", lambda server, body: sent.update(body=body))
    message = EmailMultiAlternatives("Subject", "Body", "a@example.org", ["b@example.org"])
    with logs.lines_say(request="request-12345/task"):
        send(message, before_data=lambda: None)
    assert b"X-Request-Id: request-12345/task\r\n" in sent["body"]
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_refused_sign_in_is_logged_without_a_name(caplog):
    with caplog.at_level("INFO"):
        Client().post("/accounts/login/", {"login": "ada@example.org", "password": "wrong"})
    said = [record.getMessage() for record in caplog.records if record.name.startswith("councils.log")]
    assert said
    assert not any("ada" in line for line in said)
