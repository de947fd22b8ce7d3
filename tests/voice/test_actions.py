"""Comments are written, answered, closed, opened again and taken back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.refusals import ChangeRefused
from councils.models import Change
from councils.permissions import Role
from indicators.actions import remove_indicator
from tests.cast import TODAY
from tests.factories import CommentFactory
from tests.voice.conftest import NOW
from voice.access import readable_comments
from voice.actions import add_comment, answer_comment, close_comment, open_again, take_back
from voice.models import Comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def ask(item, by, text="Why so late?", **more):
    return add_comment(item=item, text=text, by=by, today=TODAY, now=NOW, **more)


def test_a_comment_goes_its_way(cast, place):
    author, officer = cast.actor(Role.BOARD_MEMBER), cast.actor()
    comment = ask(place.deliverable, author, on_behalf_of=" Parent carer forum ")
    assert (comment.author, comment.author_name, comment.asked_on) == (author.user, author.name, TODAY)
    assert comment.on_behalf_of == "Parent carer forum" and comment.is_open
    answer_comment(comment=comment, answer="The site floods.", by=officer, today=TODAY)
    assert comment.state == "answered" and comment.answered_by == officer.name
    answer_comment(comment=comment, answer="The site floods in winter.", by=officer, today=TODAY)
    close_comment(comment=comment, by=officer, today=TODAY)
    assert comment.is_closed and comment.closed_on == TODAY
    open_again(comment=comment, by=officer)
    comment.refresh_from_db()
    assert (comment.state, comment.closed_by, comment.closed_on) == ("answered", "", None)
    assert comment.answer == "The site floods in winter."


@pytest.mark.parametrize("kind", ["deliverable", "indicator", "pack"])
def test_it_is_on_one_thing(cast, place, kind):
    comment = ask(getattr(place, kind), cast.actor())
    assert getattr(comment, kind) == getattr(place, kind) == comment.item
    other = "pack" if kind != "pack" else "deliverable"
    for wrong in ({other: getattr(place, other)}, {kind: None}):
        with pytest.raises(IntegrityError, match="comment_is_on_one_thing"), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(**wrong)


def test_what_is_missing_is_said(cast, place):
    officer = cast.actor()
    with pytest.raises(ChangeRefused, match="Enter your comment"):
        ask(place.deliverable, officer, "  ")
    comment = ask(place.deliverable, officer)
    with pytest.raises(ChangeRefused, match="Enter the answer"):
        answer_comment(comment=comment, answer=" ", by=officer, today=TODAY)
    with pytest.raises(ChangeRefused, match="closed without an answer"):
        close_comment(comment=comment, by=officer, today=TODAY)
    with pytest.raises(ChangeRefused, match="is open"):
        open_again(comment=comment, by=officer)
    close_comment(comment=comment, reason="Asked twice", by=officer, today=TODAY)
    with pytest.raises(ChangeRefused, match="Open it again first"):
        answer_comment(comment=comment, answer="Yes", by=officer, today=TODAY)
    assert Comment.objects.get().state == "closed"


def test_a_dropped_deliverable_takes_no_comments(cast, place):
    place.deliverable.dropped_on = TODAY
    with pytest.raises(ChangeRefused, match="dropped"):
        ask(place.deliverable, cast.actor())
    assert not Comment.objects.exists()


def test_an_author_withdraws_before_the_answer(cast, place):
    author = cast.actor(Role.BOARD_MEMBER)
    comment = ask(place.indicator, author)
    take_back(comment=comment, by=author)
    assert not Comment.objects.exists()
    comment = ask(place.indicator, author)
    answer_comment(comment=comment, answer="Because", by=cast.actor(), today=TODAY)
    with pytest.raises(ChangeRefused, match="is answered, so it stays"):
        take_back(comment=comment, by=author)
    with pytest.raises(ChangeRefused, match="Only its author"):
        take_back(comment=comment, by=cast.actor(Role.APPROVER))
    with pytest.raises(ChangeRefused, match="Enter why it is removed"):
        take_back(comment=comment, by=cast.actor())
    take_back(comment=comment, reason="It names a child", by=cast.actor())
    assert not Comment.objects.exists()
    assert "It names a child" in Change.objects.filter(verb="voice.taken-back").values_list(
        "reason", flat=True
    )


def test_words_and_names_are_not_in_the_log(cast, place):
    comment = ask(place.pack, cast.actor(), "A secret word", on_behalf_of="A secret group")
    answer_comment(comment=comment, answer="A secret answer", by=cast.actor(), today=TODAY)
    logged = str(list(Change.objects.filter(table="voice_comment").values_list("before", "after")))
    assert "secret" not in logged and cast.actor().name not in logged and "[personal]" in logged


def test_who_may_do_what(cast, place):
    comment = ask(place.deliverable, cast.actor())
    with pytest.raises(PermissionDenied):
        ask(place.deliverable, cast.actor(Role.READER))
    for role in (Role.READER, Role.BOARD_MEMBER, Role.APPROVER):
        by = cast.actor(role)
        for act in (
            lambda by=by: answer_comment(comment=comment, answer="No", by=by, today=TODAY),
            lambda by=by: close_comment(comment=comment, reason="No", by=by, today=TODAY),
            lambda by=by: open_again(comment=comment, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_who_reads_what(cast, place):
    for pack in (place.pack, place.draft, place.other_pack):
        CommentFactory(deliverable=None, pack=pack)
    CommentFactory(deliverable=place.deliverable)
    CommentFactory(deliverable=None, indicator=place.indicator)

    def read(role):
        return {each.item for each in readable_comments(cast.actor(role), TODAY)}

    own = {place.deliverable, place.indicator, place.pack}
    assert read(Role.BOARD_MEMBER) == own
    assert read(Role.READER) == own | {place.other_pack}
    for role in (Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR):
        assert read(role) == own | {place.other_pack, place.draft}


def test_an_indicator_with_a_comment_is_not_removed(cast, place):
    CommentFactory(deliverable=None, indicator=place.indicator)
    with pytest.raises(ChangeRefused, match=r"1\.1 Attendance is named by 1 comment of a member"):
        remove_indicator(indicator=place.indicator, by=cast.actor())
    assert place.indicator in type(place.indicator).objects.all()
