"""Undo of any change whose verb an app declares as undoable."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from boards.models import Board, BoardLink, Seat
from councils.log import registry
from councils.log.undo import UndoRefused, can_undo, undo
from councils.log.undo_offers import undoable_acts
from councils.log.undo_rules import ActFacts, undo_refusal
from councils.models import Change, Organisation, Person
from councils.permissions import Permission, Role
from councils.tenancy import council_context, recorded
from deliverables.models import Assignment, Deliverable, DuePoint
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    OrganisationFactory,
    PersonFactory,
    StrandFactory,
)
from tests.pages import text_of
from tests.truth_tables import parts, read_aloud, truth_table

ACT, VERB = "act-of-the-tests", "thing.changed"
MODELS = (Organisation, Person, Board, BoardLink, Seat, Deliverable, DuePoint, Assignment)


@pytest.fixture(autouse=True)
def _declared(monkeypatch):
    """One more kind of act that can be undone, by those who may change people."""
    config = apps.get_app_config("councils")
    more = {**config.log_phrases.undoable, VERB: Permission.PEOPLE_CHANGE}
    monkeypatch.setattr(config, "log_phrases", replace(config.log_phrases, undoable=more))
    registry.undoable_verbs.cache_clear()
    yield
    monkeypatch.undo()
    registry.undoable_verbs.cache_clear()


@pytest.fixture
def now(cast):
    """The database's time of this test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        return cursor.fetchone()[0]


def act(cast, *, verb=VERB, role=Role.OFFICER, act=ACT):
    """Context in which changes belong to one act of the member with this role."""
    reference = cast.actor(role).reference

    class Act:
        def __enter__(self):
            self.outer = council_context(cast.council.id, actor=reference, request_id=act)
            self.inner = recorded(verb, actor=reference)
            self.outer.__enter__()
            self.inner.__enter__()

        def __exit__(self, *error):
            self.inner.__exit__(*error)
            self.outer.__exit__(*error)

    return Act()


def undone(cast, now, *, role=Role.OFFICER, which=ACT, request="act-of-undoing"):
    with council_context(cast.council.id, actor=cast.actor(role).reference, request_id=request):
        return undo(act=which, by=cast.actor(role), now=now)


def contents(cast):
    with council_context(cast.council.id):
        return {
            model._meta.label: [
                {name: value for name, value in row.items() if name != "version"}
                for row in model._base_manager.filter(council=cast.council).order_by("id").values()
            ]
            for model in MODELS
        }


@pytest.mark.parametrize("row", truth_table("undo-and-due-dates", "Undo of any other change"), ids=read_aloud)
def test_what_can_be_undone(row):
    facts = ActFacts(
        row["Act"],
        own=row["Whose"] == "own",
        age=timedelta(minutes=int(row["Minutes ago"])),
        undone=row["Undone"] == "yes",
        changed_since=tuple(parts(row["Changed since"])),
        personal=row["Personal"] == "yes",
        stays="Q1 is closed, so its figures stay as they are." if row["Of a closed quarter"] == "yes" else "",
    )
    refusal = undo_refusal(facts, {"board.changed"})
    assert row["Refused because"] in refusal
    assert bool(refusal) is bool(row["Refused because"])


# The result


def test_rows_of_several_tables_added_changed_and_removed_are_put_back(cast, now):
    with council_context(cast.council.id):
        first, second = BoardFactory(name="First", slug="first"), BoardFactory(name="Second", slug="second")
        link = BoardLink.objects.create(child=first, parent=second)
        organisation = OrganisationFactory(name="North")
    before = contents(cast)
    with act(cast):
        link.delete()
        Board.objects.filter(pk=first.pk).update(name="Another", aliases=["A", "B"])
        Board.objects.filter(pk=first.pk).update(name="A third")
        new = BoardFactory(slug="new")
        BoardLink.objects.create(child=new, parent=second)
        organisation.name = "South"
        organisation.save()
    assert contents(cast) != before
    result = undone(cast, now)
    assert contents(cast) == before
    assert result.verb == VERB
    with council_context(cast.council.id):
        assert BoardLink.objects.get().public_id == link.public_id
        verbs = set(Change.objects.filter(request_id="act-of-undoing").values_list("verb", flat=True))
    assert verbs == {"change.undone"}


