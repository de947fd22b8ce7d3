"""Forms to add or change a board, and to change the order of the boards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from core.ui.edit_rows import RowForm
from core.ui.editing import EditForm
from core.ui.forms import Radios

from ..actions.boards import Parent
from ..models import Board, BoardLink

SPARE_PARENTS = 2
MIN_PARENTS = 3
MAX_QUORUM = 100


class BoardForm(EditForm):
    """A board: what it is called, what it is for, and which boards it reports to.

    `boards` are those that it may report to, and `links` its reporting lines now.
    """

    name = forms.CharField(label="Name", max_length=200)
    aliases = forms.CharField(
        label="Other names",
        required=False,
        help_text="Abbreviations and other names that people or the plan use. One on each line",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    kind = forms.ChoiceField(
        label="Kind", choices=Board.Kind.choices, initial=Board.Kind.BOARD, widget=Radios(inline=True)
    )
    purpose = forms.CharField(
        label="Purpose",
        required=False,
        max_length=2000,
        help_text="What it is for, in a sentence or two",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    quorum = forms.IntegerField(
        label="Quorum",
        required=False,
        min_value=1,
        max_value=MAX_QUORUM,
        help_text="How many of its seats must be represented at a meeting. Leave it empty if there is no rule",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            f"Enter the quorum as a whole number from 1 to {MAX_QUORUM}, or leave it empty",
        ),
    )

    def __init__(
        self,
        *args: Any,
        boards: Sequence[Board],
        board: Board | None = None,
        links: Sequence[BoardLink] = (),
        **kwargs: Any,
    ) -> None:
        self.by_id = {str(each.public_id): each for each in boards}
        self.numbers = range(1, max(MIN_PARENTS, len(links) + SPARE_PARENTS) + 1)
        shown = _shown(board, links, self.numbers) if board else None
        super().__init__(*args, shown=shown, **kwargs)
        if not boards:
            self.numbers = range(0)
        choices = [("", "Nobody"), *((key, each.name) for key, each in self.by_id.items())]
        for number in self.numbers:
            self.fields[f"parent_{number}"] = forms.ChoiceField(
                label=f"Reports to, board {number}" if number > 1 else "Reports to",
                choices=choices,
                required=False,
            )
            self.fields[f"to_confirm_{number}"] = forms.BooleanField(label="To confirm", required=False)
            self.fields[f"note_{number}"] = forms.CharField(label="Note", required=False, max_length=300)

    @property
    def parents(self) -> Iterable[tuple[Any, Any, Any]]:
        """The three fields of each board that it reports to."""
        for number in self.numbers:
            yield self[f"parent_{number}"], self[f"to_confirm_{number}"], self[f"note_{number}"]

    @property
    def own(self) -> list[Any]:
        return [self[name] for name in ("name", "aliases", "kind", "purpose", "quorum")]

    @property
    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        parents = [
            Parent(self.by_id[key], found[f"to_confirm_{number}"], found[f"note_{number}"])
            for number in self.numbers
            if (key := found[f"parent_{number}"])
        ]
        own = {name: found[name] for name in ("name", "kind", "purpose", "quorum")}
        return own | {"aliases": found["aliases"].splitlines(), "parents": parents}

    def refuse(self, problems: Mapping[str, str]) -> None:
        super().refuse({"parent_1" if name == "parents" else name: words for name, words in problems.items()})


def _shown(board: Board, links: Sequence[BoardLink], numbers: Iterable[int]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": board.name,
        "aliases": "\n".join(board.aliases),
        "kind": board.kind,
        "purpose": board.purpose,
        "quorum": board.quorum,
    }
    for number in numbers:
        link = links[number - 1] if number <= len(links) else None
        shown[f"parent_{number}"] = str(link.parent.public_id) if link else ""
        shown[f"to_confirm_{number}"] = bool(link and link.to_confirm)
        shown[f"note_{number}"] = link.note if link else ""
    return shown


class BoardOrderForm(RowForm):
    """The place of one board in the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remove", None)
        self.fields["place"].label = self.title
