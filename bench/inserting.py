"""Write many rows by one statement each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

from councils.tenancy import current_council_id


def insert(
    model: type[models.Model], columns: Mapping[str, str], source: str, parameters: Sequence[Any] = ()
) -> None:
    """Run `INSERT … SELECT columns FROM source`, for the current council.

    `columns` are SQL expressions by column. Every other column gets the default of its field, so a column that is
    added to a model needs no change here.
    """
    names: list[str] = []
    selected: list[str] = []
    defaults: list[Any] = []
    fields = {str(field.column): field for field in model._meta.concrete_fields if not field.primary_key}
    if unknown := set(columns) - set(fields):
        raise ValueError(f"{model.__name__} has no column {', '.join(sorted(unknown))}.")
    for column, field in fields.items():
        names.append(f'"{column}"')
        if column in columns:
            selected.append(f"({columns[column]})::{field.db_type(connection)}")
        elif column == "public_id":
            selected.append("gen_random_uuid()")
        else:
            selected.append(f"%s::{field.db_type(connection)}")
            defaults.append(_default(field))
    statement = (
        f"insert into {model._meta.db_table} ({', '.join(names)}) select {', '.join(selected)} from {source}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*defaults, *parameters])


def _default(field: models.Field[Any, Any]) -> object:
    if field.column == "council_id":
        return current_council_id()
    return field.get_db_prep_save(field.get_default(), connection)
