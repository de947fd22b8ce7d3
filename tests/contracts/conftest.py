"""Fixtures of the contracts: a council with a row of every model, made once for a module."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from councils.permissions import Role
from tests.cast import signed_in
from tests.contracts.sides import Side
from tests.factories import MembershipFactory


@pytest.fixture(scope="module")
def north(rolled_back: Callable[[], AbstractContextManager[None]]) -> Iterator[Side]:
    """A council with a row of every model, and its administrator. What a test changes is rolled back after it.

    The rows are made in a transaction around the whole module, and each test runs in a savepoint of it.
    """
    with rolled_back():
        side = Side.make("north")
        side.member = MembershipFactory(council=side.council, role=Role.ADMINISTRATOR)
        side.clients["administrator"] = signed_in(side.member)
        side.give_address(side.member)
        yield side
