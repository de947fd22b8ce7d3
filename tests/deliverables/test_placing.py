"""Tests of dropping, bringing back, moving, ordering, splitting and merging deliverables."""

from datetime import date

import pytest

from core.refusals import ChangeRefused
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions.placing import split
from deliverables.models import Assignment, Deliverable, DuePoint
from strategies.models import Outcome, Strand
from tests.api_client import key_client, results
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
    StrategyFactory,
)
from tests.pages import main_text_of, text_of

BECAUSE = {"reason": "The funding has ended."}
KINDS = ("drop", "move", "merge", "split")


@pytest.fixture
def plan(cast):
    """A1, A2 and A3 in strand A, and an empty strand B. Each is due in September and led by JK, who is the officer."""
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
        strategy = StrategyFactory(slug="plan")
        strand = StrandFactory(strategy=strategy, code="A", position=1)
        StrandFactory(strategy=strategy, code="B", position=2)
        jk = PersonFactory(initials="JK", user=cast.members[Role.OFFICER].user)
        rows = [
            DeliverableFactory(strand=strand, position=each, title=f"Title {each}", detail=["One", "Two"])
            for each in (1, 2, 3)
        ]
        for each in rows:
            DuePointFactory(deliverable=each)
            AssignmentFactory(deliverable=each, person=jk)
    return rows


def page(deliverable, kind=""):
    return f"/northport/deliverables/{deliverable.public_id}/{f'{kind}/' if kind else ''}"


def post(cast, deliverable, kind, **said):
    return cast.client().post(page(deliverable, kind), BECAUSE | said)


def again(cast, deliverable):
    with council_context(cast.council.id):
        return Deliverable.with_dropped.select_related("strand").get(pk=deliverable.pk)


def everything(cast):
    """All rows of the plan, without versions."""
    with council_context(cast.council.id):
        return [
            [{name: value for name, value in row.items() if name != "version"} for row in rows]
            for rows in (
                Deliverable.with_dropped.order_by("id").values(),
                DuePoint.objects.order_by("id").values(),
                Assignment.objects.order_by("id").values(),
            )
        ]


def undo_last(cast, client=None):
    with council_context(cast.council.id):
        act = Change.objects.latest("seq").request_id
    return (client or cast.client()).post(
        "/northport/undo/", {"act": act, "next": "/northport/"}, follow=True
    )


# Who


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_only_who_may_change_the_plan_does(cast, plan, role, kind):
    before = everything(cast)
    client = cast.client(role)
    assert client.get(page(plan[0], kind)).status_code == 403
    assert client.post(page(plan[0], kind), BECAUSE).status_code == 403
    assert everything(cast) == before


@pytest.mark.parametrize("kind", KINDS)
def test_an_outsider_finds_nothing(cast, plan, kind):
    assert cast.outsider_client().post(page(plan[0], kind), BECAUSE).status_code == 404


def test_the_links_are_for_who_may_use_them(cast, plan):
    assert page(plan[0], "drop") in cast.client().get(page(plan[0])).content.decode()
    assert page(plan[0], "drop") not in cast.client(Role.READER).get(page(plan[0])).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_each_needs_a_reason_and_keeps_what_was_typed(cast, plan, kind):
    before = everything(cast)
    response = post(cast, plan[0], kind, reason=" ", title="A second one", number="7")
    assert response.status_code == 422
    assert "Enter the reason" in text_of(response)
    if kind == "split":
        assert "A second one" in response.content.decode()
    assert everything(cast) == before


# Drop and bring back


