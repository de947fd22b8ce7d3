"""The pages about people, posts and organisations."""

import re
from datetime import date

import pytest
from django.urls import reverse

from boards.models import Seat
from councils.models import Change, Organisation, Person, Post
from councils.people.actions import hand_over, merge_people
from councils.people.relations import links_to
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Assignment, Deliverable
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    OrganisationFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
)
from tests.pages import text_of

PEOPLE = "/northport/people/"
READERS = [Role.READER, Role.BOARD_MEMBER, Role.APPROVER]


@pytest.fixture
def plan(cast):
    """JD leads A1 to A4 and chairs a board; KB, who is unknown, is joint lead of A1; A5 is to be confirmed."""
    with council_context(cast.council.id):
        PeriodFactory()
        known = PersonFactory(
            initials="JD", name="Jo Doe", state="identified", organisation=OrganisationFactory()
        )
        unknown = PersonFactory(initials="KB")
        strand = StrandFactory(code="A")
        for place in range(1, 6):
            deliverable = DeliverableFactory(strand=strand, position=place)
            vacant = place == 5
            AssignmentFactory(
                deliverable=deliverable,
                person=None if vacant else known,
                state="to_confirm" if vacant else "identified",
            )
        first = Deliverable.objects.get(position=1)
        AssignmentFactory(deliverable=first, person=unknown, role="joint", position=2)
        Seat.objects.create(board=BoardFactory(name="SEND Board"), role="chair", state="named", holder=known)
        Post.objects.create(title="Director", holder=known)
    return {"known": known, "unknown": unknown}


def url(name, row=None):
    names = {Person: "person", Post: "post", Organisation: "organisation"}
    arguments = {names[type(row)]: row.public_id} if row is not None else {}
    return reverse(f"councils:{name}", kwargs={"council": "northport", **arguments})


def seen(page):
    """The signed field of a form."""
    return re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1]


def hidden(page):
    form = page.content.decode().rpartition('<form method="post" novalidate>')[2]
    fields = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(value)
    return fields


def undo(client, page):
    [form] = re.findall(
        r'<form method="post" action="/northport/undo/".*?</form>', page.content.decode(), re.S
    )
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return client.post("/northport/undo/", sent, follow=True)


def last_change(cast):
    with council_context(cast.council.id):
        return Change.objects.order_by("-seq").values_list("seq", flat=True).first()


# The lists


def test_the_list_says_who_is_who_and_how_much_they_lead(cast, plan):
    said = text_of(cast.client().get(PEOPLE))
    assert "Jo Doe (JD)" in said and "To identify (1 unknown)" in said
    assert re.search(r"Jo Doe \(JD\).{0,80}Identified\s+4\b", said)
    assert "Director" in said


@pytest.mark.parametrize("more", [0, 20])
def test_the_list_costs_the_same_for_any_number(cast, plan, more, django_assert_num_queries):
    with council_context(cast.council.id):
        for number in range(more):
            person = PersonFactory(organisation=OrganisationFactory())
            Post.objects.create(title=f"Post {number}", holder=person)
    client = cast.client()
    client.get(PEOPLE)
    with django_assert_num_queries(QUERIES_OF_A_PAGE + 5):
        client.get(PEOPLE)


QUERIES_OF_A_PAGE = 7
"""Session, user, membership, the context and its savepoints, as on every page of the council."""


@pytest.mark.parametrize("role", READERS)
def test_a_reader_sees_names_but_no_addresses_and_no_way_to_change(cast, plan, role):
    with council_context(cast.council.id):
        Person.objects.filter(initials="JD").update(email="jd@example.org")
    page = cast.client(role).get(PEOPLE)
    assert page.status_code == 200 and "Jo Doe (JD)" in text_of(page)
    assert "jd@example.org" not in page.content.decode() and "Add a person" not in page.content.decode()
    person = cast.client(role).get(url("person", plan["known"]))
    assert person.status_code == 200 and "jd@example.org" not in person.content.decode()


def test_the_way_there_is_for_those_who_may_change_people(cast):
    assert f'href="{PEOPLE}"' in cast.client().get("/northport/boards/").content.decode()
    assert f'href="{PEOPLE}"' not in cast.client(Role.READER).get("/northport/boards/").content.decode()


def test_a_person_has_everything_that_names_them(cast, plan):
    said = text_of(cast.client().get(url("person", plan["known"])))
    for words in ("4 leads", "1 chair", "SEND Board", "1 post", "Director", "All 4 leads"):
        assert words in said


