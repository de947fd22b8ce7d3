"""Say which figures an undo puts back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from core.periods import Period
from core.words import count_words
from councils.models import Change

from ..models import Indicator, NotExpected, Reading


def undone_words(changes: Sequence[Change]) -> str:
    """ "figures of 4 indicators for Q1 2016–17" of an act that is about figures, else "" (at most 3 queries).

    The act is still in effect, so the rows that it corrected and added are there.
    """
    models = {model._meta.db_table: model for model in (Reading, NotExpected)}
    if not all(change.table in models for change in changes):
        return ""
    places: set[tuple[int, str]] = set()
    corrected: dict[Any, list[UUID]] = {model: [] for model in models.values()}
    for change in changes:
        row = change.before if change.op == Change.Op.DELETE else change.after
        if change.op == Change.Op.UPDATE:
            corrected[models[change.table]].append(change.object_id)
        elif row:
            places.add((row["indicator_id"], row["period"]))
    for model, ids in corrected.items():
        if ids:
            places |= set(model.objects.filter(public_id__in=ids).values_list("indicator_id", "period"))
    indicators, periods = {key for key, _ in places}, {token for _, token in places}
    when = (
        Period.parse(min(periods)).short_words if len(periods) == 1 else count_words(len(periods), "period")
    )
    if len(indicators) > 1:
        return f"figures of {count_words(len(indicators), 'indicator')} for {when}"
    row = Indicator.objects.with_parents().get(pk=min(indicators))
    return f"{'figure' if len(periods) == 1 else 'figures'} of {row.full_name} for {when}"
