"""Actions on people, posts and organisations, and what Undo makes of them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from boards.models import FormerHolder, Seat
from core.refusals import ChangeRefused
from councils.importers import load_directory
from councils.log.undo import UndoRefused, undo
from councils.models import Change, Organisation, Person, Post, PostHolding
from councils.people.actions import (
    add_organisation,
    add_person,
    add_post,
    change_organisation,
    change_person,
    change_post,
    hand_over,
    identify_person,
    make_vacancies,
    merge_people,
    remove_organisation,
    remove_person,
    remove_post,
)
from councils.people.relations import all_uses, counted, links_to, uses_of
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Assignment, Deliverable
from indicators.models import Indicator
from strategies.models import Approval, CoverRole, Version
from tests.cast import TODAY
from tests.contracts.rows import WRITABLE_MODELS
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    IndicatorFactory,
    OrganisationFactory,
    PersonFactory,
    StrandFactory,
)
from tests.pages import text_of

ACT = "act-of-the-tests"


@pytest.fixture
def now(cast):
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        return cursor.fetchone()[0]


@pytest.fixture
def north(cast):
    """The council's context, as in a request of its officer."""
    with council_context(cast.council.id, actor=cast.actor().reference, request_id=ACT):
        yield cast.council


@pytest.fixture
def officer(cast):
    return cast.actor()


def everything():
    """All rows of all tables but the log's, without the versions that count changes."""
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name != "version"}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in WRITABLE_MODELS
    }


def versions():
    return dict(Deliverable.objects.values_list("pk", "version"))


def undone(officer, now, which=ACT):
    connection.cursor().execute("select set_config('app.request_id', 'act-of-undoing', true)")
    return undo(act=which, by=officer, now=now)


def prepared():
    """From here on, changes belong to the act of the test."""
    connection.cursor().execute("select set_config('app.request_id', %s, true)", [ACT])


def before_the_act():
    connection.cursor().execute("select set_config('app.request_id', 'before', true)")


def someone(initials, *, name="", **more):
    state = Person.State.IDENTIFIED if name else Person.State.TO_IDENTIFY
    return PersonFactory(initials=initials, name=name, state=state, **more)


@pytest.fixture
def two_people(north):
    """JD with 16 items and KB with 9, on four of the same deliverables and one same board."""
    before_the_act()
    known, unknown = someone("JD", name="Jo Doe"), someone("KB")
    strand = StrandFactory(code="A")
    plan = [DeliverableFactory(strand=strand, position=place) for place in range(1, 13)]
    for deliverable in plan[:9]:
        AssignmentFactory(deliverable=deliverable, person=known, state="identified")
    for deliverable in plan[9:11]:
        AssignmentFactory(deliverable=deliverable, person=known, role="reporting", state="identified")
    board, group = BoardFactory(name="SEND Board"), BoardFactory(name="Group")
    Seat.objects.create(board=board, role="chair", state="named", holder=known)
    Seat.objects.create(board=group, role="member", state="named", holder=known)
    CoverRole.objects.create(strategy=strand.strategy, role="sponsor", person=known)
    version = Version.objects.create(strategy=strand.strategy, label="V1")
    Approval.objects.create(
        version=version, kind="person", approver="Jo Doe", person=known, approved_on=date(2016, 4, 1)
    )
    Post.objects.create(title="Director", holder=known)
    # The other: joint lead beside her, lead with an area, reporting to where she leads, alone on two, and on the board.
    AssignmentFactory(deliverable=plan[0], person=unknown, role="joint", position=2, qualifier="launch")
    AssignmentFactory(deliverable=plan[1], person=unknown, role="joint", position=2)
    AssignmentFactory(deliverable=plan[2], person=unknown, role="reporting", position=2)
    AssignmentFactory(deliverable=plan[9], person=unknown, role="reporting", position=2)
    for deliverable in plan[10:12]:
        AssignmentFactory(deliverable=deliverable, person=unknown, position=3)
    Seat.objects.create(board=board, role="chair", state="named", holder=unknown)
    Seat.objects.create(board=board, role="member", state="named", holder=unknown)
    CoverRole.objects.create(strategy=strand.strategy, role="lead", person=unknown)
    prepared()
    return known, unknown, plan


