"""Filters of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from boards.models import Board

from ..rules import Kind, State
from ..summaries.register import RegisterQuery


class RegisterForm(forms.Form):
    """Which entries are listed. What is not valid is left out."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    board = forms.ChoiceField(label="Board", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *Kind.choices()])
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *State.choices()])
    owner = forms.ChoiceField(label="Owner", required=False)
    overdue = forms.BooleanField(label="Overdue", required=False)
    ticks_legend = "Only"

    def __init__(
        self, *args: Any, boards: Sequence[Board], owners: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Sequence[tuple[str, str]]] = {
            "board": [(each.slug, each.name) for each in boards],
            "owner": owners,
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", "All" if name == "board" else "Anyone"), *offered]

    @property
    def in_sight(self) -> list[Any]:
        return [self[name] for name in ("q", "board", "kind", "state", "owner")]

    @property
    def ticks(self) -> list[Any]:
        return [self["overdue"]]

    @property
    def query(self) -> RegisterQuery:
        self.full_clean()
        asked = self.cleaned_data
        texts = ("board", "kind", "state", "owner")
        return RegisterQuery(
            words=asked.get("q", ""),
            overdue=asked.get("overdue", False),
            **{name: asked.get(name, "") for name in texts},
        )
