"""Models for deliverables, their due points, and the people assigned to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import Truncator

from core.periods import Precision, Quarter
from councils.models import Organisation, Person, Post
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, CouncilQuerySet, council_manager
from strategies.models import Outcome, Strand, Strategy, begun_by

from ..rules.numbers import number_key


def reference_of(code: str, number: str) -> str:
    """Reference from strand code and printed number, such as A1 or 1.1. Only the code if no number is printed.

    A number that is printed with the code of its strand, such as 1.10 in strand 1, is the reference.
    """
    number = number.rstrip(".")
    if number.startswith(f"{code}.") and code[-1:].isdigit():
        return number
    return f"{code}.{number}" if code[-1:].isdigit() and number[:1].isdigit() else f"{code}{number}"


def name_of(code: str, number: str, title: str) -> str:
    """Reference and title if the plan prints a number, else only the title."""
    return f"{reference_of(code, number)} {title}" if number else title


PLAN_ORDER = ("strategy__position", "strand__position", "position", "id")
ONE_OF_EACH = ("strategy", "strand", "outcome", "accountable", "accountable_person")
"""What a list shows of each deliverable and there is one of: loaded in the same statement."""
HOLDER = ("person__organisation", "post__organisation")


class DeliverableQuerySet(CouncilQuerySet["Deliverable"]):
    def in_plan_order(self) -> DeliverableQuerySet:
        return self.order_by(*PLAN_ORDER)

    def to_link(self, strategy: Strategy, also: Q) -> DeliverableQuerySet:
        """The plan's rows, in its order, that something can be linked to: those not dropped, and what `also` finds."""
        rows = self.filter(strategy=strategy).filter(Q(dropped_on=None) | also)
        return rows.in_plan_order().select_related("strand__strategy", "strategy")

    def begun_by(self, quarter: Quarter) -> DeliverableQuerySet:
        """Filter deliverables of plans that count in this quarter."""
        return self.filter(begun_by(quarter, "strategy__"))

    def naming(self, person_id: int) -> DeliverableQuerySet:
        """Filter deliverables that name this person in any role, directly or through a post that they hold."""
        assignments = Assignment.objects.filter(Q(person_id=person_id) | Q(post__holder_id=person_id))
        return self.filter(id__in=assignments.values("deliverable_id"))

    def numbered_as(self, deliverable: Deliverable) -> DeliverableQuerySet:
        """The others of its strand that have its number: "11." is "11". None if it has no number."""
        key = number_key(deliverable.number)
        if not key:
            return self.none()
        bare = Lower(Func(F("number"), Value("."), function="rtrim"))
        others = self.filter(strand_id=deliverable.strand_id).exclude(pk=deliverable.pk)
        return others.alias(bare_number=bare).filter(bare_number=key).select_related("strand").in_plan_order()

    def with_parts(self) -> DeliverableQuerySet:
        """Load what a list shows: strategy, strand, outcome, organisation, due points and people (3 queries)."""
        people = Assignment.objects.select_related(*HOLDER)
        return self.select_related(*ONE_OF_EACH).prefetch_related(
            "due_points", models.Prefetch("assignments", people)
        )

    def named_with_parts(self) -> list[Deliverable]:
        """Those that name somebody or have a vacancy, in plan order, as `with_parts` loads them (2 queries).

        Reads people and deliverables in one statement.
        """
        rows: dict[int, Deliverable] = {}
        people: dict[int, list[Assignment]] = {}
        of_each = (f"deliverable__{each}" for each in ONE_OF_EACH)
        named = Assignment.objects.filter(deliverable__in=self).select_related(*HOLDER, *of_each)
        for each in named.order_by(*(f"deliverable__{column}" for column in PLAN_ORDER), "position", "id"):
            each.deliverable = rows.setdefault(each.deliverable_id, each.deliverable)
            people.setdefault(each.deliverable_id, []).append(each)
        found = list(rows.values())
        for row in found:  # as prefetch_related keeps them
            loaded = row.assignments.all()
            loaded._result_cache = people[row.pk]
            row._prefetched_objects_cache = {"assignments": loaded}  # type: ignore[attr-defined]
        models.prefetch_related_objects(found, "due_points")
        return found


def in_the_plan() -> DeliverableQuerySet:
    """Manager of the deliverables that have not been dropped. It has the queryset's methods, so it is typed as one."""

    class InThePlan(CouncilManager.from_queryset(DeliverableQuerySet)):  # type: ignore[misc]
        def get_queryset(self) -> DeliverableQuerySet:
            rows: DeliverableQuerySet = super().get_queryset().filter(dropped_on=None)
            return rows

    return cast(DeliverableQuerySet, InThePlan())


