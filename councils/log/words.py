"""How the change log reads aloud: verbs, nouns, columns and values in words. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.utils import timezone

from core.words import count_words, list_words, with_article

from .phrases import phrases, technical_columns

SYSTEM = {"demonstration": "The demonstration", "sendplan": "sendplan"}

OWN_NAMES = ("title", "name", "label", "text", "initials", "code", "number", "slug")
"""Columns that name a row whose model does not say `log_name`, the first one that is filled."""

PERSONAL = "[personal]"
_LONGEST = 120
_OPS = {"insert": "added", "update": "changed", "delete": "removed"}


@cache
def model_of(table: str) -> Any:
    """The model of a table; None for one that no longer exists."""
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def noun(table: str) -> str:
    """What one row of a table is: "progress update"."""
    model = model_of(table)
    return str(model._meta.verbose_name) if model else "row"


def counts_in_words(counts: Mapping[tuple[str, str], int]) -> str:
    """ "added 37 deliverables and 48 assignments; changed 1 strand", from {(op, table): number}."""
    parts = []
    for op, words in _OPS.items():
        things = [
            count_words(number, noun(table)) for (found, table), number in counts.items() if found == op
        ]
        if things:
            parts.append(f"{words} {list_words(things)}")
    return "; ".join(parts)


def sentence(
    verb: str,
    counts: Mapping[tuple[str, str], int],
    *,
    table: str,
    op: str,
    name: str,
    values: Mapping[str, Any],
) -> str:
    """What was done, without who did it: from the act's verb, else from the nouns and numbers of its rows.

    `table`, `op`, `name` and `values` belong to the row that the act is about.
    """
    if verb in phrases():
        words = {column: value_in_words(table, column, value) for column, value in values.items()}
        more = counts.get((op, table), 1) - 1
        named = (name or with_article(noun(table))) + (f" and {more} more" if more else "")
        return phrases()[verb].format_map(_Known(words | {"name": named})).strip()
    if verb:
        what, _, done = verb.partition(".")
        return " ".join(part for part in (done.replace("-", " "), what.replace("-", " "), name) if part)
    if sum(counts.values()) == 1:
        return f"{_OPS[op]} {noun(table)} {name}".strip()
    return counts_in_words(counts)


def differences(table: str, op: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Of an update, each column that a reader understands: "Title: “Old” became “New”"."""
    if op != "update":
        return []
    lines = []
    for column in sorted(set(before) | set(after), key=lambda name: column_in_words(table, name)):
        if column in technical_columns():
            continue
        label = column_in_words(table, column)
        old, new = before.get(column), after.get(column)
        if column.endswith("_id") or PERSONAL in (old, new):
            lines.append(f"{label} changed")
        else:
            lines.append(
                f"{label}: {value_in_words(table, column, old)} became {value_in_words(table, column, new)}"
            )
    return lines


def column_in_words(table: str, column: str) -> str:
    """ "Forecast date" for `forecast_on`, "Organisation" for `organisation_id`."""
    words = column.removesuffix("_id").removesuffix("_at")
    words = f"{words.removesuffix('_on')}_date" if words.endswith("_on") else words
    return words.replace("_", " ").replace("rag", "RAG").strip().capitalize().replace("Rag", "RAG")


def value_in_words(table: str, column: str, value: Any) -> str:
    """A stored value as a reader would say it; a personal one never."""
    if value == PERSONAL:
        return "(not shown)"
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if label := _choices(table, column).get(value if isinstance(value, str) else ""):
        return label
    if isinstance(value, str):
        return _moment_in_words(column, value) or f"“{_short(value)}”"
    if isinstance(value, list):
        return f"“{_short(', '.join(str(item) for item in value))}”"
    return str(value)


def who(reference: str, names: Mapping[str, str]) -> str:
    """Who acted: `names` holds those of users and keys by reference, such as "user:0196…"."""
    if reference in names:
        return names[reference]
    kind, _, rest = reference.partition(":")
    if kind == "user":
        return "A former user"
    if kind == "api":
        return "A former API key"
    return SYSTEM.get(rest, "sendplan")


def name_from_columns(table: str, content: Mapping[str, Any]) -> str:
    """What a row that is gone, or whose model does not say, is called by its own columns."""
    found = (content.get(column) for column in OWN_NAMES)
    return next((_short(str(value)) for value in found if value and value != PERSONAL), "")


@cache
def _choices(table: str, column: str) -> dict[str, str]:
    model = model_of(table)
    fields: Iterable[Any] = model._meta.local_fields if model else ()
    for field in fields:
        if field.attname == column and field.choices:
            return {str(value): str(label) for value, label in field.flatchoices}
    return {}


def _moment_in_words(column: str, value: str) -> str:
    try:
        if column.endswith("_on"):
            day = date.fromisoformat(value)
        elif column.endswith("_at"):
            day = timezone.localtime(datetime.fromisoformat(value)).date()
        else:
            return ""
    except ValueError:
        return ""
    return f"{day.day} {day:%B %Y}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


class _Known(dict[str, str]):
    """A word that an act does not have is left out of its phrase."""

    def __missing__(self, key: str) -> str:
        return ""
