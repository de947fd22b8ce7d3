"""Whether a plan has changed since its published version, for the page of the plan.

The count is that of the comparison that the sentence leads to. It is worked out once after each change to a plan, and
then kept in the cache: nothing but the count is kept, and under what it depends on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse
from redis.exceptions import RedisError

from core.words import count_words
from councils.actors import Actor
from councils.models import Change
from councils.permissions import Permission
from strategies.models import Strategy

from .comparing import compare_for
from .comparing_choices import NOW, document_in
from .frozen.taking import plan_now
from .models import PlanVersion
from .rules import VersionState

ROOMS = ("strategies_", "deliverables_", "indicators_", "boards_", "councils_")
"""Beginnings of the names of tables that a frozen copy is made from."""
NOT_COMPARED = (
    *("deliverables_progressupdate", "strategies_reportingperiod", "strategies_quartersettings"),
    *("strategies_version", "strategies_approval"),
)
KEPT_FOR = 7 * 24 * 3600
"""Seconds."""
SEES = (
    Permission.INDICATORS_VIEW,
    Permission.BOARDS_VIEW,
    Permission.SMALL_NUMBERS_VIEW,
    Permission.PEOPLE_NAMES,
)


@dataclass(frozen=True)
class ChangedSince:
    """How many items have changed since the published version. 0 with `moved`: only their order has."""

    label: str
    count: int
    url: str

    @property
    def words(self) -> str:
        """ "4 items have changed since Version 2 was published"."""
        if not self.count:
            return f"The order of items has changed since {self.label} was published"
        verb = "has" if self.count == 1 else "have"
        return f"{count_words(self.count, 'item')} {verb} changed since {self.label} was published"


def changed_since_published(actor: Actor, strategy: Strategy) -> ChangedSince | None:
    """What has changed since the newest published version, None for nothing or without one.

    1 query without a published version, 2 with one. The first look after a change reads both plans: at most 35.
    """
    version = _published(strategy)
    if version is None:
        return None
    copy = version.copy
    seq = _last_change(copy.change_seq)
    if seq is None:
        return None
    sees = "".join(str(int(each in actor.permissions)) for each in SEES)
    hides = int(actor.council.hides_small_numbers)
    key = f"plan_versions.changed.{actor.council.pk}.{copy.pk}.{seq}.{sees}{hides}"
    count, moved = _kept(key, lambda: _compared(actor, strategy, version))
    if not count and not moved:
        return None
    page = reverse("plan_versions:compare", kwargs={"council": actor.council.slug, "slug": strategy.slug})
    return ChangedSince(version.label, count, f"{page}?{urlencode({'from': version.public_id, 'to': NOW})}")


def _kept(key: str, work_out: Callable[[], tuple[int, bool]]) -> tuple[int, bool]:
    """What is kept in the cache, else worked out and kept. Without a cache the page takes longer and is shown."""
    try:
        kept: tuple[int, bool] | None = cache.get(key)
    except RedisError:
        return work_out()
    if kept is None:
        kept = work_out()
        cache.set(key, kept, KEPT_FOR)
    return kept


def _published(strategy: Strategy) -> PlanVersion | None:
    rows = PlanVersion.objects.filter(strategy=strategy, state=VersionState.PUBLISHED.value)
    found: PlanVersion | None = rows.for_pages().order_by("-copy_id").first()
    return found


def _last_change(after: int) -> int | None:
    """Number of the last change to what plans hold, None if there is none."""
    rows = Change.objects.filter(seq__gt=after, table__regex=f"^({'|'.join(ROOMS)})")
    found: int | None = (
        rows.exclude(table__in=NOT_COMPARED).order_by("-seq").values_list("seq", flat=True).first()
    )
    return found


def _compared(actor: Actor, strategy: Strategy, version: PlanVersion) -> tuple[int, bool]:
    comparison = compare_for(actor, document_in(version), plan_now(strategy, actor.council))
    return comparison.count, any(each.moved for each in comparison.sheets)
