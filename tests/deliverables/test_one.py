"""Tests of the pages that add and change one deliverable."""

import re
from datetime import date

import pytest

from councils.models import Change, Organisation
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Assignment, Deliverable, DuePoint
from strategies.models import Outcome
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    OrganisationFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
    StrategyFactory,
)
from tests.pages import text_of


@pytest.fixture
def strand(cast):
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
        return StrandFactory(strategy=StrategyFactory(slug="plan"), code="A")


@pytest.fixture
def a1(cast, strand):
    """A1 with two dates, the second done, a lead for one area, an alternate and someone it reports to."""
    with council_context(cast.council.id):
        deliverable = DeliverableFactory(strand=strand, position=1, title="Open it", detail=["One"])
        DuePointFactory(deliverable=deliverable, label="i)")
        DuePointFactory(
            deliverable=deliverable,
            position=2,
            due_on=date(2016, 5, 31),
            label="ii)",
            done_on=date(2016, 6, 1),
        )
        for position, (initials, role, area) in enumerate(
            [("JK", "lead", "North"), ("NS", "alternate", ""), ("HP", "reporting", "")], 1
        ):
            person = PersonFactory(initials=initials)
            AssignmentFactory(
                deliverable=deliverable, person=person, role=role, qualifier=area, position=position
            )
    return deliverable


def change_url(deliverable):
    return f"/northport/deliverables/{deliverable.public_id}/change/"


def new_url(strand):
    return f"/northport/deliverables/new/?strand={strand.public_id}"


def fields_of(response):
    """What a browser would send from the page."""
    body = response.content.decode().partition("<main")[2]
    data = dict(re.findall(r'<input type="(?:text|hidden)" name="([^"]+)" value="([^"]*)"', body))
    data |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\n(.*?)</textarea>', body, re.S))
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', body, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_only_who_may_change_the_plan_does(cast, strand, a1, role):
    client = cast.client(role)
    for url in (new_url(strand), change_url(a1)):
        assert client.get(url).status_code == 403
        assert client.post(url, {"title": "Mine"}).status_code == 403
    with council_context(cast.council.id):
        assert [each.title for each in Deliverable.objects.all()] == ["Open it"]


def test_an_outsider_finds_nothing(cast, strand, a1):
    assert cast.outsider_client().get(change_url(a1)).status_code == 404
    assert cast.outsider_client().get(new_url(strand)).status_code == 404


def test_without_a_strand_the_page_asks_which(cast, strand):
    page = cast.client().get("/northport/deliverables/new/")
    assert "Where does it belong?" in text_of(page)
    assert str(strand.public_id) in page.content.decode()
    assert "/northport/strategies/plan/grid/" in page.content.decode()


def test_a_new_one_has_everything_that_was_typed(cast, strand):
    with council_context(cast.council.id):
        organisation = OrganisationFactory(name="Health Trust")
        person = PersonFactory(initials="EF", name="Ella Field", state="identified")
    said = {
        "number": "A.4b",
        "title": "Open the centre",
        "detail": "Find a place\n\nBuild it",
        "outcome": "new",
        "new_outcome": "Children thrive",
        "accountable": str(organisation.public_id),
        "accountable_person": str(person.public_id),
        "refers_to": "The health plan",
        "role_0": "joint",
        "who_0": "NS",
        "role_1": "lead",
        "who_1": "tbc",
        "role_2": "reporting",
        "who_2": "Ella Field",
        "qualifier_2": "North",
        "label_0": "launch",
        "when_0": "Jan 2017",
        "label_1": "",
        "when_1": "2018",
    }
    client = cast.client()
    response = client.post(new_url(strand), said, follow=True)
    assert "A4b added. To identify: NS." in text_of(response)
    assert "Accountable person Ella Field (EF)" in text_of(response)
    with council_context(cast.council.id):
        new = Deliverable.objects.with_parts().get()
        assert (new.number, new.title, new.detail) == ("4b", "Open the centre", ["Find a place", "Build it"])
        assert (new.accountable, new.accountable_person) == (organisation, person)
        assert new.outcome == Outcome.objects.get(title="Children thrive")
        people = [(each.role, each.state, each.words) for each in new.assignments.all()]
        assert people == [
            ("lead", "to_confirm", "To be confirmed"),
            ("joint", "to_identify", "NS"),
            ("reporting", "identified", "Ella Field (EF, North)"),
        ]
        points = [(each.label, each.due_on, each.precision) for each in new.due_points.all()]
        assert points == [("launch", date(2017, 1, 31), "month"), ("", date(2018, 12, 31), "year")]
        act = Change.objects.latest("seq").request_id
    response = client.post("/northport/undo/", {"act": act, "next": new.get_absolute_url()}, follow=True)
    assert "Undone: 1 deliverable removed" in text_of(response)
    with council_context(cast.council.id):
        assert not Deliverable.with_dropped.exists()
        assert not Outcome.objects.exists()


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(cast, strand):
    said = {"title": "", "who_0": "Some Body", "role_0": "lead", "when_0": "soon", "label_1": "launch"}
    response = cast.client().post(new_url(strand), said)
    assert response.status_code == 422
    text = text_of(response)
    assert "Enter a title" in text
    assert "“Some Body” is not a person or post" in text
    assert "“soon” is not a due date" in text
    assert "Enter the date of this part, or remove its label" in text
    assert fields_of(response)["who_0"] == "Some Body"