def addresses(plan):
    with council_context(plan["known"].council_id):
        post, organisation = Post.objects.get(), Organisation.objects.get()
    return [
        url("add_person"),
        url("to_identify"),
        url("new_post"),
        url("new_organisation"),
        url("post", post),
        url("remove_post", post),
        url("organisation", organisation),
        url("remove_organisation", organisation),
        *(
            url(name, plan["unknown"])
            for name in ("change_person", "identify", "merge", "hand_over", "remove_person")
        ),
    ]


def test_outsiders_get_404_and_readers_403_and_nothing_is_written(cast, plan):
    before = last_change(cast)
    for address in [PEOPLE, url("person", plan["known"]), *addresses(plan)]:
        assert cast.outsider_client().get(address).status_code == 404, address
    for role in READERS:
        for address in addresses(plan):
            assert cast.client(role).get(address).status_code == 403, address
            if address != url("to_identify"):
                assert cast.client(role).post(address, {"name": "X", "title": "X"}).status_code == 403
    assert last_change(cast) == before


def test_rows_of_another_council_are_not_found(cast, plan):
    with council_context(cast.other.id):
        theirs = [PersonFactory(), Post.objects.create(title="Head"), OrganisationFactory()]
    for row, name in zip(theirs, ("change_person", "post", "organisation"), strict=True):
        assert cast.client().get(url(name, row)).status_code == 404


# Forms


def test_a_person_is_added_with_undo(cast, plan):
    client = cast.client()
    with council_context(cast.council.id):
        organisation = Organisation.objects.get()
    typed = {
        "name": "New One",
        "initials": "NO",
        "organisation": str(organisation.public_id),
        "email": "",
        "seen": "",
    }
    page = client.post(url("add_person"), typed, follow=True)
    assert "New One (NO) added." in text_of(page)
    with council_context(cast.council.id):
        assert Person.objects.get(initials="NO").organisation == organisation
    assert "Undone: NO removed." in text_of(undo(client, page))
    with council_context(cast.council.id):
        assert not Person.objects.filter(initials="NO").exists()


def test_refused_input_is_kept_and_said_at_its_field(cast, plan):
    page = cast.client().post(
        url("add_person"), {"name": "New", "initials": "JD", "email": "new@", "seen": ""}
    )
    body = page.content.decode()
    assert page.status_code == 422
    assert 'href="#id_initials">Someone else has the initials JD' in body
    assert 'href="#id_email">Enter an email address in the correct format' in body
    assert 'value="new@"' in body
    with council_context(cast.council.id):
        assert Person.objects.count() == 2


def test_a_change_to_personal_details_has_no_undo_button(cast, plan):
    client, address = cast.client(), url("change_person", plan["known"])
    typed = {"name": "Jo Dow", "initials": "JD", "organisation": "", "seen": seen(client.get(address))}
    page = client.post(address, typed, follow=True)
    assert "Jo Dow (JD) saved." in text_of(page)
    assert "/northport/undo/" not in page.content.decode()


def test_a_stale_change_shows_both_and_saves_nothing(cast, plan):
    client, address = cast.client(), url("change_person", plan["known"])
    opened = seen(client.get(address))
    with council_context(cast.council.id):
        Person.objects.filter(initials="JD").update(name="Jo Other")
    page = client.post(address, {"name": "Jo Typed", "initials": "JD", "seen": opened})
    assert page.status_code == 409
    assert "Jo Other" in text_of(page) and "Jo Typed" in page.content.decode()
    with council_context(cast.council.id):
        assert Person.objects.get(initials="JD").name == "Jo Other"


def test_an_organisation_gets_a_successor_and_the_list_shows_its_name(cast, plan):
    client = cast.client()
    with council_context(cast.council.id):
        old = Organisation.objects.get()
        new = OrganisationFactory(name="Wessex ICB")
    address = url("organisation", old)
    typed = {
        "name": old.name,
        "kind": "health",
        "valid_to_day": "30",
        "valid_to_month": "6",
        "valid_to_year": "2016",
        "successor": str(new.public_id),
        "seen": seen(client.get(address)),
    }
    page = client.post(address, typed, follow=True)
    assert f"Wessex ICB ({old.name})" in text_of(page)
    assert "restored" in text_of(undo(client, page))
    with council_context(cast.council.id):
        old.refresh_from_db()
        assert (old.successor, old.valid_to, old.kind) == (None, None, "other")


