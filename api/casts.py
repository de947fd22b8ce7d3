"""Columns as JSON shows them, cast by the database: `public_id__as_text`, `value__as_float`, `after__version__as_int`.

JSON shows an id as text and a figure as a float. Building a UUID or a Decimal of each value first, only to write it
again, took longer than reading the row.
"""

from __future__ import annotations

from typing import Any

from django.db.models import DecimalField, FloatField, IntegerField, TextField, Transform, UUIDField
from django.db.models.fields.json import KeyTransform


class Cast(Transform):
    """A column cast to a type that the driver reads as JSON shows it, so that nothing is left to convert."""

    def get_db_converters(self, connection: Any) -> list[Any]:
        return []


@UUIDField.register_lookup
class AsText(Cast):
    """An id in the form in which `str` writes a UUID."""

    lookup_name = "as_text"
    template = "(%(expressions)s)::text"
    output_field = TextField()


@DecimalField.register_lookup
class AsFloat(Cast):
    """A figure as a float. Figures have at most 14 digits, which a float holds exactly."""

    lookup_name = "as_float"
    template = "(%(expressions)s)::float8"
    output_field = FloatField()


@KeyTransform.register_lookup
class AsInt(Cast):
    """A whole number in a JSON object."""

    lookup_name = "as_int"
    template = "(%(expressions)s)::bigint"
    output_field = IntegerField()