def test_saving_what_is_shown_changes_nothing(cast, a1):
    client = cast.client()
    with council_context(cast.council.id):
        seq = Change.objects.latest("seq").seq
    response = client.post(change_url(a1), fields_of(client.get(change_url(a1))))
    assert response.status_code == 302
    with council_context(cast.council.id):
        assert not Change.objects.after(seq).exists()


def test_a_date_that_stood_needs_a_reason_and_done_parts_stay(cast, a1):
    client = cast.client()
    said = fields_of(client.get(change_url(a1)))
    assert (said["when_0"], said["label_1"]) == ("Sep 2016", "ii)")
    response = client.post(change_url(a1), said | {"when_0": "Oct 2016"})
    assert "Enter the reason for the new date" in text_of(response)
    done = client.post(change_url(a1), said | {"when_1": "Oct 2016", "reason": "Late."})
    assert "May 2016 is done, so it keeps its date" in text_of(done)
    assert client.post(change_url(a1), said | {"when_0": "Oct 2016", "reason": "Late."}).status_code == 302
    with council_context(cast.council.id):
        points = list(DuePoint.objects.values_list("due_on", "original_due_on", "done_on"))
    assert points == [
        (date(2016, 10, 31), date(2016, 9, 30), None),
        (date(2016, 5, 31), date(2016, 5, 31), date(2016, 6, 1)),
    ]


def test_removing_the_first_date_leaves_the_second_as_it_is(cast, a1):
    client = cast.client()
    with council_context(cast.council.id):
        second = a1.due_points.get(label="ii)")
    said = fields_of(client.get(change_url(a1))) | {"when_0": "", "label_0": "", "reason": "Not needed."}
    assert client.post(change_url(a1), said).status_code == 302
    with council_context(cast.council.id):
        [left] = DuePoint.objects.all()
    assert (left.pk, left.due_on, left.original_due_on) == (second.pk, second.due_on, second.due_on)


def test_both_values_are_shown_when_someone_was_quicker(cast, a1):
    client = cast.client()
    said = fields_of(client.get(change_url(a1)))
    with council_context(cast.council.id):
        Deliverable.objects.update(title="Open all", version=2)
        AssignmentFactory(deliverable=a1, person=PersonFactory(initials="ZZ"), role="reporting", position=4)
    response = client.post(change_url(a1), said | {"title": "Open mine"})
    assert response.status_code == 409
    text = text_of(response)
    assert "Saved: Open all You typed: Open mine" in text
    assert "Saved: ZZ You typed: nothing" in text
    with council_context(cast.council.id):
        assert Deliverable.objects.get().title == "Open all"
        assert Assignment.objects.filter(person__initials="ZZ").exists()


def test_a_joint_lead_needs_a_lead(cast, strand):
    response = cast.client().post(new_url(strand), {"title": "One", "role_0": "joint", "who_0": "JK"})
    assert "enter tbc as lead" in text_of(response)
    with council_context(cast.council.id):
        assert not Organisation.objects.exists()
        assert not Deliverable.objects.exists()
