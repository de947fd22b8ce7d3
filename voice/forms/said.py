"""Form of an entry of "You said, we did", and the filters of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from boards.models import Board
from core.ui.editing import EditForm
from core.ui.forms import Checkboxes
from core.words import plural
from deliverables.models import Deliverable
from strategies.models import ReportingPeriod

from ..actions import EntryFacts
from ..models import SaidAndDid
from ..rules import Publishing
from ..summaries import SaidQuery
from ..summaries.said import BOARD
from .comments import words

NOBODY_NAMED = "Name no children, families, officers or members of boards."


def who_choices(boards: Sequence[Board]) -> list[tuple[str, Any]]:
    """Groups and boards to choose from."""
    groups: list[tuple[str, Any]] = [("Groups", SaidAndDid.Group.choices)]
    own = [(f"{BOARD}{each.slug}", each.name) for each in boards]
    return groups + ([("Boards and groups", own)] if own else [])


class SaidForm(EditForm):
    """All that an entry says."""

    in_errors = {"who": "who said it", "you_said": "what they said", "we_did": "what was done"}

    title = forms.CharField(
        label="Heading", max_length=200, help_text="What it is about, such as “Waiting for a plan”"
    )
    who = forms.ChoiceField(label="Who said it?")
    you_said = words("You said", f"What they asked for or told you, as they would say it. {NOBODY_NAMED}")
    we_did = words("We did", f"What has changed, or why it cannot change. {NOBODY_NAMED}")
    period = forms.ChoiceField(label="Quarter (optional)", required=False)
    deliverables = forms.MultipleChoiceField(required=False, widget=Checkboxes(small=True))

    def __init__(
        self,
        *args: Any,
        boards: Sequence[Board],
        periods: Sequence[ReportingPeriod],
        deliverables: Sequence[Deliverable],
        noun: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.boards = {f"{BOARD}{each.slug}": each for each in boards}
        self.periods = {each.label: each for each in periods}
        self.rows = {str(each.public_id): each for each in deliverables}
        several = len({each.strategy_id for each in deliverables}) > 1
        choices: dict[str, Any] = {
            "who": [("", "Choose"), *who_choices(boards)],
            "period": [("", "None"), *((each.label, each.quarter.words) for each in periods)],
            "deliverables": [
                (key, f"{each.name} ({each.strategy.title})" if several else each.name)
                for key, each in self.rows.items()
            ],
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered
        self.fields["deliverables"].label = f"{plural(noun)} by which it was done (optional)"

    @property
    def facts(self) -> EntryFacts:
        said = self.said
        return EntryFacts(
            **{name: said[name] for name in ("title", "you_said", "we_did")},
            who=self.boards.get(said["who"], said["who"]),
            period=self.periods.get(said["period"]),
            deliverables=[self.rows[key] for key in said["deliverables"]],
        )


class SaidFilterForm(forms.Form):
    """Which entries are listed. What is not valid is left out."""

    who = forms.ChoiceField(label="Who said it", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *Publishing.choices()])

    def __init__(self, *args: Any, boards: Sequence[Board], prepares: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["who"]
        who.choices = [("", "All"), *who_choices(boards)]
        if not prepares:
            del self.fields["state"]

    @property
    def in_sight(self) -> list[Any]:
        return list(self)

    @property
    def query(self) -> SaidQuery:
        self.full_clean()
        return SaidQuery(who=self.cleaned_data.get("who", ""), state=self.cleaned_data.get("state", ""))
