"""`core.mail.send` over real SMTP: success, refusal, temporary failure and lost connections."""

import email
import socket
import threading
from contextlib import contextmanager
from email import policy
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.mail import EmailMultiAlternatives

from core.mail import PutOff, Refused, Uncertain, send


def message(to="reader@board.example.org"):
    mail = EmailMultiAlternatives("Réd 2, amber 1", "Plain text.", "sender@example.org", [to])
    mail.attach_alternative("<p>HTML text.</p>", "text/html")
    mail.attach("pack.pdf", b"%PDF-1.7\r\n.\r\n..\n", "application/pdf")
    return mail


def kept(to):
    """Messages in the test mail sink for this recipient."""
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(Path(django_settings.MAIL_DIR).glob("*.eml"))
    ]
    return [mail for mail in mails if to in mail["X-RcptTo"]]


@contextmanager
def scripted(settings, answers, *, drop_at=None):
    """Mail server with fixed answers. It closes the connection at the command `drop_at` ("." ends the message)."""
    said = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 ready\r\n")
            in_data = False
            for raw in lines:
                if in_data and raw != b".\r\n":
                    continue
                command = raw.decode().split()[0].upper()
                said.append(command)
                if command == drop_at:
                    return
                answer = answers.get(command, b"354 go on" if command == "DATA" else b"250 fine")
                in_data = answer.startswith(b"354")
                connection.sendall(answer + b"\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
    settings.EMAIL_TIMEOUT = 2
    try:
        yield said
    finally:
        thread.join(timeout=5)
        listener.close()


@pytest.mark.services
def test_it_arrives_whole():
    moments = []
    send(
        message("whole@board.example.org"),
        before_data=lambda: moments.append(kept("whole@board.example.org")),
    )
    [mail] = kept("whole@board.example.org")
    assert moments == [[]]
    assert mail["Subject"] == "Réd 2, amber 1"
    assert mail.get_body(("plain",)).get_content().strip() == "Plain text."
    assert [part.get_content() for part in mail.iter_attachments()] == [b"%PDF-1.7\r\n.\r\n..\n"]


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize(("answer", "problem"), [(b"550 no such person", Refused), (b"451 busy", PutOff)])
def test_server_answers_are_classified(settings, command, answer, problem):
    with scripted(settings, {command: answer}), pytest.raises(problem, match=answer.decode()[4:]):
        send(message(), before_data=lambda: None)


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT"])
def test_a_connection_lost_before_the_message_is_put_off(settings, command):
    moments = []
    with scripted(settings, {}, drop_at=command), pytest.raises(PutOff):
        send(message(), before_data=lambda: moments.append("data"))
    assert moments == []


def test_a_connection_lost_within_the_message_is_uncertain(settings):
    with scripted(settings, {}, drop_at="."), pytest.raises(Uncertain):
        send(message(), before_data=lambda: None)


@pytest.mark.parametrize("answer", [b"%% lost my place", b"300 what"])
def test_an_answer_to_the_message_that_nobody_understands_is_uncertain(settings, answer):
    """The server may have the message, so it is not sent again."""
    with scripted(settings, {".": answer}), pytest.raises(Uncertain, match="did not say whether it accepts"):
        send(message(), before_data=lambda: None)


@pytest.mark.parametrize("answer", [b"%% lost my place", b"250 fine"])
def test_a_server_that_does_not_ask_for_the_message_has_not_got_it(settings, answer):
    with scripted(settings, {"DATA": answer}), pytest.raises(PutOff):
        send(message(), before_data=lambda: None)


def test_a_server_that_is_not_there_puts_it_off(settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.EMAIL_PORT = closed.getsockname()[1]
    with pytest.raises(PutOff, match="Could not reach the email server"):
        send(message(), before_data=lambda: None)


def test_what_the_caller_raises_ends_the_attempt_before_the_message(settings):
    def too_late():
        raise LookupError("another worker has it")

    with scripted(settings, {}) as said, pytest.raises(LookupError):
        send(message(), before_data=too_late)
    assert "DATA" not in said
