"""A version of a plan on its way."""

import pytest

from tests.plan_versions.made import Way


@pytest.fixture
def way(cast):
    return Way(cast)
