"""Pages and panels of comments: who opens what, and what is said where."""

import pytest

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Assignment
from tests.factories import AssignmentFactory, CommentFactory, PersonFactory
from tests.pages import FRAME, main_text_of, text_of
from voice.models import Comment

pytestmark = pytest.mark.django_db

LIST = "/northport/comments/"
WRITES = (Role.OFFICER, Role.ADMINISTRATOR, Role.APPROVER, Role.BOARD_MEMBER)
ANSWERS = (Role.OFFICER, Role.ADMINISTRATOR)


def page(comment, act=""):
    return f"{LIST}{comment.public_id}/{act}"


def item_page(item):
    noun = {"Deliverable": "deliverables", "Indicator": "indicators", "Pack": "packs"}[type(item).__name__]
    return f"/northport/{noun}/{item.public_id}/"


@pytest.fixture
def comment(cast, place):
    with council_context(cast.council.id):
        return CommentFactory(
            deliverable=place.deliverable, text="Why so late?", author=cast.members[Role.BOARD_MEMBER].user
        )


@pytest.mark.parametrize("kind", ["deliverable", "indicator", "pack"])
def test_a_board_member_comments_where_they_read(cast, place, kind):
    item = getattr(place, kind)
    client = cast.client(Role.BOARD_MEMBER)
    add = f'action="{item_page(item)}comments/add/"'
    assert add in client.get(item_page(item)).content.decode()
    assert add not in cast.client(Role.READER).get(item_page(item)).content.decode()
    sent = {"text": "Why so late?", "on_behalf_of": "Parent carer forum"}
    saved = client.post(f"{item_page(item)}comments/add/", sent, follow=True)
    assert saved.redirect_chain == [(f"{item_page(item)}#comments", 302)]
    said = main_text_of(saved)
    assert "Comment of 8 July 2016 . Open." in said and "Why so late?" in said
    assert "Board member, on behalf of Parent carer forum, 8 July 2016" in said
    assert "Why so late?" in main_text_of(cast.client(Role.READER).get(item_page(item)))


def test_nothing_typed_is_lost(cast, place):
    add = f"{item_page(place.deliverable)}comments/add/"
    long = "x" * 2001
    response = cast.client().post(add, {"text": long, "on_behalf_of": "Forum"})
    assert response.status_code == 422
    said = text_of(response)
    assert "Your comment must be 2000 characters or fewer" in said and long in said
    assert 'value="Forum"' in response.content.decode()
    assert "Enter your comment" in text_of(cast.client().post(add, {"text": ""}))
    with council_context(cast.council.id):
        assert not Comment.objects.exists()


def test_an_officer_answers_closes_and_opens_again(cast, place, comment):
    officer, author = cast.client(), cast.client(Role.BOARD_MEMBER)
    assert officer.post(page(comment, "answer/"), {"answer": ""}).status_code == 422
    saved = officer.post(page(comment, "answer/"), {"answer": "The site floods."}, follow=True)
    assert "Answer saved." in text_of(saved)
    listed = main_text_of(author.get(f"{LIST}?whose=mine"))
    assert "Comment on A1 Open a base . Answered." in listed and "Answer: The site floods." in listed
    saved = officer.post(page(comment, "close/"), {"reason": "Agreed at the board"}, follow=True)
    assert "Closed by Officer on 8 July 2016: Agreed at the board." in main_text_of(saved)
    saved = officer.post(page(comment, "open/"), {"seen": ""}, follow=True)
    assert "It is answered." in text_of(saved) and "Closed by" not in main_text_of(saved)


def test_closing_without_an_answer_needs_a_reason(cast, comment):
    refused = cast.client().post(page(comment, "close/"), {"reason": ""})
    assert refused.status_code == 422 and "Enter why it is closed without an answer" in text_of(refused)


