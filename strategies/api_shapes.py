"""A strategy and its parts as the API shows them."""

from __future__ import annotations

from rest_framework import serializers

from councils.api_shapes import PersonName, Shape, choice, id_field, text, texts

from .models import Approval, CoverRole, FrameworkCell, Reference, Strategy


class ImprovementShape(Shape):
    """An improvement by which a key outcome would show."""

    number = serializers.CharField()
    text = serializers.CharField()


class KeyOutcomeShape(Shape):
    """A change for children that the whole strategy aims at."""

    parts = ("improvements",)

    id = id_field()
    number = text()
    title = serializers.CharField()
    improvements = ImprovementShape(many=True)


class ReferenceShape(Shape):
    """Something that the strategy stands on."""

    kind = choice(Reference.Kind)
    text = serializers.CharField()


class CoverRoleShape(Shape):
    """Who stands on the strategy's cover: a board, or a person with a post."""

    role = choice(CoverRole.Role)
    board = text("board.slug", help_text="The board's slug; null for a person.")
    initials = text("person.initials")
    name = PersonName("person.name")
    post = text("post.title")
    organisation = text("post.organisation.name")


class SuccessMatrixCellShape(Shape):
    """What success looks like, how it is evidenced, or when it is expected, for one theme."""

    theme = serializers.CharField()
    question = serializers.CharField()
    items = texts()
    horizon = text()


class FrameworkCellShape(Shape):
    """An inspection question, or what is asked of one kind of need at one level."""

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
    """A version approved on a day, or a stage that it reached."""

    parts = ("approver",)

    approver = PersonName(help_text="As printed; a person's name is null without the scope people:read.")
    kind = choice(Approval.Kind)
    on = serializers.DateField(source="approved_on")


class VersionShape(Shape):
    """A version of a strategy as it went round for approval."""

    parts = ("approvals",)

    id = id_field()
    strategy = id_field("strategy.public_id")
    label = serializers.CharField()  # type: ignore[assignment]
    approvals = ApprovalShape(many=True)


class PriorityShape(Shape):
    """A coded aim of a strand, as the contents page lists it."""

    code = serializers.CharField()
    title = serializers.CharField()


class StrandShape(Shape):
    """A top division of a strategy; a council may call it a section."""

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
    """A change that one strand seeks."""

    parts = ("measures",)

    id = id_field()
    strand = id_field("strand.public_id")
    title = serializers.CharField()
    is_query = serializers.BooleanField(help_text="The plan has an editor's question here.")
    measures = texts(help_text="Evidence of the outcome.")
    position = serializers.IntegerField()
    source_text = text(help_text="As printed.")
