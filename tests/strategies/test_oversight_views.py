"""The page of what a board oversees."""

import pytest

from councils.permissions import Role
from councils.tenancy import council_context
from strategies.models import Oversight
from tests.boards.forms import fields_of
from tests.factories import BoardFactory, StrandFactory, StrategyFactory
from tests.pages import text_of

PAGE = "/northport/boards/send/oversight/"


@pytest.fixture
def plan(cast):
    with council_context(cast.council.id):
        board = BoardFactory(name="SEND Board", slug="send")
        plan = StrategyFactory(title="The plan", strand_noun="Section")
        strands = [StrandFactory(strategy=plan, code=code, title=f"Title {code}") for code in "AB"]
        Oversight.objects.create(board=board, strategy=plan, strand=strands[0], position=1)
        return plan, *strands


def save(cast, plan, *parts):
    fields = fields_of(cast.client().get(PAGE))
    fields[f"parts_of_{plan.pk}"] = [str(part.public_id) for part in parts]
    return cast.client().post(PAGE, fields, follow=True)


def overseen(cast):
    with council_context(cast.council.id):
        return [each.strand and each.strand.code for each in Oversight.objects.select_related("strand")]


def test_strands_are_ticked_and_the_councils_own_noun_is_used(cast, plan):
    page = text_of(cast.client().get(PAGE))
    assert "Section A: Title A" in page and "Strand" not in page
    response = save(cast, *plan[:1], plan[1], plan[2])
    assert "Oversight of SEND Board saved." in text_of(response)
    assert 'name="act"' in response.content.decode()
    assert overseen(cast) == ["A", "B"]
    assert "changed what SEND Board oversees" in text_of(cast.client().get("/northport/changes/?view=log"))


def test_a_whole_plan_needs_no_strands(cast, plan):
    save(cast, plan[0], plan[0], plan[1])
    assert overseen(cast) == [None]
    save(cast, plan[0])
    assert overseen(cast) == []


def test_a_stale_save_shows_both_and_saves_nothing(cast, plan):
    fields = fields_of(cast.client().get(PAGE))
    with council_context(cast.council.id):
        Oversight.objects.all().delete()
    response = cast.client().post(PAGE, fields | {f"parts_of_{plan[0].pk}": [str(plan[2].public_id)]})
    assert response.status_code == 409
    assert overseen(cast) == []


def test_only_who_may_change_boards_may_change_oversight(cast, plan):
    for role in (Role.READER, Role.BOARD_MEMBER, Role.APPROVER):
        assert cast.client(role).get(PAGE).status_code == 403
        assert cast.client(role).post(PAGE, {"seen": ""}).status_code == 403
    assert cast.outsider_client().post(PAGE, {"seen": ""}).status_code == 404
    assert overseen(cast) == ["A"]


def test_without_a_plan_the_page_says_what_comes_first(cast):
    with council_context(cast.council.id):
        BoardFactory(name="SEND Board", slug="send")
    assert "Add the plan first" in text_of(cast.client().get(PAGE))