class Deliverable(CouncilModel):
    """Something to be done by a date. A plan may call it a milestone.

    `number` is text as printed. It may repeat or be missing, so never sort by it. `source_text` has the number, date,
    lead and reporting cells as printed. `version` counts changes, to detect stale forms and for ETags.

    A dropped deliverable keeps its history, and `objects` does not show it. Only its own page, history and what
    numbers positions read `with_dropped`. `merged_into` is the deliverable that took its place, if any.
    """

    strategy = CouncilForeignKey(Strategy, on_delete=models.PROTECT, related_name="deliverables")
    strand = CouncilForeignKey(Strand, on_delete=models.PROTECT, related_name="deliverables")
    outcome = CouncilForeignKey(
        Outcome, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliverables"
    )
    accountable = CouncilForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliverables"
    )
    accountable_person = CouncilForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="accountable_for"
    )
    number = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    detail = ArrayField(models.TextField(), default=list, blank=True)
    refers_to = models.CharField(max_length=300, blank=True)
    source_text = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_reason = models.TextField(blank=True, default="", db_default="")
    merged_into = CouncilForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged_from"
    )

    objects = in_the_plan()
    with_dropped = council_manager(DeliverableQuerySet)

    log_name = "{strand__code}{number} {title}"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "strand", "position"],
                name="deliverable_position_once_per_strand",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=~Q(dropped_on=None) | Q(dropped_reason=""),
                name="deliverable_dropped_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return name_of(values["strand__code"], values["number"], values["title"])

    @property
    def reference(self) -> str:
        """Strand code and printed number (A1, 1.1), or only the strand code."""
        return reference_of(self.strand.code, self.number)

    @property
    def name(self) -> str:
        """Reference and title, or only the title if the plan prints no number."""
        return name_of(self.strand.code, self.number, self.title)

    @property
    def is_dropped(self) -> bool:
        return self.dropped_on is not None

    @property
    def short_name(self) -> str:
        """Name in messages: "A1", or the start of the title if the plan prints no number."""
        return self.reference if self.number else f"“{Truncator(self.title).chars(60)}”"

    def get_absolute_url(self) -> str:
        return reverse(
            "deliverables:deliverable", kwargs={"council": self.council.slug, "deliverable": self.public_id}
        )


class NamedByDeliverable(CouncilModel):
    """Abstract model for parts of a deliverable. The change log shows the deliverable's name for them."""

    log_name = "{deliverable__strand__code}{deliverable__number} {deliverable__title}"

    class Meta:
        abstract = True

    @classmethod
    def name_in_log(cls, values: Mapping[str, str]) -> str:
        return name_of(
            values["deliverable__strand__code"], values["deliverable__number"], values["deliverable__title"]
        )


def with_qualifier(holder: str, qualifier: str) -> str:
    """Add the area that a person leads to their name: "HP (C&I)", "Julia Katherine (JK, launch)"."""
    if not qualifier:
        return holder
    return f"{holder[:-1]}, {qualifier})" if holder.endswith(")") else f"{holder} ({qualifier})"


class DuePoint(NamedByDeliverable):
    """One dated part of a deliverable. With month precision, `due_on` is the last day of the month."""

    deliverable = CouncilForeignKey(Deliverable, on_delete=models.CASCADE, related_name="due_points")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=100, blank=True)
    due_on = models.DateField()
    precision = models.CharField(max_length=5, choices=Precision.choices(), default=Precision.DAY)
    source_text = models.CharField(max_length=100, blank=True)
    original_due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    objects = CouncilManager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "deliverable", "position"],
                name="duepoint_position_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [models.Index(fields=["council", "due_on"], name="duepoint_by_day")]

    def __str__(self) -> str:
        return f"{self.label} {self.source_text or self.due_on}".strip()


class Assignment(NamedByDeliverable):
    """A person or post that leads a deliverable or receives its progress reports, or a vacancy (`to_confirm`)."""

    person_or_post = True

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        JOINT = "joint", "Joint lead"
        ALTERNATE = "alternate", "Alternate"
        REPORTING = "reporting", "Reporting to"

    class State(models.TextChoices):
        IDENTIFIED = "identified", "Identified"
        TO_IDENTIFY = "to_identify", "To be identified"
        TO_CONFIRM = "to_confirm", "To be confirmed"

    LEADING = (Role.LEAD, Role.JOINT)

    deliverable = CouncilForeignKey(Deliverable, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=9, choices=Role.choices)
    person = CouncilForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    post = CouncilForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    state = models.CharField(max_length=11, choices=State.choices)
    qualifier = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField()

    objects = CouncilManager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "deliverable", "position"],
                name="assignment_position_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(state="to_confirm", person=None, post=None)
                | (~Q(state="to_confirm") & (Q(person=None) ^ Q(post=None))),
                name="assignment_has_one_holder_or_is_vacant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person or self.post or 'to be confirmed'}"

    @property
    def place(self) -> tuple[object, ...]:
        """Where this is the same person once: a lead of a deliverable is not its joint lead as well."""
        leading = self.role in self.LEADING
        return self.deliverable_id, self.Role.LEAD if leading else self.role, self.post_id

    @property
    def words(self) -> str:
        """Words such as "Julia Katherine (JK, launch)", "HP (C&I), alternate" or "To be confirmed"."""
        return self.in_words(names=True)

    def in_words(self, *, names: bool) -> str:
        """The assignment in words. Without `names`, a person is shown by initials only."""
        return words_for_assignment(self.person or self.post, self.qualifier, self.role, names=names)


def words_for_assignment(holder: Person | Post | None, qualifier: str, role: str, *, names: bool) -> str:
    """Who is named and as what: "Julia Katherine (JK, launch)", "HP (C&I), alternate" or "To be confirmed"."""
    if isinstance(holder, Person):
        words = holder.label if names else holder.initials or "Name not shown"
    else:
        words = holder.title if holder else "To be confirmed"
    words = with_qualifier(words, qualifier)
    return f"{words}, alternate" if role == Assignment.Role.ALTERNATE else words
