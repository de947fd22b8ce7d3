"""Reads for the list of the council's plans."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from core.words import count_words

from .models import Strategy


@dataclass(frozen=True)
class PlanLine:
    """One plan in the list, with how many strands it has, in the council's noun."""

    strategy: Strategy
    strands: str


def plan_lines() -> list[PlanLine]:
    """The council's plans in order (1 query)."""
    strategies = Strategy.objects.annotate(strand_count=Count("strands")).order_by("position", "id")
    return [PlanLine(each, count_words(each.strand_count, each.strand_noun.lower())) for each in strategies]
