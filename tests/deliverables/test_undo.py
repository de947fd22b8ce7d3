"""Tests of undo: the result, permissions and refusals."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context, recorded
from deliverables.actions import UndoRefused, move_due_dates, record_progress, undo_act
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from deliverables.rules.due_dates import Move
from deliverables.undoable import undoable_acts
from strategies.models import ReportingPeriod
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
)
from tests.pages import text_of

ACT = "act-of-the-tests"


@pytest.fixture
def plan(cast):
    """A1 with two due points and a lead, in quarter 1."""
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
        deliverable = DeliverableFactory(strand=StrandFactory(code="A"), position=1)
        DuePointFactory(deliverable=deliverable)
        DuePointFactory(deliverable=deliverable, position=2, due_on=date(2016, 12, 31))
        AssignmentFactory(deliverable=deliverable, person=PersonFactory(initials="JK"))
    return deliverable


@pytest.fixture
def now(plan):
    """The database's time of this test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        return cursor.fetchone()[0]


def act(cast, *, role=Role.OFFICER, act=ACT):
    return council_context(cast.council.id, actor=cast.actor(role).reference, request_id=act)


def record(cast, plan, now, *, role=Role.OFFICER, **said):
    with act(cast, role=role):
        return record_progress(
            deliverable=Deliverable.objects.get(pk=plan.pk),
            period=ReportingPeriod.objects.get(),
            by=cast.actor(role),
            today=TODAY,
            now=now,
            **{"rag": "green", **said},
        )


def undo(cast, now, *, role=Role.OFFICER, which=ACT):
    with act(cast, role=role, act="act-of-undoing"):
        return undo_act(act=which, by=cast.actor(role), now=now)


def contents(council):
    """All rows of the plan's tables, without the deliverables' versions."""
    with council_context(council.id):
        return [
            [{name: value for name, value in row.items() if name != "version"} for row in rows]
            for rows in (
                model.objects.order_by("id").values() for model in (Deliverable, DuePoint, Assignment)
            )
        ]


def version(council):
    with council_context(council.id):
        return Deliverable.objects.get().version


# The result


def test_an_update_is_gone_and_its_parts_are_open_again(cast, plan, now):
    before = contents(cast.council)
    with council_context(cast.council.id):
        point = plan.due_points.first().public_id
    record(cast, plan, now, done_points=[point])
    undone = undo(cast, now)
    assert contents(cast.council) == before
    assert (undone.verb, undone.deliverables, undone.period.label) == (
        "progress.recorded",
        (plan,),
        "2016-17-Q1",
    )
    with council_context(cast.council.id):
        assert not ProgressUpdate.objects.exists()


def test_a_part_that_was_done_before_stays_done(cast, plan, now):
    with council_context(cast.council.id):
        point = plan.due_points.first()
        point.done_on = date(2016, 6, 1)
        point.save()
    record(cast, plan, now, done_points=[point.public_id])
    undo(cast, now)
    with council_context(cast.council.id):
        point.refresh_from_db()
    assert point.done_on == date(2016, 6, 1)


def test_the_version_goes_up_once_more_so_that_open_forms_notice(cast, plan, now):
    record(cast, plan, now)
    undo(cast, now)
    assert version(cast.council) == 3


def test_undoing_is_in_the_change_log(cast, plan, now):
    record(cast, plan, now)
    undo(cast, now)
    with council_context(cast.council.id):
        change = Change.objects.get(table="deliverables_progressupdate", op="delete")
    assert (change.verb, change.actor, change.request_id) == (
        "change.undone",
        cast.actor().reference,
        "act-of-undoing",
    )


