"""Change one deliverable over the API: what is sent, and which actions it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from api.shapes import Input, choice
from core.periods import Precision, due_day
from councils.actors import Actor
from councils.models import Person, Post
from councils.tenancy import own_noun
from strategies.models import Outcome

from .actions import bring_back, drop, reorder, save_rows
from .actions.rows import TypedRow
from .cells import LONGEST_NUMBER, LONGEST_PART, LONGEST_TITLE, Due
from .models import Deliverable
from .plan_names import LONGEST_QUALIFIER, Slot

MOST: dict[str, Any] = {"max_length": 40}
"""Most people or dates of each kind."""
MOST_LINES = 200
LINE_LIMIT, REASON_LIMIT, INITIALS_LIMIT = 2000, 2000, 10
DATE_WORDS: dict[str, Any] = {"invalid": "Write the date like 2016-09-30."}


class HolderInput(Input):
    """Who leads it or gets its reports: a `person` or a `post` by id, or `initials`. None of them is a vacancy.

    Initials that are not known become a person to identify.
    """

    person = serializers.UUIDField(required=False, allow_null=True, help_text="A person's id.")
    post = serializers.UUIDField(required=False, allow_null=True, help_text="A post's id.")
    initials = serializers.CharField(required=False, allow_null=True, max_length=INITIALS_LIMIT)
    qualifier = serializers.CharField(
        required=False, allow_null=True, max_length=LONGEST_QUALIFIER, help_text="The area, in brackets."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        named = [name for name in ("person", "post", "initials") if attrs.get(name)]
        if len(named) > 1:
            raise ValidationError(f"Give one of {' and '.join(named)}, or none of them for a vacancy.")
        return attrs


class DuePointInput(Input):
    """One dated part. With `place`, counted from 1, it is that due point as it is now, moved."""

    place = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        help_text="The place of the due point that it is now. Left out of all, dates that stay are found by "
        "themselves, and the others are paired in order.",
    )
    label = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_null=True, max_length=LONGEST_PART
    )
    due_on = serializers.DateField(
        help_text="With precision `month` or `year`, its last day.",
        error_messages=DATE_WORDS | {"required": "Give the date like 2016-09-30."},
    )
    precision = choice(Precision, required=False, help_text="The default is `day`.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        day, precision = attrs["due_on"], attrs.get("precision", Precision.DAY)
        last = {Precision.MONTH: due_day(day.year, day.month), Precision.YEAR: date(day.year, 12, 31)}
        wanted = last.get(Precision(precision), day)
        if day != wanted:
            raise ValidationError(
                {"due_on": [f"With precision {precision}, give its last day: {wanted.isoformat()}."]}
            )
        return attrs


class DeliverableInput(Input):
    """What to change of a deliverable. What is left out stays. Lists replace those that it has."""

    title = serializers.CharField(required=False, max_length=LONGEST_TITLE)
    detail = serializers.ListField(
        child=serializers.CharField(max_length=LINE_LIMIT), required=False, max_length=MOST_LINES
    )
    number = serializers.CharField(
        required=False, allow_null=True, max_length=LONGEST_NUMBER, help_text="As the plan prints it."
    )
    refers_to = serializers.CharField(required=False, allow_null=True, max_length=300)
    outcome = serializers.UUIDField(
        required=False, allow_null=True, help_text="Id of an outcome of its strand, or null."
    )
    leads = HolderInput(
        many=True,
        required=False,
        **MOST,
        help_text="The first is the lead, the others are joint leads. Alternates stay.",
    )
    alternates = HolderInput(many=True, required=False, **MOST)
    reporting_to = HolderInput(many=True, required=False, **MOST)
    due_points = DuePointInput(
        many=True,
        required=False,
        **MOST,
        help_text="In order. A date that was set only changes with a `reason`.",
    )
    position = serializers.IntegerField(
        required=False,
        min_value=0,
        help_text="The `position` of the one in its strand whose place it takes. Needs a `reason`.",
    )
    dropped = serializers.BooleanField(
        required=False,
        help_text="True drops it from the plan, false brings it back. Send it with a `reason` and nothing else.",
    )
    reason = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=REASON_LIMIT,
        help_text="Why. Boards see it.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.keys() - {"reason"}:
            raise ValidationError("Send at least one member to change.")
        if "dropped" in attrs and (others := sorted(attrs.keys() - {"dropped", "reason"})):
            raise ValidationError(
                {name: ["Send “dropped” with “reason” and nothing else."] for name in others}
            )
        return attrs


def change_deliverable(found: Deliverable, values: Mapping[str, Any], *, by: Actor, today: date) -> None:
    """Change a locked deliverable. Raises ChangeRefused or ValidationError, and nothing is saved."""
    reason = values.get("reason") or ""
    if "dropped" in values:
        if values["dropped"]:
            drop(deliverable=found, reason=reason, by=by, today=today)
        else:
            bring_back(deliverable=found, reason=reason, by=by)
        return
    if found.is_dropped:
        noun = own_noun("deliverable")
        raise ValidationError(f"This {noun} has been dropped. Bring it back first, with “dropped”: false.")
    row = _typed_row(found, values)
    order = _order(found, values["position"]) if "position" in values else None
    if values.keys() - {"position", "reason"}:
        save_rows(rows=[row], reason=reason, by=by)
    if order is not None:
        reorder(strand=found.strand, order=order, reason=reason, by=by)


def _typed_row(found: Deliverable, values: Mapping[str, Any]) -> TypedRow:
    """The row as the page's form would have it. Raises ValidationError for ids that the council does not have."""
    columns = {
        name: values[name] if values[name] is not None else ""
        for name in ("title", "detail", "number", "refers_to")
        if name in values
    }
    problems: dict[str, Any] = {}
    if "outcome" in values:
        columns["outcome_id"] = _outcome_id(found, values["outcome"], problems)
    groups = {name: values[name] for name in ("leads", "alternates", "reporting_to") if name in values}
    slots = _slots(groups, problems)
    due = _due(found, values["due_points"], problems) if "due_points" in values else None
    if problems:
        raise ValidationError(problems)
    return TypedRow(
        strand=found.strand,
        deliverable=found,
        columns=columns,
        due=due,
        leads=slots.get("leads"),
        alternates=slots.get("alternates"),
        reports=slots.get("reporting_to"),
    )


