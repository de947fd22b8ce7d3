"""Pages of "You said, we did": who opens what, how an entry is published, what groups see."""

import re

import pytest

from councils.permissions import Role
from councils.tenancy import council_context
from tests.boards.forms import fields_of
from tests.factories import (
    CommentFactory,
    DeliverableFactory,
    PeriodFactory,
    ProgressUpdateFactory,
    SaidAndDidFactory,
)
from tests.pages import FRAME, main_text_of, text_of
from voice.models import SaidAndDid, SaidLink

pytestmark = pytest.mark.django_db

LIST = "/northport/you-said-we-did/"
WORDS = {"title": "Waiting", "who": "parents", "you_said": "Too long", "we_did": "Two more people"}


def page(entry, act):
    return f"{LIST}{entry.public_id}/{act}/"


def linked(entry, deliverable):
    return SaidLink.objects.create(entry=entry, deliverable=deliverable)


def test_an_entry_is_drafted_published_and_withdrawn(cast, place):
    officer, approver, reader = (cast.client(role) for role in (Role.OFFICER, Role.APPROVER, Role.READER))
    sent = WORDS | {"deliverables": [str(place.deliverable.public_id)], "period": "2016-17-Q1"}
    saved = officer.post(f"{LIST}add/", sent, follow=True)
    said = main_text_of(saved)
    assert "Draft added." in said and "Parents and carers, Q1 2016–17. Draft." in said
    assert "A1 Open a base" in said and "Publish Waiting" not in said
    assert "Waiting" not in text_of(reader.get(LIST))
    with council_context(cast.council.id):
        entry = SaidAndDid.objects.get()
    assert reader.get(page(entry, "publish")).status_code == 403
    assert "We did Two more people" in main_text_of(approver.get(page(entry, "publish")))
    saved = approver.post(page(entry, "publish"), {"seen": ""}, follow=True)
    assert "“Waiting” published." in text_of(saved)
    shown = main_text_of(reader.get(LIST))
    assert "Published on 8 July 2016." in shown and "You said Too long" in shown
    assert "We did Two more people" in shown and "Withdraw" not in shown
    assert (
        officer.post(page(entry, "change"), fields_of(officer.get(page(entry, "change")))).status_code == 422
    )
    approver.post(page(entry, "withdraw"), {"seen": ""})
    assert "Waiting" not in text_of(reader.get(LIST))
    changed = fields_of(officer.get(page(entry, "change"))) | {"title": "Waiting times"}
    saved = main_text_of(officer.post(page(entry, "change"), changed, follow=True))
    assert "Waiting times" in saved and "Withdrawn. It was published on 8 July 2016." in saved


def test_nothing_typed_is_lost(cast, place):
    refused = cast.client().post(f"{LIST}add/", WORDS | {"title": "", "we_did": ""})
    assert refused.status_code == 422
    said = text_of(refused)
    assert "Enter the heading" in said and "Enter what was done" in said and "Too long" in said


def test_a_draft_is_removed_and_that_undone(cast, place):
    client = cast.client()
    client.post(f"{LIST}add/", WORDS)
    with council_context(cast.council.id):
        entry = SaidAndDid.objects.get()
    saved = client.post(page(entry, "remove"), {"seen": ""}, follow=True)
    act = re.search(r'name="act" value="([^"]+)"', saved.content.decode())[1]
    log = "/northport/changes/?view=log"
    assert "removed from “You said, we did”: Waiting" in text_of(client.get(log))
    assert "You said, we did" not in main_text_of(cast.client(Role.READER).get(log))
    client.post("/northport/undo/", {"act": act, "next": LIST})
    assert "Waiting" in main_text_of(client.get(LIST))


def test_it_begins_from_a_comment(cast, place):
    with council_context(cast.council.id):
        comment = CommentFactory(
            deliverable=place.deliverable,
            text="Why so late?",
            state="answered",
            answer="The site floods.",
            answered_on="2016-07-04",
        )
    client, own = cast.client(), f"/northport/comments/{comment.public_id}/"
    add = f"{LIST}add/?comment={comment.public_id}"
    assert add in client.get(own).content.decode()
    assert add not in cast.client(Role.BOARD_MEMBER).get(own).content.decode()
    opened = fields_of(client.get(add))
    assert opened["you_said"].strip() == "Why so late?" and opened["we_did"].strip() == "The site floods."
    client.post(add, opened | {"title": "The base", "who": "board:send"})
    assert "The base (draft)" in main_text_of(client.get(own))
    assert "The base" not in main_text_of(cast.client(Role.BOARD_MEMBER).get(own))
    with council_context(cast.council.id):
        entry = SaidAndDid.objects.get()
        assert (entry.comment, entry.board) == (comment, place.board)
        assert entry.links.get().deliverable == place.deliverable
    assert client.get(f"{LIST}add/?comment=nonsense").status_code == 200