def number_of_uses(person):
    return len(all_uses(uses_of(Person, [person.pk])))


# Merging


def test_two_people_with_16_and_9_items_become_one_and_undo_puts_everything_back(two_people, officer, now):
    known, unknown, plan = two_people
    assert (number_of_uses(known), number_of_uses(unknown)) == (16, 9)
    before, counted_before = everything(), versions()
    merge_people(person=unknown, into=known, by=officer)
    assert number_of_uses(unknown) == 0
    # Of 25 items, the doubles on A1, A2, A10 and the second chair are gone; the merged record is one more.
    assert number_of_uses(known) == 25 - 4 + 1
    touched = {deliverable.pk for deliverable in (*plan[:3], *plan[9:])}
    assert {pk for pk, version in versions().items() if version > counted_before[pk]} >= touched
    assert everything() != before

    result = undone(officer, now)
    assert everything() == before
    assert result.words == "KB restored"
    assert all(version > counted_before[pk] for pk, version in versions().items() if pk in touched)


def test_a_joint_lead_who_is_the_lead_is_named_once_with_what_either_row_said(two_people, officer):
    known, unknown, plan = two_people
    merge_people(person=unknown, into=known, by=officer)
    [lead] = Assignment.objects.filter(deliverable=plan[0])
    assert (lead.role, lead.person, lead.qualifier, lead.position) == ("lead", known, "launch", 1)
    roles = Assignment.objects.filter(deliverable=plan[2], person=known).values_list("role", flat=True)
    assert sorted(roles) == ["lead", "reporting"], "leading and receiving reports are two things"


def test_two_areas_on_one_deliverable_stay_two_rows(north, officer):
    one, other, deliverable = someone("TG"), someone("HP"), DeliverableFactory()
    AssignmentFactory(deliverable=deliverable, person=one, qualifier="C&I", position=1)
    AssignmentFactory(deliverable=deliverable, person=other, qualifier="SEMH", position=2)
    merge_people(person=one, into=other, by=officer)
    assert sorted(Assignment.objects.filter(person=other).values_list("qualifier", flat=True)) == [
        "C&I",
        "SEMH",
    ]


def test_rows_of_a_person_who_turns_out_to_be_known_are_identified(two_people, officer):
    known, unknown, _ = two_people
    merge_people(person=unknown, into=known, by=officer)
    assert set(Assignment.objects.values_list("state", flat=True)) == {"identified"}


def test_initials_and_account_go_to_the_one_who_has_none(cast, north, officer, now):
    before_the_act()
    user = cast.members[Role.READER].user
    known, unknown = someone("", name="Jo Doe"), someone("JD", user=user)
    prepared()
    before = everything()
    merge_people(person=unknown, into=known, by=officer)
    known.refresh_from_db()
    unknown.refresh_from_db()
    assert (known.initials, known.user, unknown.user) == ("JD", user, None)
    assert (unknown.merged_into, unknown.initials) == (known, "JD")
    assert list(Person.objects.kept()) == [known]
    undone(officer, now)
    assert everything() == before


def test_who_was_merged_before_follows(north, officer):
    first, second, third = someone("A"), someone("B"), someone("C")
    merge_people(person=first, into=second, by=officer)
    merge_people(person=second, into=third, by=officer)
    first.refresh_from_db()
    assert first.merged_into == third


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ({"name": "Jo Doe"}, {}, "Merge KB into Jo Doe"),
        ({"user": True}, {"user": True}, "cannot be one person"),
    ],
    ids=["identified into unknown", "two accounts"],
)
def test_merging_in_the_wrong_way_is_refused(cast, north, officer, one, other, words):
    users = [cast.members[Role.READER].user, cast.members[Role.OFFICER].user]
    people = [
        someone(initials, **({**said, "user": users[place]} if "user" in said else said))
        for place, (initials, said) in enumerate((("JD", one), ("KB", other)))
    ]
    before = everything()
    with pytest.raises(ChangeRefused, match=words):
        merge_people(person=people[0], into=people[1], by=officer)
    with pytest.raises(ChangeRefused, match="Select another person"):
        merge_people(person=people[0], into=people[0], by=officer)
    assert everything() == before


