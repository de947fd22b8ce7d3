"""Check that every council table has row-level security, with the same policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..row_security import DIRECTORY_TABLES
from .reader import Catalogue

POLICY_AS_STORED = (
    "(council_id = ( SELECT (NULLIF(current_setting('app.council_id'::text, true), ''::text))::bigint"
    ' AS "nullif"))'
)
"""`wall.POLICY` as PostgreSQL prints it."""


def row_security(catalogue: Catalogue) -> Iterator[str]:
    for table in sorted(DIRECTORY_TABLES - set(catalogue.tables)):
        yield f"{table}: is listed as a directory table but does not exist"
    states = catalogue.rows(
        "select relname, relrowsecurity, relforcerowsecurity from pg_class "
        "where relnamespace = 'public'::regnamespace and relname = any(%s) order by relname",
        [catalogue.council_tables],
    )
    for table, enabled, forced in states:
        if not enabled:
            yield f"{table}: row security is not enabled"
        if not forced:
            yield f"{table}: row security is not forced on the owner"
    elsewhere = catalogue.rows(
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('public', 'information_schema') "
        "and n.nspname !~ '^pg_' order by 1, 2"
    )
    for schema, name in elsewhere:
        yield f"{schema}.{name}: is outside the schema public"


def policies(catalogue: Catalogue) -> Iterator[str]:
    found: dict[str, list[tuple[Any, ...]]] = {table: [] for table in catalogue.council_tables}
    for table, *policy in catalogue.rows(
        "select tablename, policyname, permissive, roles::text, cmd, qual, with_check "
        "from pg_policies where schemaname = 'public' order by tablename, policyname"
    ):
        if table in found:
            found[table].append(tuple(policy))
        else:
            yield f"{table}: a directory table has the policy {policy[0]}"
    right = ("council_wall", "PERMISSIVE", "{public}", "ALL", POLICY_AS_STORED, POLICY_AS_STORED)
    for table, policies in found.items():
        if policies != [right]:
            names = ", ".join(policy[0] for policy in policies) or "none"
            yield f"{table}: its policies are not exactly the wall's (found: {names})"


def council_columns(catalogue: Catalogue) -> Iterator[str]:
    columns = {
        table: (required, kind)
        for table, required, kind in catalogue.rows(
            "select c.relname, a.attnotnull, format_type(a.atttypid, a.atttypmod) "
            "from pg_attribute a join pg_class c on c.oid = a.attrelid "
            "where c.relnamespace = 'public'::regnamespace and a.attname = 'council_id' and not a.attisdropped"
        )
    }
    for table in catalogue.council_tables:
        if table not in columns:
            yield f"{table}: has no council_id"
        elif not columns[table][0]:
            yield f"{table}: council_id may be null"
        elif columns[table][1] != "bigint":
            yield f"{table}: council_id is not bigint"


def views_and_rules(catalogue: Catalogue) -> Iterator[str]:
    for name, kind, options in catalogue.rows(
        "select relname, relkind, coalesce(array_to_string(reloptions, ','), '') from pg_class "
        "where relkind in ('v', 'm', 'f') and relnamespace = 'public'::regnamespace order by relname"
    ):
        if kind == "m":
            yield f"{name}: is a materialized view, which row security does not cover"
        elif kind == "f":
            yield f"{name}: is a foreign table, which row security does not cover"
        elif not {"security_invoker=true", "security_invoker=on"} & set(options.lower().split(",")):
            yield f"{name}: is a view that reads with its owner's rights (make it security_invoker)"
    for table, rule in catalogue.rows(
        "select tablename, rulename from pg_rules where schemaname = 'public' order by 1, 2"
    ):
        yield f"{table}: the rule {rule} rewrites queries"
