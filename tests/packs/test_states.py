from datetime import timedelta
from itertools import combinations_with_replacement

import pytest

from packs.retries import next_attempt_delay
from packs.states import (
    DELIVERY_MOVES,
    PACK_MOVES,
    DeliveryState,
    PackState,
    delivery_states_before,
    pack_state_from,
    pack_states_before,
)
from tests.truth_tables import parts, read_aloud, truth_table

WORDS = (
    (truth_table("packs-and-deliveries", "Words for the states of a pack"), PackState),
    (truth_table("packs-and-deliveries", "Words for the states of a delivery"), DeliveryState),
)
PACK_STATE = {state.word: state for state in PackState}
DELIVERY_STATE = {state.word: state for state in DeliveryState}


@pytest.mark.parametrize(("rows", "states"), WORDS)
def test_each_state_has_its_own_word(rows, states):
    assert [(row["Value"], row["Word"]) for row in rows] == states.choices()
    assert len({state.word for state in states}) == len(states)


def test_the_life_of_a_pack():
    printed = {
        PACK_STATE[row["From"]]: {PACK_STATE[word] for word in parts(row["May become"])}
        for row in truth_table("packs-and-deliveries", "State transitions of a pack")
    }
    assert printed == PACK_MOVES


def test_the_life_of_a_delivery():
    printed = {
        DELIVERY_STATE[row["From"]]: {DELIVERY_STATE[word] for word in parts(row["May become"])}
        for row in truth_table("packs-and-deliveries", "State transitions of a delivery")
    }
    assert printed == DELIVERY_MOVES


def test_a_released_pack_is_never_cancelled_or_rendered_again():
    assert PackState.RELEASED not in pack_states_before(PackState.CANCELLED)
    assert pack_states_before(PackState.RENDERING) == {PackState.FROZEN}


def test_a_mail_that_may_have_gone_out_is_sent_again_only_by_a_person():
    assert delivery_states_before(DeliveryState.CLAIMED) == {DeliveryState.QUEUED, DeliveryState.RETRY_WAIT}
    assert DeliveryState.TRANSMITTING not in delivery_states_before(DeliveryState.QUEUED)
    waiting = {DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.RETRY_WAIT}  # after a restore
    assert delivery_states_before(DeliveryState.UNCERTAIN) == {DeliveryState.TRANSMITTING, *waiting}


@pytest.mark.parametrize("row", truth_table("packs-and-deliveries", "The state of a pack"), ids=read_aloud)
def test_where_the_pack_stands(row):
    deliveries = [DELIVERY_STATE[word] for word in parts(row["Deliveries"])]
    assert pack_state_from(deliveries) == PACK_STATE[row["Pack"]]


@pytest.mark.parametrize("states", list(combinations_with_replacement(DeliveryState, 2)))
def test_a_released_pack_may_go_where_its_deliveries_put_it(states):
    assert pack_state_from(states) in PACK_MOVES[PackState.RELEASED] | {PackState.RELEASED}


@pytest.mark.parametrize("row", truth_table("packs-and-deliveries", "When to try again"), ids=read_aloud)
def test_when_to_try_again(row):
    shortest, longest = (
        None if minutes == "gives up" else timedelta(minutes=float(minutes))
        for minutes in (row["Shortest wait in minutes"], row["Longest wait in minutes"])
    )
    attempt = int(row["Failed attempts"])
    assert (next_attempt_delay(attempt, 0), next_attempt_delay(attempt, 1)) == (shortest, longest)


@pytest.mark.parametrize(("attempt", "jitter"), [(0, 0), (-1, 0), (1, -0.1), (1, 1.1)])
def test_a_delay_for_no_attempt_or_beyond_the_jitter_is_refused(attempt, jitter):
    with pytest.raises(ValueError):
        next_attempt_delay(attempt, jitter)