def test_a_dropped_one_leaves_every_list_and_keeps_its_page(cast, plan):
    client = cast.client()
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q2")
    response = client.post(page(plan[0], "drop"), BECAUSE, follow=True)
    text = text_of(response)
    assert "A1 dropped." in text
    assert "Dropped on 8 July 2016 by Officer. The funding has ended." in text
    assert "Update progress" not in text
    reader = cast.client(Role.READER)
    for path in ("deliverables/", "my-work/", "strategies/plan/strands/A/", "deliverables/export/csv/"):
        by = reader if "strands" in path else client
        body = by.get(f"/northport/{path}").content.decode()
        assert "Title 2" in body, path
        assert "Title 1" not in body, path
    assert "2 deliverables" in text_of(client.get("/northport/deliverables/"))
    api = key_client(cast.council)
    assert [each["number"] for each in results(api, cast.council, "deliverables")] == ["2", "3"]
    one = api.get(f"/api/v1/councils/northport/deliverables/{plan[0].public_id}")
    assert (one.status_code, one.json()["title"]) == (200, "Title 1")


def test_a_dropped_one_takes_no_updates_and_no_changes(cast, plan):
    post(cast, plan[0], "drop")
    before = everything(cast)
    client = cast.client()
    assert client.post(page(plan[0], "update"), {"rag": "green"}).status_code == 404
    for kind in ("change", *KINDS):
        assert client.get(page(plan[0], kind)).status_code == 302
    assert everything(cast) == before


def test_bringing_back_puts_it_at_its_old_place(cast, plan):
    with council_context(cast.council.id):
        ProgressUpdateFactory(deliverable=plan[0], narrative="Half done.")
    before = everything(cast)
    client = cast.client()
    client.post(page(plan[0], "drop"), BECAUSE)
    response = client.post(page(plan[0], "bring-back"), {"reason": "New money."}, follow=True)
    text = text_of(response)
    assert "A1 is back in the plan." in text
    assert text.index("Brought back") < text.index("New money.") < text.index("The funding has ended.")
    assert "Half done." in text
    assert everything(cast) == before


@pytest.mark.parametrize("kind", ["drop", "bring-back"])
def test_both_can_be_undone(cast, plan, kind):
    if kind == "bring-back":
        with council_context(cast.council.id):
            Deliverable.objects.filter(pk=plan[0].pk).update(dropped_on=TODAY, dropped_reason="A slip.")
    before = everything(cast)
    post(cast, plan[0], kind)
    assert everything(cast) != before
    assert "Undone: A1 restored." in text_of(undo_last(cast))
    assert everything(cast) == before


def test_a_new_one_does_not_take_the_place_of_a_dropped_one(cast, plan):
    post(cast, plan[2], "drop")
    client = cast.client()
    client.post(
        f"/northport/deliverables/new/?strand={plan[0].strand.public_id}", {"number": "4", "title": "Title 4"}
    )
    with council_context(cast.council.id):
        assert Deliverable.objects.get(title="Title 4").position == 4


# Move and order


def test_moving_takes_it_to_the_end_of_another_strand(cast, plan):
    with council_context(cast.council.id):
        other = plan[0].strategy.strands.get(code="B")
        DeliverableFactory(strand=other, position=5)
    response = post(cast, plan[0], "move", strand=str(other.public_id), number="6")
    assert response.status_code == 302
    moved = again(cast, plan[0])
    assert (moved.reference, moved.position, moved.version) == ("B6", 6, 2)
    assert "Moved from another part of the plan" in text_of(cast.client().get(page(plan[0])))
    undo_last(cast)
    assert again(cast, plan[0]).reference == "A1"


def test_one_number_orders_a_strand(cast, plan):
    client = cast.client()
    url = "/northport/strategies/plan/strands/A/order/"
    places = {f"place_{each.public_id}": place for each, place in zip(plan, ("1", "2", "1"), strict=True)}
    assert "Enter the reason for the new order" in text_of(client.post(url, places))
    assert client.post(url, places | BECAUSE).status_code == 302
    with council_context(cast.council.id):
        found = list(Deliverable.objects.in_plan_order().values_list("title", "position", "number"))
    assert found == [("Title 3", 1, "3"), ("Title 1", 2, "1"), ("Title 2", 3, "2")]
    undo_last(cast)
    assert [again(cast, each).position for each in plan] == [1, 2, 3]


