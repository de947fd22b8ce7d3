"""A small plan as `bin/bench` writes it, and its references next to the product's own answers."""

from contextlib import contextmanager

import pytest
from django.db import connection

from bench.plans import write_council
from councils.tenancy import council_context


@pytest.fixture
def plan(db, settings):
    settings.ROOT_URLCONF = "bench.urls"
    return write_council("benchford", deliverables=60, indicators=24, readings=4)


@pytest.fixture
def raw_cursor(plan):
    """Function for a psycopg2 cursor in the transaction of the test, set to the plan's council."""

    @contextmanager
    def council():
        with council_context(plan.council.pk), connection.connection.cursor() as cursor:
            yield cursor

    return council
