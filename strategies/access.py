"""Fetch one strategy, strand or quarter of the current council, or raise Http404 with a sentence.

No other functions fetch a single one.
"""

from __future__ import annotations

from django.http import Http404

from .models import ReportingPeriod, Strand, Strategy


def get_strategy(slug: str, *, lock: bool = False) -> Strategy:
    """With `lock`, nobody else can change the strategy or its lists until the transaction ends."""
    strategies = Strategy.objects.select_for_update() if lock else Strategy.objects.all()
    try:
        strategy: Strategy = strategies.get(slug=slug)
    except Strategy.DoesNotExist:
        raise Http404("Strategy not found.") from None
    return strategy


def get_strand(strategy: Strategy, code: str, *, lock: bool = False) -> Strand:
    """With `lock`, nobody else can change the strand or its lists until the transaction ends."""
    strands = Strand.objects.select_related("strategy")
    if lock:
        strands = strands.select_for_update(of=("self",))
    try:
        strand: Strand = strands.get(strategy=strategy, code=code)
    except Strand.DoesNotExist:
        raise Http404(f"{strategy.title} has no {strategy.strand_noun.lower()} {code}.") from None
    return strand


def get_period(label: str, *, lock: bool = False) -> ReportingPeriod:
    """With `lock`, nobody else can change the quarter until the transaction ends. Without, it has its beginning."""
    every = ReportingPeriod.objects
    periods = every.select_for_update() if lock else every.with_beginning()
    try:
        return periods.get(label=label)
    except ReportingPeriod.DoesNotExist:
        known = ", ".join(ReportingPeriod.objects.in_order().values_list("label", flat=True))
        raise Http404(f"Quarter {label} not found. Quarters: {known or 'none'}.") from None
