"""JSON shapes of deliverables and progress updates, and the input of an update."""

from __future__ import annotations

from rest_framework import serializers

from api.shapes import Input, PersonName, Shape, choice, id_field, rag, text, texts
from core.periods import Precision
from core.rag import Rag

from .forms import WORDS_LIMIT
from .models import Assignment
from .rules.approval import ProposalState


class AssignmentShape(Shape):
    """A person or post that leads a deliverable or receives its progress reports, or a vacancy."""

    parts = ("name",)

    initials = text("person.initials")
    name = PersonName(
        help_text="A post's title or a person's name. A person's name is null without the scope people:read."
    )
    role = choice(Assignment.Role)
    qualifier = text(help_text="The area that the plan gives in brackets.")
    state = choice(Assignment.State)


class DuePointShape(Shape):
    """One dated part of a deliverable."""

    label = text()  # type: ignore[assignment]
    due_on = serializers.DateField(help_text="With precision `month`, the last day of the month.")
    precision = choice(Precision)
    source_text = text(help_text="As printed.")
    original_due_on = serializers.DateField(help_text="The original published date.")
    done_on = serializers.DateField(allow_null=True)


class DeliverableShape(Shape):
    """Something to be done by a date, with its stated RAG and its schedule RAG."""

    parts = (
        *("leads", "reporting_to", "due_points"),
        *("stated_rag", "schedule_rag", "schedule_reason", "last_update_on"),
    )

    id = id_field()
    strategy = id_field("strategy.public_id")
    strand = serializers.CharField(source="strand.code", help_text="The strand's code.")
    outcome = id_field("outcome.public_id", allow_null=True)
    number = text(help_text="As printed. It may repeat and does not give the order.")
    position = serializers.IntegerField(help_text="Place in the strand.")
    title = serializers.CharField()
    detail = texts()
    refers_to = text(help_text="Another plan that has the details.")
    leads = AssignmentShape(many=True)
    reporting_to = AssignmentShape(many=True)
    due_points = DuePointShape(many=True, help_text="Empty if the plan gives no date.")
    stated_rag = rag(help_text="The RAG rating in the latest update.")
    schedule_rag = rag(help_text="The RAG rating worked out from the due dates.")
    schedule_reason = serializers.CharField()
    last_update_on = serializers.DateField(allow_null=True)
    source_text = serializers.DictField(
        child=serializers.CharField(), help_text="Cells as printed: number, by_when, lead, reporting."
    )
    version = serializers.IntegerField(help_text="Increases with every change.")


PLACES = "Places of due points in the deliverable's `due_points`, counted from 1"


class ProgressUpdateShape(Shape):
    """One update on a deliverable for a quarter. It never changes. A later update replaces it."""

    id = id_field()
    deliverable = id_field("deliverable.public_id")
    quarter = serializers.CharField(source="period.label")
    rag = rag()
    narrative = text()
    reason = text()
    path_to_green = text()
    forecast_on = serializers.DateField(allow_null=True)
    done_points = serializers.ListField(
        child=serializers.IntegerField(), help_text=f"{PLACES}, that this update marked as done."
    )
    recorded_on = serializers.DateField(
        help_text="The council's day on which it was recorded: in a training council, its pinned day."
    )
    recorded_at = serializers.DateTimeField(help_text="The real time at which it was recorded.")
    by = PersonName("by_name")
    late = serializers.BooleanField(help_text="Recorded after the quarter's cut-off.")
    sample = serializers.BooleanField(help_text="Made up for the demonstration.")


class ProposedUpdateShape(Shape):
    """An update that waits for approval. It counts nowhere, and becomes a progress update once it is approved."""

    id = id_field()
    deliverable = id_field("deliverable.public_id")
    quarter = serializers.CharField(source="period.label")
    rag = rag()
    state = choice(ProposalState)
    recorded_at = serializers.DateTimeField(help_text="The real time at which it was sent.")


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
        help_text="The quarter of the update: `2016-17-Q1`. The default is the quarter in view: the "
        "earliest that is neither closed nor past its cut-off and days of grace.",
        error_messages={"blank": "Give the quarter like 2016-17-Q1, or leave it out."},
    )
    rag = choice(
        Rag,
        help_text="The stated RAG.",
        error_messages={
            "required": f"Give the RAG rating: {', '.join(Rag)}.",
            "null": f"Give the RAG rating: {', '.join(Rag)}.",
            "invalid_choice": f"“{{input}}” is not a RAG rating. Choose one of {', '.join(Rag)}.",
        },
    )
    narrative = _words("What has happened.")
    reason = _words("Why it is red or amber.")
    path_to_green = _words("Path to green.")
    forecast_on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="When it is now expected to be done. It cannot be before the quarter.",
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
        help_text="The version of the deliverable that you read. "
        "If it has changed since, the update is refused (412), as with If-Match.",
    )
