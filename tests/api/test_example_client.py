"""The client of docs/examples reads and writes against a running server."""

import importlib.util
import io
import sys
from email.message import Message
from types import SimpleNamespace
from urllib.error import HTTPError

import pytest
from django.conf import settings
from django.utils import timezone

from api.keys import issue_key
from councils.tenancy import council_context
from indicators.models import Reading
from tests.cast import make_cast
from tests.factories import DeliverableFactory, IndicatorFactory, PeriodFactory, StrandFactory

FILE = settings.BASE_DIR / "docs" / "examples" / "sendplan_client.py"
spec = importlib.util.spec_from_file_location("sendplan_client", FILE)
example = importlib.util.module_from_spec(spec)
sys.modules["sendplan_client"] = example
spec.loader.exec_module(example)


@pytest.fixture
def council(transactional_db):
    return make_cast().council


@pytest.fixture
def plan(council):
    """Three deliverables of strand A, and an indicator."""
    with council_context(council.id):
        PeriodFactory()
        strand = StrandFactory(code="A")
        for at in range(1, 4):
            DeliverableFactory(strand=strand, title=f"Deliverable {at}", position=at)
        row = IndicatorFactory(strategy=strand.strategy, kind="quantitative", unit="number", basis="quarter")
    return SimpleNamespace(row=row)


@pytest.fixture
def client(council, live_server):
    scopes = ["read", "write", "people:read", "small-numbers:read"]
    _, key = issue_key(council=council, name="Example", scopes=scopes, days=None, now=timezone.now())
    return example.Council(live_server.url, council.slug, key)


def test_lists_are_read_page_by_page(client, plan):
    titles = [each["title"] for each in client.all("deliverables", strand="A", limit=2)]
    assert titles == ["Deliverable 1", "Deliverable 2", "Deliverable 3"]


def test_a_change_needs_what_was_read(client, plan):
    first = next(client.all("deliverables"))
    found = client.one("deliverables", first["id"])
    changed = client.change("deliverables", found, {"title": "Open two bases"})
    assert changed.body["title"] == "Open two bases"
    with pytest.raises(example.Refused, match="412") as refused:
        client.change("deliverables", found, {"title": "Open three bases"})
    assert refused.value.problem["request_id"]
    assert client.one("deliverables", first["id"]).body["title"] == "Open two bases"


def test_an_update_is_added_and_is_among_the_changes(client, plan):
    before = max(each["seq"] for each in client.changes(0))
    first = next(client.all("deliverables"))
    added = client.add(
        "progress-updates", {"deliverable": first["id"], "rag": "green", "narrative": "On time."}
    )
    assert added["rag"] == "green"
    kinds = [(each["type"], each["op"]) for each in client.changes(before)]
    assert ("progress_update", "insert") in kinds


def test_figures_are_checked_and_then_recorded(client, plan, council):
    items = [{"indicator": str(plan.row.public_id), "period": "2016-17-Q1", "value": 12}]
    client.put_readings(items, dry_run=True)
    with council_context(council.id):
        assert not Reading.objects.exists()
    client.put_readings(items)
    with council_context(council.id):
        assert Reading.objects.get().value == 12


def test_a_refusal_names_what_is_wrong(client, plan):
    with pytest.raises(example.Refused, match=r"400 Bad request\. .*colour") as refused:
        list(client.all("deliverables", colour="red"))
    assert refused.value.status == 400


def refusal(code, headers, body=b"{}"):
    message = Message()
    for name, value in headers.items():
        message[name] = value
    return HTTPError("https://plans.example.gov.uk", code, "Refused", message, io.BytesIO(body))


def test_it_waits_as_long_as_it_is_told_and_sends_the_same_again(monkeypatch):
    sent, waited = [], []

    class Answer(io.BytesIO):
        headers = {"ETag": '"1"'}

    def send(request, timeout):
        sent.append((request.headers["Idempotency-key"], request.data))
        if len(sent) < 3:
            raise refusal(503, {"Retry-After": "7"})
        return Answer(b'{"id": "1"}')

    monkeypatch.setattr(example, "urlopen", send)
    monkeypatch.setattr(example.time, "sleep", waited.append)
    council = example.Council("https://plans.example.gov.uk/", "northport", "send_x")
    assert council.add("progress-updates", {"rag": "green"}) == {"id": "1"}
    assert waited == [7.0, 7.0]
    assert len(set(sent)) == 1


def test_it_gives_up_in_the_end_and_reads_answers_that_are_no_json(monkeypatch):
    def send(request, timeout):
        raise refusal(503, {}, b"<html>")

    monkeypatch.setattr(example, "urlopen", send)
    monkeypatch.setattr(example.time, "sleep", lambda seconds: None)
    council = example.Council("https://plans.example.gov.uk", "northport", "send_x")
    with pytest.raises(example.Refused, match="503 Refused"):
        council.one("deliverables", "1")
