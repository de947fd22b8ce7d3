"""Reads the live database's catalogue and says where the wall between councils has a gap.

The application's roles can read all of this, so it serves the tests, `manage.py check_wall` and a doubtful night alike.
What the wall is made of stands in `councils/tenancy/wall.py`; why, in `docs/decisions/0001-tenancy.md`.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from . import database_roles as roles
from . import keys, log, tables
from .reader import Catalogue

CHECKS = (
    tables.row_security,
    tables.policies,
    tables.council_columns,
    tables.views_and_rules,
    keys.indexes,
    keys.foreign_keys,
    log.triggers,
    roles.powers,
    roles.rights,
    roles.functions,
)


def faults(cursor: Any = None) -> list[str]:
    """Every gap in the wall as a sentence, none when it is whole. Reads by `cursor`, else by the default connection."""
    if cursor is None:
        with connection.cursor() as own:
            return faults(own)
    catalogue = Catalogue(cursor)
    return [fault for check in CHECKS for fault in check(catalogue)]
