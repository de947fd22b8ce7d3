"""Entries of "You said, we did" are drafted, published, withdrawn, changed and published again."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.refusals import ChangeRefused
from councils.permissions import Role
from tests.cast import TODAY
from tests.factories import CommentFactory, PeriodFactory, SaidAndDidFactory
from voice.access import readable_entries
from voice.actions import (
    EntryFacts,
    add_entry,
    change_entry,
    publish_entry,
    remove_entry,
    take_back,
    withdraw_entry,
)
from voice.models import SaidAndDid, SaidLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def facts(**said):
    words = {"title": "Waiting", "who": "parents", "you_said": "Too long", "we_did": "Two more people"}
    return EntryFacts(**words | said)


def test_an_entry_goes_its_way(cast, place):
    officer, approver = cast.actor(), cast.actor(Role.APPROVER)
    entry = add_entry(facts=facts(deliverables=[place.deliverable], period=PeriodFactory()), by=officer)
    assert entry.is_draft and entry.who == "Parents and carers" and entry.published_on is None
    publish_entry(entry=entry, by=approver, today=TODAY)
    assert entry.is_published and entry.published_on == TODAY
    withdraw_entry(entry=entry, by=approver)
    change_entry(entry=entry, facts=facts(who=place.board, title=" Waiting times "), by=officer)
    entry.refresh_from_db()
    assert (entry.state, entry.title, entry.who, entry.group) == (
        "withdrawn",
        "Waiting times",
        "SEND Board",
        "",
    )
    assert not SaidLink.objects.exists() and entry.period is None
    publish_entry(entry=entry, by=approver, today=date(2016, 7, 9))
    entry.refresh_from_db()
    assert entry.is_published and entry.published_on == date(2016, 7, 9)


def test_what_is_missing_is_said(cast, place):
    with pytest.raises(ChangeRefused) as refused:
        add_entry(facts=facts(title=" ", you_said="", we_did="", who="somebody"), by=cast.actor())
    assert refused.value.problems.keys() == {"title", "you_said", "we_did", "who"}
    entry = SaidAndDidFactory()
    with pytest.raises(ChangeRefused, match="Withdraw it first"):
        change_entry(entry=entry, facts=facts(), by=cast.actor())
    with pytest.raises(ChangeRefused, match="Withdraw it instead"):
        remove_entry(entry=entry, by=cast.actor())
    with pytest.raises(ChangeRefused, match="published already"):
        publish_entry(entry=entry, by=cast.actor(Role.APPROVER), today=TODAY)
    assert SaidAndDid.objects.get().is_published


def test_a_draft_is_removed_with_its_links(cast, place):
    entry = add_entry(facts=facts(deliverables=[place.deliverable]), by=cast.actor())
    remove_entry(entry=entry, by=cast.actor())
    assert not SaidAndDid.objects.exists() and not SaidLink.objects.exists()


def test_it_comes_from_a_comment_that_is_answered(cast, place):
    officer, comment = cast.actor(), CommentFactory(deliverable=place.deliverable)
    with pytest.raises(ChangeRefused, match="Answer or close the comment first"):
        add_entry(facts=facts(), comment=comment, by=officer)
    comment.state, comment.answer, comment.answered_on = "answered", "Yes", TODAY
    comment.save()
    entry = add_entry(facts=facts(), comment=comment, by=officer)
    assert entry.comment == comment
    with pytest.raises(ChangeRefused, match="was made from this comment, so it stays"):
        take_back(comment=comment, reason="A mistake", by=officer)


def test_a_group_or_a_board_said_it(place):
    entry = SaidAndDidFactory()
    for wrong in ({"board": place.board}, {"group": ""}):
        with pytest.raises(IntegrityError, match="said_by_a_group_or_a_board"), transaction.atomic():
            SaidAndDid.objects.filter(pk=entry.pk).update(**wrong)


def test_who_may_do_what(cast, place):
    entry = SaidAndDidFactory(state="draft", published_on=None)
    for role in (Role.READER, Role.BOARD_MEMBER, Role.APPROVER):
        by = cast.actor(role)
        for act in (
            lambda by=by: add_entry(facts=facts(), by=by),
            lambda by=by: change_entry(entry=entry, facts=facts(), by=by),
            lambda by=by: remove_entry(entry=entry, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act()
    for role in (Role.READER, Role.BOARD_MEMBER, Role.OFFICER):
        with pytest.raises(PermissionDenied):
            publish_entry(entry=entry, by=cast.actor(role), today=TODAY)
        with pytest.raises(PermissionDenied):
            withdraw_entry(entry=entry, by=cast.actor(role))


def test_who_reads_what(cast):
    published = SaidAndDidFactory()
    SaidAndDidFactory(state="draft", published_on=None)
    SaidAndDidFactory(state="withdrawn")
    for role in (Role.READER, Role.BOARD_MEMBER):
        assert list(readable_entries(cast.actor(role))) == [published]
    for role in (Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR):
        assert readable_entries(cast.actor(role)).count() == 3
