"""Check that the change log records every table, hides personal columns and is append-only."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps

from ..owner import append_only_tables
from ..row_security import LOG_TABLES, UNLOGGED_TABLES
from .reader import Catalogue


def triggers(catalogue: Catalogue) -> Iterator[str]:
    # tgtype: 1 row level, 2 before, 4 insert, 8 delete, 16 update, 32 truncate.
    found = {
        (table, function, kind, new, old): bytes(arguments).decode().split("\0")[:-1]
        for table, function, kind, new, old, arguments in catalogue.rows(
            "select c.relname, p.proname, t.tgtype, t.tgnewtable, t.tgoldtable, t.tgargs from pg_trigger t "
            "join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid "
            "where not t.tgisinternal and t.tgenabled in ('O', 'A') and t.tgqual is null and t.tgattr = '' "
            "and c.relnamespace = 'public'::regnamespace"
        )
    }
    events = (
        ("insert", 4, "new_rows", None),
        ("update", 16, "new_rows", "old_rows"),
        ("delete", 8, None, "old_rows"),
    )
    personal = {model._meta.db_table: getattr(model, "personal_fields", ()) for model in apps.get_models()}
    for table in catalogue.council_tables:
        if table in LOG_TABLES | UNLOGGED_TABLES:
            continue
        for event, kind, new, old in events:
            arguments = found.get((table, f"councils_log_{event}", kind, new, old))
            if arguments is None:
                yield f"{table}: the change log does not record {event}"
            elif arguments != list(personal.get(table, ())):
                yield f"{table}: on {event} the change log would not hide the personal columns as declared"
    for table in sorted(append_only_tables() | {"councils_change"}):
        if (table, "councils_refuse", 1 + 2 + 8 + 16, None, None) not in found:
            yield f"{table}: rows may be changed or deleted"
        if (table, "councils_refuse", 2 + 32, None, None) not in found:
            yield f"{table}: the table may be emptied"
    if ("councils_council", "councils_start_counter", 1 + 4, None, None) not in found:
        yield "councils_council: a new council gets no change counter"
