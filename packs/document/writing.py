"""Canonical JSON of a frozen summary. Keys are sorted, so the same facts always have the same SHA-256.

Raise `FORMAT` when a reader of the old form would misread the new one. Reading is tolerant: unknown keys are ignored,
and missing ones take their default.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from core.periods import Quarter

from .shapes import PackDocument

FORMAT = 1
T = TypeVar("T")


class UnknownFormat(ValueError):
    """The document was written by a newer version of the product."""


def write_document(document: PackDocument) -> str:
    """Canonical JSON of the document."""
    return canonical_json(document, FORMAT)


def canonical_json(document: Any, form: int) -> str:
    """Canonical JSON of a frozen data class, with the number of its format."""
    return orjson.dumps(
        {"format": form, **_plain(document)},
        default=_plain,
        option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATACLASS,
    ).decode()


def read_document(content: str) -> PackDocument:
    """Read the document from its JSON. Raises UnknownFormat for a format that this version does not know."""
    return read_canonical(PackDocument, content, FORMAT)


def read_canonical(kind: type[T], content: str, form: int) -> T:
    """Read a data class from what `canonical_json` wrote. Raises UnknownFormat for any other format."""
    data = orjson.loads(content)
    if data.get("format") != form:
        raise UnknownFormat(f"This version reads snapshots of format {form}, not {data.get('format')}.")
    return _read(kind, data)


def _plain(value: Any) -> Any:
    if isinstance(value, Quarter):
        return value.label
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in a snapshot.")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: type[T], data: dict[str, Any]) -> T:
    hints = _hints(kind)  # type: ignore[arg-type]
    known = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in data:
            known[field.name] = _value(hints[field.name], data[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"The snapshot lacks {kind.__name__}.{field.name}.")
    return kind(**known)


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        inner = next(each for each in get_args(hint) if each is not type(None))
        return None if value is None else _value(inner, value)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in value)
    if hint is Quarter:
        return Quarter.parse(value)
    if hint is datetime or hint is date:
        return hint.fromisoformat(value)
    if is_dataclass(hint):
        return _read(hint, value)  # type: ignore[arg-type]
    return hint(value) if issubclass(hint, Enum) else value
