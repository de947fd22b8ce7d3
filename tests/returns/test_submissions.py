"""Submissions of a plan: steps, comments, answers, and their pages."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.refusals import ChangeRefused
from councils.models import Post
from councils.permissions import Role
from councils.tenancy import council_context
from returns.actions import (
    Answer,
    CommentRow,
    SubmissionSaid,
    add_submission,
    answer_comment,
    change_submission,
    remove_submission,
    save_comments,
    take_step,
)
from returns.models import AnswerChange, ReaderComment, Submission, SubmissionStep
from returns.rules import State
from returns.summaries import submission_page
from strategies.models import Version
from tests.boards.forms import fields_of
from tests.cast import TODAY
from tests.factories import DeliverableFactory, PersonFactory, StrandFactory, StrategyFactory
from tests.pages import FRAME, main_text_of, text_of

pytestmark = pytest.mark.django_db

LIST = "/northport/strategies/reform/submissions/"
SAID = SubmissionSaid("First submission", "The department", "REF-1")


@pytest.fixture
def officer(cast):
    return cast.actor()


@pytest.fixture
def draft(cast, officer):
    with council_context(cast.council.id, actor=officer.reference):
        strategy = StrategyFactory(slug="reform", title="Reform plan")
        return add_submission(strategy=strategy, said=SAID, by=officer)


@pytest.fixture
def submitted(cast, officer, draft):
    """Submitted, with two comments, of which none is answered."""
    with council_context(cast.council.id, actor=officer.reference):
        step(draft, State.SUBMITTED, officer, date(2016, 6, 1))
        rows = [CommentRow(None, "1", "Add dates."), CommentRow(None, "2", "Say who leads.")]
        save_comments(submission=draft, rows=rows, removed=(), by=officer)
    return draft


@pytest.fixture
def inside(cast):
    with council_context(cast.council.id):
        yield


def step(submission, to, by, day=TODAY):
    return take_step(submission=submission, to=to, taken_on=day, by=by, today=TODAY)


def answer(comment, actor, **said):
    values = {"text": "We have added them.", "by": None, "answered_on": TODAY} | said
    answer_comment(comment=comment, answer=Answer(**values), by=actor, today=TODAY)


def test_a_round_from_draft_to_accepted(submitted, officer, inside):
    lead = PersonFactory(initials="AB")
    deliverable = DeliverableFactory(strand=StrandFactory(strategy=submitted.strategy))
    step(submitted, State.COMMENTS_RECEIVED, officer)
    with pytest.raises(ChangeRefused, match="Answer 2 comments first: 1 and 2"):
        step(submitted, State.RESUBMITTED, officer)
    first, second = ReaderComment.objects.all()
    answer(first, officer, by=lead, changed=[deliverable])
    with pytest.raises(ChangeRefused, match="Answer 1 comment first: 2"):
        step(submitted, State.RESUBMITTED, officer)
    answer(second, officer, by=Post.objects.create(title="Head of SEND"))
    for state in (State.ANSWERED, State.RESUBMITTED, State.ACCEPTED):
        step(submitted, state, officer)
    assert [each.state for each in SubmissionStep.objects.all()] == [
        *("submitted", "comments_received", "answered", "resubmitted", "accepted")
    ]
    assert [str(each.deliverable) for each in AnswerChange.objects.all()] == [str(deliverable)]
    with pytest.raises(ChangeRefused, match="is accepted, so its comments cannot be changed"):
        answer(ReaderComment.objects.first(), officer, by=lead)


def test_a_step_has_a_day_that_follows_the_last_one(submitted, officer, inside):
    for day in (date(2016, 5, 31), TODAY + timedelta(days=1)):
        with pytest.raises(ChangeRefused) as caught:
            step(submitted, State.CLOSED, officer, day)
        assert list(caught.value.problems) == ["taken_on"]
    assert submitted.state == State.SUBMITTED


def test_the_version_is_kept_with_the_step(draft, officer, inside):
    version = Version.objects.create(strategy=draft.strategy, label="1.0")
    with pytest.raises(ChangeRefused, match="Say which version"):
        step(draft, State.SUBMITTED, officer)
    said = SubmissionSaid("First submission", "The department", "REF-2", version)
    assert change_submission(submission=draft, said=said, by=officer)
    assert not change_submission(submission=draft, said=said, by=officer)
    step(draft, State.SUBMITTED, officer)
    Version.objects.filter(pk=version.pk).update(label="1.0 final")
    assert SubmissionStep.objects.get().version_label == "1.0"


def test_a_version_of_another_plan_is_refused(draft, officer, inside):
    version = Version.objects.create(strategy=StrategyFactory(), label="9")
    with pytest.raises(ChangeRefused) as caught:
        change_submission(submission=draft, said=SubmissionSaid("A", "B", version=version), by=officer)
    assert list(caught.value.problems) == ["version"]


def test_title_and_reader_are_needed(draft, officer, inside):
    with pytest.raises(ChangeRefused) as caught:
        add_submission(strategy=draft.strategy, said=SubmissionSaid(" ", ""), by=officer)
    assert set(caught.value.problems) == {"title", "submitted_to"}


def test_only_a_draft_is_removed(submitted, officer, inside):
    with pytest.raises(ChangeRefused, match="so it stays"):
        remove_submission(submission=submitted, by=officer)
    draft = add_submission(strategy=submitted.strategy, said=SAID, by=officer)
    remove_submission(submission=draft, by=officer)
    assert list(Submission.objects.all()) == [submitted]


def test_comments_are_reworded_ordered_and_removed_unless_they_are_answered(submitted, officer, inside):
    first, second = ReaderComment.objects.all()
    answer(first, officer, by=PersonFactory(initials="AB"))
    rows = [
        CommentRow(second.public_id, "2", "Say who leads it."),
        CommentRow(first.public_id, "1", "Add dates."),
    ]
    assert save_comments(submission=submitted, rows=rows, removed=(), by=officer)
    assert not save_comments(submission=submitted, rows=rows, removed=(), by=officer)
    assert [each.label for each in ReaderComment.objects.all()] == ["2", "1"]
    with pytest.raises(ChangeRefused, match="Comment 1 is answered, so it stays"):
        save_comments(submission=submitted, rows=rows[:1], removed=[first.public_id], by=officer)
    save_comments(submission=submitted, rows=rows[1:], removed=[second.public_id], by=officer)
    assert [each.label for each in ReaderComment.objects.all()] == ["1"]
    with pytest.raises(ChangeRefused) as caught:
        save_comments(
            submission=submitted,
            rows=[*rows[1:], CommentRow(None, "1", "Again")],
            removed=(),
            by=officer,
        )
    assert list(caught.value.problems) == ["1.label"]


def test_a_draft_takes_no_comments(draft, officer, inside):
    with pytest.raises(ChangeRefused, match="is draft"):
        save_comments(submission=draft, rows=[CommentRow(None, "1", "No")], removed=(), by=officer)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " "}, "answer"),
        ({"by": None}, "answered_by"),
        ({"answered_on": TODAY + timedelta(days=1)}, "answered_on"),
    ],
)
def test_an_answer_has_words_a_name_and_a_day(submitted, officer, inside, said, field):
    lead = PersonFactory(initials="AB")
    with pytest.raises(ChangeRefused) as caught:
        answer(ReaderComment.objects.first(), officer, **({"by": lead} | said))
    assert list(caught.value.problems) == [field]


def test_an_answer_is_changed_with_what_was_changed_for_it(submitted, officer, inside):
    strand, lead = StrandFactory(strategy=submitted.strategy), PersonFactory(initials="AB")
    one, other = DeliverableFactory(strand=strand), DeliverableFactory(strand=strand)
    comment = ReaderComment.objects.first()
    answer(comment, officer, by=lead, changed=[one])
    answer(comment, officer, by=lead, changed=[other], text="Another answer")
    assert [each.deliverable for each in AnswerChange.objects.all()] == [other]
    assert ReaderComment.objects.first().answer == "Another answer"


def test_readers_may_do_none_of_this(cast, submitted, inside):
    by, comment = cast.actor(Role.READER), ReaderComment.objects.first()
    for act in (
        lambda: add_submission(strategy=submitted.strategy, said=SAID, by=by),
        lambda: change_submission(submission=submitted, said=SAID, by=by),
        lambda: remove_submission(submission=submitted, by=by),
        lambda: step(submitted, State.CLOSED, by),
        lambda: save_comments(submission=submitted, rows=[], removed=(), by=by),
        lambda: answer(comment, by, by=PersonFactory()),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_page_says_where_it_stands_and_what_is_missing(submitted, inside):
    page = submission_page(submitted)
    assert page.words == "2 comments, 2 without an answer: 1, 2"
    problems = {each.state: each.problem for each in page.next_steps}
    assert problems == {
        "comments_received": "",
        "accepted": "Answer 2 comments first: 1 and 2",
        "closed": "",
    }


def pages(submission):
    comment = ReaderComment.objects.filter(submission=submission).first()
    change = (Role.OFFICER, Role.ADMINISTRATOR)
    one = f"{submission.public_id}/"
    return {
        "": Role,
        one: Role,
        "new/": change,
        f"{one}change/": change,
        f"{one}remove/": change,
        f"{one}step/accepted/": change,
        f"{one}comments/": change,
        f"{one}comments/{comment.public_id}/": change,
    }


def test_who_may_open_what(cast, submitted):
    with council_context(cast.council.id):
        addresses = pages(submitted)
    for role in Role:
        client = cast.client(role)
        for page, roles in addresses.items():
            assert client.get(f"{LIST}{page}").status_code == (200 if role in roles else 403), (role, page)
    outsider = cast.outsider_client()
    assert {outsider.get(f"{LIST}{page}").status_code for page in addresses} == {404}


def test_a_submission_of_another_plan_is_not_found(cast, submitted):
    with council_context(cast.council.id):
        StrategyFactory(slug="other")
    client, other = cast.client(), "/northport/strategies/other/submissions/"
    for page in ("", "change/", "comments/", "step/closed/"):
        assert client.get(f"{other}{submitted.public_id}/{page}").status_code == 404
    assert client.get(f"{LIST}{submitted.public_id}/step/nowhere/").status_code == 404


def test_everything_on_pages_and_undone(cast, draft):
    client, url = cast.client(), f"{LIST}{draft.public_id}/"
    assert url in client.get(LIST).content.decode()

    def sent(page, **typed):
        fields = fields_of(client.get(f"{url}{page}")) | typed
        return client.post(f"{url}{page}", fields, follow=True)

    assert "First submission: submitted." in text_of(sent("step/submitted/"))
    text = {"new-0-label": "1", "new-0-text": "Add dates.", "new-0-received_on": "1 July 2016"}
    assert "Comment 1: not answered yet" in text_of(sent("comments/", **text))
    sent("step/comments_received/")
    refused = sent("step/resubmitted/")
    assert refused.status_code == 422 and "Answer 1 comment first: 1" in text_of(refused)
    with council_context(cast.council.id):
        comment = ReaderComment.objects.get()
        lead = PersonFactory(name="Ada Able", initials="AA")
    saved = sent(f"comments/{comment.public_id}/", answer="They are there.", answered_by=str(lead.public_id))
    assert "Answered by Ada Able (AA) on 8 July 2016." in text_of(saved)
    act = re.search(r'name="act" value="([^"]+)"', saved.content.decode())
    client.post("/northport/undo/", {"act": act[1], "next": url})
    assert "Comment 1: not answered yet" in text_of(client.get(url))
    assert "8 July 2016: submitted." in main_text_of(client.get(url))


def test_a_submission_is_added_on_its_page(cast, draft):
    client = cast.client()
    fields = fields_of(client.get(f"{LIST}new/")) | {"title": "Second", "submitted_to": "The department"}
    assert "Second added as a draft." in text_of(client.post(f"{LIST}new/", fields, follow=True))
    empty = client.post(f"{LIST}new/", fields | {"submitted_to": ""})
    assert empty.status_code == 422 and "Enter who it is submitted to" in text_of(empty)


@pytest.mark.parametrize("number", [1, 8])
def test_queries_do_not_grow(cast, submitted, officer, number, django_assert_num_queries):
    with council_context(cast.council.id):
        strand, lead = StrandFactory(strategy=submitted.strategy), PersonFactory()
        rows = [CommentRow(None, str(each), "Say more.") for each in range(10, 10 + number)]
        save_comments(submission=submitted, rows=rows, removed=(), by=officer)
        for comment in ReaderComment.objects.filter(label__gte="10", label__lt="2"):
            answer(comment, officer, by=lead, changed=[DeliverableFactory(strand=strand)])
        for _ in range(number):
            add_submission(strategy=submitted.strategy, said=SAID, by=officer)
    client = cast.client()
    with django_assert_num_queries(FRAME + 2):
        client.get(LIST)
    with django_assert_num_queries(FRAME + 6):
        client.get(f"{LIST}{submitted.public_id}/")
