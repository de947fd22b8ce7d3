"""Columns as the API shows them, cast by the database: `public_id__as_text`, `value__as_float`.

JSON shows an id as text and a figure as a float. Building a UUID or a Decimal of each value first, only to write it
again, took longer than reading the row.
"""

from __future__ import annotations

from django.db.models import DecimalField, FloatField, TextField, Transform, UUIDField


@UUIDField.register_lookup
class AsText(Transform):
    """An id in the form in which `str` writes a UUID."""

    lookup_name = "as_text"
    template = "(%(expressions)s)::text"
    output_field = TextField()


@DecimalField.register_lookup
class AsFloat(Transform):
    """A figure as a float. Figures have at most 14 digits, which a float holds exactly."""

    lookup_name = "as_float"
    template = "(%(expressions)s)::float8"
    output_field = FloatField()
