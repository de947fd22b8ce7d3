"""Check that the application's database roles have the rights they need and no others."""

from __future__ import annotations

from collections.abc import Iterator

from ..owner import READ_ONLY, append_only_tables, rights_on
from .reader import APP_ROLES, Catalogue

ALL_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def powers(catalogue: Catalogue) -> Iterator[str]:
    for role in APP_ROLES:
        if role not in catalogue.app_roles:
            yield f"{role}: the role does not exist"
    for role, *powers in catalogue.rows(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles "
        "where rolname = any(%s) order by 1",
        [catalogue.app_roles],
    ):
        for power, has in zip(
            (
                "is a superuser",
                "can bypass row security",
                "can create roles",
                "can create databases",
                "can replicate",
            ),
            powers,
            strict=True,
        ):
            if has:
                yield f"{role}: {power}"
    for role, other in catalogue.rows(
        "select m.rolname, r.rolname from pg_auth_members a join pg_roles m on m.oid = a.member "
        "join pg_roles r on r.oid = a.roleid where m.rolname = any(%s) order by 1, 2",
        [catalogue.app_roles],
    ):
        yield f"{role}: is a member of {other} and may act as it"
    for role, thing in catalogue.rows(
        "select r.rolname, o.name from pg_roles r join ("
        " select relowner as owner, relname::text as name from pg_class"
        " union all select proowner, proname::text from pg_proc"
        " union all select nspowner, nspname::text from pg_namespace"
        " union all select datdba, datname::text from pg_database"
        ") o on o.owner = r.oid where r.rolname = any(%s) order by 1, 2",
        [catalogue.app_roles],
    ):
        yield f"{role}: owns {thing}"


def rights(catalogue: Catalogue) -> Iterator[str]:
    for role in catalogue.app_roles:
        held = catalogue.rows(
            "select t.name, p.privilege, has_table_privilege(%s, quote_ident(t.name), p.privilege) "
            "from unnest(%s::text[]) t(name) cross join unnest(%s::text[]) p(privilege)",
            [role, catalogue.tables, list(ALL_RIGHTS)],
        )
        for table, right, has in held:
            allowed = right in rights_on(table)
            if has and not allowed:
                yield f"{role}: has {right} on {table}"
            if allowed and not has:
                yield f"{role}: lacks {right} on {table}"
        for (place,) in catalogue.rows(
            "select nspname from pg_namespace where nspname !~ '^pg_(temp|toast)' "
            "and has_schema_privilege(%s, oid, 'CREATE')",
            [role],
        ):
            yield f"{role}: can create objects in the schema {place}"
    for table, column in catalogue.rows(
        "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid "
        "where c.relnamespace = 'public'::regnamespace and a.attacl is not null and c.relname = any(%s)",
        [sorted(READ_ONLY | append_only_tables())],
    ):
        yield f"{table}: the column {column} has rights of its own"


def functions(catalogue: Catalogue) -> Iterator[str]:
    for role in catalogue.app_roles:
        for (name,) in catalogue.rows(
            "select proname from pg_proc where prosecdef and has_function_privilege(%s, oid, 'EXECUTE') "
            "order by proname",
            [role],
        ):
            yield f"{role}: can execute {name}, which runs with its owner's rights"