def test_values_that_may_be_there_once_go_back_in_turn(cast, now):
    """Two rows that swapped their places through a third place."""
    with council_context(cast.council.id):
        one, two = OrganisationFactory(name="One"), OrganisationFactory(name="Two")
    before = contents(cast)
    with act(cast):
        for row, name in ((one, "Other"), (two, "One"), (one, "Two")):
            row.name = name
            row.save()
    undone(cast, now)
    assert contents(cast) == before


def test_versions_go_on_counting_for_the_row_and_its_parts(cast, now):
    with council_context(cast.council.id):
        strand = StrandFactory(code="A")
        renamed, moved, left, removed = (
            DeliverableFactory(strand=strand, position=place) for place in (1, 2, 3, 4)
        )
        point, removed_id = DuePointFactory(deliverable=moved), removed.pk
    before = contents(cast)
    with act(cast):
        Deliverable.objects.filter(pk=renamed.pk).update(title="New", version=2)
        point.done_on = point.due_on
        point.save()
        removed.delete()
    undone(cast, now)
    assert contents(cast) == before
    with council_context(cast.council.id):
        versions = dict(Deliverable.objects.values_list("pk", "version"))
    assert versions == {renamed.pk: 3, moved.pk: 2, left.pk: 1, removed_id: 2}


# Refusals


def test_another_member_and_a_member_who_lost_the_permission_are_refused(cast, now):
    with act(cast):
        OrganisationFactory()
    with pytest.raises(UndoRefused, match="only undo changes that you made"):
        undone(cast, now, role=Role.ADMINISTRATOR)
    member = cast.members[Role.OFFICER]
    member.role = Role.READER
    member.save()
    with pytest.raises(PermissionDenied):
        undone(cast, now)
    with council_context(cast.council.id):
        assert Organisation.objects.count() == 1


def test_an_act_with_a_verb_that_is_not_declared_is_refused(cast, now):
    with act(cast), recorded("thing.secret", actor=cast.actor().reference):
        OrganisationFactory()
    with pytest.raises(UndoRefused, match="You cannot undo this"):
        undone(cast, now)


def test_after_an_hour_it_is_refused(cast, now):
    with act(cast):
        OrganisationFactory()
    with pytest.raises(UndoRefused, match="within an hour"):
        undone(cast, now + timedelta(minutes=61))


def test_what_was_changed_since_is_refused_until_that_is_undone(cast, now):
    with council_context(cast.council.id):
        organisation = OrganisationFactory(name="North", abbreviation="N")
    before = contents(cast)
    for request, changed in ((ACT, {"abbreviation": "NN"}), ("second", {"name": "South"})):
        with act(cast, act=request):
            Organisation.objects.update(**changed)
    with pytest.raises(UndoRefused, match="South has been changed since"):
        undone(cast, now)
    undone(cast, now, which="second", request="undo-1")
    undone(cast, now, request="undo-2")
    assert contents(cast) == before
    with pytest.raises(UndoRefused, match="already been undone"):
        undone(cast, now)
    assert organisation.pk


def test_undoing_cannot_be_undone(cast, now):
    with act(cast):
        OrganisationFactory()
    undone(cast, now)
    with pytest.raises(UndoRefused, match="You cannot undo this"):
        undone(cast, now, which="act-of-undoing")


def test_personal_details_are_not_in_the_log_so_their_change_cannot_be_undone(cast, now):
    with council_context(cast.council.id):
        person, other = PersonFactory(name="Jay Kay"), PersonFactory(initials="HP")
    with act(cast, act="changed"):
        Person.objects.filter(pk=person.pk).update(email="jk@example.org")
    with act(cast, act="removed"):
        person.delete()
    with act(cast, act="removed initials"):
        other.delete()
    for request in ("changed", "removed"):
        with pytest.raises(UndoRefused, match="personal details"):
            undone(cast, now, which=request)
    undone(cast, now, which="removed initials")
    with council_context(cast.council.id):
        assert [each.initials for each in Person.objects.all()] == ["HP"]


