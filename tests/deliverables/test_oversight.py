"""Single deliverables that boards oversee: the rule of docs/rules/oversight.md, and the page to choose them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import BoardLink
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import bring_back, drop, merge, move_to_strand, split
from deliverables.judged import judged_deliverables
from deliverables.models import Deliverable, SingleOversight
from deliverables.oversight import overseen_by, overseen_in, strands_seen_by
from strategies.models import Oversight
from tests.boards.forms import fields_of
from tests.factories import BoardFactory, DeliverableFactory, PeriodFactory, StrandFactory, StrategyFactory
from tests.pages import text_of
from tests.truth_tables import parts, read_aloud, truth_table

PAGE = "/northport/boards/send/oversight/deliverables/"
TODAY = date(2016, 7, 8)


@pytest.fixture
def plan(cast):
    """Strand A with A1 and A2, strand B with B1."""
    with council_context(cast.council.id):
        plan = StrategyFactory(title="The plan", strand_noun="Section", deliverable_noun="Milestone")
        strands = {code: StrandFactory(strategy=plan, code=code, title=f"Title {code}") for code in "AB"}
        for name in ("A1", "A2", "B1"):
            DeliverableFactory(strand=strands[name[0]], number=name[1], title=f"Do {name}")
        return plan


@pytest.fixture
def board(cast, plan):
    with council_context(cast.council.id):
        return BoardFactory(name="SEND Board", slug="send")


def deliverable(reference):
    return Deliverable.with_dropped.get(strand__code=reference[0], number=reference[1:])


def oversee(board, what):
    for part in parts(what):
        if part == "plan":
            Oversight.objects.create(board=board, strategy=deliverable("A1").strategy)
        elif len(part) == 1:
            strand = deliverable(f"{part}1").strand
            Oversight.objects.create(board=board, strategy=strand.strategy, strand=strand)
        else:
            SingleOversight.objects.create(board=board, deliverable=deliverable(part))


def happen(step, by):
    """Do what a row of the table says."""
    first, other = (*re.findall(r"\b[AB]\d?\b", step), "")[:2]
    why = {"reason": "Agreed.", "by": by}
    if "is added" in step:
        DeliverableFactory(strand=deliverable(f"{first[0]}1").strand, number=first[1:])
    elif "is dropped" in step:
        drop(deliverable=deliverable(first), today=TODAY, **why)
    elif "brought back" in step:
        bring_back(deliverable=deliverable(first), **why)
    elif "moves to" in step:
        moved = deliverable(first)
        move_to_strand(deliverable=moved, strand=deliverable(f"{other}1").strand, number="M", **why)
        Deliverable.objects.filter(pk=moved.pk).update(title=f"Do {first}")
    elif "merged into" in step:
        merge(deliverable=deliverable(first), into=deliverable(other), today=TODAY, **why)
    else:
        number = re.findall(r"A\d", step)[-1][1:]
        split(deliverable=deliverable(first), title=f"Do A{number}", number=number, **why)


def seen_by(board):
    """References of what the board sees, by each of the two ways to ask, which must agree."""
    read = overseen_in(strands_seen_by(board.slug))
    rows = {row.id: row for row in Deliverable.objects.filter(read.deliverables())}
    lazily = Deliverable.objects.filter(overseen_by(board.slug).deliverables())
    assert sorted(each.pk for each in lazily) == sorted(rows)
    judged = judged_deliverables(period=PeriodFactory(), today=TODAY, overseen=read)
    assert sorted(each.id for each in judged) == sorted(rows)
    moved = {row.pk: row.title.removeprefix("Do ") for row in rows.values() if row.number == "M"}
    return sorted(moved.get(row.pk, f"{row.strand.code}{row.number}") for row in rows.values())


@pytest.mark.parametrize("row", truth_table("oversight", "Which deliverables a board sees"), ids=read_aloud)
def test_which_deliverables_a_board_sees(cast, plan, board, row):
    with council_context(cast.council.id):
        group, above = BoardFactory(), BoardFactory()
        BoardLink.objects.create(child=group, parent=board)
        BoardLink.objects.create(child=board, parent=above)
        oversee(board, row["The board oversees"])
        oversee(group, row["The group oversees"])
        oversee(above, row["The board above oversees"])
        for step in parts(row["Then"], ";"):
            happen(step, cast.actor())
        assert seen_by(board) == parts(row["The board sees"])


def overseen(cast):
    with council_context(cast.council.id):
        return [str(each.deliverable) for each in SingleOversight.objects.order_by("deliverable_id")]


def ids(cast, *references):
    with council_context(cast.council.id):
        return [str(deliverable(each).public_id) for each in references]


def save(cast, *references, **more):
    fields = fields_of(cast.client().get(PAGE))
    fields |= {"deliverables": ids(cast, *references)} | more
    return cast.client().post(PAGE, fields, follow=True)


def test_ticked_ones_are_saved_and_can_be_undone(cast, board):
    page = text_of(cast.client().get(PAGE))
    assert "Section A: Title A" in page and "Do A1" in page and "3 milestones, 0 ticked" in page
    response = save(cast, "A1", "B1")
    text = text_of(response)
    assert "Oversight of SEND Board saved." in text and "2 single milestones: A1 , B1" in text
    assert overseen(cast) == ["A1 Do A1", "B1 Do B1"]
    log = text_of(cast.client().get("/northport/changes/?view=log"))
    assert "changed what SEND Board oversees, milestone by milestone" in log
    act = re.search(r'name="act" value="([^"]+)"', response.content.decode())[1]
    undone = cast.client().post("/northport/undo/", {"act": act, "next": PAGE}, follow=True)
    assert "Undone: SEND Board restored." in text_of(undone)
    assert overseen(cast) == []


def test_the_filter_needs_no_script_and_keeps_ticks_that_it_hides(cast, board):
    fields = fields_of(cast.client().get(PAGE)) | {"deliverables": ids(cast, "A1"), "step": "show"}
    response = cast.client().post(PAGE, fields | {"words": "b1"})
    page = text_of(response)
    assert response.status_code == 200 and overseen(cast) == []
    assert "1 of 3 milestones shown, 1 ticked. 1 of the ticked is not shown and stays ticked." in page
    assert "Do B1" in page and "Do A2" not in page
    found = fields_of(response)
    response = cast.client().post(PAGE, found | {"deliverables": ids(cast, "A1", "B1")})
    assert response.status_code == 302
    assert overseen(cast) == ["A1 Do A1", "B1 Do B1"]
    with council_context(cast.council.id):
        strand = str(deliverable("A1").strand.public_id)
    fields = fields_of(cast.client().get(PAGE)) | {"deliverables": ids(cast, "A1"), "step": "show"}
    page = text_of(cast.client().post(PAGE, fields | {"strand": strand}))
    assert "2 of 3 milestones shown" in page and "Do B1" not in page
    page = text_of(cast.client().post(PAGE, fields | {"ticked": "yes"}))
    assert "1 of 3 milestones shown" in page and "Do A2" not in page


def test_a_strand_that_is_overseen_is_said_and_a_dropped_one_can_be_unticked(cast, board):
    with council_context(cast.council.id):
        oversee(board, "B, A1")
        Deliverable.objects.filter(number="1", strand__code="A").update(
            dropped_on=TODAY, dropped_reason="No longer wanted."
        )
    page = text_of(cast.client().get(PAGE))
    assert page.count("The board oversees all of it already") == 1
    assert "Do A1 (dropped)" in page
    assert "single milestone" not in text_of(cast.client().get("/northport/boards/"))
    save(cast)
    assert overseen(cast) == []


def test_a_stale_save_shows_both_and_saves_nothing(cast, board):
    fields = fields_of(cast.client().get(PAGE))
    with council_context(cast.council.id):
        oversee(board, "A2")
    response = cast.client().post(PAGE, fields | {"deliverables": ids(cast, "A1")})
    assert response.status_code == 409
    assert overseen(cast) == ["A2 Do A2"]
    page = text_of(response)
    assert "Saved: A2 Do A2" in page and "You typed: A1 Do A1" in page


def test_what_is_no_longer_there_is_refused_and_the_other_ticks_stay(cast, board):
    gone = "01970000-0000-7000-8000-000000000000"
    fields = fields_of(cast.client().get(PAGE)) | {"deliverables": [*ids(cast, "A1"), gone]}
    response = cast.client().post(PAGE, fields)
    assert response.status_code == 422
    assert "is no longer in the plan" in text_of(response)
    assert re.search(rf'value="{ids(cast, "A1")[0]}" checked', response.content.decode())
    assert overseen(cast) == []


def test_only_who_may_change_boards_may_choose(cast, board):
    for role in (Role.READER, Role.BOARD_MEMBER, Role.APPROVER):
        assert cast.client(role).get(PAGE).status_code == 403
        assert cast.client(role).post(PAGE, {"seen": "", "deliverables": ids(cast, "A1")}).status_code == 403
    assert cast.outsider_client().post(PAGE, {"seen": ""}).status_code == 404
    assert overseen(cast) == []


def test_the_queries_do_not_grow_with_the_plan(cast, board, django_assert_num_queries):
    client = cast.client()
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    with council_context(cast.council.id):
        strand = deliverable("A1").strand
        for number in range(20):
            row = DeliverableFactory(strand=strand, number=str(number + 10))
            SingleOversight.objects.create(board=board, deliverable=row)
    with django_assert_num_queries(len(few)):
        client.get(PAGE)


def test_the_dashboard_and_the_list_count_single_ones(cast, board):
    with council_context(cast.council.id):
        PeriodFactory()
        oversee(board, "A2, B")
    page = text_of(cast.client().get("/northport/boards/send/"))
    assert "A: Title A (in part)" in page and "B: Title B (in part)" not in page
    listing = text_of(cast.client().get("/northport/deliverables/?board=send"))
    assert "2 milestones" in listing and "Do A2" in listing and "Do A1" not in listing


def undo_last(cast):
    with council_context(cast.council.id):
        act = Change.objects.exclude(request_id="").latest("seq").request_id
    return text_of(cast.client().post("/northport/undo/", {"act": act, "next": PAGE}, follow=True))


def test_undo_of_a_merge_takes_the_oversight_back(cast, board):
    with council_context(cast.council.id):
        oversee(board, "A1")
        first, into = deliverable("A1"), deliverable("A2")
    body = {"into": str(into.public_id), "reason": "The same."}
    merged = cast.client().post(f"{first.get_absolute_url()}merge/", body)
    assert merged.status_code == 302 and overseen(cast) == ["A1 Do A1", "A2 Do A2"]
    assert "Undone" in undo_last(cast)
    assert overseen(cast) == ["A1 Do A1"]


def test_what_a_board_oversees_by_now_is_not_removed_by_an_undo(cast, board):
    with council_context(cast.council.id):
        oversee(board, "A2")
        first = deliverable("A1")
    body = {"title": "Second part", "reason": "Too long."}
    assert cast.client().post(f"{first.get_absolute_url()}split/", body).status_code == 302
    with council_context(cast.council.id):
        second = Deliverable.objects.get(title="Second part")
        SingleOversight.objects.create(board=board, deliverable=second)
        act = Change.objects.filter(verb="deliverable.split").latest("seq").request_id
    page = cast.client().post("/northport/undo/", {"act": act, "next": PAGE}, follow=True)
    assert "saved since depends on this change, so nothing was undone. Remove it first" in text_of(page)
    with council_context(cast.council.id):
        assert Deliverable.objects.filter(pk=second.pk).exists()