def test_a_post_gets_another_holder_and_keeps_the_first(cast, plan):
    client = cast.client()
    with council_context(cast.council.id):
        post = Post.objects.get()
    address = url("post", post)
    typed = {"title": "Director", "holder": str(plan["unknown"].public_id), "seen": seen(client.get(address))}
    said = text_of(client.post(address, typed, follow=True))
    assert "KB, since 8 July 2016" in said and "Jo Doe (JD) until 7 July 2016" in said


def test_only_what_nothing_names_is_removed(cast, plan):
    client = cast.client()
    page = client.post(url("remove_person", plan["unknown"]), {"seen": "x"})
    assert page.status_code == 422
    assert "KB is still used. Change this first: Joint lead: A1" in text_of(page)
    with council_context(cast.council.id):
        Assignment.objects.filter(person=plan["unknown"]).delete()
    page = client.post(url("remove_person", plan["unknown"]), {"seen": "x"}, follow=True)
    assert "KB removed." in text_of(page)
    assert "restored" in text_of(undo(client, page))


# To identify


def test_unknown_initials_and_vacancies_are_in_one_list_with_where_they_are_used(cast, plan):
    page = cast.client().get(url("to_identify"))
    said = text_of(page)
    assert "KB" in said and "1 joint lead" in said and "A1" in said
    assert "To be confirmed (1)" in said and "Choose a lead of A5" in said
    settle = re.search(r'href="([^"]*what=lead[^"]*)"', page.content.decode())[1].replace("&amp;", "&")
    assert cast.client().get(settle).status_code == 200


@pytest.mark.parametrize("more", [0, 10])
def test_the_list_of_unknown_initials_costs_the_same_for_any_number(
    cast, plan, more, django_assert_num_queries
):
    with council_context(cast.council.id):
        for position in range(more):
            AssignmentFactory(deliverable=DeliverableFactory(), person=PersonFactory(), position=position)
    client = cast.client()
    client.get(PEOPLE)
    with django_assert_num_queries(QUERIES_OF_A_PAGE + 2 + number_of_links()):
        client.get(url("to_identify"))


def number_of_links():
    return len(links_to(Person))


def test_initials_are_named_once_for_all(cast, plan):
    client, address = cast.client(), url("identify", plan["unknown"])
    typed = {"how": "name", "name": "Kit Bell", "email": "kb@example.org", "seen": seen(client.get(address))}
    page = client.post(address, typed, follow=True)
    assert "KB is Kit Bell." in text_of(page)
    with council_context(cast.council.id):
        assert Assignment.objects.get(role="joint").state == "identified"


def test_initials_without_an_answer_are_refused(cast, plan):
    for typed, words in (
        ({}, "Select who it is"),
        ({"how": "name"}, "Enter their name"),
        ({"how": "same"}, "Select a person"),
    ):
        page = cast.client().post(url("identify", plan["unknown"]), {"seen": "", **typed})
        assert page.status_code == 422 and words in text_of(page)


def test_initials_become_a_vacancy_and_back(cast, plan):
    client = cast.client()
    page = client.post(url("identify", plan["unknown"]), {"how": "vacant", "seen": ""}, follow=True)
    assert "KB removed. 1 place to be confirmed." in text_of(page)
    assert "KB restored" in text_of(undo(client, page))
    with council_context(cast.council.id):
        assert Assignment.objects.get(role="joint").person.initials == "KB"


def test_initials_of_somebody_known_are_merged_after_a_preview(cast, plan):
    client = cast.client()
    typed = {"how": "same", "into": str(plan["known"].public_id), "seen": ""}
    preview = client.post(url("identify", plan["unknown"]), typed, follow=True)
    said = text_of(preview)
    assert "Merge KB into Jo Doe (JD)" in said and "1 joint lead" in said
    with council_context(cast.council.id):
        assert Assignment.objects.filter(person=plan["unknown"]).exists(), "a preview changes nothing"
    page = client.post(url("merge", plan["unknown"]), hidden(preview), follow=True)
    assert "KB merged into Jo Doe (JD). 1 item moved." in text_of(page)
    assert "Also recorded as KB" in " ".join(text_of(page).split())
    assert "KB" not in text_of(client.get(PEOPLE))
    assert client.get(url("person", plan["unknown"])).status_code == 404
    assert "KB restored" in text_of(undo(client, page))
    assert "KB" in text_of(client.get(PEOPLE))


def test_a_merge_that_has_changed_since_its_preview_is_shown_again(cast, plan):
    client, address = cast.client(), url("merge", plan["unknown"])
    sent = hidden(client.get(f"{address}?into={plan['known'].public_id}"))
    with council_context(cast.council.id):
        AssignmentFactory(deliverable=DeliverableFactory(), person=plan["unknown"])
    page = client.post(address, sent)
    assert page.status_code == 409 and "since you opened this page" in text_of(page)
    with council_context(cast.council.id):
        assert Person.objects.get(initials="KB").merged_into is None


