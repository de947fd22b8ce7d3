"""Migration operation that puts council tables behind row-level security, and the list of exempt tables."""

from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

DIRECTORY_TABLES = frozenset(
    {
        "councils_apiclient",
        "councils_areacode",
        "councils_council",
        "councils_invitation",
        "councils_membership",
        "councils_securityevent",
        "councils_setupaddress",
        "councils_user",
        "account_emailaddress",
        "account_emailconfirmation",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
        "django_session",
        "packs_duemoment",
        "reminders_remindermoment",
        "webhooks_webhookmoment",
        "calendars_calendaraddress",
    }
)
"""Tables that are read before the council is known, or belong to no council. All others are behind the wall."""

LOG_TABLES = frozenset({"councils_change", "councils_changecounter"})
"""Tables behind the wall that only triggers write."""

UNLOGGED_TABLES = frozenset({"api_idempotentanswer"})
"""Tables behind the wall that the change log leaves out: they repeat what it has, for a day."""

POLICY = "council_id = (select nullif(current_setting('app.council_id', true), '')::bigint)"
"""Row-level security policy. Keep it inline: in a volatile function it was up to 836 times slower on lists."""


class _TableOperation(Operation):
    """Operation that changes tables in the database, and nothing in the state of Django's models."""

    reversible = True
    atomic = True

    def __init__(self, *models: str) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, list(self.models), {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Do nothing: models do not show what the database enforces."""

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Do nothing: earlier versions work with the result, and dropping a table removes it."""


class ProtectTables(_TableOperation):
    """Put tables behind the wall: row-level security, composite keys and indexes, and the change log's triggers.

    Place it after the operations that create the tables and their foreign keys.
    """

    def __init__(self, *models: str, log: bool = True) -> None:
        super().__init__(*models)
        self.log = log

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, list(self.models), {} if self.log else {"log": False}

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        models = [_model(to_state.apps, app_label, name) for name in self.models]
        for model in models:
            schema_editor.execute(_wall(model))
        for model in models:
            for statement in _keys(model):
                schema_editor.execute(statement)
            if self.log:
                schema_editor.execute(_log_triggers(model))

    def describe(self) -> str:
        return f"Put {', '.join(self.models)} behind the wall"


class ProtectKeys(Operation):
    """Make new foreign keys of a protected table composite keys with an index, as ProtectTables does for a new table.

    Place it after the operations that add the columns.
    """

    reversible = True
    atomic = True

    def __init__(self, model: str, *fields: str) -> None:
        self.model, self.fields = model, fields

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model, *self.fields], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Do nothing: models do not show what the database enforces."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in _keys(_model(to_state.apps, app_label, self.model), *self.fields):
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Do nothing: dropping a column removes its key."""

    def describe(self) -> str:
        return f"Keep {', '.join(self.fields)} of {self.model} within the council"


class RenewLogTriggers(_TableOperation):
    """Create the change log's triggers again, with the columns that are personal in this version.

    A migration needs this when a model's `personal_fields` change. Without it, older databases keep their first triggers.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for name in self.models:
            schema_editor.execute(_log_triggers(_model(to_state.apps, app_label, name)))

    def describe(self) -> str:
        return f"Renew the change log's triggers on {', '.join(self.models)}"


def _model(apps: Apps, app_label: str, name: str) -> Any:
    return apps.get_model(app_label, name)


def _wall(model: Any) -> str:
    table = model._meta.db_table
    wall = (
        f"alter table {table} enable row level security, force row level security;"
        f"create policy council_wall on {table} using ({POLICY}) with check ({POLICY});"
        f"alter table {table} add constraint {table}_wall_id unique (council_id, id);"
    )
    if any(field.name == "public_id" for field in model._meta.local_fields):
        wall += f"alter table {table} add constraint {table}_wall_public_id unique (council_id, public_id);"
    return wall


def _keys(model: Any, *only: str) -> list[str]:
    """SQL of the composite keys of a model's foreign keys, or only of these fields."""
    table = model._meta.db_table
    statements = []
    for field in model._meta.local_fields:
        target = field.related_model
        if target is None or target._meta.db_table in DIRECTORY_TABLES or (only and field.name not in only):
            continue
        column, other = field.column, target._meta.db_table
        statements.append(
            f"alter table {table} add constraint {table}_{column}_wall "
            f"foreign key (council_id, {column}) references {other} (council_id, id) deferrable initially deferred;"
            f"create index {table}_{column}_idx on {table} (council_id, {column});"
        )
    return statements


def _log_triggers(model: Any) -> str:
    """SQL of the change log's triggers for a model.

    Personal columns come from the current model of the table: historical models do not have `personal_fields`, and the
    model may have moved to another app.
    """
    from django.apps import apps as live

    table = model._meta.db_table
    [now] = [found for found in live.get_models() if found._meta.db_table == table]
    personal = getattr(now, "personal_fields", ())
    arguments = ", ".join(f"'{column}'" for column in personal)
    events = {
        "insert": "referencing new table as new_rows",
        "update": "referencing old table as old_rows new table as new_rows",
        "delete": "referencing old table as old_rows",
    }
    return "".join(
        f"create or replace trigger change_log_{event} after {event} on {table} {tables} "
        f"for each statement execute function councils_log_{event}({arguments});"
        for event, tables in events.items()
    )
