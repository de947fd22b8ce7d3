"""What each app says about its own acts in the change log.

An app's configuration carries `log_phrases = LogPhrases(…)`; nothing here names an app.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps

from ..permissions import Permission


@dataclass(frozen=True)
class LogPhrases:
    """How the log describes one app's acts.

    `phrases` gives the words for each verb, such as {"pack.released": "released the pack {name}"}; an act without a
    phrase is described by its nouns. `steps` are verbs that a worker notes while it is at work: the page shows only how
    they ended. `technical` are columns that mean nothing to a reader. Without the permission in `needs`, a reader does
    not see these verbs.
    """

    phrases: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    technical: frozenset[str] = frozenset()
    needs: Permission | None = None


def registered() -> Iterator[LogPhrases]:
    """Those of every installed app that has some."""
    for config in apps.get_app_configs():
        found = getattr(config, "log_phrases", None)
        if found is not None:
            yield found


@cache
def phrases() -> dict[str, str]:
    """The words for every verb."""
    return {verb: words for each in registered() for verb, words in each.phrases.items()}


@cache
def steps() -> frozenset[str]:
    """Verbs that only workers note."""
    return frozenset(verb for each in registered() for verb in each.steps)


@cache
def technical_columns() -> frozenset[str]:
    """Columns that mean nothing to a reader."""
    return frozenset(column for each in registered() for column in each.technical)


@cache
def verbs_by_permission() -> dict[Permission, frozenset[str]]:
    """The verbs that only readers with a permission see."""
    found: dict[Permission, frozenset[str]] = {}
    for each in registered():
        if each.needs is not None:
            found[each.needs] = found.get(each.needs, frozenset()) | {*each.phrases, *each.steps}
    return found


@cache
def tables_by_permission() -> dict[Permission, frozenset[str]]:
    """The tables whose changes only readers with a permission see."""
    found: dict[Permission, frozenset[str]] = {}
    for model in apps.get_models():
        needs = getattr(model, "log_needs", None)
        if needs is not None:
            found[needs] = found.get(needs, frozenset()) | {model._meta.db_table}
    return found