def test_a_merge_into_nobody_is_refused(cast, plan):
    client, address = cast.client(), url("merge", plan["unknown"])
    for asked in ("", "nonsense", str(plan["unknown"].public_id)):
        page = client.get(f"{address}?into={asked}")
        assert page.status_code == 422


# Handing over


def test_a_leavers_work_is_handed_over_in_one_act_with_a_preview(cast, plan):
    client, address = cast.client(), url("hand_over", plan["known"])
    opened = client.get(address)
    chosen = re.findall(r'name="chosen" value="([^"]*)"[^>]*checked', opened.content.decode())
    assert len(chosen) == 6, "all is ticked: 4 leads, a seat and a post"
    typed = {
        "chosen": chosen,
        "to": str(plan["unknown"].public_id),
        "left_on_day": "1",
        "left_on_month": "7",
        "left_on_year": "2016",
        "reason": "Retired",
        "seen": seen(opened),
    }
    preview = client.post(address, typed)
    said = text_of(preview)
    assert "KB takes over" in said and "4 leads" in said and "leaves on 1 July 2016" in said
    with council_context(cast.council.id):
        assert Assignment.objects.filter(person=plan["known"]).count() == 4
    page = client.post(address, hidden(preview), follow=True)
    assert "6 items of Jo Doe (JD) handed over to KB." in text_of(page)
    assert "Left on 1 July 2016" in text_of(page)
    with council_context(cast.council.id):
        assert Assignment.objects.filter(person=plan["known"]).count() == 0
        assert Assignment.objects.filter(person=plan["unknown"]).count() == 4, "A1 names KB once"
        assert Change.objects.filter(verb="work.handed-over", reason="Retired").exists()
        assert Person.objects.get(initials="JD").left_on == date(2016, 7, 1)
    change_lead = f"/northport/deliverables/change/?what=lead&chosen={deliverable(cast)}"
    assert "Jo Doe" not in client.get(change_lead).content.decode(), "who has left cannot be chosen"
    assert "restored" in text_of(undo(client, page))
    with council_context(cast.council.id):
        assert Assignment.objects.filter(person=plan["known"]).count() == 4


def deliverable(cast):
    with council_context(cast.council.id):
        return Deliverable.objects.get(position=5).public_id


def test_a_hand_over_to_nobody_is_refused_with_what_was_typed(cast, plan):
    client, address = cast.client(), url("hand_over", plan["known"])
    opened = client.get(address)
    chosen = re.findall(r'name="chosen" value="([^"]*)"', opened.content.decode())[:2]
    page = client.post(address, {"chosen": chosen, "to": "", "reason": "Because", "seen": seen(opened)})
    body = page.content.decode()
    assert page.status_code == 422 and "Select who takes over" in body and 'value="Because"' in body
    assert len(re.findall(r'name="chosen" value="[^"]*"[^>]*checked', body)) == 2


# What the log says


def test_the_log_says_it_in_words(cast, plan):
    client = cast.client()
    client.post(url("identify", plan["unknown"]), {"how": "vacant", "seen": ""})
    client.post(url("new_organisation"), {"name": "Carers", "kind": "forum", "seen": ""})
    said = text_of(client.get("/northport/changes/?view=log"))
    assert "made a vacancy of KB" in said
    assert "added the organisation Carers" in said


def test_the_log_names_what_was_handed_over_and_who_left(cast, plan):
    client = cast.client()
    with council_context(cast.council.id, actor=cast.actor().reference, request_id="handed"):
        hand_over(
            person=plan["known"],
            to=plan["unknown"],
            by=cast.actor(),
            today=date(2016, 7, 8),
            left_on=date(2016, 7, 1),
        )
    said = text_of(client.get("/northport/changes/?view=log"))
    assert "handed over work, such as A1" in said
    assert "recorded that JD has left" in said


def test_the_api_lists_nobody_twice_and_says_who_has_left(cast, plan):
    with council_context(cast.council.id):
        merge_people(person=plan["unknown"], into=plan["known"], by=cast.actor())
        Person.objects.filter(initials="JD").update(left_on=date(2016, 7, 1))
    client, address = cast.client(), "/api/v1/councils/northport/people"
    listed = client.get(address).json()["results"]
    assert [(row["initials"], row["left_on"]) for row in listed] == [("JD", "2016-07-01")]
    assert client.get(f"{address}/{plan['unknown'].public_id}").status_code == 404