def test_rows_added_changed_and_removed_in_one_act_are_all_put_back(cast, plan, now):
    """Any change to a deliverable's parts can be undone, not only what acts do today."""
    before = contents(cast.council)
    with act(cast), recorded("leads.changed", actor=cast.actor().reference):
        lead = Assignment.objects.get()
        lead.qualifier = "North"
        lead.save()
        lead.delete()
        Assignment.objects.create(
            deliverable=plan,
            role="lead",
            state="to_identify",
            person=PersonFactory(initials="HP"),
            position=1,
        )
        first, second = plan.due_points.all()
        for point, due_on in ((first, date(2017, 1, 1)), (first, date(2017, 2, 1)), (second, None)):
            point.due_on = due_on or point.due_on
            point.done_on = None if due_on else TODAY
            point.save()
        Deliverable.objects.update(version=2)
    undo(cast, now)
    assert contents(cast.council) == before


# Permissions and time limit


def test_what_somebody_else_saved_is_refused(cast, plan, now):
    record(cast, plan, now)
    with pytest.raises(UndoRefused, match="You can only undo changes that you made"):
        undo(cast, now, role=Role.ADMINISTRATOR)
    assert version(cast.council) == 2


@pytest.mark.parametrize("which", ["", "no-such-act", "\0"])
def test_an_act_that_is_not_there_is_refused(cast, plan, now, which):
    record(cast, plan, now)
    with pytest.raises(UndoRefused, match="You can only undo changes that you made"):
        undo(cast, now, which=which)


def test_who_may_no_longer_record_may_not_undo(cast, plan, now):
    record(cast, plan, now)
    member = cast.members[Role.OFFICER]
    member.role = Role.READER
    member.save()
    with pytest.raises(PermissionDenied):
        undo(cast, now)
    assert version(cast.council) == 2


def test_of_several_requests_with_one_id_only_the_last_is_undone(cast, plan, now):
    """Clients may choose request ids. What someone else saved in between does not change."""
    record(cast, plan, now, narrative="first")
    with act(cast, role=Role.ADMINISTRATOR, act="act-in-between"):
        move_due_dates(
            deliverables=[plan], move=Move(months=1), reason="Later", by=cast.actor(Role.ADMINISTRATOR)
        )
    record(cast, plan, now, narrative="second")
    undo(cast, now)
    with council_context(cast.council.id):
        assert [update.narrative for update in ProgressUpdate.objects.all()] == ["first"]
        assert plan.due_points.first().due_on == date(2016, 10, 31)


def test_a_second_time_is_refused(cast, plan, now):
    record(cast, plan, now)
    undo(cast, now)
    with pytest.raises(UndoRefused, match="already been undone"):
        undo(cast, now)
    assert version(cast.council) == 3


def test_undoing_cannot_be_undone(cast, plan, now):
    record(cast, plan, now)
    undo(cast, now)
    with pytest.raises(UndoRefused, match="You cannot undo this"):
        undo(cast, now, which="act-of-undoing")


def test_after_an_hour_it_is_refused(cast, plan, now):
    record(cast, plan, now)
    with pytest.raises(UndoRefused, match="within an hour of saving"):
        undo(cast, now + timedelta(minutes=61))
    undo(cast, now + timedelta(minutes=60))


def test_what_was_changed_since_is_refused(cast, plan, now):
    record(cast, plan, now)
    with council_context(cast.council.id):
        record_progress(
            deliverable=plan,
            period=ReportingPeriod.objects.get(),
            rag="amber",
            reason="Late.",
            path_to_green="Hurry.",
            forecast_on=date(2016, 8, 1),
            by=cast.actor(Role.ADMINISTRATOR),
            today=TODAY,
            now=now,
        )
    with pytest.raises(UndoRefused, match=re.escape("A1 has been changed since, so nothing was undone.")):
        undo(cast, now)
    with council_context(cast.council.id):
        assert ProgressUpdate.objects.count() == 2


def test_when_the_quarter_was_closed_since_it_is_refused(cast, plan, now):
    record(cast, plan, now)
    with council_context(cast.council.id):
        ReportingPeriod.objects.update(closed_at=now)
    with pytest.raises(UndoRefused, match="Q1 2016–17 has been closed since"):
        undo(cast, now)