def test_an_order_that_misses_one_is_refused(cast, plan):
    client = cast.client()
    url = "/northport/strategies/plan/strands/A/order/"
    places = {f"place_{each.public_id}": "1" for each in plan[:2]}
    response = client.post(url, places | BECAUSE)
    assert response.status_code == 422
    assert "Enter a place for A3" in text_of(response)


def test_a_wrong_place_names_its_row(cast, plan):
    url = "/northport/strategies/plan/strands/A/order/"
    places = {f"place_{each.public_id}": "9" for each in plan}
    response = cast.client().post(url, places | BECAUSE)
    assert "The place of A2 must be 3 or less" in text_of(response)


# Merge and split


def test_merging_drops_one_and_gives_the_other_what_was_chosen(cast, plan):
    with council_context(cast.council.id):
        DuePoint.objects.filter(deliverable=plan[0]).update(
            due_on=date(2016, 12, 31), original_due_on=date(2016, 10, 31)
        )
        Assignment.objects.filter(deliverable=plan[0]).update(person=PersonFactory(initials="NS"))
    before = everything(cast)
    takes = ["with_leads", "with_due_points", "with_detail"]
    response = post(cast, plan[0], "merge", into=str(plan[1].public_id), takes=takes)
    assert response.status_code == 302
    gone, stays = again(cast, plan[0]), again(cast, plan[1])
    assert (gone.dropped_on, gone.merged_into_id) == (TODAY, stays.pk)
    assert stays.detail == ["One", "Two", "Title 1", "One", "Two"]
    with council_context(cast.council.id):
        points = stays.due_points.values_list("position", "due_on", "original_due_on")
        assert list(points)[1] == (2, date(2016, 12, 31), date(2016, 10, 31))
        people = stays.assignments.values_list("role", "person__initials")
        assert list(people) == [("lead", "JK"), ("joint", "NS")]
    assert "Merged into A2 Title 2" in text_of(cast.client().get(page(plan[0])))
    undo_last(cast)
    assert everything(cast) == before


def test_splitting_moves_the_chosen_parts_to_a_second_one(cast, plan):
    with council_context(cast.council.id):
        later = DuePointFactory(deliverable=plan[0], position=2, due_on=date(2016, 12, 31), label="ii)")
    before = everything(cast)
    said = {"title": "The second part", "number": "1b", "points": [str(later.public_id)], "detail": ["1"]}
    response = post(cast, plan[0], "split", with_people="on", **said)
    assert response.status_code == 302
    first = again(cast, plan[0])
    assert first.detail == ["One"]
    with council_context(cast.council.id):
        second = Deliverable.objects.get(title="The second part")
        assert (second.number, second.position, second.detail) == ("1b", 4, ["Two"])
        assert list(second.due_points.all()) == [later]
        assert [each.person.initials for each in second.assignments.all()] == ["JK"]
        assert first.due_points.count() == 1
    undo_last(cast)
    assert everything(cast) == before


def test_splitting_needs_a_reason(cast, plan):
    before = everything(cast)
    with (
        council_context(cast.council.id),
        pytest.raises(ChangeRefused, match="Enter the reason for splitting it"),
    ):
        split(deliverable=plan[0], title="Second", reason="  ", by=cast.actor(Role.OFFICER))
    assert everything(cast) == before


def test_a_second_one_says_what_it_was_split_off_from(cast, plan):
    client = cast.client()
    response = client.post(
        page(plan[0], "split"), BECAUSE | {"title": "Second", "number": "a.4"}, follow=True
    )
    assert "A4 added." in text_of(response)
    assert "It has what you moved" not in text_of(response)
    with council_context(cast.council.id):
        second = Deliverable.objects.get(title="Second")
    assert second.number == "4"
    text = main_text_of(client.get(page(second)))
    assert "Split off" in text and "Split off from A1 Title 1" in text
    assert "The funding has ended." in text
    said = BECAUSE | {"title": "Third", "number": "A5", "detail": ["0"]}
    response = client.post(page(plan[0], "split"), said, follow=True)
    assert "A5 added. It has what you moved from A1." in text_of(response)


