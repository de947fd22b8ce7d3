"""What GOV.UK Notify says of a delivery, and when it is asked again."""

from datetime import timedelta

import pytest

from core.notify import Status
from packs.provider_rules import FAILURES, state_for, wait_before_check
from packs.states import DELIVERY_MOVES, DeliveryState
from tests.truth_tables import read_aloud, truth_table

ANSWERS = truth_table("packs-and-deliveries", "What GOV.UK Notify says")


@pytest.mark.parametrize("row", ANSWERS, ids=read_aloud)
def test_what_an_answer_means(row):
    status = Status(row["Status"])
    assert state_for(status).word == row["Delivery"]
    assert (row["Asked again"] == "yes") == (not status.is_final)
    assert (status in FAILURES) == status.failed


def test_each_status_is_in_the_table():
    assert [row["Status"] for row in ANSWERS] == list(Status)


def test_what_was_sent_may_go_where_each_answer_puts_it():
    for status in Status:
        for before in (DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN):
            assert state_for(status) in DELIVERY_MOVES[before] | {DeliveryState.ACCEPTED}


@pytest.mark.parametrize(
    "row", truth_table("packs-and-deliveries", "When GOV.UK Notify is asked again"), ids=read_aloud
)
def test_when_it_is_asked_again(row):
    wait = wait_before_check(timedelta(minutes=int(row["Minutes since it was sent"])))
    until = row["Minutes until it is asked again"]
    assert wait == (None if until == "never" else timedelta(minutes=int(until)))
