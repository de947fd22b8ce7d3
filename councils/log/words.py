"""Write the change log in words: verbs, nouns, columns and values. Runs no query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.utils import timezone

from core.words import count_words, list_words, with_article

from ..tenancy import own_noun
from .registry import column_words, phrases, phrases_of_several, technical_columns

SYSTEM = {"demonstration": "The demonstration", "sendplan": "sendplan"}

OWN_NAMES = ("title", "name", "label", "text", "initials", "code", "number", "slug")
"""Columns that can name a row of a model without `log_name`. The first one with a value is used."""

OWN_NOUNS = ("strand", "deliverable")
"""Nouns for which a council has its own: phrases name them as `{own_strand}`."""

PERSONAL = "[personal]"
EMPTY: tuple[Any, ...] = (None, "", [], {})
_LONGEST = 120
_OPS = {"insert": "added", "update": "changed", "delete": "removed"}


@cache
def model_of(table: str) -> Any:
    """Model of a table, or None if it no longer exists."""
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def noun(table: str) -> str:
    """Noun for one row of a table: "progress update". The council's own, where it has one: "milestone"."""
    model = model_of(table)
    return own_noun(str(model._meta.verbose_name)) if model else "row"


def counted(number: int, table: str) -> str:
    """ "2 progress updates", "4 criteria"."""
    model, one = model_of(table), noun(table)
    is_own = model is None or one != str(model._meta.verbose_name)
    return count_words(number, one, "" if is_own else _plural_of(model))


def _plural_of(model: Any) -> str:
    """The plural that a model states, "" for the one that Django makes of its noun by adding an s."""
    said = str(model._meta.verbose_name_plural)
    return "" if said == f"{model._meta.verbose_name}s" else said


def is_about(verb: str, table: str) -> bool:
    """Whether a table has the noun of the verb, whatever a council calls it: "deliverable.dropped" and deliverables."""
    what, model = verb.partition(".")[0], model_of(table)
    return bool(what) and model is not None and str(model._meta.verbose_name).startswith(what)


def counts_in_words(counts: Mapping[tuple[str, str], int]) -> str:
    """ "added 37 deliverables and 48 assignments; changed 1 strand", from {(op, table): number}."""
    parts = []
    for op, words in _OPS.items():
        things = [counted(number, table) for (found, table), number in counts.items() if found == op]
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
    undid: str = "",
) -> str:
    """Describe what was done, without who did it: from the act's verb, else from the counts of its rows.

    `undid` is the verb that an undo took back, "" if the log does not have it. `table`, `op`, `name` and `values`
    belong to the row that the act is about.
    """
    if undid in phrases():
        return f"undid this: {sentence(undid, counts, table=table, op=op, name=name, values=values)}"
    if verb in phrases():
        words = {column: value_in_words(table, column, value) for column, value in values.items()}
        more = counts.get((op, table), 1) - 1
        named = (name or with_article(noun(table))) + (f" and {more} more" if more else "")
        phrase = (phrases_of_several() if more else phrases())[verb]
        own = {f"own_{each}": own_noun(each) for each in OWN_NOUNS}
        return phrase.format_map(_Known(words | own | {"name": named, "one": name})).strip()
    if verb:
        what, _, done = verb.partition(".")
        return " ".join(part for part in (done.replace("-", " "), what.replace("-", " "), name) if part)
    if sum(counts.values()) == 1:
        return f"{_OPS[op]} {noun(table)} {name}".strip()
    return counts_in_words(counts)


def differences(
    table: str,
    op: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Mapping[tuple[str, int], str] | None = None,
) -> list[str]:
    """Changed columns of an update, without technical ones: "Title: “Old” became “New”", or "Title: “New”".

    `names` has names of rows that foreign keys lead to, by table and id, for columns with words of their own.
    """
    if op != "update":
        return []
    lines: list[str] = []
    for column in sorted(set(before) | set(after), key=lambda name: column_in_words(table, name)):
        if column in technical_columns():
            continue
        label = column_in_words(table, column)
        old, new = before.get(column), after.get(column)
        if (own := _own_words(table, column, old, new, names or {})) is not None:
            lines += filter(None, [own])
        elif column.endswith("_id") or PERSONAL in (old, new):
            lines.append(f"{label} changed")
        else:
            lines.append(f"{label}: {_change_in_words(table, column, old, new)}")
    return lines


def _change_in_words(table: str, column: str, old: Any, new: Any) -> str:
    """ "“Old” became “New”"; only the value if there was none before, "“Old” removed" if there is none now."""
    if old in EMPTY:
        return value_in_words(table, column, new)
    became = f"became {value_in_words(table, column, new)}"
    return f"{value_in_words(table, column, old)} {'removed' if new in EMPTY else became}"


def _own_words(
    table: str, column: str, old: Any, new: Any, names: Mapping[tuple[str, int], str]
) -> str | None:
    """The column's own words for the change, None if it has none or a row that they name has no name here."""
    registered = column_words().get((table, column))
    if registered is None:
        return None
    phrase = registered.phrase(old, new)
    said = {"old": old, "value": new}
    if related := related_model(table, column):
        found = {name: names.get((related._meta.db_table, value)) for name, value in said.items()}
    else:
        found = {name: value_in_words(table, column, value) for name, value in said.items()}
    if any(f"{{{name}}}" in phrase and not words for name, words in found.items()):
        return None
    own = {f"own_{each}": own_noun(each) for each in OWN_NOUNS}
    return phrase.format(**found, **own)


def related_model(table: str, column: str) -> Any:
    """The model that a column leads to, or None if it is no foreign key."""
    model = model_of(table)
    fields = model._meta.local_fields if model else ()
    return next((each.related_model for each in fields if each.attname == column and each.is_relation), None)


def column_in_words(table: str, column: str) -> str:
    """ "Forecast date" for `forecast_on`, "Organisation" for `organisation_id`."""
    words = column.removesuffix("_id").removesuffix("_at")
    words = f"{words.removesuffix('_on')}_date" if words.endswith("_on") else words
    words = own_noun(words)
    return words.replace("_", " ").replace("rag", "RAG").strip().capitalize().replace("Rag", "RAG")


def value_in_words(table: str, column: str, value: Any) -> str:
    """Stored value in words. Personal values are not shown."""
    if value == PERSONAL:
        return "(not shown)"
    if value in EMPTY:
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
    """Name of an actor. `names` maps references such as "user:0196…" to the names of users and keys."""
    if reference in names:
        return names[reference]
    kind, _, rest = reference.partition(":")
    if kind == "user":
        return "A former user"
    if kind == "api":
        return "A former API key"
    if kind == "link":
        return "A lead, by a link in a reminder"
    return SYSTEM.get(rest, "sendplan")


def name_from_columns(table: str, content: Mapping[str, Any]) -> str:
    """Name from the row's own columns, for a deleted row or a model without `log_name`."""
    values = (content.get(column) for column in OWN_NAMES)
    return next((_short(str(value)) for value in values if value and value != PERSONAL), "")


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
    """Dictionary for `format_map` that gives "" for words the act does not have."""

    def __missing__(self, key: str) -> str:
        return ""
