"""Retries, switching off and refused addresses, as docs/rules/webhooks.md has them."""

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest

from tests.truth_tables import read_aloud, truth_table
from webhooks.outgoing import NotAccepted, check_address
from webhooks.rules import outcome_of, retry_delay
from webhooks.signing import headers_of, new_salt, secret_of

UNITS = {"seconds": 1, "minutes": 60, "hours": 3600}


@pytest.mark.parametrize("row", truth_table("webhooks", "What follows from an attempt"), ids=read_aloud)
def test_outcome(row):
    status = None if row["Answer"] == "none" else int(row["Answer"])
    failing_for = timedelta(hours=int(row["Failing for (hours)"]))
    assert outcome_of(status=status, failing_for=failing_for).value == row["Outcome"]


@pytest.mark.parametrize("row", truth_table("webhooks", "When a message is tried again"), ids=read_aloud)
def test_delay(row):
    number, unit = row["Delay"].split()
    seconds = int(number) * UNITS[unit]
    attempt = int(row["After attempt"])
    assert retry_delay(attempt, 0).total_seconds() == seconds
    assert retry_delay(attempt, 1).total_seconds() == pytest.approx(seconds * 1.2)


@pytest.mark.parametrize(("attempt", "jitter"), [(0, 0), (1, -0.1), (1, 1.1)])
def test_delay_of_nothing(attempt, jitter):
    with pytest.raises(ValueError, match=r"counted from 1|share from 0 to 1"):
        retry_delay(attempt, jitter)


@pytest.mark.parametrize("row", truth_table("webhooks", "Which addresses are refused"), ids=read_aloud)
def test_refused_address(row):
    with pytest.raises(NotAccepted):
        check_address(row["Address"])


@pytest.mark.parametrize("address", ["https://hooks.example.org", "https://8.8.8.8:8443/in?a=b"])
def test_accepted_address(address):
    assert check_address(address).geturl() == address


def test_signature_by_the_specification():
    """The signed text is id, timestamp and body with dots between, and the key is the secret's Base64 decoded."""
    salt, body = new_salt(), b'{"type":"council.changed"}'
    headers = headers_of("msg_1", 1700000000, body, [salt])
    key = base64.b64decode(secret_of(salt).removeprefix("whsec_"))
    expected = hmac.new(key, b"msg_1.1700000000." + body, hashlib.sha256).digest()
    assert headers == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1700000000",
        "webhook-signature": "v1," + base64.b64encode(expected).decode(),
    }
    assert len(key) == 32
