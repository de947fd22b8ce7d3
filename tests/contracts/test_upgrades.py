"""Databases of earlier versions, with a row in every table, become today's: no row lost, the wall whole."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from boards.models import Recipient
from councils.tenancy import council_context
from councils.tenancy.isolation_checks import faults
from councils.tenancy.owner import as_owner, grant_to_app_roles
from packs.models import Delivery, Pack, Snapshot
from tests import copies
from tests.contracts.rows import COUNCIL_MODELS, RULES, WRITTEN_BY_TRIGGERS, Rows

# The connection goes to a database of its own; pytest-django makes today's for marked tests.
pytestmark = pytest.mark.django_db(transaction=True)

FIRST = dict.fromkeys(("boards", "deliverables", "indicators", "reporting", "strategies"), "0002_wall")
VERSIONS = {
    "a6d39be": FIRST | {"councils": "0002_wall"},
    "86e218c": FIRST | {"councils": "0005_accent_is_a_colour"},
}
"""The last migrations of our apps in each earlier version, named by its commit."""

INSTALLED = {"a6d39be": (Path(__file__).parent / "first_change_log.sql").read_text()}
"""SQL of an earlier version that its migrations, read today, no longer run."""

OURS = {model._meta.app_label for model in COUNCIL_MODELS} | {
    "calendars",
    "reminders",
    "reporting",
    "webhooks",
}
TODAY = {model._meta.db_table: model for model in COUNCIL_MODELS}
FILLED = [model._meta.db_table for model in COUNCIL_MODELS]
DIRECTORY = ["councils_council", "councils_membership", "councils_user", "councils_areacode"]

SCHEMA = """
select 'column', table_name, column_name, data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
    from information_schema.columns where table_schema = 'public'
union all select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace
union all select 'index', tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
union all select 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
    from pg_trigger where not tgisinternal
union all select 'function', proname, coalesce(proacl::text, ''), pg_get_functiondef(oid)
    from pg_proc where pronamespace = 'public'::regnamespace
union all select 'policy', tablename, policyname, qual || with_check from pg_policies
union all select 'right', table_name, grantee, privilege_type
    from information_schema.table_privileges where table_schema = 'public'
"""
"""All that a migration can leave behind, one line for each thing."""


QUARTERS_OF_UPDATES = """
select u.quarter_starts_on = p.starts_on from deliverables_progressupdate u
join strategies_reportingperiod p on p.id = u.period_id
"""
"""Of each update: whether the column that an earlier version did not have is filled rightly."""

KEYS_TO_QUARTERS = """
select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
where 'strategies_reportingperiod'::regclass in (conrelid, confrelid) and contype <> 'n' order by 1, 2
"""


class EarlierRows(Rows):
    """Rows made with an earlier version's models; they are named by today's."""

    def __init__(self, canary, apps):
        super().__init__(canary)
        self.models = {model._meta.db_table: model for model in apps.get_models()}

    def one(self, model):
        return super().one(self.models[model._meta.db_table])

    def new(self, model, **given):
        table = model._meta.db_table
        rules = RULES[TODAY[table]] if TODAY.get(table) in RULES else {}
        # A snapshot's document would be written by today's models, which do not fit the earlier tables.
        rules = {"content": '{"edition":1}'} if table == Snapshot._meta.db_table else rules
        model = self.models[table]
        had = {field.name for field in model._meta.local_fields}
        made = {name: rule(self) if callable(rule) else rule for name, rule in rules.items() if name in had}
        return super().new(model, **made | given)


@pytest.fixture(params=VERSIONS)
def earlier(request, transactional_db):
    """An earlier version, and the schema of a new database; the connection is the owner's, to the first version."""
    with as_owner():
        schema = set(read(SCHEMA))
        name = f"{request.param}_{settings.PROCESS or 'main'}"
        copy = copies.copy_of("first_version", lambda: migrate(VERSIONS["a6d39be"]), name=name, empty=True)
        with copies.working_in(copy):
            yield request.param, schema
    copies.drop(copy)


def migrate(leaves):
    """To these last migrations of our apps, and the last ones of all others; the models of that moment."""
    executor = MigrationExecutor(connection)
    others = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in OURS]
    return executor.migrate([*others, *leaves.items()]).apps


def latest():
    return {app: last for app, last in MigrationLoader(connection).graph.leaf_nodes() if app in OURS}