def test_a_row_that_others_have_begun_to_use_is_not_removed(cast, now):
    with act(cast):
        person = PersonFactory()
    with council_context(cast.council.id):
        seat = Seat.objects.create(board=BoardFactory(), role="chair", state="named", holder=person)
    with pytest.raises(
        UndoRefused, match=r"^1 seat saved since depends on this change, so nothing was undone"
    ):
        undone(cast, now)
    with council_context(cast.council.id):
        seat.refresh_from_db()
        assert seat.holder == person


def offered(cast, now, role=Role.OFFICER):
    with council_context(cast.council.id):
        return {act for act, _ in undoable_acts(by=cast.actor(role), now=now)}


def test_undo_is_offered_until_something_uses_what_was_added(cast, now):
    with act(cast, act="used"):
        person = PersonFactory()
    with act(cast, act="unused"):
        PersonFactory()
    with act(cast, act="with its own seats"):
        other, board = PersonFactory(), BoardFactory()
        Seat.objects.create(board=board, role="chair", state="named", holder=other)
    everything = {"used", "unused", "with its own seats"}
    assert offered(cast, now) == everything
    with council_context(cast.council.id):
        seat = Seat.objects.create(board=BoardFactory(), role="chair", state="named", holder=person)
    assert offered(cast, now) == everything - {"used"}
    with council_context(cast.council.id):
        seat.delete()
    assert offered(cast, now) == everything
    with council_context(cast.council.id):
        Seat.objects.create(board=board, role="member", state="named", holder=person)
        Seat.objects.create(board=board, role="member", state="vacant")
    assert offered(cast, now) == {"unused"}
    with pytest.raises(UndoRefused, match=r"^2 seats saved since depend on this change.* Remove them first"):
        undone(cast, now, which="with its own seats")


@pytest.mark.parametrize(("added", "queries"), [(0, 2), (1, 3), (20, 3)])
def test_queries_of_the_offers_do_not_grow(cast, now, added, queries, django_assert_num_queries):
    with council_context(cast.council.id):
        first = OrganisationFactory()
    for number in range(20):
        with act(cast, act=f"changed {number}"):
            Organisation.objects.filter(pk=first.pk).update(name=f"North {number}")
    for number in range(added):
        with act(cast, act=f"added {number}"):
            organisation = OrganisationFactory()
        with council_context(cast.council.id):
            PersonFactory(organisation=organisation)
    with council_context(cast.council.id):
        by = cast.actor()
        with django_assert_num_queries(queries):
            undoable_acts(by=by, now=now)


def test_a_value_that_another_row_has_taken_since_is_not_taken_away(cast, now):
    with council_context(cast.council.id):
        AssignmentFactory(person=PersonFactory(initials="JK"))
        organisation = OrganisationFactory(name="North")
    with act(cast):
        organisation.delete()
    with council_context(cast.council.id):
        OrganisationFactory(name="North")
    with pytest.raises(UndoRefused, match="depends on this change"):
        undone(cast, now)


# The page


def pressed(cast, role=Role.OFFICER, which=ACT):
    address = reverse("deliverables:undo", kwargs={"council": cast.council.slug})
    return cast.client(role).post(address, {"act": which, "next": "/northport/boards/"}, follow=True)


def test_the_undo_button_serves_every_kind(cast):
    with act(cast):
        OrganisationFactory(name="North")
    assert "Undone: North removed." in text_of(pressed(cast))
    with council_context(cast.council.id):
        assert not Organisation.objects.exists()
    assert "This has already been undone." in text_of(pressed(cast))


def test_the_undo_button_by_someone_without_the_permission_is_403(cast):
    with act(cast, role=Role.APPROVER):
        OrganisationFactory()
    assert pressed(cast, Role.APPROVER).status_code == 403
    with council_context(cast.council.id):
        assert Organisation.objects.count() == 1


def test_the_button_is_offered_only_for_what_can_be_undone(cast, now, django_assert_num_queries):
    with act(cast):
        person = PersonFactory(name="Jay Kay")
    with act(cast, act="personal"):
        Person.objects.filter(pk=person.pk).update(name="Jay Key")
    with act(cast, act="other"):
        OrganisationFactory()
    with council_context(cast.council.id):
        said = {
            request: can_undo(act=request, by=cast.actor(), now=now) for request in (ACT, "personal", "other")
        }
        with django_assert_num_queries(2):
            can_undo(act="other", by=cast.actor(), now=now)
    assert said == {ACT: False, "personal": False, "other": True}
