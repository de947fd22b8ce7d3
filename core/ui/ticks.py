"""Forms in which people tick rows of a long list, with a filter that keeps what was ticked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from .editing import EditForm

SHOW = "show"
"""Step of the form that filters and saves nothing."""


@dataclass(frozen=True, slots=True)
class Box:
    """One row to tick."""

    key: str
    label: str
    ticked: bool


class FilteredTicksForm(EditForm):
    """Ticks in the field that `ticks` names. Those that the filter hides keep their ticks.

    `may_be_ticked` are the keys of all rows, set by the form.
    """

    ticks: ClassVar[str]
    may_be_ticked: Collection[str]

    @property
    def only_filters(self) -> bool:
        """Whether the form was sent to filter what it shows, not to save."""
        return self.is_bound and self.data.get("step") == SHOW

    @property
    def may_save(self) -> bool:
        return not self.only_filters and super().may_save

    @property
    def status(self) -> int:
        return 200 if self.only_filters and not (self.errors or self.clashes) else super().status

    @property
    def ticked(self) -> set[str]:
        """Keys of those that are ticked, saved or not."""
        data: Any = self.data
        keys = data.getlist(self.ticks) if self.is_bound else self.shown[self.ticks]
        return {*keys} & {*self.may_be_ticked}