def test_a_merge_is_told_in_the_log_with_who_and_why(two_people, officer):
    known, unknown, _ = two_people
    merge_people(person=unknown, into=known, by=officer, reason="Same signature")
    change = Change.objects.filter(verb="person.merged", table="councils_person").earliest("seq")
    assert (change.actor, change.reason, change.object_id) == (
        officer.reference,
        "Same signature",
        unknown.public_id,
    )
    assert not Change.objects.filter(verb="").exclude(request_id="before").exclude(request_id="").exists()


def test_after_someone_has_changed_a_moved_item_the_merge_cannot_be_undone(two_people, officer, now):
    known, unknown, plan = two_people
    merge_people(person=unknown, into=known, by=officer)
    before_the_act()
    Assignment.objects.filter(deliverable=plan[11]).update(qualifier="North")
    with pytest.raises(UndoRefused, match="has been changed since"):
        undone(officer, now)
    unknown.refresh_from_db()
    assert unknown.merged_into == known


def test_a_plan_loaded_again_names_the_person_that_was_kept(north, officer, tmp_path):
    known, unknown = someone("", name="Jo Doe"), someone("JD")
    merge_people(person=unknown, into=known, by=officer)
    (tmp_path / "council.toml").write_text(
        '[[organisations]]\nname = "North"\nabbreviation = "N"\nkind = "council"\n', "utf-8"
    )
    (tmp_path / "people.csv").write_text(
        "initials,name,organisation,state,note\nJD,,N,to_identify,\n", "utf-8"
    )
    assert load_directory(tmp_path).people["JD"] == known
    assert Person.objects.count() == 2


# Handing over


def test_all_work_is_handed_over_and_the_past_stays(two_people, officer, now):
    known, unknown, _ = two_people
    before = everything()
    handed = hand_over(person=known, to=unknown, by=officer, today=TODAY, left_on=date(2016, 7, 1))
    known.refresh_from_db()
    assert (handed, known.left_on) == (15, date(2016, 7, 1))
    assert [each.kind for each in all_uses(uses_of(Person, [known.pk]))] == ["Time in post", "Approval"]
    post = Post.objects.get()
    assert post.holder == unknown
    times = PostHolding.objects.order_by("pk").values_list("person", "held_from", "held_until")
    assert list(times) == [(known.pk, None, date(2016, 7, 7)), (unknown.pk, TODAY, None)]
    undone(officer, now)
    assert everything() == before


def test_a_post_takes_over_what_a_post_can_hold(two_people, officer):
    known, _, plan = two_people
    post = Post.objects.create(title="Head of SEND")
    AssignmentFactory(deliverable=plan[3], post=post, state="identified", role="joint", position=2)
    assert hand_over(person=known, to=post, by=officer, today=TODAY) == 13
    [lead] = Assignment.objects.filter(deliverable=plan[3])
    assert (lead.role, lead.post, lead.person) == ("lead", post, None), "it was joint lead already"
    left = [each.kind for each in all_uses(uses_of(Person, [known.pk]))]
    assert sorted(left) == ["Approval", "Post", "Programme sponsor"]


def test_only_what_is_chosen_is_handed_over(two_people, officer):
    known, unknown, plan = two_people
    chosen = Assignment.objects.get(deliverable=plan[5])
    assert hand_over(person=known, to=unknown, by=officer, today=TODAY, chosen=[chosen.public_id]) == 1
    chosen.refresh_from_db()
    assert chosen.person == unknown
    assert number_of_uses(known) == 15


def test_a_hand_over_to_oneself_to_nobody_or_to_someone_who_left_is_refused(two_people, officer):
    known, unknown, _ = two_people
    gone = someone("XX", left_on=TODAY)
    before = everything()
    for to, words in ((known, "someone else"), (None, "Select who takes over"), (gone, "has left")):
        with pytest.raises(ChangeRefused, match=words):
            hand_over(person=known, to=to, by=officer, today=TODAY)
    with pytest.raises(ChangeRefused, match="Select what to hand over"):
        hand_over(person=known, to=unknown, by=officer, today=TODAY, chosen=[])
    assert everything() == before


