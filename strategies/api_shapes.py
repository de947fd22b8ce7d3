"""JSON shapes of a strategy and its parts."""

from __future__ import annotations

from rest_framework import serializers

from api.shapes import PersonName, Shape, choice, id_field, text, texts

from .models import Approval, CoverRole, FrameworkCell, Reference, Strategy


class ImprovementShape(Shape):
    """An improvement that would show that a key outcome is met."""

    number = serializers.CharField()
    text = serializers.CharField()


class KeyOutcomeShape(Shape):
    """A change for children that the whole strategy aims for."""

    parts = ("improvements",)

    id = id_field()
    number = text()
    title = serializers.CharField()
    improvements = ImprovementShape(many=True)


class ReferenceShape(Shape):
    """A reference of the strategy."""

    kind = choice(Reference.Kind)
    text = serializers.CharField()


class CoverRoleShape(Shape):
    """A role on the strategy's cover: a board, or a person with a post."""

    role = choice(CoverRole.Role)
    board = text("board.slug", help_text="The board's slug, or null for a person.")
    initials = text("person.initials")
    name = PersonName("person.name")
    post = text("post.title")
    organisation = text("post.organisation.name")


class SuccessMatrixCellShape(Shape):
    """What success looks like for one theme, its evidence or when it is expected."""

    theme = serializers.CharField()
    question = serializers.CharField()
    items = texts()
    horizon = text()


class FrameworkCellShape(Shape):
    """An inspection question, or the questions for one kind of need at one level."""

    kind = choice(FrameworkCell.Kind)
    need = text()
    questions = texts()


class StrategyShape(Shape):
    """A published strategy or action plan that is being delivered."""

    parts = ("key_outcomes", "references", "cover_roles", "success_matrix", "framework")

    id = id_field()
    slug = serializers.SlugField()
    title = serializers.CharField()
    kind = choice(Strategy.Kind)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    parent_plan = text()
    key_outcomes = KeyOutcomeShape(many=True)
    references = ReferenceShape(many=True)
    cover_roles = CoverRoleShape(many=True)
    success_matrix = SuccessMatrixCellShape(many=True)
    framework = FrameworkCellShape(many=True)


class ApprovalShape(Shape):
    """An approval of a version, or a stage that it reached."""

    parts = ("approver",)

    approver = PersonName(help_text="As printed. A person's name is null without the scope people:read.")
    kind = choice(Approval.Kind)
    on = serializers.DateField(source="approved_on")


class VersionShape(Shape):
    """A version of a strategy, as sent for approval."""

    parts = ("approvals",)

    id = id_field()
    strategy = id_field("strategy.public_id")
    label = serializers.CharField()  # type: ignore[assignment]
    published_on = serializers.DateField(
        allow_null=True, help_text="Day on which it was published with a frozen copy."
    )
    withdrawn_on = serializers.DateField(
        allow_null=True, help_text="Day on which it was given up after some had approved it."
    )
    approvals = ApprovalShape(many=True)


class PriorityShape(Shape):
    """A coded aim of a strand, as in the contents page."""

    code = serializers.CharField()
    title = serializers.CharField()


class StrandShape(Shape):
    """A main section of a strategy. The council may call it a section."""

    parts = ("monitored_by", "priorities")

    id = id_field()
    strategy = id_field("strategy.public_id")
    code = serializers.CharField()
    title = serializers.CharField()
    aliases = texts()
    position = serializers.IntegerField()
    monitored_by = texts(help_text="Slugs of the boards that oversee this strand.")
    priorities = PriorityShape(many=True)


class OutcomeShape(Shape):
    """A change that a strand aims for."""

    parts = ("measures",)

    id = id_field()
    strand = id_field("strand.public_id")
    title = serializers.CharField()
    is_query = serializers.BooleanField(help_text="The plan has an editor's question here.")
    measures = texts(help_text="Evidence of the outcome.")
    position = serializers.IntegerField()
    source_text = text(help_text="As printed.")
