"""Add to the outcomes of a plan what a file says about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Measure, Outcome

LONGEST_MEASURE = 300


def add_to_outcomes(
    *,
    measures: Mapping[Outcome, Sequence[str]],
    questions: Collection[Outcome],
    by: Actor,
    verb: str = "outcomes.changed",
) -> bool:
    """Add the measures that outcomes do not have yet, and mark outcomes that are an editor's open question (4 queries).

    A measure that is too long for its row is split. Return whether anything is different now.
    """
    require(by, Permission.PLAN_CHANGE)
    with recorded(verb, actor=by.reference):
        last: dict[int, int] = {}
        known: set[tuple[int, str]] = set()
        for stored in Measure.objects.filter(outcome__in=[outcome.pk for outcome in measures]):
            known.add((stored.outcome_id, stored.text))
            last[stored.outcome_id] = max(last.get(stored.outcome_id, 0), stored.position)
        new = []
        for outcome, texts in measures.items():
            for text in (part for each in texts for part in parts_of(each)):
                if (outcome.pk, text) not in known:
                    known.add((outcome.pk, text))
                    last[outcome.pk] = last.get(outcome.pk, 0) + 1
                    new.append(Measure(outcome=outcome, text=text, position=last[outcome.pk]))
        marked = [each for each in questions if not each.is_query]
        for each in marked:
            each.is_query = True
        if new:
            Measure.objects.bulk_create(new)
        if marked:
            Outcome.objects.bulk_update(marked, ["is_query"])
    return bool(new or marked)


def parts_of(text: str) -> list[str]:
    """The text in parts that fit into a measure, divided between words."""
    parts, rest = [], " ".join(text.split())
    while len(rest) > LONGEST_MEASURE:
        at = rest.rfind(" ", 0, LONGEST_MEASURE + 1)
        at = at if at > 0 else LONGEST_MEASURE
        parts.append(rest[:at])
        rest = rest[at:].strip()
    return [*parts, rest] if rest else parts
