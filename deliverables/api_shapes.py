"""Deliverables and progress updates as the API shows and takes them."""

from __future__ import annotations

from rest_framework import serializers

from api.shapes import Input, PersonName, Shape, choice, id_field, rag, text, texts
from core.periods import Precision
from core.rag import Rag

from .forms import WORDS_LIMIT
from .models import Assignment


class AssignmentShape(Shape):
    """A person or post that leads a deliverable or receives its progress, or a vacancy to settle."""

    parts = ("name",)

    initials = text("person.initials")
    name = PersonName(help_text="A post's title, or a person's name: null without the scope people:read.")
    role = choice(Assignment.Role)
    qualifier = text(help_text="What the plan adds in brackets: for which area.")
    state = choice(Assignment.State)


class DuePointShape(Shape):
    """One dated part of a deliverable."""

    label = text()  # type: ignore[assignment]
    due_on = serializers.DateField(help_text="With precision month, the last day of it.")
    precision = choice(Precision)
    source_text = text(help_text="As printed.")
    original_due_on = serializers.DateField(help_text="The date first published.")
    done_on = serializers.DateField(allow_null=True)


class DeliverableShape(Shape):
    """A thing to be done by a date, with what was stated of it and what its dates say, side by side."""

    parts = (
        *("leads", "reporting_to", "due_points"),
        *("stated_rag", "schedule_rag", "schedule_reason", "last_update_on"),
    )

    id = id_field()
    strategy = id_field("strategy.public_id")
    strand = serializers.CharField(source="strand.code", help_text="The strand's code.")
    outcome = id_field("outcome.public_id", allow_null=True)
    number = text(help_text="As printed: it may repeat, and does not say the order.")
    position = serializers.IntegerField(help_text="Place in the strand.")
    title = serializers.CharField()
    detail = texts()
    refers_to = text(help_text="Another plan that says what is to be done.")
    leads = AssignmentShape(many=True)
    reporting_to = AssignmentShape(many=True)
    due_points = DuePointShape(many=True, help_text="Empty where the plan gives no date.")
    stated_rag = rag(help_text="What the latest update says; it stands until the next one.")
    schedule_rag = rag(help_text="What the dates say, whatever was stated.")
    schedule_reason = serializers.CharField()
    last_update_on = serializers.DateField(allow_null=True)
    source_text = serializers.DictField(
        child=serializers.CharField(), help_text="Cells as printed: number, by_when, lead, reporting."
    )
    version = serializers.IntegerField(help_text="Goes up with every change.")


PLACES = "Places of due points in the deliverable's `due_points`, counted from 1"


class ProgressUpdateShape(Shape):
    """One statement on a deliverable for a quarter. It is never changed: a later one takes its place."""

    id = id_field()
    deliverable = id_field("deliverable.public_id")
    quarter = serializers.CharField(source="period.label")
    rag = rag()
    narrative = text()
    reason = text()
    path_to_green = text()
    forecast_on = serializers.DateField(allow_null=True)
    done_points = serializers.ListField(
        child=serializers.IntegerField(), help_text=f"{PLACES}, that this update called done."
    )
    recorded_at = serializers.DateTimeField()
    by = PersonName("by_name")
    late = serializers.BooleanField(help_text="Recorded after the quarter's cut-off.")
    sample = serializers.BooleanField(help_text="Invented for demonstration.")


def _words(words: str) -> serializers.CharField:
    return serializers.CharField(
        required=False, allow_null=True, allow_blank=True, max_length=WORDS_LIMIT, help_text=words
    )


class ProgressInput(Input):
    """A progress update to record. Red and amber need `reason`, `path_to_green` and `forecast_on`."""

    deliverable = serializers.UUIDField(
        help_text="The deliverable's id.",
        error_messages={
            "required": "Give the id of the deliverable.",
            "null": "Give the id of the deliverable.",
            "invalid": "Give the deliverable's id as “deliverables” shows it.",
        },
    )
    quarter = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="The quarter to speak for: `2016-17-Q1`. If not given, the earliest that is not closed.",
        error_messages={"blank": "Write the quarter like 2016-17-Q1, or leave it out."},
    )
    rag = choice(
        Rag,
        help_text="How it stands.",
        error_messages={
            "required": f"Give the rating: {', '.join(Rag)}.",
            "null": f"Give the rating: {', '.join(Rag)}.",
            "invalid_choice": f"“{{input}}” is not a rating. Choose one of {', '.join(Rag)}.",
        },
    )
    narrative = _words("What has happened.")
    reason = _words("Why it is red or amber.")
    path_to_green = _words("How it will get back to green.")
    forecast_on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="When it is now expected to be done; not before the quarter.",
        error_messages={"invalid": "Write the date like 2016-09-30."},
    )
    done_points = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        required=False,
        help_text=f"{PLACES}, that are done today.",
    )
    version = serializers.IntegerField(
        required=False,
        allow_null=True,
        help_text="The deliverable's version that you read: refused (412) if it has changed since, as with If-Match.",
    )
