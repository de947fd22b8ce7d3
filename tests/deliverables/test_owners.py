"""Owners in name only: who is listed, why, and who may see it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from deliverables.named_people import items_led, vacancies
from deliverables.owners import owners_in_name_only
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    MembershipFactory,
    PersonFactory,
    ProgressUpdateFactory,
)
from tests.pages import text_of

OWNERS = "/northport/people/owners/"


def lead(initials, *, times=1, **more):
    person = PersonFactory(
        initials=initials, name=more.pop("name", f"Name {initials}"), **{"state": "identified", **more}
    )
    for _ in range(times):
        AssignmentFactory(deliverable=DeliverableFactory(), person=person)
    return person


@pytest.fixture
def owners(cast):
    """One of each kind, and one who leads in truth."""
    active, silent, ended = (MembershipFactory(council=cast.council).user for _ in range(3))
    ended.memberships.update(ended_at=timezone.now())
    with council_context(cast.council.id):
        lead("OK", user=active)
        lead("SI", user=silent, times=2)
        lead("EN", user=ended)
        lead("NO", times=3)
        lead("LE", left_on=date(2016, 7, 1))
        lead("UN", name="", state="to_identify")
        reporting = PersonFactory(initials="RE")
        AssignmentFactory(deliverable=DeliverableFactory(), person=reporting, role="reporting")
        for user in (active, ended):
            ProgressUpdateFactory(by_user=user)


def test_who_leads_in_name_only_and_why(cast, owners):
    with council_context(cast.council.id):
        found = owners_in_name_only(council=cast.council, today=TODAY)
    assert {owner.person.initials: (owner.leads, *owner.reasons) for owner in found.in_name_only} == {
        "NO": (3, "Cannot sign in: no account"),
        "SI": (2, "Has never recorded an update"),
        "EN": (1, "Cannot sign in: membership ended"),
        "LE": (1, "Has left", "Cannot sign in: no account"),
        "UN": (1, "Not identified"),
    }
    assert [owner.leads for owner in found.in_name_only] == [3, 2, 1, 1, 1]
    assert (found.all, found.items) == (6, 8)


def test_someone_who_leads_until_a_day_to_come_is_leaving(cast):
    with council_context(cast.council.id):
        lead("LV", left_on=TODAY + timedelta(days=30))
        [owner] = owners_in_name_only(council=cast.council, today=TODAY).in_name_only
    assert owner.reasons[0] == "Is leaving"


def test_what_was_dropped_is_led_by_nobody_and_has_no_vacancy(cast):
    with council_context(cast.council.id):
        person = lead("DR", times=2)
        AssignmentFactory(deliverable=DeliverableFactory(), state="to_confirm")
        assert (items_led()[person.pk], len(vacancies())) == (2, 1)
        first, _, vacant = Deliverable.objects.order_by("pk")
        for dropped in first, vacant:
            Deliverable.objects.filter(pk=dropped.pk).update(dropped_on=TODAY, dropped_reason="Done.")
        assert (items_led()[person.pk], vacancies()) == (1, [])
        [owner] = owners_in_name_only(council=cast.council, today=TODAY).in_name_only
        assert owner.leads == 1
        Deliverable.objects.update(dropped_on=TODAY, dropped_reason="Done.")
        assert owners_in_name_only(council=cast.council, today=TODAY).all == 0


@pytest.mark.parametrize("more", [0, 10])
def test_it_costs_four_queries(cast, owners, more, django_assert_num_queries):
    with council_context(cast.council.id):
        for number in range(more):
            lead(f"M{number}")
        with django_assert_num_queries(4):
            owners_in_name_only(council=cast.council, today=TODAY)


def test_the_page_names_them_with_their_number(cast, owners):
    said = text_of(cast.client().get(OWNERS))
    assert "5 of 6 who lead cannot or do not update what they lead: 8 leads in all" in said
    assert "Name NO (NO)" in said and "Name OK" not in said


def test_without_any_the_page_says_so(cast):
    assert "Nobody leads yet" in text_of(cast.client().get(OWNERS))


def test_readers_are_refused_and_outsiders_get_404(cast):
    for role in (Role.READER, Role.BOARD_MEMBER, Role.APPROVER):
        assert cast.client(role).get(OWNERS).status_code == 403
    assert cast.outsider_client().get(OWNERS).status_code == 404
