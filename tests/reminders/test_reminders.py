"""Reminders from the clock to the saved update: who gets one, once, and what their link can do."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boards.models import Meeting, Seat
from core import mail
from core.refusals import ChangeRefused
from councils.accounts.actions.members import end_membership
from councils.actors import Actor
from councils.models import Change, Person, Post
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import approve_updates, choose_approval, record_progress
from deliverables.models import Assignment, ProgressUpdate, ProposedUpdate
from minutes.models import Entry
from packs.states import DeliveryState
from reminders import actions, jobs, sending
from reminders.access import link_with, token_of
from reminders.approvals import approvals_asked_for
from reminders.models import Reminder, ReminderMoment, ReminderSettings, UpdateLink
from reminders.rules import Days
from reminders.summaries import requests_of, who_is_asked
from strategies.models import Oversight, ReportingPeriod
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
)
from tests.pages import FRAME
from tests.truth_tables import read_aloud, truth_table

pytestmark = pytest.mark.django_db

NOW = datetime(2016, 7, 8, 9, tzinfo=UTC)
TODAY = date(2016, 7, 8)


@pytest.fixture
def plan(cast):
    """A deliverable that was due yesterday, with a lead who has an address."""
    with council_context(cast.council.id):
        PeriodFactory(label="2016-17-Q1")
        lead = PersonFactory(name="Robin Example", initials="RE", email="robin@example.org")
        point = DuePointFactory(due_on="2016-07-07", precision="day", deliverable__title="Open the base")
        AssignmentFactory(deliverable=point.deliverable, person=lead)
        return point.deliverable


@pytest.fixture
def sent(monkeypatch):
    """Emails that a mail server has accepted."""
    messages = []

    def send(message, *, before_data):
        before_data()
        messages.append(message)

    monkeypatch.setattr(mail, "send", send)
    return messages


def on(council):
    now = timezone.now()
    ReminderSettings.objects.create(looked_on=TODAY - timedelta(days=1), next_look_at=now)
    actions.set_moment(council, now)


def visit(cast):
    jobs.visit_council(council_id=cast.council.id)


def made(cast):
    """The reminder and link of the plan, not sent."""
    with council_context(cast.council.id):
        on(cast.council)
        period = ReportingPeriod.objects.get()
        by = Actor.system(cast.council)
        actions.make_reminders(period=period, by=by, today=TODAY, now=NOW)
        return UpdateLink.objects.select_related("council", "deliverable", "person").get()


def address(link, slug="northport"):
    return reverse("update_link", kwargs={"slug": slug, "token": token_of(link)})


def send_for_approval(cast, plan, role=Role.OFFICER, boards=()):
    """An update of the plan by somebody with this role that waits for approval."""
    administrator = cast.actor(Role.ADMINISTRATOR)
    choose_approval(whole=not boards, strands=(), boards=boards, by=administrator)
    by = cast.actor(role)
    said = {"period": ReportingPeriod.objects.get(), "rag": "green", "narrative": "Open."}
    return record_progress(deliverable=plan, **said, by=by, today=TODAY, now=NOW)


def words(response):
    return " ".join(response.content.decode().split())


def form_of(response, **changed):
    form = response.context["form"]
    return {"version": form["version"].value(), "quarter": "2016-17-Q1", **changed}


@pytest.mark.parametrize("row", truth_table("reminders", "Who gets it"), ids=read_aloud)
def test_who_gets_it(cast, row):
    with council_context(cast.council.id):
        deliverable = DeliverableFactory()
        lead = {
            "address": lambda: PersonFactory(name="Lead", email="lead@example.org"),
            "account": lambda: PersonFactory(name="Lead", user=cast.members[Role.OFFICER].user),
            "no address": lambda: PersonFactory(name="Lead"),
            "left": lambda: PersonFactory(name="Lead", email="lead@example.org", left_on=TODAY),
            "to be identified": lambda: PersonFactory(initials="ZQ"),
            "none": lambda: None,
        }[row["Lead"]]()
        if lead:
            AssignmentFactory(deliverable=deliverable, person=lead)
        if row["Accountable person"] == "address":
            deliverable.accountable_person = PersonFactory(name="Accountable", email="acc@example.org")
        found = who_is_asked(deliverable)
        named = {None: "nobody"} | {lead: "lead"} if lead else {}
        said = [named.get(person, "accountable person") for person in found] or ["nobody"]
        assert said == [row["Goes to"]]


class TestTheClock:
    def test_a_lead_gets_one_email_with_a_link_for_each_item(self, cast, plan, sent):
        with council_context(cast.council.id):
            on(cast.council)
            other = DuePointFactory(
                due_on="2016-07-07", precision="day", deliverable__title="Train staff"
            ).deliverable
            post = Post.objects.create(title="Head of SEND", holder=Person.objects.get(initials="RE"))
            AssignmentFactory(deliverable=other, post=post, person=None)
        visit(cast)
        [message] = sent
        assert parseaddr(message.to[0])[1] == "robin@example.org"
        assert "Open the base" in message.body and "Train staff" in message.body
        assert len(re.findall(r"/updates/northport/\S+/", message.body)) == 2
        assert message.subject == "2 answers asked for by Northport"

    def test_an_action_from_a_meeting_is_asked_about_in_the_same_email(self, cast, plan, sent):
        with council_context(cast.council.id):
            on(cast.council)
            held = Meeting.objects.create(board=BoardFactory(name="SEND Board"), held_on="2016-06-02")
            said = {"meeting": held, "kind": "action", "state_on": "2016-06-02", "due_on": "2016-07-07"}
            owner = Person.objects.get(initials="RE")
            Entry.objects.create(number=1, words="Find a site", owner=owner, **said)
            Entry.objects.create(number=2, words="Already found", owner=owner, **said | {"state": "done"})
            Entry.objects.create(number=3, words="Nobody owns it", **said)
            found = requests_of(ReportingPeriod.objects.get(), Days(), days=[TODAY])
        assert [each.name for each in found.unreachable] == [
            "Action of SEND Board, 2 June 2016: Nobody owns it"
        ]
        visit(cast)
        [message] = sent
        assert "Action of SEND Board, 2 June 2016: Find a site" in message.body
        assert "Already found" not in message.body
        assert len(re.findall(r"/updates/northport/\S+/", message.body)) == 1

    def test_an_email_without_a_link_does_not_speak_of_links(self, cast, plan, sent):
        with council_context(cast.council.id):
            on(cast.council)
            Assignment.objects.all().delete()
            held = Meeting.objects.create(board=BoardFactory(name="SEND Board"), held_on="2016-06-02")
            owner = Person.objects.get(initials="RE")
            said = {"kind": "action", "state_on": "2016-06-02", "due_on": "2016-07-07", "owner": owner}
            Entry.objects.create(meeting=held, number=1, words="Find a site", **said)
        visit(cast)
        [message] = sent
        assert message.subject == "1 answer asked for by Northport"
        assert "Sign in to say what became of it" in message.body
        assert "forward" not in message.body and "short form" not in message.body

    def test_run_twice_it_sends_once(self, cast, plan, sent):
        with council_context(cast.council.id):
            on(cast.council)
        visit(cast)
        visit(cast)
        with council_context(cast.council.id):
            ReminderSettings.objects.update(next_look_at=NOW)
        visit(cast)
        assert len(sent) == 1
        with council_context(cast.council.id):
            assert Reminder.objects.get().state == DeliveryState.ACCEPTED

    def test_an_answer_stops_it(self, cast, plan, sent):
        with council_context(cast.council.id):
            on(cast.council)
            ProgressUpdateFactory(deliverable=plan, recorded_on=TODAY, recorded_at=NOW)
        visit(cast)
        assert sent == []

    def test_an_update_that_waits_for_approval_stops_it_and_its_approver_is_asked(self, cast, plan, sent):
        with council_context(cast.council.id):
            on(cast.council)
            PersonFactory(name="Ap Prover", user=cast.members[Role.APPROVER].user)
            ReportingPeriod.objects.update(cut_off_on=TODAY + timedelta(days=5))
            send_for_approval(cast, plan)
        visit(cast)
        [message] = sent
        assert parseaddr(message.to[0])[1] == "approver@northport.example.org"
        assert "1 update to approve" in message.body
        assert "They count for this quarter if they are approved by 13 July 2016." in message.body
        assert "/northport/approvals/" in message.body

    def test_nobody_is_asked_to_approve_their_own(self, cast, plan, sent):
        with council_context(cast.council.id):
            PersonFactory(name="Ad Min", user=cast.members[Role.ADMINISTRATOR].user)
            send_for_approval(cast, plan, Role.ADMINISTRATOR)
            [(waiting, person)] = approvals_asked_for(ReportingPeriod.objects.get(), TODAY)
        assert (waiting.number, person) == (1, None)

    def test_the_chair_of_a_board_that_asks_for_approval_is_asked(self, cast, plan, sent):
        with council_context(cast.council.id):
            board = BoardFactory()
            Oversight.objects.create(board=board, strategy=plan.strategy)
            chair = PersonFactory(name="Chair", email="chair@example.org")
            Seat.objects.create(board=board, holder=chair, role="chair")
            send_for_approval(cast, plan, boards=[board])
            [(waiting, person)] = approvals_asked_for(ReportingPeriod.objects.get(), TODAY)
        assert (waiting.number, person) == (1, chair)

    def test_it_is_off_to_begin_with(self, cast, plan, sent):
        visit(cast)
        assert sent == []

    def test_the_sweep_visits_only_councils_in_which_something_is_due(self, cast, plan, monkeypatch):
        visited = []
        monkeypatch.setattr(jobs.visit_council, "delay", lambda council_id: visited.append(council_id))
        jobs.sweep()
        assert visited == []
        with council_context(cast.council.id):
            on(cast.council)
        jobs.sweep()
        jobs.sweep()
        assert visited == [cast.council.id]

    def test_the_next_moment_is_the_next_working_morning(self, cast, plan, sent):
        with council_context(cast.council.id):
            on(cast.council)
        visit(cast)
        due_at = ReminderMoment.objects.get(council=cast.council).due_at
        assert due_at > timezone.now()
        assert timezone.localtime(due_at).hour == 7
        friday = datetime(2016, 7, 8, 9, tzinfo=UTC)
        assert timezone.localtime(actions.next_look(friday)).date() == date(2016, 7, 11)

    @pytest.mark.parametrize(
        ("problem", "state"),
        [
            (mail.Refused("550 unknown"), DeliveryState.FAILED),
            (mail.PutOff("451 later"), DeliveryState.RETRY_WAIT),
            (RuntimeError("broken"), DeliveryState.RETRY_WAIT),
        ],
    )
    def test_a_mail_that_did_not_go_out(self, cast, plan, monkeypatch, problem, state):
        def send(message, *, before_data):
            raise problem

        monkeypatch.setattr(mail, "send", send)
        with council_context(cast.council.id):
            on(cast.council)
        visit(cast)
        with council_context(cast.council.id):
            assert Reminder.objects.get().state == state

    @pytest.mark.parametrize("problem", [mail.Uncertain("lost"), RuntimeError("broken")])
    def test_a_mail_that_may_have_arrived_is_not_sent_again(self, cast, plan, monkeypatch, problem):
        tries = []

        def send(message, *, before_data):
            before_data()
            tries.append(message)
            raise problem

        monkeypatch.setattr(mail, "send", send)
        with council_context(cast.council.id):
            on(cast.council)
        visit(cast)
        visit(cast)
        assert len(tries) == 1
        with council_context(cast.council.id):
            assert Reminder.objects.get().state == DeliveryState.UNCERTAIN

    def test_what_a_stopped_worker_left_is_sent_or_uncertain(self, cast, plan):
        made(cast)
        long_ago = timezone.now() - timedelta(hours=1)
        assert sending.Sending.claim(cast.council.id, now=long_ago)
        with council_context(cast.council.id):
            sending.free_what_a_stopped_worker_left(timezone.now(), TODAY)
            assert Reminder.objects.get().state == DeliveryState.QUEUED
        claimed = sending.Sending.claim(cast.council.id, now=long_ago)
        claimed._transmitting(long_ago)
        with council_context(cast.council.id):
            sending.free_what_a_stopped_worker_left(timezone.now(), TODAY)
            assert Reminder.objects.get().state == DeliveryState.UNCERTAIN

    def test_what_is_old_is_not_sent_any_more(self, cast, plan, sent):
        made(cast)
        with council_context(cast.council.id):
            Reminder.objects.update(day=TODAY - timedelta(days=2))
        visit(cast)
        assert sent == []
        with council_context(cast.council.id):
            assert Reminder.objects.get().state == DeliveryState.SUPPRESSED

    def test_turned_off_nothing_that_waits_is_sent(self, cast, plan, sent):
        made(cast)
        with council_context(cast.council.id):
            actions.stop(by=Actor.system(cast.council))
        visit(cast)
        assert sent == []

    def test_queries_do_not_grow_with_the_plan(self, cast, plan, django_assert_max_num_queries):
        with council_context(cast.council.id):
            for _ in range(10):
                point = DuePointFactory(due_on="2016-07-07", precision="day")
                lead = PersonFactory(name="Lead", email="l@example.org")
                AssignmentFactory(deliverable=point.deliverable, person=lead)
            period = ReportingPeriod.objects.get()
            with django_assert_max_num_queries(6):
                found = requests_of(period, Days(), days=[TODAY])
        assert len(found.letters) == 11


def test_a_visit_that_died_with_its_worker_is_made_again_in_time(cast, plan, sent, monkeypatch):
    """Also when the queue has lost it: a person is to see what may have arrived within five minutes."""
    queued = []
    monkeypatch.setattr(jobs.visit_council, "delay", lambda **visit: queued.append(visit))
    made(cast)
    died_at = timezone.now()
    jobs.sweep()
    assert [visit["council_id"] for visit in queued] == [cast.council.id]
    once_a_minute = timedelta(minutes=1)
    assert ReminderMoment.objects.get().due_at + 2 * once_a_minute <= died_at + timedelta(minutes=5)


class TestTheLink:
    def test_opening_it_changes_nothing(self, cast, plan):
        link = made(cast)
        for method in ("get", "head", "get"):
            answer = getattr(Client(), method)(address(link))
            assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]
        assert "sessionid" not in answer.cookies
        with council_context(cast.council.id):
            link.refresh_from_db()
            assert link.used_at is None

    def test_it_shows_this_item_and_no_other(self, cast, plan):
        link = made(cast)
        with council_context(cast.council.id):
            DeliverableFactory(strand=plan.strand, title="Another secret thing")
        page = words(Client().get(address(link)))
        assert "Open the base" in page and "Robin Example" in page
        assert "Another secret thing" not in page and "robin@example.org" not in page
        assert "/northport/" not in page.replace(address(link), "")

    def test_an_update_is_saved_once(self, cast, plan):
        link = made(cast)
        client = Client()
        body = form_of(client.get(address(link)), rag="green", narrative="The base is open.")
        answer = client.post(address(link), body)
        assert answer.status_code == 200 and "Your update of" in words(answer)
        again = client.post(address(link), body)
        assert again.status_code == 410
        assert "An update has been saved with this link" in words(again)
        with council_context(cast.council.id):
            update = ProgressUpdate.objects.get()
            assert (update.rag, update.narrative, update.by_name) == (
                "green",
                "The base is open.",
                link.person.label,
            )
            change = Change.objects.filter(verb="progress.recorded").first()
            assert change.actor == f"link:{link.public_id}"

    def test_an_update_that_needs_approval_is_sent_and_the_lead_cannot_approve_it(self, cast, plan):
        with council_context(cast.council.id):
            choose_approval(whole=True, strands=(), boards=(), by=cast.actor(Role.ADMINISTRATOR))
            Person.objects.filter(initials="RE").update(user=cast.members[Role.APPROVER].user)
        link = made(cast)
        client = Client()
        answer = client.post(
            address(link), form_of(client.get(address(link)), rag="green", narrative="Open.")
        )
        assert "is sent for approval. It counts once it is approved." in words(answer)
        with council_context(cast.council.id):
            proposal = ProposedUpdate.objects.get()
            with pytest.raises(ChangeRefused, match="somebody else has to approve it"):
                approve_updates(proposals=[proposal], by=cast.actor(Role.APPROVER), today=TODAY, now=NOW)

    def test_what_is_wrong_is_said_and_the_link_stays(self, cast, plan):
        link = made(cast)
        client = Client()
        body = form_of(client.get(address(link)), rag="red", narrative="It is late.")
        answer = client.post(address(link), body)
        assert answer.status_code == 422
        assert "It is late." in words(answer)
        with council_context(cast.council.id):
            assert not ProgressUpdate.objects.exists()
            link.refresh_from_db()
            assert link.used_at is None

    def test_somebody_elses_update_is_shown_first(self, cast, plan):
        link = made(cast)
        client = Client()
        body = form_of(client.get(address(link)), rag="green", narrative="Mine.")
        with council_context(cast.council.id):
            ProgressUpdateFactory(deliverable=plan, narrative="Theirs.", recorded_on=TODAY, recorded_at=NOW)
            plan.version += 1
            plan.save()
        answer = client.post(address(link), body)
        assert answer.status_code == 409
        assert "Theirs." in words(answer) and "Mine." in words(answer)
        body = form_of(answer, rag="green", narrative="Mine.")
        assert "Your update of" in words(client.post(address(link), body))

    def test_it_ends_when_the_lead_changes(self, cast, plan):
        link = made(cast)
        with council_context(cast.council.id):
            Assignment.objects.all().delete()
            AssignmentFactory(deliverable=plan, person=PersonFactory(name="New", email="new@example.org"))
        answer = Client().get(address(link))
        assert answer.status_code == 410
        assert "You are no longer asked for this" in words(answer)
        assert "Open the base" not in words(answer)

    def test_it_ends_with_the_membership(self, cast, plan):
        link = made(cast)
        with council_context(cast.council.id):
            Person.objects.filter(pk=link.person_id).update(user=cast.members[Role.OFFICER].user)
        administrator = Actor.member(cast.members[Role.ADMINISTRATOR])
        end_membership(membership=cast.members[Role.OFFICER], by=administrator, now=NOW)
        answer = Client().get(address(link))
        assert answer.status_code == 410
        assert "This link worked until 7 July 2016" in words(answer)

    def test_browsers_may_send_the_form(self, cast, plan):
        link = made(cast)
        client = Client(enforce_csrf_checks=True)
        page = client.get(address(link))
        token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
        body = form_of(page, rag="green", csrfmiddlewaretoken=token)
        assert client.post(address(link), body, headers={"Origin": "http://testserver"}).status_code == 200

    def test_it_ends_when_the_quarter_is_closed(self, cast, plan):
        link = made(cast)
        with council_context(cast.council.id):
            ReportingPeriod.objects.update(closed_at=NOW, closed_by_name="Somebody")
        assert "The quarter has been closed" in words(Client().get(address(link)))

    def test_it_ends_when_the_item_is_dropped(self, cast, plan):
        link = made(cast)
        with council_context(cast.council.id):
            plan.dropped_on, plan.dropped_reason = TODAY, "Not needed"
            plan.save()
        assert Client().get(address(link)).status_code == 410

    def test_links_that_are_not_ours_all_get_the_same_page(self, cast, plan):
        link = made(cast)
        good = token_of(link)
        pages = {
            words(Client().get(reverse("update_link", kwargs={"slug": slug, "token": token})))
            for slug, token in (
                ("northport", good[:-1] + ("A" if good[-1] != "A" else "B")),
                ("northport", "nonsense"),
                ("southshire", good),
                ("no-such-council", good),
            )
        }
        assert len(pages) == 1
        assert "This link does not work" in pages.pop()

    def test_it_gives_no_other_right(self, cast, plan):
        link = made(cast)
        with council_context(cast.council.id):
            actor = actions.actor_of(link)
            with pytest.raises(PermissionDenied):
                actions.stop(by=actor)
        assert [each.value for each in actor.permissions] == ["progress.record"]

    def test_a_link_used_meanwhile_is_refused(self, cast, plan):
        link = made(cast)
        with council_context(cast.council.id):
            UpdateLink.objects.update(used_at=NOW)
            found = link_with(link.public_id)
            with pytest.raises(PermissionDenied, match="has been saved with this link"):
                actions.update_by_link(link=found, said={"rag": "green"}, today=TODAY, now=NOW)

    def test_queries(self, cast, plan, django_assert_max_num_queries):
        link, client = made(cast), Client()
        with django_assert_max_num_queries(16):
            client.get(address(link))


class TestThePage:
    url = "/northport/reminders/"

    def test_it_says_who_would_get_what_before_it_is_on(self, cast, plan):
        page = words(cast.client(Role.ADMINISTRATOR).get(self.url))
        assert "Reminders are off" in page

    def test_turned_on_changed_and_off(self, cast, plan):
        client = cast.client(Role.ADMINISTRATOR)
        body = {"days_before": "10", "again_after": "5", "days_before_cut_off": "3"}
        assert client.post(f"{self.url}change/", body).status_code == 302
        assert "Reminders are on" in words(client.get(self.url))
        assert client.post(f"{self.url}change/", body | {"days_before": "0"}).status_code == 422
        client.post(f"{self.url}stop/")
        with council_context(cast.council.id):
            assert not ReminderSettings.objects.exists()
            verbs = set(Change.objects.values_list("verb", flat=True))
        assert {"reminders.started", "reminders.stopped"} <= verbs

    def test_what_cannot_be_reached_is_listed(self, cast, plan):
        with council_context(cast.council.id):
            on(cast.council)
            DuePointFactory(due_on="2016-07-07", precision="day", deliverable__title="Nobody leads this")
        assert "Nobody leads this" in words(cast.client(Role.ADMINISTRATOR).get(self.url))

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER, Role.BOARD_MEMBER, Role.READER])
    def test_only_administrators(self, cast, plan, role):
        assert cast.client(role).get(self.url).status_code == 403
        assert cast.client(role).post(f"{self.url}stop/").status_code == 403

    def test_an_email_that_may_not_have_arrived_is_shown_among_many(self, cast):
        """The latest emails are fifty at most."""
        with council_context(cast.council.id):
            for number in range(60):
                person = PersonFactory(name=f"Lead {number}")
                state, day = DeliveryState.ACCEPTED, TODAY
                if number == 0:
                    state, day = DeliveryState.UNCERTAIN, TODAY - timedelta(days=14)
                elif number == 1:
                    state, day = DeliveryState.FAILED, TODAY - timedelta(days=15)
                where = f"lead{number}@example.org"
                Reminder.objects.create(
                    person=person, day=day, name=person.name, email=where, items=[], state=state
                )
        page = words(cast.client(Role.ADMINISTRATOR).get(self.url))
        assert page.count("lead0@example.org") == 1
        assert page.index("Not sent, or may not have arrived") < page.index("lead0@example.org")
        assert page.index("lead0@example.org") < page.index("Latest emails")
        assert "lead1@example.org" not in page

    def test_queries(self, cast, plan, django_assert_max_num_queries):
        client = cast.client(Role.ADMINISTRATOR)
        with django_assert_max_num_queries(FRAME + 10):
            client.get(self.url)
