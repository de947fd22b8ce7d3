"""Forms for a return, and for recording that it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.ui.editing import EditForm
from core.ui.forms import GovDateField
from strategies.models import Strategy

from ..actions import ReturnSaid, SendingSaid
from ..models import OwedReturn, Sending
from ..rules import Due, Repeats
from ..summaries import CalendarQuery
from .who import Who, key_of


class CalendarForm(forms.Form):
    """Filters of the calendar of returns."""

    q = forms.CharField(label="Words", required=False, max_length=200)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All"), *((each.value, each.word) for each in Due)]
    )
    plan = forms.ChoiceField(label="Plan", required=False)

    def __init__(self, *args: Any, plans: Sequence[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(each.public_id): each for each in plans}
        field: Any = self.fields["plan"]
        field.choices = [("", "All plans"), *((key, str(each)) for key, each in self.plans.items())]

    @property
    def in_sight(self) -> list[Any]:
        return [self[name] for name in ("q", "state", "plan")]

    @property
    def query(self) -> CalendarQuery:
        """What was asked for. What is not valid is left out."""
        self.full_clean()
        asked = self.cleaned_data
        plan = self.plans.get(asked.get("plan", ""))
        return CalendarQuery(
            words=asked.get("q", ""),
            state=asked.get("state", ""),
            plan=plan.public_id if plan else None,
        )


class ReturnForm(EditForm):
    in_errors = {
        "owed_to": "who it is owed to",
        "due_on": "the date it is due",
        "repeats": "how often it is owed",
    }
    title = forms.CharField(
        label="What is owed", max_length=200, help_text="Such as Quarterly progress report"
    )
    owed_to = forms.CharField(label="To whom", max_length=200)
    due_on = GovDateField(label="Due on")
    repeats = forms.ChoiceField(
        label="How often", choices=Repeats.choices(), help_text="The next one is added when this one is sent"
    )
    evidence = forms.CharField(
        label="With what evidence",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as minutes, figures or the signature of a post",
    )
    plan = forms.ChoiceField(label="About which plan", required=False)
    owner = forms.ChoiceField(label="Who answers for it", required=False)

    def __init__(self, *args: Any, who: Who, plans: Sequence[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who = who
        self.plans = {str(each.public_id): each for each in plans}
        plan: Any = self.fields["plan"]
        plan.choices = [("", "No single plan"), *((key, str(each)) for key, each in self.plans.items())]
        owner: Any = self.fields["owner"]
        owner.choices = who.choices("Nobody yet")

    @property
    def said_return(self) -> ReturnSaid:
        said = self.cleaned_data
        return ReturnSaid(
            title=said["title"],
            owed_to=said["owed_to"],
            due_on=said["due_on"],
            repeats=said["repeats"],
            evidence=said["evidence"],
            strategy=self.plans.get(said["plan"]),
            owner=self.who.get(said["owner"]),
        )

    @staticmethod
    def shown_of(owed: OwedReturn) -> dict[str, Any]:
        names = ("title", "owed_to", "due_on", "repeats", "evidence")
        plan = owed.strategy
        shown = {name: getattr(owed, name) for name in names}
        return shown | {"plan": str(plan.public_id) if plan else "", "owner": key_of(owed.owner)}


class SendingForm(EditForm):
    in_errors = {"sent_on": "the date it was sent", "sent_by": "who sent it"}
    sent_on = GovDateField(label="Sent on")
    sent_by = forms.ChoiceField(label="Sent by")
    reference = forms.CharField(label="Reference", required=False, max_length=100)

    def __init__(self, *args: Any, who: Who, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who = who
        sent_by: Any = self.fields["sent_by"]
        sent_by.choices = who.choices("Select who sent it")

    @property
    def sending(self) -> SendingSaid:
        said = self.cleaned_data
        return SendingSaid(said["sent_on"], self.who.get(said["sent_by"]), said["reference"])

    @staticmethod
    def shown_of(sending: Sending) -> dict[str, Any]:
        return {
            "sent_on": sending.sent_on,
            "sent_by": key_of(sending.person or sending.post),
            "reference": sending.reference,
        }
