"""Words for the change log, registered by each app.

An app sets `log_phrases = LogPhrases(…)` on its AppConfig. This module does not name any app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.module_loading import import_string

from ..permissions import Permission

if TYPE_CHECKING:
    from ..models import Change


@dataclass(frozen=True)
class ColumnWords:
    """How the log says that a column was filled, emptied or changed, in place of "Column: old became new".

    "{value}" is the new value and "{old}" the earlier one. For a foreign key both are names of rows. "" says nothing.
    """

    filled: str = ""
    emptied: str = ""
    changed: str = ""

    def phrase(self, old: object, new: object) -> str:
        if old in (None, ""):
            return self.filled
        return self.emptied if new in (None, "") else self.changed


@dataclass(frozen=True)
class LogPhrases:
    """How the log describes one app's acts.

    `phrases` gives the words for each verb, such as {"pack.released": "released the pack {name}"}; an act without a
    phrase is described by its nouns. `of_several` replaces the words of an act on several rows, whose columns may
    differ; "{one}" is the name of the first alone. `columns` words changes of single columns, by table and column.
    `steps` are verbs that workers record on the way: the page only shows the result. `technical` are columns that are
    not shown. Without the permission in `needs`, a reader does not see these verbs, and without that in `verb_needs`
    not this one. `undoable` are verbs whose acts can be undone for an hour, by who did them and still has the
    permission. `consequences` are verbs of what follows from
    other acts. Undo leaves them out: `after_undo`, the dotted path of a function, is called with what was put back and
    who did it, and makes them follow again. `undone_words` is the dotted path of a function that is called before, and
    says of the changes of an act what was undone, or "" where they are of another kind. `why_it_stays` is the dotted
    path of a function that says of the changes of an act, as a sentence, why it may not be undone any more, or "".
    """

    phrases: Mapping[str, str] = field(default_factory=dict)
    of_several: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    technical: frozenset[str] = frozenset()
    columns: Mapping[tuple[str, str], ColumnWords] = field(default_factory=dict)
    needs: Permission | None = None
    verb_needs: Mapping[str, Permission] = field(default_factory=dict)
    undoable: Mapping[str, Permission] = field(default_factory=dict)
    consequences: frozenset[str] = frozenset()
    after_undo: str = ""
    undone_words: str = ""
    why_it_stays: str = ""


def registered() -> Iterator[LogPhrases]:
    """LogPhrases of every installed app that has them."""
    for config in apps.get_app_configs():
        registered_phrases = getattr(config, "log_phrases", None)
        if registered_phrases is not None:
            yield registered_phrases


@cache
def phrases() -> dict[str, str]:
    """Phrase for each verb."""
    return {verb: words for each in registered() for verb, words in each.phrases.items()}


@cache
def phrases_of_several() -> dict[str, str]:
    """Phrase for each verb, for an act on several rows."""
    return phrases() | {verb: words for each in registered() for verb, words in each.of_several.items()}


@cache
def steps() -> frozenset[str]:
    """Verbs that workers record on the way, which the page does not show."""
    return frozenset(verb for each in registered() for verb in each.steps)


@cache
def technical_columns() -> frozenset[str]:
    """Columns that the page does not show."""
    return frozenset(column for each in registered() for column in each.technical)


@cache
def column_words() -> dict[tuple[str, str], ColumnWords]:
    """Words for changes of single columns, by table and column."""
    return {place: words for each in registered() for place, words in each.columns.items()}


@cache
def undoable_verbs() -> dict[str, Permission]:
    """Permission that undoing an act needs, for each verb that `undo` can undo."""
    return {verb: permission for each in registered() for verb, permission in each.undoable.items()}


@cache
def consequences() -> frozenset[str]:
    """Verbs of what follows from other acts."""
    return frozenset(verb for each in registered() for verb in each.consequences)


@cache
def after_undo() -> list[Callable[[Sequence[Change], str], None]]:
    """What is called after an undo, with the changes that were put back and the reference of who did it."""
    return [import_string(each.after_undo) for each in registered() if each.after_undo]


@cache
def undone_words() -> list[Callable[[Sequence[Change]], str]]:
    """What says in an app's own words what is undone."""
    return [import_string(each.undone_words) for each in registered() if each.undone_words]


@cache
def why_acts_stay() -> list[Callable[[Sequence[Change]], str]]:
    """What says why a whole act stays."""
    return [import_string(each.why_it_stays) for each in registered() if each.why_it_stays]


@cache
def verbs_by_permission() -> dict[Permission, frozenset[str]]:
    """Verbs that only readers with a permission see."""
    verbs: dict[Permission, frozenset[str]] = {}
    for each in registered():
        if each.needs is not None:
            verbs[each.needs] = verbs.get(each.needs, frozenset()) | {*each.phrases, *each.steps}
        for verb, permission in each.verb_needs.items():
            verbs[permission] = verbs.get(permission, frozenset()) | {verb}
    return verbs


@cache
def tables_by_permission() -> dict[Permission, frozenset[str]]:
    """Tables whose changes only readers with a permission see."""
    tables: dict[Permission, frozenset[str]] = {}
    for model in apps.get_models():
        needs = getattr(model, "log_needs", None)
        if needs is not None:
            tables[needs] = tables.get(needs, frozenset()) | {model._meta.db_table}
    return tables