def test_two_answers_at_once_are_both_shown(cast, comment):
    client = cast.client()
    opened = client.get(page(comment, "answer/")).context["form"]
    client.post(page(comment, "answer/"), {"answer": "First"})
    clash = client.post(page(comment, "answer/"), {"answer": "Second", "seen": opened["seen"].value()})
    assert clash.status_code == 409 and "First" in text_of(clash) and "Second" in text_of(clash)


def test_an_author_withdraws(cast, comment):
    author = cast.client(Role.BOARD_MEMBER)
    assert "Withdraw" in main_text_of(author.get(page(comment)))
    assert "Withdraw" not in main_text_of(cast.client(Role.APPROVER).get(page(comment)))
    assert cast.client(Role.APPROVER).post(page(comment, "withdraw/"), {"seen": ""}).status_code == 403
    saved = author.post(page(comment, "withdraw/"), {"seen": ""}, follow=True)
    assert "Comment withdrawn." in text_of(saved) and "Why so late?" not in text_of(saved)
    assert author.get(page(comment)).status_code == 404


def test_an_officer_removes_one_that_names_a_child(cast, comment):
    client = cast.client()
    assert client.post(page(comment, "withdraw/"), {"reason": ""}).status_code == 422
    assert "Comment removed." in text_of(
        client.post(page(comment, "withdraw/"), {"reason": "It names a child"}, follow=True)
    )
    log = "/northport/changes/?view=log"
    assert "took back a comment" in text_of(client.get(log))
    assert "took back a comment" not in text_of(cast.client(Role.BOARD_MEMBER).get(log))
    with council_context(cast.council.id):
        assert Change.objects.latest("seq").reason == "It names a child"


def test_who_may_open_what(cast, place, comment):
    adding = [f"{item_page(item)}comments/add/" for item in place.items]
    acts = [page(comment, f"{act}/") for act in ("answer", "close", "open")]
    for role in Role:
        client = cast.client(role)
        for address in (LIST, page(comment)):
            assert client.get(address).status_code == 200
        for address in adding:
            assert client.get(address).status_code == (200 if role in WRITES else 403)
            assert client.post(address).status_code == (422 if role in WRITES else 403)
        for address in acts:
            assert client.get(address).status_code == (200 if role in ANSWERS else 403)
        may_withdraw = role in ANSWERS or role == Role.BOARD_MEMBER
        assert client.get(page(comment, "withdraw/")).status_code == (200 if may_withdraw else 403)
    outsider = cast.outsider_client()
    for address in (LIST, page(comment), page(comment, "withdraw/"), *adding, *acts):
        assert outsider.get(address).status_code == 404
        assert outsider.post(address).status_code == 404


def test_comments_on_packs_are_read_with_the_pack(cast, place):
    with council_context(cast.council.id):
        own, draft, other = (
            CommentFactory(deliverable=None, pack=each, text=f"Edition {each.edition} of {each.board}")
            for each in (place.pack, place.draft, place.other_pack)
        )
    member = cast.client(Role.BOARD_MEMBER)
    assert member.get(page(own)).status_code == 200
    for comment in (draft, other):
        assert member.get(page(comment)).status_code == 404
        assert member.get(f"{item_page(comment.pack)}comments/add/").status_code == 404
        assert member.post(f"{item_page(comment.pack)}comments/add/", {"text": "No"}).status_code == 404
    listed = main_text_of(member.get(LIST))
    assert "1 comment ." in listed and "Edition 1 of SEND Board" in listed and "Other board" not in listed
    assert "3 comments ." in main_text_of(cast.client().get(LIST))


def test_the_list_filters(cast, place, comment):
    with council_context(cast.council.id):
        CommentFactory(deliverable=None, indicator=place.indicator, state="closed", closed_on="2016-07-02")
    client = cast.client(Role.BOARD_MEMBER)
    for asked, number in (
        ("", 2),
        ("state=open", 1),
        ("state=answered", 0),
        ("whose=mine", 1),
        ("whose=mine&state=closed", 0),
        (f"about={place.indicator.public_id}", 1),
        (f"about={place.deliverable.public_id}", 1),
        (f"about={place.pack.public_id}", 0),
        ("about=nonsense&state=nonsense", 2),
    ):
        assert client.get(f"{LIST}?{asked}").context["page"].paginator.count == number, asked
    narrowed = client.get(f"{LIST}?about={place.indicator.public_id}")
    assert "1 comment on Indicator 1.1 Attendance." in main_text_of(narrowed)
    assert f'name="about" value="{place.indicator.public_id}"' in narrowed.content.decode()


