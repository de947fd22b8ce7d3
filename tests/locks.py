"""Find which rows a piece of code locks, from its SQL."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def locked_tables() -> Iterator[list[str]]:
    """List that holds, after the block, the tables with locked rows, in order: `SELECT … FROM "table" … FOR UPDATE`."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield found
    for query in queries:
        sql = query["sql"]
        if "FOR UPDATE" in sql:
            found.extend(re.findall(r'\bFROM "(\w+)"', sql)[:1])