def test_an_act_that_did_not_count_the_version_is_refused_and_not_offered(cast, plan, now):
    """Whether its deliverable has changed since cannot be told, and its title would not be put back."""
    with act(cast), recorded("leads.changed", actor=cast.actor().reference):
        Deliverable.objects.update(title="Another title")
    with pytest.raises(UndoRefused, match="A1 has been changed since"):
        undo(cast, now)
    with council_context(cast.council.id):
        assert undoable_acts(by=cast.actor(), now=now) == []


def test_an_act_that_counted_the_version_and_then_changed_the_title_is_known_by_it(cast, plan, now):
    with act(cast), recorded("leads.changed", actor=cast.actor().reference):
        Deliverable.objects.update(version=2)
        Deliverable.objects.update(title="Another title")
    undo(cast, now)
    assert version(cast.council) == 3


def test_a_quarter_closed_since_leaves_nothing_to_undo(cast, plan, now):
    record(cast, plan, now)
    with council_context(cast.council.id):
        assert len(undoable_acts(by=cast.actor(), now=now)) == 1
        ReportingPeriod.objects.update(closed_at=now)
        assert undoable_acts(by=cast.actor(), now=now) == []


def test_of_several_requests_with_one_id_the_last_is_offered(cast, plan, now):
    """The button undoes what `undo_act` undoes."""
    record(cast, plan, now, narrative="first")
    with act(cast, act="act-in-between"):
        move_due_dates(deliverables=[plan], move=Move(months=1), reason="Later", by=cast.actor())
    record(cast, plan, now, narrative="second")
    with council_context(cast.council.id):
        assert [found.words for found in undoable_acts(by=cast.actor(), now=now)] == ["the update of A1"]


# The page


@pytest.fixture
def address(cast):
    return reverse("deliverables:undo", kwargs={"council": cast.council.slug})


def save(cast, plan, client):
    url = reverse("deliverables:update", kwargs={"council": cast.council.slug, "deliverable": plan.public_id})
    typed = {
        "rag": "green",
        "quarter": "2016-17-Q1",
        "version": "1",
        "next": f"/{cast.council.slug}/boards/",
    }
    return client.post(url, typed, follow=True)


def sent_by_the_button(page):
    """Data that the banner's form sends without scripts."""
    [form] = re.findall(
        r'<form method="post" action="/northport/undo/".*?</form>', page.content.decode(), re.S
    )
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def test_the_banner_after_a_save_has_a_button_that_undoes_it(cast, plan, address):
    client = cast.client()
    saved = save(cast, plan, client)
    assert "A1 changed from Not rated to Green." in text_of(saved)
    response = client.post(address, sent_by_the_button(saved), follow=True)
    assert response.redirect_chain == [("/northport/boards/", 302)]
    said = text_of(response)
    assert "Undone: A1 is Not rated again." in said
    assert "/undo/" not in response.content.decode()
    with council_context(cast.council.id):
        assert not ProgressUpdate.objects.exists()


def test_the_button_pressed_twice_says_so(cast, plan, address):
    client = cast.client()
    sent = sent_by_the_button(save(cast, plan, client))
    client.post(address, sent)
    response = client.post(address, sent, follow=True)
    assert "This has already been undone." in text_of(response)
    assert (
        "govuk-notification-banner--success" in response.content.decode()
    )  # the first one's, shown here too


def test_undo_of_somebody_elses_act_says_so(cast, plan, address):
    sent = sent_by_the_button(save(cast, plan, cast.client()))
    response = cast.client(Role.ADMINISTRATOR).post(address, sent, follow=True)
    assert "You can only undo changes that you made" in text_of(response)
    with council_context(cast.council.id):
        assert ProgressUpdate.objects.count() == 1


