"""Check the live database's catalogue for gaps in the wall between councils.

The application's roles can read all of this, so tests and `manage.py check_wall` both use it. The wall is defined in
`councils/tenancy/row_security.py`, and the reasons are in `docs/decisions/0001-tenancy.md`.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from . import keys, log, roles, tables
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
    """Each gap in the wall as a sentence, [] if there are none. Uses `cursor`, else the default connection."""
    if cursor is None:
        with connection.cursor() as own:
            return faults(own)
    catalogue = Catalogue(cursor)
    return [fault for check in CHECKS for fault in check(catalogue)]
