"""Idempotency-Key: one effect and one answer, however often the same request is sent."""

import json
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from api.idempotency import KEPT_FOR, forget_answers
from api.jobs import forget_answers_of
from api.models import IdempotentAnswer
from councils.models import Change
from councils.tenancy import council_context
from deliverables.models import ProgressUpdate
from tests.api_client import address, key_client
from tests.cast import make_cast
from tests.factories import DeliverableFactory, IndicatorFactory, PeriodFactory

KEY = "0a0e-retry-7"
GREEN = {"rag": "green", "narrative": "On course.", "quarter": "2016-17-Q1"}


@pytest.fixture
def deliverable(cast):
    with council_context(cast.council.id):
        PeriodFactory()
        return DeliverableFactory()


def post(client, council, path, body, key=KEY):
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(address(council, path), body, content_type="application/json", headers=headers)


def updates(council):
    with council_context(council.id):
        return ProgressUpdate.objects.count()


def body_of(deliverable, **other):
    return GREEN | {"deliverable": str(deliverable.public_id)} | other


def test_same_key_and_body_gives_the_stored_answer(cast, deliverable):
    client = key_client(cast.council, "read", "write")
    first = post(client, cast.council, "progress-updates", body_of(deliverable))
    again = post(client, cast.council, "progress-updates", body_of(deliverable))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content and again["Location"] == first["Location"]
    assert "Idempotent-Replayed" not in first and again["Idempotent-Replayed"] == "true"
    assert again["Cache-Control"] == first["Cache-Control"] == "private, no-cache"
    assert updates(cast.council) == 1


def test_another_key_and_no_key_do_it_again(cast, deliverable):
    client = key_client(cast.council, "read", "write")
    for key in (KEY, "other", None, None):
        assert post(client, cast.council, "progress-updates", body_of(deliverable), key).status_code == 201
    assert updates(cast.council) == 4


def test_same_key_with_another_body_or_address_is_refused(cast, deliverable):
    client = key_client(cast.council, "read", "write")
    post(client, cast.council, "progress-updates", body_of(deliverable))
    for path, body in (
        ("progress-updates", body_of(deliverable, narrative="Another one.")),
        ("readings", body_of(deliverable)),
    ):
        refused = post(client, cast.council, path, body)
        assert refused.status_code == 422 and "key of its own" in refused.json()["detail"]
        assert refused["Content-Type"] == "application/problem+json"
    assert updates(cast.council) == 1


def test_keys_of_two_clients_and_two_councils_are_apart(cast, deliverable):
    first, second = (key_client(cast.council, "read", "write") for _ in range(2))
    other = key_client(cast.other, "read", "write")
    assert post(first, cast.council, "progress-updates", body_of(deliverable)).status_code == 201
    answer = post(second, cast.council, "progress-updates", body_of(deliverable))
    assert answer.status_code == 201 and "Idempotent-Replayed" not in answer
    outside = post(other, cast.other, "progress-updates", body_of(deliverable))
    assert outside.status_code == 400 and "Idempotent-Replayed" not in outside
    assert updates(cast.council) == 2


def test_a_refused_request_leaves_its_key_free(cast, deliverable):
    client = key_client(cast.council, "read", "write")
    refused = post(client, cast.council, "progress-updates", body_of(deliverable, rag="blue"))
    assert refused.status_code == 400
    assert post(client, cast.council, "progress-updates", body_of(deliverable)).status_code == 201


def test_a_key_without_the_scope_gets_no_stored_answer(cast, deliverable):
    reader = key_client(cast.council, "read")
    assert post(reader, cast.council, "progress-updates", body_of(deliverable)).status_code == 403
    with council_context(cast.council.id):
        assert not IdempotentAnswer.objects.exists()


@pytest.mark.parametrize("key", ["", "two words", "x" * 256])
def test_a_key_of_the_wrong_form_is_refused(cast, deliverable, key):
    client = key_client(cast.council, "read", "write")
    refused = post(client, cast.council, "progress-updates", body_of(deliverable), key)
    assert refused.status_code == 400 and "Idempotency-Key" in refused.json()["detail"]


def test_after_a_day_the_key_is_free_and_the_clock_forgets_the_answer(cast, deliverable):
    client = key_client(cast.council, "read", "write")
    post(client, cast.council, "progress-updates", body_of(deliverable))
    with council_context(cast.council.id):
        stored = IdempotentAnswer.objects.get()
        assert forget_answers(now=stored.answered_at + KEPT_FOR - timedelta(seconds=1)) == 0
        IdempotentAnswer.objects.update(answered_at=stored.answered_at - KEPT_FOR)
    answer = post(client, cast.council, "progress-updates", body_of(deliverable))
    assert answer.status_code == 201 and "Idempotent-Replayed" not in answer
    with council_context(cast.council.id):
        IdempotentAnswer.objects.update(answered_at=stored.answered_at - KEPT_FOR)
    forget_answers_of(council_id=cast.council.id)
    with council_context(cast.council.id):
        assert not IdempotentAnswer.objects.exists()


def test_the_change_log_leaves_stored_answers_out(cast, deliverable):
    client = key_client(cast.council, "read", "write")
    post(client, cast.council, "progress-updates", body_of(deliverable))
    with council_context(cast.council.id):
        assert IdempotentAnswer.objects.exists()
        assert not Change.objects.filter(table__contains="idempotent").exists()


def test_readings_keep_200_and_201_apart(cast):
    with council_context(cast.council.id):
        PeriodFactory()
        row = IndicatorFactory(kind="quantitative", unit="number", basis="quarter")
    client = key_client(cast.council, "read", "readings:write", "small-numbers:read")
    body = {"indicator": str(row.public_id), "period": "2016-17-Q1", "value": 12}
    assert post(client, cast.council, "readings", body).status_code == 201
    assert post(client, cast.council, "readings", body).status_code == 201  # the stored answer
    assert post(client, cast.council, "readings", body, None).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_have_one_effect_and_one_answer():
    """Clients that are told to wait (409) send it again, as real ones do."""
    cast = make_cast()
    with council_context(cast.council.id):
        PeriodFactory()
        deliverable = DeliverableFactory()
    authorization = key_client(cast.council, "read", "write").defaults["HTTP_AUTHORIZATION"]
    many, path = 100, address(cast.council, "progress-updates")
    together, answers, waited = threading.Barrier(many, timeout=60), [], []
    # The test server has fewer connections than this has threads.
    seats = threading.Semaphore(24)

    def send():
        client = Client()
        together.wait()
        while True:
            with seats:
                try:
                    answer = client.post(
                        path,
                        json.dumps(body_of(deliverable)),
                        content_type="application/json",
                        headers={"Authorization": authorization, "Idempotency-Key": KEY},
                    )
                finally:
                    connection.close()
            if answer.status_code != 409:
                return answers.append(answer)
            assert answer["Retry-After"] == "1"
            waited.append(answer)

    threads = [threading.Thread(target=send) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(answers) == many and {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer for answer in answers) == many - 1
    with council_context(cast.council.id):
        assert ProgressUpdate.objects.count() == 1


def test_while_the_first_is_in_progress_the_second_is_told_to_wait(cast, deliverable, monkeypatch):
    monkeypatch.setattr("api.idempotency._is_free", lambda by, key: False)
    client = key_client(cast.council, "read", "write")
    answer = post(client, cast.council, "progress-updates", body_of(deliverable), str(uuid4()))
    assert (answer.status_code, answer["Retry-After"]) == (409, "1")
    assert updates(cast.council) == 0
