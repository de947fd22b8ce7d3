"""What the people pages show of deliverables: how many each person leads, and which leads are to be confirmed."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.periods import Quarter
from councils.people.registry import Vacancy
from strategies.models import begun_by

from .models import Assignment


def items_led(begun: Quarter | None = None) -> Counter[int]:
    """Number of deliverables in the plan that each person leads, alone or jointly, or through a post (1 query).

    `begun`, to count only those of plans that count in this quarter.
    """
    led = _in_the_plan().filter(role__in=Assignment.LEADING).filter(~Q(person=None) | ~Q(post__holder=None))
    if begun is not None:
        led = led.filter(begun_by(begun, "deliverable__strategy__"))
    held = led.annotate(held_by=Coalesce("person_id", "post__holder_id"))
    return Counter(person for person, _ in set(held.values_list("held_by", "deliverable_id")))


def vacancies() -> list[Vacancy]:
    """Assignments that are to be confirmed (1 query). A lead can be chosen on the page that changes leads."""
    vacant = _in_the_plan().filter(state=Assignment.State.TO_CONFIRM).order_by("deliverable_id", "position")
    return [_vacancy(each) for each in vacant.select_related("deliverable__strand", "deliverable__council")]


def _in_the_plan() -> QuerySet[Assignment]:
    """Assignments of deliverables that have not been dropped."""
    return Assignment.objects.filter(deliverable__dropped_on=None)


def _vacancy(assignment: Assignment) -> Vacancy:
    deliverable = assignment.deliverable
    url = deliverable.get_absolute_url()
    settle = ""
    if assignment.role == Assignment.Role.LEAD:
        slug = deliverable.council.slug
        back = reverse("councils:to_identify", kwargs={"council": slug})
        asked = urlencode({"what": "lead", "chosen": str(deliverable.public_id), "next": back})
        settle = f"{reverse('deliverables:change', kwargs={'council': slug})}?{asked}"
    return Vacancy(assignment.get_role_display(), deliverable.name, url, settle)
