"""The scale and the criteria that a template brings into a new plan. `plan_templates` finds this by the AppConfig."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from councils.actors import Actor
from strategies.models import Strategy

from .actions import CriterionRow, LevelRow, save_criteria, save_scale


class Level(Protocol):
    @property
    def word(self) -> str: ...


class CriterionSaid(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...


class Template(Protocol):
    """The part of a template that an assessment begins with."""

    @property
    def levels(self) -> Sequence[Level]: ...
    @property
    def criteria(self) -> Sequence[CriterionSaid]: ...


def start_assessment(*, strategy: Strategy, template: Template, by: Actor) -> None:
    """Give a new plan the scale and the criteria of its template, if it has any. Raises ChangeRefused."""
    if template.levels:
        levels = [LevelRow(None, each.word) for each in template.levels]
        save_scale(strategy=strategy, levels=levels, removed=(), by=by)
    if template.criteria:
        criteria = [CriterionRow(None, each.title, each.text) for each in template.criteria]
        save_criteria(strategy=strategy, criteria=criteria, removed=(), by=by)