# Every room's rows


@pytest.fixture
def named_everywhere(two_people):
    """The first of the two answers for a deliverable, for a dropped one and for an indicator, and once had a seat."""
    known, unknown, plan = two_people
    before_the_act()
    for deliverable in plan[:2]:
        deliverable.accountable_person = known
        deliverable.save()
    Deliverable.objects.filter(pk=plan[1].pk).update(dropped_on=TODAY, dropped_reason="Done.")
    IndicatorFactory(owner_person=known)
    FormerHolder.objects.create(board=Seat.objects.first().board, role="chair", holder=known, until_on=TODAY)
    prepared()
    return known, unknown, plan


def named_now():
    """Who is named, by what names them."""
    return {
        "accountable": set(Deliverable.with_dropped.values_list("accountable_person", flat=True)) - {None},
        "owner": set(Indicator.objects.values_list("owner_person", flat=True)),
        "seats": set(Seat.objects.values_list("holder", flat=True)),
        "former": set(FormerHolder.objects.values_list("holder", flat=True)),
    }


def test_a_merge_moves_what_they_answer_for_and_where_they_sit_and_sat(named_everywhere, officer, now):
    known, unknown, plan = named_everywhere
    before = everything()
    counted_before = dict(Deliverable.with_dropped.values_list("pk", "version"))
    merge_people(person=unknown, into=known, by=officer)
    undone(officer, now)
    assert everything() == before
    other = someone("OO", name="Oli Other")
    merge_people(person=known, into=other, by=officer)
    assert named_now() == {
        "accountable": {other.pk},
        "owner": {other.pk},
        "seats": {other.pk, unknown.pk},
        "former": {other.pk},
    }
    assert number_of_uses(known) == 0, "not even what was dropped names them"
    counted_now = dict(Deliverable.with_dropped.values_list("pk", "version"))
    assert all(counted_now[each.pk] > counted_before[each.pk] for each in plan[:2])


def test_a_hand_over_moves_what_they_answer_for_and_leaves_where_they_sat(named_everywhere, officer, now):
    known, unknown, _ = named_everywhere
    before = everything()
    hand_over(person=known, to=unknown, by=officer, today=TODAY)
    assert named_now() == {
        "accountable": {unknown.pk},
        "owner": {unknown.pk},
        "seats": {unknown.pk},
        "former": {known.pk},
    }
    kinds = [each.kind for each in all_uses(uses_of(Person, [known.pk]))]
    assert sorted(kinds) == ["Approval", "Former chair", "Time in post"]
    undone(officer, now)
    assert everything() == before


def test_a_post_takes_over_indicators_and_seats(named_everywhere, officer):
    known, _, _ = named_everywhere
    post = Post.objects.create(title="Head of SEND")
    hand_over(person=known, to=post, by=officer, today=TODAY)
    assert list(Indicator.objects.values_list("owner_person", "owner_post")) == [(None, post.pk)]
    assert Seat.objects.filter(post=post, holder=None).count() == 2
    assert named_now()["accountable"] == {known.pk}, "only a person can be accountable"


def test_who_is_accountable_for_something_dropped_cannot_be_removed(north, officer):
    answers = someone("AN")
    DeliverableFactory(accountable_person=answers, dropped_on=TODAY, dropped_reason="Done.")
    with pytest.raises(ChangeRefused):
        remove_person(person=answers, by=officer)


# Identifying


def test_saying_who_initials_are_settles_all_their_items(two_people, officer, now):
    _, unknown, plan = two_people
    identify_person(person=unknown, by=officer, name="Kit Bell", email="kb@example.org")
    unknown.refresh_from_db()
    assert (unknown.label, unknown.state) == ("Kit Bell (KB)", "identified")
    assert set(Assignment.objects.filter(person=unknown).values_list("state", flat=True)) == {"identified"}
    assert versions()[plan[11].pk] == 2
    with pytest.raises(UndoRefused, match="personal details"):
        undone(officer, now)


