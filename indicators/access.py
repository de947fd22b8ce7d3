"""Fetch a single indicator, value or expected effect of the current council, or raise a 404 that says so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404

from .models import (
    BenchmarkSource,
    ExpectedEffect,
    Indicator,
    NeighbourList,
    Predecessor,
    Reading,
    Rebase,
    SeriesBreak,
    Target,
    Trajectory,
)


def get_indicator(public_id: UUID | str) -> Indicator:
    """Indicator with its strategy, key outcome, the rows above it and its replacement. Raises Http404."""
    related = Indicator.objects.with_parents().select_related(
        "strategy", "key_outcome", "replaced_by", "owner_person", "owner_post"
    )
    try:
        found: Indicator = related.get(public_id=public_id)
        return found
    except (Indicator.DoesNotExist, ValidationError):
        raise Http404("Indicator not found.") from None


def get_row(public_id: UUID | str, *, lock: bool = False) -> Indicator:
    """Indicator with what its forms show: strategy, key outcome, the rows above it and its owner. Raises Http404.

    With `lock`, others who would change it wait until this request has ended.
    """
    found = Indicator.objects.with_parents().select_related(
        *("strategy", "key_outcome", "owner_person", "owner_post", "replaced_by"),
        *("parent__strategy", "parent__key_outcome"),
    )
    if lock:
        found = found.select_for_update(of=("self",))
    try:
        row: Indicator = found.get(public_id=public_id)
        return row
    except Indicator.DoesNotExist:
        raise Http404("Indicator not found.") from None


def get_reading(indicator: Indicator, public_id: UUID, *, lock: bool = False) -> Reading:
    try:
        reading: Reading = _locked(Reading.objects.filter(indicator=indicator), lock).get(public_id=public_id)
        return reading
    except Reading.DoesNotExist:
        raise Http404("This indicator has no such figure. It may have been removed.") from None


def get_target(indicator: Indicator, public_id: UUID, *, lock: bool = False) -> Target:
    try:
        target: Target = _locked(Target.objects.filter(indicator=indicator), lock).get(public_id=public_id)
        return target
    except Target.DoesNotExist:
        raise Http404("This indicator has no such target. It may have been removed.") from None


def get_break(indicator: Indicator, public_id: UUID, *, lock: bool = False) -> SeriesBreak:
    breaks = SeriesBreak.objects.filter(indicator=indicator)
    try:
        found: SeriesBreak = _locked(breaks, lock).get(public_id=public_id)
        return found
    except SeriesBreak.DoesNotExist:
        raise Http404("This indicator has no such break in its series. It may have been removed.") from None


def get_predecessor(public_id: UUID, *, lock: bool = False) -> Predecessor:
    try:
        found: Predecessor = _locked(Predecessor.objects.all(), lock).get(public_id=public_id)
        return found
    except Predecessor.DoesNotExist:
        raise Http404("Predecessor not found. It may have been removed.") from None


def get_rebase(indicator: Indicator, public_id: UUID, *, lock: bool = False) -> Rebase:
    try:
        found = _locked(Rebase.objects.standing().filter(indicator=indicator), lock)
        rebase: Rebase = found.get(public_id=public_id)
        return rebase
    except Rebase.DoesNotExist:
        raise Http404("This indicator has no such re-base. It may have been removed.") from None


def get_effect(public_id: UUID, *, lock: bool = False) -> ExpectedEffect:
    """Expected effect with its deliverable and its indicator."""
    related = ExpectedEffect.objects.select_related(
        "deliverable__strand", "deliverable__strategy", "indicator__parent__parent__parent"
    )
    try:
        effect: ExpectedEffect = _locked(related, lock).get(public_id=public_id)
        return effect
    except ExpectedEffect.DoesNotExist:
        raise Http404("Expected effect not found. It may have been removed.") from None


def get_source(public_id: UUID) -> BenchmarkSource:
    """A statistics file, waiting to be loaded or loaded."""
    try:
        source: BenchmarkSource = BenchmarkSource.objects.get(public_id=public_id)
        return source
    except BenchmarkSource.DoesNotExist:
        raise Http404("Statistics file not found. It may have been withdrawn.") from None


def get_neighbours(public_id: UUID, *, lock: bool = False) -> NeighbourList:
    try:
        found: NeighbourList = _locked(NeighbourList.objects.all(), lock).get(public_id=public_id)
        return found
    except NeighbourList.DoesNotExist:
        raise Http404("List of neighbours not found. It may have been removed.") from None


def get_trajectory(public_id: UUID, *, lock: bool = False) -> Trajectory:
    """Trajectory with its indicator and the rows above that."""
    related = Trajectory.objects.select_related("indicator__parent__parent__parent")
    try:
        trajectory: Trajectory = _locked(related, lock).get(public_id=public_id)
        return trajectory
    except Trajectory.DoesNotExist:
        raise Http404("Trajectory not found. It may have been removed.") from None


def _locked(rows: Any, lock: bool) -> Any:
    return rows.select_for_update(of=("self",)) if lock else rows
