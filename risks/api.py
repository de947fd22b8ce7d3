"""Risks over the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from api.collections import Collection
from api.shapes import PersonName, Row, Shape, choice, id_field, ids_by_owner, text

from .filters import RiskFilter
from .models import Risk, RiskLink, RiskScale
from .rules import MOST_STEPS, Score, is_above_target, is_review_overdue


def _level(help_text: str = "") -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=MOST_STEPS, help_text=help_text)


def _target_level() -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=1, max_value=MOST_STEPS, allow_null=True, help_text="Null without a target."
    )


class RiskShape(Shape):
    """What may keep a plan from being delivered. Scores are likelihood × impact."""

    parts = (
        *("inherent_score", "current_score", "current_band", "target_score"),
        *("is_above_target", "is_review_overdue", "deliverables"),
    )

    id = id_field()
    strategy = id_field("strategy.public_id")
    number = serializers.IntegerField(help_text="Counts the risks of the strategy from 1.")
    title = serializers.CharField()
    status = choice(Risk.Status)
    cause = text()
    event = text()
    effect = text()
    inherent_likelihood = _level("As if nothing were done. A step of the council's scale, from 1.")
    inherent_impact = _level()
    inherent_score = serializers.IntegerField()
    current_likelihood = _level("With what is done now.")
    current_impact = _level()
    current_score = serializers.IntegerField()
    current_band = serializers.CharField(
        help_text="The council's own word for a score as high as this. No RAG: a risk says what may happen."
    )
    target_likelihood = _target_level()
    target_impact = _target_level()
    target_score = serializers.IntegerField(allow_null=True)
    is_above_target = serializers.BooleanField(help_text="Open, and its score is above its target.")
    mitigation = text()
    owner_initials = text("owner.initials")
    owner_name = PersonName("owner.name")
    owner_post = text("owner_post.title", help_text="The post that owns it, if no person does.")
    review_on = serializers.DateField(allow_null=True, help_text="The next review.")
    is_review_overdue = serializers.BooleanField(help_text="As at the council's today.")
    deliverables = serializers.ListField(
        child=serializers.UUIDField(),
        help_text="Ids of the deliverables that it threatens. Dropped ones are left out.",
    )
    sample = serializers.BooleanField(help_text="Invented for the demonstration.")


class Risks(Collection):
    """Risks of the strategies, by number."""

    shape = RiskShape
    noun = "risk"
    order = ("strategy__position", "strategy_id", "number", "id")
    filterset_class = RiskFilter

    def get_queryset(self) -> QuerySet[Any]:
        return Risk.objects.all()

    def complete(self, rows: dict[int, Row]) -> None:
        links = RiskLink.objects.filter(deliverable__dropped_on=None)
        threatened = ids_by_owner(links, "risk_id", "deliverable", rows)
        scale = RiskScale.current()
        for risk_id, row in rows.items():
            current = Score(row["current_likelihood"], row["current_impact"], scale)
            target = row["target_likelihood"] and row["target_likelihood"] * row["target_impact"]
            is_open = row["status"] == Risk.Status.OPEN
            row |= {
                "inherent_score": row["inherent_likelihood"] * row["inherent_impact"],
                "current_score": current.number,
                "current_band": current.band.word,
                "target_score": target,
                "is_above_target": is_above_target(is_open=is_open, current=current.number, target=target),
                "is_review_overdue": is_review_overdue(
                    is_open=is_open, review_on=row["review_on"], today=self.today
                ),
                "deliverables": threatened[risk_id],
            }