def test_a_page_of_an_item_shows_the_newest(cast, place):
    with council_context(cast.council.id):
        for number in range(7):
            CommentFactory(deliverable=place.deliverable, text=f"Remark {number}")
    said = main_text_of(cast.client().get(item_page(place.deliverable)))
    assert "Remark 6" in said and "Remark 2" in said and "Remark 1" not in said
    assert "All comments on this" in said


def test_comments_move_with_a_merged_deliverable(cast, place, comment):
    with council_context(cast.council.id):
        into = CommentFactory().deliverable
        place.deliverable.merged_into, place.deliverable.dropped_on = into, "2016-07-08"
        place.deliverable.dropped_reason = "Merged"
        place.deliverable.save()
    client = cast.client()
    assert "Why so late?" in main_text_of(client.get(item_page(into)))
    dropped = client.get(item_page(place.deliverable))
    assert "Why so late?" in main_text_of(dropped) and "Write a comment" not in main_text_of(dropped)
    assert client.get(f"{LIST}?about={into.public_id}").context["page"].paginator.count == 2


def test_comments_wait_on_my_work(cast, place, comment):
    with council_context(cast.council.id):
        lead = PersonFactory(user=cast.members[Role.OFFICER].user)
        AssignmentFactory(
            deliverable=place.deliverable, person=lead, state="identified", role=Assignment.Role.LEAD
        )
        CommentFactory(deliverable=None, indicator=place.indicator, text="Another remark")
    work = main_text_of(cast.client().get("/northport/my-work/"))
    assert "2 comments without an answer. See all of them" in work
    assert "Comment on A1 Open a base , 1 July 2016: Why so late?" in work and "Another remark" not in work
    for role, shown in ((Role.ADMINISTRATOR, True), (Role.APPROVER, False), (Role.BOARD_MEMBER, False)):
        assert ("without an answer" in main_text_of(cast.client(role).get("/northport/my-work/"))) is shown


def test_the_log_names_what_was_commented_on_to_those_who_answer(cast, place):
    client = cast.client()
    for item in place.items:
        client.post(f"{item_page(item)}comments/add/", {"text": "A secret word"})
    log = text_of(client.get("/northport/changes/?view=log"))
    for name in ("A1 Open a base", "indicator 1.1 Attendance", "the pack of SEND Board, Q1 2016–17"):
        assert f"commented on {name}" in log
    assert "secret" not in log
    assert "commented on" not in text_of(cast.client(Role.READER).get("/northport/changes/?view=log"))


@pytest.mark.parametrize("number", [3, 60])
def test_queries_do_not_grow(cast, place, number, django_assert_num_queries):
    with council_context(cast.council.id):
        for _ in range(number):
            CommentFactory(deliverable__strand=place.deliverable.strand)
            CommentFactory(deliverable=None, pack=place.pack)
            CommentFactory(deliverable=None, indicator=place.indicator)
    officer, member = cast.client(), cast.client(Role.BOARD_MEMBER)
    with django_assert_num_queries(FRAME + 2):
        response = officer.get(LIST)
    assert len(response.context["comments"]) == min(3 * number, 50)
    with django_assert_num_queries(FRAME + 4):
        member.get(LIST)
    with council_context(cast.council.id):
        one = Comment.objects.filter(pack=place.pack).first()
    with django_assert_num_queries(FRAME + 2):
        officer.get(page(one))
    with django_assert_num_queries(FRAME + 4):
        member.get(page(one))