def test_undo_by_outsider_is_404(cast, plan, address):
    sent = sent_by_the_button(save(cast, plan, cast.client()))
    assert cast.outsider_client().post(address, sent).status_code == 404
    elsewhere = reverse("deliverables:undo", kwargs={"council": cast.other.slug})
    response = cast.outsider_client().post(elsewhere, sent | {"next": ""}, follow=True)
    assert "You can only undo changes that you made" in text_of(response)
    with council_context(cast.council.id):
        assert ProgressUpdate.objects.count() == 1


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_undo_by_those_who_only_read_is_403(cast, plan, address, role):
    assert cast.client(role).post(address, {"act": ACT}).status_code == 403


def test_undo_takes_post_alone(cast, plan, address):
    assert cast.client().get(address).status_code == 405


@pytest.mark.parametrize("asked", ["https://elsewhere.example.org/", "//elsewhere.example.org/", ""])
def test_undo_leads_back_to_our_own_pages_alone(cast, plan, address, asked):
    response = cast.client().post(address, {"act": ACT, "next": asked})
    assert response.url == "/northport/my-work/"


def test_undo_after_signing_out_leads_to_sign_in_and_back_to_the_page(plan, address):
    response = Client().post(address, {"act": ACT, "next": "/northport/boards/"})
    assert response.url == f"{reverse('account_login')}?next=/northport/boards/"


# Where the button is shown


def shown(cast, plan, role=Role.OFFICER):
    """Whether the deliverable's page and the log have a button that undoes the update."""
    client = cast.client(role)
    kwargs = {"council": cast.council.slug}
    page = reverse("deliverables:deliverable", kwargs={**kwargs, "deliverable": plan.public_id})
    log = reverse("history:changes", kwargs=kwargs) + "?view=log"
    return ["the update of A1</span>" in client.get(each).content.decode() for each in (page, log)]


def test_the_button_is_on_the_page_and_in_the_log_after_a_reload(cast, plan, now):
    record(cast, plan, now)
    assert shown(cast, plan) == shown(cast, plan) == [True, True]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.READER])
def test_somebody_elses_act_has_no_button(cast, plan, now, role):
    record(cast, plan, now)
    assert shown(cast, plan, role) == [False, False]


def test_what_was_changed_since_has_no_button(cast, plan, now):
    record(cast, plan, now)
    with council_context(cast.council.id):
        Deliverable.objects.update(version=9)
    assert shown(cast, plan) == [False, False]


@pytest.mark.parametrize(("minutes", "can"), [(59, True), (61, False)])
def test_after_an_hour_there_is_nothing_to_undo(cast, plan, now, minutes, can):
    record(cast, plan, now)
    with council_context(cast.council.id):
        found = undoable_acts(by=cast.actor(), now=now + timedelta(minutes=minutes))
    assert bool(found) is can


@pytest.mark.parametrize("acts", [1, 5])
def test_finding_what_can_be_undone_costs_four_queries(cast, plan, now, acts, django_assert_num_queries):
    for number in range(acts):
        with act(cast, act=f"act-{number}"):
            record_progress(
                deliverable=DeliverableFactory(strand=StrandFactory(code=f"B{number}")),
                period=ReportingPeriod.objects.get(),
                rag="green",
                by=cast.actor(),
                today=TODAY,
                now=now,
            )
    with council_context(cast.council.id), django_assert_num_queries(4):
        assert len(undoable_acts(by=cast.actor(), now=now)) == acts


def test_a_page_offers_to_undo_only_what_was_done_to_it(cast, plan, now):
    with council_context(cast.council.id):
        other = DeliverableFactory(strand=plan.strand, strategy=plan.strategy, number="2", position=2)
    client = cast.client()
    save(cast, plan, client)
    client.get(plan.get_absolute_url())
    assert 'class="undo' in client.get(plan.get_absolute_url()).content.decode()
    assert 'class="undo' not in client.get(other.get_absolute_url()).content.decode()
