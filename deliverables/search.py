"""Finding deliverables: what the list's filters mean, and how many there are of each strand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q

from sendplan.rag import Rag
from strategies.models import Strand
from strategies.summaries import PeriodInView

from .models import Assignment, Deliverable
from .models.deliverable import DeliverableQuerySet
from .summaries import stated_as


def matching(asked: dict[str, Any], view: PeriodInView) -> DeliverableQuerySet:
    """Those that fit everything asked: strand code, stated rating, initials or name of a lead, words."""
    found: DeliverableQuerySet = Deliverable.objects.all()
    if asked.get("strand"):
        found = found.filter(strand__code=asked["strand"])
    if asked.get("rag"):
        found = stated_as(found, Rag(asked["rag"]), period=view.period, as_at=view.as_at)
    if asked.get("lead"):
        leads = Assignment.objects.filter(role__in=Assignment.LEADING).filter(
            Q(person__initials__iexact=asked["lead"]) | Q(person__name__icontains=asked["lead"])
        )
        found = found.filter(id__in=leads.values("deliverable_id"))
    if asked.get("q"):
        words = asked["q"]
        found = found.filter(
            Q(title__icontains=words) | Q(detail__icontains=words) | Q(refers_to__icontains=words)
        )
    return found


@dataclass(frozen=True)
class FoundInStrand:
    """How many deliverables were found in one strand; `part` and `noun` are its plan's words for the two."""

    code: str
    title: str
    count: int
    part: str
    noun: str


def found_in_strands(found: DeliverableQuerySet) -> list[FoundInStrand]:
    """Every strand in plan order, whether anything was found in it or not (1 query)."""
    count = Count("deliverables", filter=Q(deliverables__id__in=found.values("id")))
    strands = Strand.objects.annotate(count=count).order_by("strategy__position", "position", "id")
    names = ("code", "title", "count", "strategy__strand_noun", "strategy__deliverable_noun")
    return [FoundInStrand(*values) for values in strands.values_list(*names)]


def one_word(words: Iterable[str], otherwise: str) -> str:
    """The plans' own word, if they all use the same."""
    different = set(words)
    return different.pop() if len(different) == 1 else otherwise


class KnownCount(Paginator):  # type: ignore[type-arg]
    """Pages of a list that has been counted already."""

    def __init__(self, *args: Any, total: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.total = total

    @property
    def count(self) -> int:
        return self.total