def test_a_group_sees_what_changed_because_of_them(cast, place):
    with council_context(cast.council.id):
        ProgressUpdateFactory(deliverable=place.deliverable, rag="amber", period=PeriodFactory())
        dropped = DeliverableFactory(strand=place.deliverable.strand, title="A bus", number="2")
        dropped.dropped_on, dropped.dropped_reason = "2016-07-08", "No money"
        dropped.save()
        entry = SaidAndDidFactory(title="The base", group="", board=place.board)
        linked(entry, place.deliverable)
        linked(entry, dropped)
        SaidAndDidFactory(title="For the young", group="young_people")
    client = cast.client(Role.BOARD_MEMBER)
    for asked, titles in (
        ("", {"The base", "For the young"}),
        ("who=board:send", {"The base"}),
        ("who=young_people", {"For the young"}),
        ("who=parents", set()),
        ("who=nonsense", {"The base", "For the young"}),
        ("state=draft", {"The base", "For the young"}),
    ):
        lines = client.get(f"{LIST}?{asked}").context["lines"]
        assert {line.entry.title for line in lines} == titles, asked
    assert not cast.client().get(f"{LIST}?state=draft").context["lines"]
    said = main_text_of(client.get(f"{LIST}?who=board:send"))
    assert "Amber A1 Open a base , forecast 30 September 2016" in said
    assert "A2 A bus (dropped from the plan)" in said
    board = main_text_of(client.get("/northport/boards/send/"))
    assert "You said, we did The base You said: We wait too long." in board
    assert "All that changed because of SEND Board" in board and "For the young" not in board
    about = main_text_of(client.get(f"/northport/deliverables/{place.deliverable.public_id}/"))
    assert "SEND Board said: We wait too long. We did: There are two more people to answer." in about


def test_drafts_are_shown_nowhere_else(cast, place):
    with council_context(cast.council.id):
        for state, day in (("draft", None), ("withdrawn", "2016-07-01")):
            entry = SaidAndDidFactory(group="", board=place.board, state=state, published_on=day)
            linked(entry, place.deliverable)
    for address in ("/northport/boards/send/", f"/northport/deliverables/{place.deliverable.public_id}/"):
        assert "You said, we did" not in main_text_of(cast.client().get(address))


def test_before_the_first_quarter_there_is_no_rating(cast, place):
    with council_context(cast.council.id):
        PeriodFactory().__class__.objects.filter(packs=None).delete()
        linked(SaidAndDidFactory(), place.deliverable)
    assert "A1 Open a base" in main_text_of(cast.client().get(LIST))


def test_who_may_open_what(cast, place):
    with council_context(cast.council.id):
        draft = SaidAndDidFactory(state="draft", published_on=None)
        entry = SaidAndDidFactory()
    drafts = (Role.OFFICER, Role.ADMINISTRATOR)
    publishes = (Role.APPROVER, Role.ADMINISTRATOR)
    for role in Role:
        client = cast.client(role)
        assert client.get(LIST).status_code == 200
        for address, may in (
            (f"{LIST}add/", drafts),
            (page(draft, "change"), drafts),
            (page(draft, "remove"), drafts),
            (page(draft, "publish"), publishes),
            (page(entry, "withdraw"), publishes),
        ):
            assert client.get(address).status_code == (200 if role in may else 403), (role, address)
            if role not in may:
                assert client.post(address, WORDS).status_code == 403
    outsider = cast.outsider_client()
    acts = [page(draft, act) for act in ("change", "remove", "publish", "withdraw")]
    for address in (LIST, f"{LIST}add/", *acts):
        assert outsider.get(address).status_code == 404
        assert outsider.post(address).status_code == 404


@pytest.mark.parametrize("number", [2, 60])
def test_queries_do_not_grow(cast, place, number, django_assert_num_queries):
    with council_context(cast.council.id):
        for _ in range(number):
            row = DeliverableFactory(strand=place.deliverable.strand)
            ProgressUpdateFactory(deliverable=row, period=PeriodFactory())
            linked(SaidAndDidFactory(period=PeriodFactory(), group="", board=place.board), row)
    client = cast.client()
    with django_assert_num_queries(FRAME + 10):
        response = client.get(LIST)
    assert len(response.context["lines"]) == min(number, 50)
    with django_assert_num_queries(FRAME + 3):
        client.get(f"{LIST}add/")
