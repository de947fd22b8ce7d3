"""Forms for calendar addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from core.ui.editing import EditForm

from .rules import Kind
from .summaries import Offer

GROUPS = ((Kind.BOARD, "Boards and groups"), (Kind.STRATEGY, "Plans"))


class AddressForm(EditForm):
    """Which calendar an address is for."""

    calendar = forms.ChoiceField(
        label="Calendar",
        help_text="My work has your due dates, the returns that you answer for and the meetings of your boards",
    )

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {offer.key: offer for offer in offers}
        field: Any = self.fields["calendar"]
        field.choices = [
            *((offer.key, offer.name) for offer in offers if offer.about is None),
            *(
                (label, grouped)
                for kind, label in GROUPS
                if (grouped := [(offer.key, offer.name) for offer in offers if offer.kind == kind])
            ),
        ]

    @property
    def chosen(self) -> tuple[Kind, UUID | None]:
        offer = self.offers[self.cleaned_data["calendar"]]
        return offer.kind, offer.about


class ConfirmForm(EditForm):
    """Nothing to type: sending it is the confirmation."""