def _outcome_id(found: Deliverable, public_id: UUID | None, problems: dict[str, Any]) -> int | None:
    if public_id is None:
        return None
    outcomes = Outcome.objects.filter(strand_id=found.strand_id, public_id=public_id)
    key: int | None = outcomes.values_list("pk", flat=True).first()
    if key is None:
        problems["outcome"] = ["Its strand has no outcome with this id."]
    return key


def _slots(
    groups: Mapping[str, Sequence[Mapping[str, Any]]], problems: dict[str, Any]
) -> dict[str, list[Slot]]:
    """Slots of each group (2 queries). A person who was merged into another is that one."""
    said = [each for group in groups.values() for each in group]
    people_ids = [each["person"] for each in said if each.get("person")]
    post_ids = [each["post"] for each in said if each.get("post")]
    people = Person.objects.filter(public_id__in=people_ids).select_related("merged_into")
    known: dict[Any, Person] = {}
    posts: dict[Any, Post] = {}
    if people_ids:
        known = {each.public_id: each.merged_into or each for each in people}
    if post_ids:
        posts = {each.public_id: each for each in Post.objects.filter(public_id__in=post_ids)}
    slots: dict[str, list[Slot]] = {}
    for name, group in groups.items():
        slots[name] = []
        for place, each in enumerate(group):
            person, post = known.get(each.get("person")), posts.get(each.get("post"))
            for noun, holder in (("person", person), ("post", post)):
                if each.get(noun) and holder is None:
                    wrong = problems.setdefault(name, {}).setdefault(place, {})
                    wrong[noun] = [f"The council has no {noun} with this id."]
            initials, qualifier = each.get("initials") or "", each.get("qualifier") or ""
            slots[name].append(Slot(person, post, initials=initials, qualifier=qualifier))
        keys = [slot.key for slot in slots[name] if slot.key[:3] != (None, None, "")]
        if len(set(keys)) < len(keys):
            problems.setdefault(name, ["Name each person and post once."])
    return slots


def _due(found: Deliverable, said: Sequence[Mapping[str, Any]], problems: dict[str, Any]) -> list[Due]:
    points = list(found.due_points.all())
    due, used = [], set()
    for at, each in enumerate(said):
        place = each.get("place")
        if place is not None and (place > len(points) or place in used):
            words = f"Give the place of one of its {len(points)} due points, each once, or leave it out."
            problems.setdefault("due_points", {})[at] = {"place": [words]}
            continue
        used.add(place)
        due.append(
            Due(
                each.get("label") or "",
                each["due_on"],
                Precision(each.get("precision", Precision.DAY)),
                point=points[place - 1].public_id if place is not None else None,
            )
        )
    return due


def _order(found: Deliverable, position: int) -> list[Deliverable]:
    """The strand's deliverables in their new order. Raises ValidationError if none has this position."""
    rows = list(Deliverable.objects.filter(strand=found.strand).order_by("position", "id"))
    positions = [each.position for each in rows]
    if position not in positions:
        allowed = ", ".join(map(str, positions))
        raise ValidationError({"position": [f"Give a position that its strand has: {allowed}."]})
    others = [each for each in rows if each.pk != found.pk]
    others.insert(positions.index(position), found)
    return others
