"""Shapes: serializers that declare what the API shows of an object and which columns to read.

Rows go from the database to JSON without model instances or serialization: a ModelSerializer took 6 times as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import orjson
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer

from core.rag import Rag

from .casts import AsFloat, AsText

Row = dict[str, Any]
TEXT_FIELDS = (serializers.CharField, serializers.ChoiceField)
CASTS: Mapping[type[serializers.Field[Any, Any, Any, Any]], str] = {
    serializers.UUIDField: AsText.lookup_name,
    serializers.FloatField: AsFloat.lookup_name,
}
"""Casts of columns by the type of their field."""


class Shape(serializers.Serializer[Any]):
    """Fields that the API shows of one noun, in order. Empty text is null.

    A field's `source` is the column to read (`strategy.public_id`). The view adds the fields in `parts`.
    """

    parts: tuple[str, ...] = ()

    @classmethod
    @cache
    def columns(cls, names: bool) -> dict[str, str]:
        """Column of each field that is read, in order. `names`: whether people's names are."""
        return {
            name: _column(name, field)
            for name, field in cls._declared_fields.items()
            if name not in cls.parts and (names or not isinstance(field, PersonName))
        }

    @classmethod
    def read(cls, rows: QuerySet[Any], *keys: str, names: bool) -> list[tuple[tuple[Any, ...], Row]]:
        """Read the rows in one query, each with the values of `keys`. `names`: whether to show people's names."""
        columns = cls.columns(names)
        fields, count = tuple(columns), len(columns)
        texts = [name for name in fields if isinstance(cls._declared_fields[name], TEXT_FIELDS)]
        blank = dict.fromkeys(cls._declared_fields)
        records = []
        for record in rows.values_list(*columns.values(), *keys):
            row: Row = blank | dict(zip(fields, record, strict=False))  # without the keys, which come last
            for name in texts:
                if row[name] == "":
                    row[name] = None
            records.append((record[count:], row))
        return records

    @classmethod
    def by_owner(
        cls, rows: QuerySet[Any], owner: str, ids: Iterable[int], *, names: bool
    ) -> dict[int, list[Row]]:
        """Rows grouped by owner id, for these owners (`owner` is the column), in the queryset's order."""
        grouped: dict[int, list[Row]] = defaultdict(list)
        for (owner_id,), row in cls.read(rows.filter(**{f"{owner}__among": ids}), owner, names=names):
            grouped[owner_id].append(row)
        return grouped


def ids_by_owner(
    rows: QuerySet[Any], owner: str, linked: str, ids: Iterable[int], *, column: str = "public_id"
) -> dict[int, list[Any]]:
    """Ids of what each of these owners is linked to, in the order in which it was linked (1 query).

    `rows` are the links, `owner` and `linked` their columns, and `column` what names a linked row.
    """
    found: dict[int, list[Any]] = defaultdict(list)
    kept = rows.filter(**{f"{owner}__among": ids}).exclude(**{linked: None}).order_by("id")
    for key, named in kept.values_list(owner, f"{linked}__{column}"):
        found[key].append(named)
    return found


def _column(name: str, field: serializers.Field[Any, Any, Any, Any]) -> str:
    casts = [cast for kind, cast in CASTS.items() if isinstance(field, kind)]
    return "__".join([*(field.source or name).split("."), *casts])


class Input(serializers.Serializer[Any]):
    """Base serializer of request bodies. Unknown fields are rejected by name."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = [name for name in data if name not in self.fields] if isinstance(data, Mapping) else []
        allowed = ", ".join(self.fields)
        problems = {name: [f"Unknown field “{name}”. Allowed: {allowed}."] for name in unknown}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            detail: Any = error.detail
            raise serializers.ValidationError({**detail, **problems}) from None
        if problems:
            raise serializers.ValidationError(problems)
        return values


def id_field(source: str = "public_id", **kwargs: Any) -> serializers.UUIDField:
    """Id of the object, or of a related object."""
    return serializers.UUIDField(source=source, **kwargs)


def text(source: str | None = None, **kwargs: Any) -> serializers.CharField:
    """Text, or null."""
    return serializers.CharField(source=source, allow_null=True, **kwargs)


def texts(**kwargs: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), **kwargs)


def figure(**kwargs: Any) -> serializers.FloatField:
    """JSON number, or null."""
    return serializers.FloatField(allow_null=True, **kwargs)


def choice(values: Any, source: str | None = None, **kwargs: Any) -> serializers.ChoiceField:
    """One of a model's choices or an enum's members."""
    members = [getattr(value, "value", value) for value in values]
    return serializers.ChoiceField(choices=members, source=source, **kwargs)


def rag(source: str | None = None, **kwargs: Any) -> serializers.ChoiceField:
    return choice(Rag, source, **kwargs)


class PersonName(serializers.CharField):
    """Name of a person, null without the scope `people:read`."""

    def __init__(self, source: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Null without the scope people:read.")
        super().__init__(source=source, allow_null=True, **kwargs)


class OrjsonRenderer(BaseRenderer):
    """Render JSON with orjson. Ids, dates and figures are written as stored."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        return b"" if data is None else as_json(data)


def as_json(data: Any) -> bytes:
    return orjson.dumps(data, default=_figure, option=orjson.OPT_UTC_Z)


def _figure(value: Any) -> float:
    """Convert a Decimal to float. Figures have at most 14 digits, which a float holds exactly."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON.")
