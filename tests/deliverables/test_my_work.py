"""Tests of "My work": items and groups, the "no change" button, and the fragments for the script."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from councils.models import Change, Person, Post
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import ProgressRefused, StaleDeliverable, record_no_change
from deliverables.models import Deliverable, DuePoint, ProgressUpdate
from deliverables.rules.work import WorkGroup
from strategies.models import ReportingPeriod, Strand
from tests.cast import TODAY
from tests.deliverables.typed import AMBER
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
)
from tests.pages import FRAME, text_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
IN_PLACE = {"X-Fragment": "card"}


@pytest.fixture
def council(cast):
    """Quarter 4 is closed, quarters 1 and 2 have started. The officer is OF in the plan."""
    with council_context(cast.council.id):
        PeriodFactory(label="2015-16-Q4", closed_at=datetime(2016, 5, 1, tzinfo=UTC))
        for label in ("2016-17-Q1", "2016-17-Q2"):
            PeriodFactory(label=label)
        PersonFactory(initials="OF", user=cast.members[Role.OFFICER].user)
    return cast.council


@pytest.fixture
def officer(cast, council):
    with council_context(council.id):
        return cast.actor().person()


@pytest.fixture
def add(council, officer):
    """Make a deliverable of strand A with its due point, people (by default, the officer leads it) and updates by
    quarter."""

    def add(title="Training", *, due_on=date(2017, 3, 31), people=None, said=()):
        with council_context(council.id):
            strand = Strand.objects.filter(code="A").first() or StrandFactory(code="A")
            one = DeliverableFactory(strand=strand, title=title)
            if due_on:
                DuePointFactory(deliverable=one, due_on=due_on, precision="day")
            named = [("lead", officer)] if people is None else people
            for position, (role, holder) in enumerate(named, start=1):
                kind = "post" if isinstance(holder, Post) else "person"
                AssignmentFactory(deliverable=one, role=role, position=position, **{kind: holder})
            for label, rag in dict(said).items():
                ProgressUpdateFactory(deliverable=one, period=PeriodFactory(label=label), rag=rag)
        return one

    return add


def address(council, name="my_work", **kwargs):
    return reverse(f"deliverables:{name}", kwargs={"council": council.slug, **kwargs})


def person_in(council, **fields):
    with council_context(council.id):
        return PersonFactory(**fields)


def look(cast, role=Role.OFFICER):
    return cast.client(role).get(address(cast.council))


def groups(response):
    """Titles by group. Folded items are in brackets."""
    return {
        section.group: [item.state.deliverable.title for item in section.open]
        + [f"({item.state.deliverable.title})" for item in section.done]
        for section in response.context["work"].sections
    }


def updates(one):
    with council_context(one.council_id):
        return list(one.updates.order_by("id"))


# Items on the page


def test_each_deliverable_is_in_its_most_urgent_group(cast, add):
    add("Late", due_on=date(2016, 6, 30))
    add("Late but said", due_on=date(2016, 6, 30), said={"2016-17-Q1": "red"})
    add("Soon", due_on=date(2016, 9, 30))
    add("Silent", due_on=None)
    add("Said", said={"2016-17-Q1": "green"})
    add("Nobody’s", people=[])
    assert groups(look(cast)) == {
        WorkGroup.OVERDUE: ["Late", "(Late but said)"],
        WorkGroup.DUE: ["Soon"],
        WorkGroup.SILENT: ["Silent"],
        WorkGroup.REST: ["(Said)"],
    }


def test_what_is_led_jointly_or_through_a_post_is_ones_own(cast, council, officer, add):
    with council_context(council.id):
        post = Post.objects.create(title="Head of inclusion", holder=officer)
        other = Post.objects.create(title="Head of transport")
    add("Joint", people=[("lead", person_in(council)), ("joint", officer)])
    add("By post", people=[("lead", post)])
    add("Another’s post", people=[("lead", other)])
    response = look(cast)
    assert groups(response) == {WorkGroup.SILENT: ["Joint", "By post"]}
    assert response.context["work"].total == 2


def test_what_waits_for_others_says_for_whom(cast, council, officer, add):
    jd, hp = (person_in(council, initials=initials) for initials in ("JD", "HP"))
    with council_context(council.id):
        post = Post.objects.create(title="Head of transport")
    receiving = ("reporting", officer)
    add("Two lead", people=[("lead", jd), ("joint", hp), receiving])
    add("Post leads", people=[("lead", post), receiving])
    add("Alternate", people=[("lead", jd), ("alternate", officer)])
    add("Nobody leads", people=[receiving])
    add("Said", people=[("lead", jd), receiving], said={"2016-17-Q1": "red"})
    response = look(cast)
    assert groups(response) == {WorkGroup.WAITING: ["Two lead", "Post leads", "Alternate", "Nobody leads"]}
    said = text_of(response)
    for words in ("JD and HP", "Head of transport", "a lead to be named"):
        assert f"Waiting for {words} ." in said
    assert response.context["work"].total == 0
    assert "still to say" not in said


def test_disagreements_come_first_and_stay_in_sight(cast, add):
    late = date(2016, 6, 30)
    add("Red", due_on=late, said={"2015-16-Q4": "red"})
    add("Green", due_on=late, said={"2016-17-Q1": "green"})
    response = look(cast)
    assert groups(response) == {WorkGroup.OVERDUE: ["Green", "Red"]}
    assert "RAG ratings disagree: Stated RAG is green but schedule RAG is red." in text_of(response)


def test_the_head_counts_what_is_left_and_leads_to_it(cast, add):
    add("Late", due_on=date(2016, 6, 30))
    add("Said", said={"2016-17-Q1": "green"})
    response = look(cast)
    said = text_of(response)
    assert "1 of 2 still to update for Q1 2016–17. The cut-off is 21 July 2016, in 13 days." in said
    page = response.content.decode()
    assert '<a class="figure__link" href="#overdue">' in page
    assert 'id="overdue"' in page
    assert "Updated 1 July 2016" in said


def test_after_the_cut_off_it_says_that_updates_are_marked_late(cast, council, add):
    council.pinned_today = date(2016, 7, 22)  # the first day of grace
    council.save()
    one = add()
    assert "The cut-off was 21 July 2016: updates are now marked as late." in text_of(look(cast))
    cast.client().post(address(council, "update", deliverable=one.public_id), AMBER)
    assert "It is up to date for Q1 2016–17." in text_of(look(cast))


def test_nothing_left_to_do_says_so(cast, add):
    for number in range(3):
        add(f"Number {number}", said={"2016-17-Q1": "green"})
    said = text_of(look(cast))
    assert "All 3 are up to date for Q1 2016–17." in said
    assert "Up to date (3)" in said


def test_without_a_person_it_says_what_to_do(cast, council):
    said = text_of(look(cast, Role.ADMINISTRATOR))
    assert "Your account is not linked to a person in the plan" in said
    assert "Update for someone else" in said
    assert "Update for someone else" not in text_of(look(cast, Role.READER))


def test_an_administrator_without_a_person_is_not_sent_to_an_administrator(cast, council):
    administrator = text_of(look(cast, Role.ADMINISTRATOR))
    assert "choose your own name on the page “People who can sign in”" in administrator
    assert "an administrator" not in administrator
    assert 'href="/northport/people/access/"' in look(cast, Role.ADMINISTRATOR).content.decode()
    reader = look(cast, Role.READER)
    assert text_of(reader).count("See all deliverables") == 1
    assert "Ask an administrator of your council to link it." in text_of(reader)
    assert "/people/access/" not in reader.content.decode()


def test_of_a_person_who_is_named_nowhere(cast, council):
    assert "You do not lead any deliverables" in text_of(look(cast))


def test_a_reader_who_leads_sees_their_work_without_buttons(cast, council, add):
    reader = person_in(council, initials="RD", user=cast.members[Role.READER].user)
    add(people=[("lead", reader)], said={"2015-16-Q4": "green"})
    said = text_of(look(cast, Role.READER))
    assert "1 of 1 still to update" in said
    assert "Update" not in said
    assert "No change this quarter" not in said


def test_who_leads_nothing_is_told_of_somebody_with_their_name(cast, council, officer, add):
    with council_context(council.id):
        Person.objects.filter(pk=officer.pk).update(name="Jo King")
        other = PersonFactory(initials="JK", name="jo king")
        PersonFactory(initials="XX", name="Jo King", left_on=date(2016, 1, 1))
    add(people=[("lead", other)])
    page = look(cast)
    assert "The plan also has jo king (JK), to whom no account is linked." in text_of(page)
    link = f"/northport/people/{officer.public_id}/merge/?into={other.public_id}"
    assert f'href="{link}"' in page.content.decode()
    assert cast.client().get(link).status_code == 200
    add(people=[("lead", officer)])
    assert "The plan also has" not in text_of(look(cast))


@pytest.mark.parametrize("number", [1, 40])
def test_queries_do_not_grow(cast, council, officer, add, number, django_assert_num_queries):
    for _ in range(number):
        add(people=[("lead", officer), ("joint", person_in(council))], said={"2016-17-Q1": "green"})
        add(people=[("lead", person_in(council)), ("reporting", officer)])
    client = cast.client()
    with django_assert_num_queries(FRAME + 11):
        assert client.get(address(council)).status_code == 200


# No change this quarter: the action


@pytest.fixture
def repeat(cast, council):
    def repeat(one, **changes):
        with council_context(council.id):
            period = ReportingPeriod.objects.get(label="2016-17-Q1")
            said = {"deliverable": one, "period": period, "by": cast.actor(), "expected_version": 1}
            return record_no_change(**{**said, "today": TODAY, "now": NOW, **changes})

    return repeat


def test_no_change_repeats_what_stands(cast, repeat, add):
    one = add(said={"2015-16-Q4": "amber"})
    update = repeat(one)
    assert (update.period.label, update.rag, update.narrative) == (
        "2016-17-Q1",
        "amber",
        "No change since Q4 2015–16.",
    )
    assert (update.reason, update.path_to_green, update.forecast_on) == (
        "A venue fell through.",
        "Book another.",
        date(2016, 9, 30),
    )
    assert (update.by_user, update.recorded_on, update.late) == (cast.actor().user, TODAY, False)
    with council_context(cast.council.id):
        assert Deliverable.objects.get().version == 2
        logged = Change.objects.filter(verb="progress.unchanged")
        assert {change.table for change in logged} == {
            "deliverables_progressupdate",
            "deliverables_deliverable",
        }
        assert DuePoint.objects.get().done_on is None


def test_no_change_of_green_repeats_the_rating_alone(repeat, council, add):
    one = add(said={"2015-16-Q4": "green"})
    with council_context(council.id):
        ProgressUpdate.objects.update(forecast_on=date(2016, 6, 30), reason="None given.")
    update = repeat(one)
    assert (update.rag, update.reason, update.forecast_on) == ("green", "", None)


def test_no_change_after_the_cut_off_is_late(repeat, add):
    assert repeat(add(said={"2015-16-Q4": "green"}), today=date(2016, 7, 22)).late is True


@pytest.mark.parametrize("said", [{}, {"2015-16-Q4": "complete"}, {"2016-17-Q1": "green"}])
def test_no_change_refused_changes_nothing(repeat, add, said):
    one = add(said=said)
    with pytest.raises(ProgressRefused) as refused:
        repeat(one)
    assert list(refused.value.problems) == ["deliverable"]
    assert len(updates(one)) == len(said)


def test_no_change_of_what_somebody_has_changed_is_stale(repeat, add):
    one = add(said={"2015-16-Q4": "green"})
    with pytest.raises(StaleDeliverable):
        repeat(one, expected_version=0)
    assert len(updates(one)) == 1


def test_no_change_by_a_reader_is_refused(cast, repeat, add):
    one = add(said={"2015-16-Q4": "green"})
    with pytest.raises(PermissionDenied):
        repeat(one, by=cast.actor(Role.READER))


# No change this quarter: the button


def test_the_button_is_there_where_it_applies(cast, council, officer, add):
    applies = add("Applies", said={"2015-16-Q4": "green"})
    add("Never updated")
    add("Said", said={"2015-16-Q4": "green", "2016-17-Q1": "green"})
    add("Another’s", people=[("reporting", officer)], said={"2015-16-Q4": "green"})
    page = look(cast).content.decode()
    assert page.count("No change this quarter") == 1
    assert address(council, "no_change", deliverable=applies.public_id) in page


def test_one_press_says_that_nothing_has_changed(cast, council, add):
    one = add(said={"2015-16-Q4": "amber"})
    url = address(council, "no_change", deliverable=one.public_id)
    response = cast.client().post(url, {"version": "1"}, follow=True)
    assert response.redirect_chain == [(address(council), 302)]
    assert "A" + one.number + " stays Amber." in text_of(response)
    assert "Undo" in text_of(response)
    assert [update.rag for update in updates(one)] == ["amber", "amber"]


@pytest.mark.parametrize("version", ["0", "2", "", "one", "9" * 5000])
def test_one_press_on_an_old_page_is_refused(cast, council, add, version):
    one = add(said={"2015-16-Q4": "amber"})
    url = address(council, "no_change", deliverable=one.public_id)
    response = cast.client().post(url, {"version": version}, follow=True)
    assert "Someone has changed it since you opened this page" in text_of(response)
    assert address(council, "update", deliverable=one.public_id) in response.content.decode()
    assert len(updates(one)) == 1


def test_one_press_with_nothing_to_repeat_leads_to_the_form(cast, council, add):
    one = add()
    url = address(council, "no_change", deliverable=one.public_id)
    said = text_of(cast.client().post(url, {"version": "1"}, follow=True))
    assert f"“No change” was not saved for {one.short_name}. There is no earlier update to repeat." in said


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_one_press_by_those_who_only_read_is_403(cast, council, add, role):
    one = add(said={"2015-16-Q4": "green"})
    url = address(council, "no_change", deliverable=one.public_id)
    assert cast.client(role).post(url, {"version": "1"}).status_code == 403
    assert len(updates(one)) == 1


def test_one_press_by_an_outsider_is_404(cast, council, add):
    one = add(said={"2015-16-Q4": "green"})
    client = cast.outsider_client()
    assert client.post(address(council, "no_change", deliverable=one.public_id)).status_code == 404
    assert client.post(address(cast.other, "no_change", deliverable=one.public_id)).status_code == 404
    assert cast.client().post(address(council, "no_change", deliverable=uuid4())).status_code == 404
    assert len(updates(one)) == 1


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_one_press_is_a_post(cast, council, add, method):
    url = address(council, "no_change", deliverable=add().public_id)
    assert getattr(cast.client(), method)(url).status_code == 405


def test_one_press_after_the_session_has_lapsed_leads_back_to_my_work(council, add):
    url = address(council, "no_change", deliverable=add().public_id)
    assert Client().post(url).url == f"{reverse('account_login')}?next={address(council)}"


# Fragments for the script


def piece(response):
    return response.status_code, response.headers.get("X-Fragment", "")


def test_the_form_comes_alone_with_ids_of_its_own(cast, council, add):
    one = add()
    response = cast.client().get(
        address(council, "update", deliverable=one.public_id), headers={"X-Fragment": "form"}
    )
    page = response.content.decode()
    assert piece(response) == (200, "form")
    assert "<html" not in page
    assert f'id="update-{one.public_id}-rag_0"' in page
    assert f'action="{address(council, "update", deliverable=one.public_id)}"' in page


def test_a_refused_form_comes_back_with_what_was_typed(cast, council, add):
    one = add()
    url = address(council, "update", deliverable=one.public_id)
    response = cast.client().post(url, AMBER | {"reason": ""}, headers=IN_PLACE)
    assert piece(response) == (422, "form")
    assert (
        f'<a href="#update-{one.public_id}-reason">Enter the reason it is amber</a>'
        in response.content.decode()
    )
    assert AMBER["narrative"] in text_of(response)


def test_a_stale_form_comes_back_with_both(cast, council, add):
    one = add()
    url = address(council, "update", deliverable=one.public_id)
    cast.client().post(url, AMBER)
    response = cast.client().post(
        url, AMBER | {"rag": "red", "narrative": "None has joined."}, headers=IN_PLACE
    )
    assert piece(response) == (409, "form")
    said = text_of(response)
    assert AMBER["narrative"] in said
    assert "None has joined." in said


def test_saving_answers_with_the_card_the_head_and_undo(cast, council, add):
    one = add(due_on=date(2016, 6, 30))
    add("Another")
    client = cast.client()
    url = address(council, "update", deliverable=one.public_id)
    response = client.post(url, AMBER, headers=IN_PLACE)
    page, said = response.content.decode(), text_of(response)
    assert piece(response) == (200, "card")
    assert f'data-replace="work-{one.public_id}"' in page
    assert f"A{one.number} changed from Not rated to Amber." in said
    assert "1 of 2 still to update" in said
    assert f'name="act" value="{response.headers["X-Request-Id"]}"' in page
    assert "changed from" not in text_of(client.get(address(council)))  # it was shown once, in place


def test_what_was_said_for_a_lead_waits_for_nobody(cast, council, officer, add):
    one = add(people=[("lead", person_in(council)), ("reporting", officer)])
    url = address(council, "update", deliverable=one.public_id)
    said = text_of(cast.client().post(url, AMBER, headers=IN_PLACE))
    assert "changed from Not rated to Amber." in said
    assert "Waiting for" not in said


def test_what_is_undone_from_the_card_is_gone(cast, council, add):
    one = add()
    client = cast.client()
    saved = client.post(address(council, "update", deliverable=one.public_id), AMBER, headers=IN_PLACE)
    act = re.search(r'name="act" value="([^"]+)"', saved.content.decode())[1]
    said = text_of(client.post(address(council, "undo"), {"act": act}, follow=True))
    assert "is Not rated again" in said
    assert updates(one) == []


def test_no_change_in_place(cast, council, add):
    one = add(said={"2015-16-Q4": "green"})
    url = address(council, "no_change", deliverable=one.public_id)
    first = cast.client().post(url, {"version": "1"}, headers=IN_PLACE)
    assert piece(first) == (200, "card")
    assert "stays Green." in text_of(first)
    again = cast.client().post(url, {"version": "2"}, headers=IN_PLACE)
    assert piece(again) == (409, "card")
    assert "Not saved. Q1 2016–17 already has an update." in text_of(again)


def test_the_card_alone_shows_what_is_stored(cast, council, add):
    one = add(said={"2016-17-Q1": "red"})
    url = address(council, "update", deliverable=one.public_id)
    response = cast.client().get(url, headers={"X-Fragment": "card"})
    assert piece(response) == (200, "card")
    assert "Stated: Red" in text_of(response)


@pytest.mark.parametrize("number", [1, 40])
def test_queries_of_saving_in_place_do_not_grow(cast, council, add, number, django_assert_num_queries):
    one, *_ = [add(said={"2015-16-Q4": "green"}) for _ in range(number)]
    client = cast.client()
    with django_assert_num_queries(FRAME + 21):
        client.post(
            address(council, "no_change", deliverable=one.public_id), {"version": "1"}, headers=IN_PLACE
        )
