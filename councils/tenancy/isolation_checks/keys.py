"""Check that every index and foreign key of council tables includes the council."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps

from ..row_security import DIRECTORY_TABLES
from .reader import Catalogue


def indexes(catalogue: Catalogue) -> Iterator[str]:
    rows = catalogue.rows(
        "select c.relname, i.relname, x.indisprimary, x.indisvalid, pg_get_indexdef(x.indexrelid, 1, true), "
        "x.indnkeyatts from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid "
        "where c.relnamespace = 'public'::regnamespace and c.relname = any(%s) order by 1, 2",
        [catalogue.council_tables],
    )
    for table, index, primary, valid, first, columns in rows:
        if not valid:
            yield f"{table}: the index {index} is not valid"
        if primary and (first != "id" or columns != 1):
            yield f"{table}: its primary key is not only the id"
        if not primary and first != "council_id":
            yield f"{table}: the index {index} begins with {first}, not with council_id"


def foreign_keys(catalogue: Catalogue) -> Iterator[str]:
    keys = catalogue.rows(
        "select f.relname, t.relname, "
        "(select array_agg(a.attname::text order by k.n) from unnest(c.conkey) with ordinality k(attnum, n) "
        "join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum), "
        "(select array_agg(a.attname::text order by k.n) from unnest(c.confkey) with ordinality k(attnum, n) "
        "join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.attnum), "
        "(select array_agg(a.attname::text order by k.n) from unnest(c.conkey) with ordinality k(attnum, n) "
        "join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum where k.n > 2 and not a.attnotnull), "
        "c.convalidated from pg_constraint c join pg_class f on f.oid = c.conrelid "
        "join pg_class t on t.oid = c.confrelid "
        "where c.contype = 'f' and f.relnamespace = 'public'::regnamespace order by 1, 2, c.conname"
    )
    behind = set(catalogue.council_tables)
    present: set[tuple[str, str, str]] = set()
    for table, target, columns, targets, copies_that_may_be_null, valid in keys:
        what = f"{table}: the foreign key ({', '.join(columns)}) to {target}"
        if not valid:
            yield f"{what} is not validated"
        if target not in behind:
            present.add((table, columns[0], target))
        elif table not in behind:
            yield f"{what} leads from a directory table behind the wall"
        elif columns[0] != "council_id" or targets[:2] != ["council_id", "id"]:
            yield f"{what} does not include council_id"
        elif copies_that_may_be_null:
            # PostgreSQL does not check a key of which any column is null. A null reference refers to nothing, but a
            # null in a column that copies more of the other row would leave the reference unchecked.
            yield f"{what} is not checked where {', '.join(copies_that_may_be_null)} is null"
        else:
            present.add((table, columns[1], target))
    for table in catalogue.council_tables:
        if (table, "council_id", "councils_council") not in present:
            yield f"{table}: council_id does not refer to the council"
    for table, column, target in _references_of_models():
        if table in catalogue.tables and (table, column, target) not in present:
            yield f"{table}: {column} has no composite key to {target}"


def _references_of_models() -> Iterator[tuple[str, str, str]]:
    """(table, column, referenced table) of every foreign key between council models."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            target = field.related_model
            if target is not None and field.column and target._meta.db_table not in DIRECTORY_TABLES:
                yield model._meta.db_table, field.column, target._meta.db_table