def test_unknown_initials_become_vacancies_and_undo_brings_them_back(north, officer, now):
    before_the_act()
    person, post = someone("OI."), Post.objects.create(title="Head")
    AssignmentFactory(person=person)
    AssignmentFactory(person=person, role="reporting")
    Seat.objects.create(board=BoardFactory(), role="chair", state="named", holder=person)
    Seat.objects.create(board=BoardFactory(), role="chair", state="named", holder=person, post=post)
    prepared()
    before = everything()
    assert make_vacancies(person=person, by=officer) == 4
    assert set(Assignment.objects.values_list("state", "person")) == {("to_confirm", None)}
    assert list(Seat.objects.order_by("pk").values_list("state", "holder", "post")) == [
        ("vacant", None, None),
        ("named", None, post.pk),
    ]
    assert not Person.objects.exists()
    undone(officer, now)
    assert everything() == before


def test_a_person_whom_the_cover_names_cannot_become_a_vacancy(two_people, officer):
    known, unknown, _ = two_people
    before = everything()
    with pytest.raises(ChangeRefused, match="Change this first"):
        make_vacancies(person=unknown, by=officer)
    with pytest.raises(ChangeRefused, match="Only unknown initials"):
        make_vacancies(person=known, by=officer)
    assert everything() == before


# People, posts and organisations


def test_a_person_is_added_and_removed_again_by_undo(north, officer, now):
    add_person(by=officer, initials="JD", name=" Jo Doe ", email="jd@example.org")
    person = Person.objects.get()
    assert (person.label, person.state) == ("Jo Doe (JD)", "identified")
    assert undone(officer, now).words == "JD removed"
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({}, "name", "Enter a name"),
        ({"initials": "KB"}, "initials", "Someone else has the initials KB"),
        ({"name": "Jo", "email": "jo@"}, "email", "correct format"),
    ],
)
def test_wrong_details_are_refused_at_their_fields(north, officer, said, field, words):
    someone("KB")
    with pytest.raises(ChangeRefused) as refused:
        add_person(by=officer, **said)
    assert words in refused.value.problems[field]
    assert Person.objects.count() == 1


def test_a_person_whose_name_is_taken_away_is_to_be_identified_again(two_people, officer):
    known, _, _ = two_people
    change_person(person=known, by=officer, initials="JD")
    assert known.state == "to_identify"
    assert set(Assignment.objects.values_list("state", flat=True)) == {"to_identify"}


def test_who_is_named_somewhere_cannot_be_removed(two_people, officer):
    known, unknown, _ = two_people
    with pytest.raises(
        ChangeRefused, match=r"Jo Doe \(JD\) is still used. Change this first: .* and \d+ more"
    ):
        remove_person(person=known, by=officer)
    alone = someone("ZZ")
    remove_person(person=alone, by=officer)
    assert set(Person.objects.all()) == {known, unknown}


def test_a_post_keeps_the_history_of_its_holders(north, officer, now):
    before_the_act()
    one, two = someone("A", name="Ann"), someone("B", name="Ben")
    post = add_post(by=officer, title="Director", holder=one, held_from=date(2015, 1, 1))
    prepared()
    before = everything()
    change_post(post=post, by=officer, today=TODAY, title="Director", holder=two, held_from=date(2016, 5, 1))
    assert list(PostHolding.objects.order_by("pk").values_list("person", "held_from", "held_until")) == [
        (one.pk, date(2015, 1, 1), date(2016, 4, 30)),
        (two.pk, date(2016, 5, 1), None),
    ]
    undone(officer, now)
    assert everything() == before
    with pytest.raises(ChangeRefused) as refused:
        change_post(
            post=Post.objects.get(), by=officer, today=TODAY, title="Director", held_from=date(2014, 1, 1)
        )
    assert "began on 1 January 2015" in refused.value.problems["held_from"]


def test_the_day_on_which_a_holder_began_can_be_corrected(north, officer):
    post = Post.objects.create(title="Head", holder=someone("A"))
    change_post(
        post=post, by=officer, today=TODAY, title="Head", holder=post.holder, held_from=date(2016, 1, 1)
    )
    assert PostHolding.objects.get().held_from == date(2016, 1, 1)
    remove_post(post=post, by=officer)
    assert not PostHolding.objects.exists()


