"""Rows that match words, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet, Window
from django.urls import reverse

from councils.actors import Actor

MOST_SHOWN = 10


@dataclass(frozen=True)
class Hit:
    """One row that matches. `where` says what it belongs to, "" if that is the same for all."""

    name: str
    url: str
    where: str = ""
    is_dropped: bool = False


@dataclass(frozen=True)
class Found:
    """What matches of one kind. `total` includes what is not shown. `all_url` shows `listed` of them, "" for none."""

    heading: str
    hits: Sequence[Hit]
    total: int
    all_url: str = ""
    listed: int = 0


def matching(
    rows: QuerySet[Any], words: Iterable[str], *columns: str, exactly: Sequence[str] = ()
) -> QuerySet[Any]:
    """Rows in which each word is part of a column, or is the whole of an `exactly` column. Counts them in `matches`."""
    for word in words:
        either = Q()
        for column in columns:
            either |= Q(**{f"{column}__icontains": word})
        for column in exactly:
            either |= Q(**{f"{column}__iexact": word})
        rows = rows.filter(either)
    counted: QuerySet[Any] = rows.annotate(matches=Window(Count("id")))
    return counted[:MOST_SHOWN]


def found_of(heading: str, rows: Iterable[Any], hit: Callable[[Any], Hit], all_url: str = "") -> Found:
    shown = list(rows)
    hits = [hit(row) for row in shown]
    if len({each.where for each in hits}) == 1 and len(hits) > 1:
        hits = [replace(each, where="") for each in hits]
    return Found(heading, hits, shown[0].matches if shown else 0, all_url)


def url_of(actor: Actor, name: str, **arguments: Any) -> str:
    return reverse(name, kwargs={"council": actor.council.slug, **arguments})