def test_moving_drops_the_letter_of_the_strand_there(cast, plan):
    with council_context(cast.council.id):
        strand = Strand.objects.get(code="B")
    post(cast, plan[2], "move", strand=str(strand.public_id), number="B 6")
    assert again(cast, plan[2]).number == "6"


def test_the_log_says_what_was_done(cast, plan):
    post(cast, plan[0], "drop")
    text = main_text_of(cast.client().get("/northport/changes/?view=log"))
    assert "dropped A1 Title 1" in text
    assert "The funding has ended." in text


def test_the_log_says_it_as_a_person_would(cast, plan):
    with council_context(cast.council.id):
        plan[0].strategy.__class__.objects.update(deliverable_noun="Milestone", strand_noun="Section")
        strand = plan[0].strategy.strands.get(code="B")
        Strand.objects.filter(pk=strand.pk).update(title="Health")
        Strand.objects.exclude(pk=strand.pk).update(title="Inclusion")
        point = plan[0].due_points.get()
        Deliverable.objects.filter(pk=plan[2].pk).update(
            outcome=Outcome.objects.create(strand=plan[2].strand, title="Children thrive")
        )

    def latest():
        client = cast.client()
        return client.get("/northport/changes/?view=log").context["changes"].latest

    post(cast, plan[0], "drop")
    act = latest()
    assert (act.sentence, act.reason) == ("dropped A1 Title 1", "The funding has ended.")
    assert act.details == ["Dropped on 8 July 2016"]
    post(cast, plan[0], "bring-back")
    assert (latest().sentence, latest().details) == ("brought back A1 Title 1", ["Back in the plan"])
    post(cast, plan[0], "split", title="Second", number="4", detail=["0"], points=[str(point.public_id)])
    assert (latest().sentence, latest().details) == (
        "split A1 Title 1",
        [
            "Detail: “One, Two” became “Two”",
            "Added milestone A4 Second",
            "Due point A4 Second: Moved from A1 Title 1",
        ],
    )
    post(cast, plan[0], "merge", into=str(plan[1].public_id), with_leads="on", with_due_points="on")
    act = latest()
    assert act.sentence == "merged A1 Title 1 into another milestone"
    assert act.details[:2] == ["Dropped on 8 July 2016", "Merged into A2 Title 2"]
    undo_last(cast)
    assert latest().sentence == "undid this: merged A1 Title 1 into another milestone"
    assert latest().details == ["Back in the plan", "No longer merged into A2 Title 2"]
    post(cast, plan[2], "move", strand=str(strand.public_id), number="6")
    assert (latest().sentence, latest().details) == (
        "moved B6 Title 3 to another section",
        [
            "Number: “3” became “6”",
            "No longer under the outcome “Children thrive”",
            "Moved from A Inclusion to B Health",
        ],
    )


def test_what_changed_lists_what_was_dropped(cast, plan):
    client = cast.client()
    post(cast, plan[0], "drop")
    text = main_text_of(client.get("/northport/changes/?since=last-quarter"))
    assert "Dropped from the plan" in text
    assert "The funding has ended." in text
    post(cast, plan[0], "bring-back")
    text = main_text_of(client.get("/northport/changes/?since=last-quarter"))
    assert "Dropped from the plan" not in text


def test_a_dropped_one_is_found_on_the_page_of_its_strand(cast, plan):
    post(cast, plan[0], "drop")
    address = "/northport/strategies/plan/strands/A/"
    officer = cast.client().get(address)
    assert "1 dropped from the plan" in text_of(officer)
    assert page(plan[0]) in officer.content.decode()
    assert "dropped from the plan" not in text_of(cast.client(Role.READER).get(address))