def test_an_organisation_that_ended_answers_under_its_successors_name(north, officer):
    new = add_organisation(by=officer, name="Wessex ICB", kind="health", valid_from=date(2016, 7, 1))
    old = OrganisationFactory(name="Northport CCG")
    change_organisation(
        organisation=old, by=officer, name="Northport CCG", valid_to=date(2016, 6, 30), successor=new
    )
    assert old.known_as(date(2016, 7, 1)) == "Wessex ICB (Northport CCG)"
    assert old.known_as(date(2016, 6, 30)) == "Northport CCG"
    with pytest.raises(ChangeRefused, match="still used"):
        remove_organisation(organisation=new, by=officer)
    with pytest.raises(ChangeRefused) as refused:
        change_organisation(
            organisation=new, by=officer, name="Northport CCG", valid_to=date(2016, 6, 1), successor=old
        )
    assert refused.value.problems.keys() == {"name", "successor"}


def test_removing_an_organisation_can_be_undone(north, officer, now):
    before_the_act()
    organisation = OrganisationFactory(name="North")
    prepared()
    before = everything()
    remove_organisation(organisation=organisation, by=officer)
    assert not Organisation.objects.exists()
    undone(officer, now)
    assert everything() == before


# Who may


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_only_who_may_change_people_does(cast, two_people, role):
    known, unknown, _ = two_people
    post, organisation, by = Post.objects.get(), OrganisationFactory(), cast.actor(role)
    before = everything()
    for action in (
        lambda: merge_people(person=unknown, into=known, by=by),
        lambda: hand_over(person=known, to=unknown, by=by, today=TODAY),
        lambda: identify_person(person=unknown, by=by, name="Kit"),
        lambda: make_vacancies(person=unknown, by=by),
        lambda: add_person(by=by, name="Jo"),
        lambda: change_person(person=known, by=by, name="Jo"),
        lambda: remove_person(person=unknown, by=by),
        lambda: add_post(by=by, title="New"),
        lambda: change_post(post=post, by=by, today=TODAY, title="New"),
        lambda: remove_post(post=post, by=by),
        lambda: add_organisation(by=by, name="New"),
        lambda: change_organisation(organisation=organisation, by=by, name="New"),
        lambda: remove_organisation(organisation=organisation, by=by),
    ):
        with pytest.raises(PermissionDenied):
            action()
    assert everything() == before


def test_a_person_of_another_council_is_refused(cast, officer):
    with council_context(cast.other.id):
        theirs = someone("TT")
    with council_context(cast.council.id):
        ours = someone("OO")
        with pytest.raises(PermissionDenied):
            merge_people(person=ours, into=theirs, by=officer)


def test_where_people_are_used_costs_one_query_for_each_kind(two_people, django_assert_num_queries):
    known, unknown, _ = two_people
    with django_assert_num_queries(len(links_to(Person))):
        uses = uses_of(Person, [known.pk, unknown.pk])
        words = [line for line, _ in counted(uses[known.pk])]
    assert "9 leads" in words and "1 programme sponsor" in words
    [chair] = [each for each in uses[known.pk] if each.kind == "Chair"]
    assert (chair.name, chair.url.endswith("/northport/boards/" + chair.row.board.slug + "/")) == (
        "SEND Board",
        True,
    )


def test_a_post_can_have_a_mailbox(cast):
    add = "/northport/people/posts/new/"
    client = cast.client()
    refused = client.post(add, {"title": "Director", "email": "director"})
    assert refused.status_code == 422
    assert "Enter an email address in the correct format, like name@example.org" in text_of(refused)
    client.post(add, {"title": "Director", "email": " director@example.org "})
    with council_context(cast.council.id):
        post = Post.objects.get(title="Director")
        assert post.email == "director@example.org"
        change = Change.objects.filter(verb="post.added").latest("seq")
        assert change.after["email"] == "[personal]"
    assert "director@example.org" in client.get(f"/northport/people/posts/{post.public_id}/").content.decode()