def read(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def rows_of(tables, columns):
    return {table: sorted(read(f"select {columns[table]} from {table}"), key=str) for table in tables}


def columns_of(tables):
    found = read(
        "select table_name, column_name from information_schema.columns where table_schema = 'public'"
    )
    there = {table for table, _ in found}
    return {
        table: ", ".join(f'"{c}"::text' for t, c in sorted(found) if t == table)
        for table in tables
        if table in there
    }


def fill(apps):
    """A row in every council table, by an earlier version's models."""
    council = apps.get_model("councils", "Council").objects.create(slug="north", name="North")
    user = apps.get_model("councils", "User").objects.create(email="ann@north.example.org", name="Ann")
    apps.get_model("councils", "Membership").objects.create(user=user, council=council, role="officer")
    with council_context(council.id, actor="Ann"):
        rows = EarlierRows("north", apps)
        for model in COUNCIL_MODELS:
            if model not in WRITTEN_BY_TRIGGERS and model._meta.db_table in rows.models:
                rows.one(model)
    return council.id


def test_a_database_of_an_earlier_version_becomes_todays(earlier):
    version, schema = earlier
    apps = migrate(VERSIONS[version])
    read(INSTALLED.get(version, "select 1"))
    council_id = fill(apps)
    columns = columns_of([*FILLED, *DIRECTORY])
    before = rows_of(columns, columns)
    assert all(before[table] for table in FILLED if table in columns)

    migrate(latest())
    grant_to_app_roles()

    assert rows_of(columns, columns) == before
    assert read(QUARTERS_OF_UPDATES) == [(True,)]
    assert faults() == []
    assert schema
    assert set(read(SCHEMA)) ^ schema == set()
    with council_context(council_id), pytest.raises(DatabaseError, match="may only grow"):
        Snapshot.objects.update(content="{}")


def test_the_clock_finds_what_was_due_before_it_had_a_directory(earlier):
    version, _ = earlier
    council_id = fill(migrate(VERSIONS[version]))
    before_it = latest() | {"packs": "0003_lease_holder", "voice": None}
    migrate(before_it)
    schema, deliveries = set(read(SCHEMA)), read("select * from reporting_delivery")
    migrate(latest())
    assert read("select council_id from packs_duemoment where due_at <= now()") == [(council_id,)]
    migrate(before_it)
    assert set(read(SCHEMA)) ^ schema == set()
    assert read("select * from reporting_delivery") == deliveries


@pytest.mark.parametrize("earlier", ["86e218c"], indirect=True)
def test_recipients_and_deliveries_from_before_there_were_kinds_all_stay(earlier):
    """In every state, and sent as they were: by email with the PDF, to the address that was written down."""
    apps = migrate(
        latest()
        | {"boards": "0004_meetings_seats_and_former_holders", "packs": "0007_contents_files_and_reviews"}
    )
    tables = [Recipient._meta.db_table, Delivery._meta.db_table]
    council = apps.get_model("councils", "Council").objects.create(slug="north", name="North")
    with council_context(council.pk, actor="Ann"):
        rows = EarlierRows("north", apps)
        recipient, delivery = (rows.models[table] for table in tables)
        pack = rows.new(rows.models[Pack._meta.db_table], state="failed", snapshot=None)
        for state in apps.get_model("packs", "Delivery")._meta.get_field("state").choices:
            address = {"name": state[1], "email": f"{state[0]}@example.org"}
            who = rows.new(recipient, board=pack.board, **address)
            rows.new(delivery, pack=pack, recipient=who, state=state[0], **address)
    columns = columns_of(tables)
    before = rows_of(columns, columns)
    assert [len(found) for found in before.values()] == [8, 8]

    migrate(latest())

    assert rows_of(columns, columns) == before
    assert read("select distinct kind, person_id, post_id, seat_id from reporting_recipient") == [
        ("address", None, None, None)
    ]
    assert read("select distinct sends_by, provider_id, check_at from reporting_delivery") == [
        ("pdf", "", None)
    ]


@pytest.mark.parametrize("earlier", ["86e218c"], indirect=True)
def test_the_quarter_of_updates_can_be_taken_back_and_stored_again(earlier):
    version, schema = earlier
    fill(migrate(VERSIONS[version]))
    table = "deliverables_progressupdate"
    tables, columns = [table, "councils_change"], columns_of(FILLED)
    before, key = rows_of(tables, columns), read(KEYS_TO_QUARTERS)

    todays = {app: last for app, last in MigrationLoader(connection).graph.leaf_nodes() if app in OURS}
    migrate(todays)
    assert "quarter_starts_on" in columns_of([table])[table]
    migrate({"deliverables": "0002_wall"})
    assert columns_of([table])[table] == columns[table]
    earlier_tables = {name for name, _, _ in key}
    assert [row for row in read(KEYS_TO_QUARTERS) if row[0] in earlier_tables] == key
    migrate(todays)
    grant_to_app_roles()

    assert read(QUARTERS_OF_UPDATES) == [(True,)]
    assert rows_of(tables, columns) == before
    assert set(read(SCHEMA)) ^ schema == set()
