"""The page of a quarter: what is missing and from whom, each number with its list; and closing the quarter."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from boards.models import Board, Meeting, Recipient
from councils.log.acts import changes_page
from councils.models import Change, Council, Membership, Person, Post
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import choose_approval, record_progress
from deliverables.models import DuePoint
from reporting.summaries.readiness import readiness
from strategies.models import Oversight, ReportingPeriod
from strategies.selected_quarter import selected_quarter
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
    StrategyFactory,
)
from tests.pages import FRAME

pytestmark = pytest.mark.django_db

PAGE = "/northport/quarters/2016-17-Q1/"
CLOSE = f"{PAGE}close/"
LINK = re.compile(r'<a class="[^"]*" href="(/northport/deliverables/\?[^"]+)">(?:<span[^>]*>)?([^<]+)<')
MAY_NOT_CLOSE = [Role.READER, Role.BOARD_MEMBER, Role.OFFICER]
LATE = datetime(2016, 7, 25, 9, tzinfo=UTC)


@pytest.fixture
def plan(cast):
    """Seven milestones: three led by JK, who can sign in; one by initials; one by a post; one by nobody."""
    with council_context(cast.council.id):
        before = PeriodFactory(label="2015-16-Q4", closed_at=datetime(2016, 5, 2, tzinfo=UTC))
        now = PeriodFactory(label="2016-17-Q1")
        PeriodFactory(label="2016-17-Q2"), PeriodFactory(label="2016-17-Q3")
        strand = StrandFactory(code="A", strategy=StrategyFactory(deliverable_noun="Milestone"))
        jk = PersonFactory(
            initials="JK",
            name="Julia Katherine",
            state=Person.State.IDENTIFIED,
            user=cast.members[Role.OFFICER].user,
        )
        ms = PersonFactory(initials="MS", name="Mary Smith", state=Person.State.IDENTIFIED)
        head = Post.objects.create(title="Head of Inclusion", holder=ms)
        unknown = PersonFactory(initials="HP")
        made = {
            name: DeliverableFactory(strand=strand, number=str(at), position=at, title=name)
            for at, name in enumerate(
                ("Silent", "Still red", "Disagrees", "Nobody's", "Late", "Complete", "Updated"), 1
            )
        }
        for name in ("Silent", "Still red", "Late", "Complete", "Updated"):
            AssignmentFactory(deliverable=made[name], person=jk, state="identified")
        AssignmentFactory(deliverable=made["Still red"], person=unknown, role="joint", position=2)
        AssignmentFactory(deliverable=made["Disagrees"], post=head, state="identified")
        AssignmentFactory(deliverable=made["Nobody's"], state="to_confirm")
        in_april, in_july = datetime(2016, 4, 5, tzinfo=UTC), datetime(2016, 7, 1, tzinfo=UTC)
        for name, period, rag, at in (
            ("Still red", before, "red", in_april),
            ("Complete", before, "complete", in_april),
            ("Disagrees", now, "green", in_july),
            ("Late", now, "green", LATE),
            ("Updated", now, "green", in_july),
        ):
            ProgressUpdateFactory(deliverable=made[name], period=period, rag=rag, recorded_at=at)
        DuePointFactory(deliverable=made["Disagrees"], due_on=date(2016, 5, 31))
        return made


@pytest.fixture
def governed(cast):
    """A board that is ready, one without a meeting, one without recipients, and one that oversees nothing."""
    with council_context(cast.council.id):
        strand = StrandFactory()
        for name, meets, receives, oversees in (
            ("Ready", True, True, True),
            ("Never meets", False, True, True),
            ("Nobody reads", True, False, True),
            ("Advises", False, False, False),
        ):
            board = BoardFactory(name=name)
            if oversees:
                Oversight.objects.create(board=board, strategy=strand.strategy, strand=strand)
            Meeting.objects.create(board=board, held_on=date(2016, 7, 28 if meets else 1))
            Recipient.objects.create(
                board=board, name="R", email=f"r@{board.slug}.example.org", active=receives
            )


def found(cast, *, today=TODAY, label="2016-17-Q1"):
    with council_context(cast.council.id):
        return readiness(cast.council, selected_quarter(label, today=today), today=today)


def on(cast, day):
    Council.objects.filter(pk=cast.council.pk).update(pinned_today=day)


def stored(cast):
    with council_context(cast.council.id):
        return ReportingPeriod.objects.get(label="2016-17-Q1")


def digest(client):
    return client.get(CLOSE).context["form"]["missing"].value()


class TestWhatIsMissing:
    def test_counts(self, cast, plan):
        page = found(cast)
        assert (page.total, page.without_update, page.late) == (7, 4, 0)
        assert (page.no_path, page.disagreements, page.without_lead) == (1, 1, 1)
        assert page.noun == "milestone"
        assert not page.is_complete

    def test_leads_the_most_first_and_who_cannot_sign_in(self, cast, plan):
        rows = [(row.label, row.count, row.cannot_sign_in) for row in found(cast).waited_for]
        assert rows == [("Julia Katherine (JK)", 3, False), ("HP", 1, True), ("No lead", 1, False)]

    def test_who_has_left_cannot_sign_in(self, cast, plan):
        Membership.objects.filter(pk=cast.members[Role.OFFICER].pk).update(ended_at=LATE)
        assert found(cast).waited_for[0].cannot_sign_in

    def test_a_member_of_another_council_cannot(self, cast, plan):
        with council_context(cast.council.id):
            Person.objects.filter(initials="JK").update(user=cast.outsider.user)
        assert found(cast).waited_for[0].cannot_sign_in

    def test_for_a_post_its_holder_signs_in(self, cast, plan):
        with council_context(cast.council.id):
            plan["Disagrees"].updates.all().delete()
        rows = {row.label: row.cannot_sign_in for row in found(cast).waited_for}
        assert rows["Head of Inclusion"] is True
        with council_context(cast.council.id):
            Person.objects.filter(initials="JK").update(user=None)
            Person.objects.filter(initials="MS").update(user=cast.members[Role.OFFICER].user)
        rows = {row.label: row.cannot_sign_in for row in found(cast).waited_for}
        assert rows["Head of Inclusion"] is False

    def test_leads_to_identify(self, cast, plan):
        assert [(row.label, row.count) for row in found(cast).to_identify] == [("HP", 1)]

    def test_an_update_after_the_cut_off_is_late_and_still_missing(self, cast, plan):
        page = found(cast, today=date(2016, 7, 26))
        assert (page.without_update, page.late) == (4, 1)
        assert [(row.label, row.late) for row in page.waited_for] == [
            ("Julia Katherine (JK)", 1),
            ("HP", 0),
            ("No lead", 0),
        ]
        assert "A5 Late: update after the cut-off" in page.exceptions

    def test_one_whose_update_waits_for_approval_is_still_missing(self, cast, plan):
        with council_context(cast.council.id):
            choose_approval(whole=True, strands=(), boards=(), by=cast.actor(Role.ADMINISTRATOR))
            period = ReportingPeriod.objects.get(label="2016-17-Q1")
            said = {"rag": "green", "narrative": "On course."}
            by, now = cast.actor(), datetime(2016, 7, 8, tzinfo=UTC)
            record_progress(deliverable=plan["Silent"], period=period, **said, by=by, today=TODAY, now=now)
        page = found(cast)
        assert (page.without_update, page.to_approve) == (4, 1)
        assert "A1 Silent: update not approved" in page.exceptions

    def test_an_alternate_is_no_lead(self, cast, plan):
        with council_context(cast.council.id):
            plan["Silent"].assignments.update(role="alternate")
        page = found(cast)
        assert page.only_alternates == 1
        assert sum(row.count for row in page.waited_for) == 4  # one is led by two

    def test_boards_without_a_meeting_or_recipients(self, cast, plan, governed):
        rows = [(each.name, each.next_meeting_on, each.has_recipients) for each in found(cast).boards]
        assert rows == [("Never meets", None, True), ("Nobody reads", date(2016, 7, 28), False)]

    def test_exceptions_are_named_in_plan_order(self, cast, plan):
        with council_context(cast.council.id):
            IndicatorFactory(label="1", title="Plans on time", basis="quarter")
        assert found(cast).exceptions == (
            "A1 Silent: no update",
            "A2 Still red: no update, still red",
            "A3 Disagrees: stated RAG green, schedule RAG red",
            "A4 Nobody's: no update",
            "A5 Late: no update",
            "Indicator 1 Plans on time: no value",
        )

    def test_nothing_is_missing(self, cast, plan):
        with council_context(cast.council.id):
            DuePoint.objects.all().delete()
            for name in ("Silent", "Still red", "Nobody's", "Late"):
                ProgressUpdateFactory(deliverable=plan[name], period=stored(cast))
            plan["Nobody's"].assignments.update(post=Post.objects.get(), state="identified")
            Person.objects.filter(initials="HP").update(name="Henry Peel", state=Person.State.IDENTIFIED)
        page = found(cast)
        assert page.is_complete
        assert page.exceptions == ()
        assert "Nothing is missing." in cast.client().get(PAGE).content.decode()


class TestThePage:
    def test_each_number_leads_to_as_many_rows(self, cast, plan):
        client = cast.client()
        links = LINK.findall(client.get(PAGE).content.decode())
        assert [words for _, words in links] == [
            *("4", "1", "1", "1"),
            *("Julia Katherine (JK)", "HP", "No lead"),
            "HP",
        ]
        rows = [client.get(unescape(address)).context["found"] for address, _ in links]
        assert rows == [4, 1, 1, 1, 3, 1, 1, 1]

    @pytest.mark.parametrize("day", [TODAY, date(2016, 7, 26), date(2016, 11, 1)])
    def test_so_it_is_on_every_day(self, cast, plan, day):
        on(cast, day)
        client = cast.client()
        page = client.get(PAGE)
        for address, words in LINK.findall(page.content.decode()):
            rows = client.get(unescape(address)).context["found"]
            assert not words.isdigit() or rows == int(words)

    def test_it_names_who_cannot_sign_in(self, cast, plan):
        page = cast.client().get(PAGE).content.decode()
        assert page.count("Cannot sign in") == 1
        assert "4 of 7 milestones still need an update." in page

    def test_indicators_and_boards_link_to_their_pages(self, cast, plan, governed):
        with council_context(cast.council.id):
            row = IndicatorFactory(label="1", title="Plans on time", basis="quarter")
        page = cast.client().get(PAGE).content.decode()
        assert f'href="/northport/indicators/{row.public_id}/">1 Plans on time</a>' in page
        assert "Never meets</a>" in page
        assert "No date set" in page

    def test_papers_that_are_due_before_the_cut_off_are_named(self, cast, plan, governed):
        with council_context(cast.council.id):
            board = Board.objects.get(name="Nobody reads")
            meeting = Meeting.objects.create(board=board, held_on=date(2016, 7, 15))
        address = f"/northport/boards/{board.slug}/meetings/{meeting.public_id}/"
        link = f'{address}">Nobody reads, 15 July 2016</a>'
        page = cast.client().get(PAGE).content.decode()
        assert "Papers due before the cut-off (1)" in page
        assert f"{link}: papers due by 8 July 2016" in page
        approver = cast.client(Role.APPROVER).get(PAGE).content.decode()
        assert "Nobody reads, 15 July 2016: papers due by 8 July 2016" in approver
        on(cast, date(2016, 7, 18))
        assert "Papers due before" not in cast.client().get(PAGE).content.decode()

    def test_indicators_are_listed_by_their_owner(self, cast, plan):
        with council_context(cast.council.id):
            owner, post = PersonFactory(initials="OW", name=""), Post.objects.create(title="Data lead")
            for title, more in (
                ("Nobody's", {}),
                ("Theirs", {"owner_person": owner}),
                ("The post's", {"owner_post": post}),
                ("Theirs too", {"owner_person": owner}),
            ):
                IndicatorFactory(label="", title=title, basis="quarter", **more)
        page = cast.client().get(PAGE)
        assert [
            (name, [row.title for row in rows])
            for name, rows in page.context["readiness"].indicators_by_owner
        ] == [("OW", ["Theirs", "Theirs too"]), ("Data lead", ["The post's"]), ("No owner", ["Nobody's"])]
        said = page.content.decode()
        assert said.index("OW (2)</h3>") < said.index("Data lead (1)</h3>") < said.index("No owner (1)</h3>")

    def test_leads_to_identify_lead_to_the_page_that_says_who_they_are(self, cast, plan):
        to_identify = 'href="/northport/people/to-identify/">Say who they are</a>'
        assert to_identify in cast.client(Role.OFFICER).get(PAGE).content.decode()
        approver = cast.client(Role.APPROVER).get(PAGE).content.decode()
        assert "Leads to identify" in approver
        assert to_identify not in approver

    def test_a_quarter_to_come_shows_only_its_days(self, cast, plan):
        page = cast.client(Role.ADMINISTRATOR).get("/northport/quarters/2016-17-Q3/").content.decode()
        assert "What is missing is shown here once the quarter has begun." in page
        assert "Close the quarter" not in page

    def test_its_queries_do_not_depend_on_the_plan(self, cast, plan, governed, django_assert_max_num_queries):
        client = cast.client()
        client.get(PAGE)
        with council_context(cast.council.id):
            for _ in range(20):
                AssignmentFactory(deliverable__strand=plan["Silent"].strand, person=PersonFactory())
                IndicatorFactory(basis="quarter", owner_person=PersonFactory())
        with django_assert_max_num_queries(FRAME + 17):
            assert len(client.get(PAGE).context["readiness"].waited_for) == 23

    @pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
    def test_who_prepares_no_quarter_does_not_see_it(self, cast, plan, role):
        assert cast.client(role).get(PAGE).status_code == 403

    @pytest.mark.parametrize("address", [PAGE, CLOSE])
    def test_an_outsider_gets_404(self, cast, plan, address):
        assert cast.outsider_client().get(address).status_code == 404
        assert cast.outsider_client().post(address, {"reason": "So."}).status_code == 404

    def test_the_dashboard_leads_to_it(self, cast, plan):
        assert f'href="{PAGE}">See what is missing for Q1 2016–17</a>' in (
            cast.client().get("/northport/").content.decode()
        )
        assert PAGE not in cast.client(Role.READER).get("/northport/").content.decode()


class TestClosing:
    def close(self, client, **typed):
        return client.post(CLOSE, {"missing": digest(client)} | typed, follow=True)

    def test_the_missing_items_and_the_reason_are_stored(self, cast, plan):
        client = cast.client(Role.APPROVER)
        answer = self.close(client, reason=" The board meets tomorrow. ")
        assert "Q1 2016–17 closed." in answer.content.decode()
        period = stored(cast)
        assert period.closed_at is not None
        assert (period.closed_by_name, period.closed_reason) == ("Approver", "The board meets tomorrow.")
        assert period.exceptions[0] == "A1 Silent: no update"
        assert len(period.exceptions) == 5
        page = client.get(PAGE).content.decode()
        assert "Closed: 8 July 2016, by Approver" in page
        assert "Missing when it was closed (5)" in page

    def test_the_log_says_who_and_why_and_keeps_the_name_out(self, cast, plan):
        self.close(cast.client(Role.APPROVER), reason="The board meets tomorrow.")
        with council_context(cast.council.id):
            [change] = Change.objects.filter(verb="quarter.closed")
            act = changes_page(actor=cast.actor(Role.READER)).latest
        assert change.after["closed_by_name"] == "[personal]"
        assert (act.who, act.sentence, act.reason) == (
            "Approver",
            "closed the quarter Q1 2016–17",
            "The board meets tomorrow.",
        )

    def test_it_takes_no_more_updates_and_the_view_moves_on(self, cast, plan):
        self.close(cast.client(Role.APPROVER), reason="The board meets tomorrow.")
        silent = plan["Silent"]
        answer = cast.client().post(
            f"/northport/deliverables/{silent.public_id}/update/",
            {"rag": "green", "narrative": "On.", "quarter": "2016-17-Q1", "version": silent.version},
        )
        assert answer.status_code == 422
        with council_context(cast.council.id):
            assert not silent.updates.exists()
            assert selected_quarter(None, today=TODAY).period.label == "2016-17-Q2"

    def test_what_is_missing_is_listed_and_needs_a_reason(self, cast, plan):
        client = cast.client(Role.ADMINISTRATOR)
        page = client.get(CLOSE).content.decode()
        assert "A2 Still red: no update, still red" in page
        assert "Its cut-off is still to come: 21 July 2016." in page
        answer = self.close(client, reason=" ")
        assert answer.status_code == 422
        assert "Enter the reason for closing without what is missing" in answer.content.decode()
        assert stored(cast).closed_at is None

    def test_a_list_that_has_changed_is_shown_again(self, cast, plan):
        client = cast.client(Role.ADMINISTRATOR)
        seen = digest(client)
        with council_context(cast.council.id):
            ProgressUpdateFactory(deliverable=plan["Silent"], period=stored(cast))
        answer = client.post(CLOSE, {"missing": seen, "reason": "The board meets."})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "What is missing has changed since you opened this page." in page
        assert "The board meets.</textarea>" in page
        assert "A1 Silent" not in page
        assert stored(cast).closed_at is None
        again = answer.context["form"]["missing"].value()
        assert client.post(CLOSE, {"missing": again, "reason": "The board meets."}).status_code == 302
        assert len(stored(cast).exceptions) == 4

    def test_without_anything_missing_no_reason_is_needed(self, cast):
        with council_context(cast.council.id):
            PeriodFactory(label="2016-17-Q1")
        answer = self.close(cast.client(Role.APPROVER), reason="")
        assert "Q1 2016–17 closed." in answer.content.decode()
        assert (stored(cast).exceptions, stored(cast).closed_reason) == ([], "")

    @pytest.mark.parametrize(
        ("label", "why"),
        [
            ("2015-16-Q4", "Q4 2015–16 is already closed."),
            ("2016-17-Q2", "Q2 2016–17 cannot be closed until after 30 September 2016."),
            ("2016-17-Q3", "Q3 2016–17 cannot be closed until after 31 December 2016."),
        ],
    )
    def test_what_cannot_be_closed_says_why(self, cast, plan, label, why):
        for ask in ("get", "post"):
            client = cast.client(Role.ADMINISTRATOR)
            answer = getattr(client, ask)(f"/northport/quarters/{label}/close/", {"reason": "x"}, follow=True)
            assert why in answer.content.decode()

    @pytest.mark.parametrize("role", MAY_NOT_CLOSE)
    def test_who_may_not(self, cast, plan, role):
        client = cast.client(role)
        assert client.get(CLOSE).status_code == 403
        assert client.post(CLOSE, {"reason": "The board meets."}).status_code == 403
        assert stored(cast).closed_at is None

    def test_closing_again_after_reopening_keeps_only_what_is_missing_then(self, cast, plan):
        client = cast.client(Role.APPROVER)
        self.close(client, reason="The board meets tomorrow.")
        client.post(f"{PAGE}reopen/", {"reason": "A school was late."})
        assert (stored(cast).exceptions, stored(cast).closed_reason) == ([], "")
        with council_context(cast.council.id):
            ProgressUpdateFactory(deliverable=plan["Silent"], period=stored(cast))
        self.close(client, reason="Now it is complete enough.")
        assert len(stored(cast).exceptions) == 4
        assert stored(cast).reopened_reason == "A school was late."


class TestOlderQuartersThatAreStillOpen:
    NOTICE = "is still open. Its cut-off was 21 July 2016, so new updates for it are late."

    def test_the_dashboard_says_so_once_with_the_way_to_close_it(self, cast, plan):
        on(cast, date(2016, 8, 1))
        for role in Role:
            answer = cast.client(role).get("/northport/")
            page = answer.content.decode()
            assert answer.context["selected"].period.label == "2016-17-Q2"
            assert page.count(self.NOTICE) == 1
            assert (f'href="{CLOSE}"' in page) is (role not in MAY_NOT_CLOSE)

    @pytest.mark.parametrize("day", [TODAY, date(2016, 7, 28)])
    def test_not_before_its_days_of_grace_are_over(self, cast, plan, day):
        on(cast, day)
        answer = cast.client().get("/northport/")
        assert answer.context["selected"].period.label == "2016-17-Q1"
        assert "Its cut-off was" not in answer.content.decode()

    def test_several_are_counted(self, cast, plan):
        with council_context(cast.council.id):
            ReportingPeriod.objects.update(closed_at=None)
        on(cast, date(2016, 8, 1))
        page = cast.client(Role.APPROVER).get("/northport/").content.decode()
        assert "2 earlier quarters are still open: Q4 2015–16, Q1 2016–17." in page
        assert 'href="/northport/quarters/">Close them</a>' in page

    @pytest.mark.parametrize("page", ["", "deliverables/", "my-work/"])
    def test_every_page_has_moved_on(self, cast, plan, page):
        on(cast, date(2016, 8, 1))
        answer = cast.client().get(f"/northport/{page}")
        assert answer.context["selected"].period.label == "2016-17-Q2"

    def test_an_update_is_for_the_quarter_in_view_unless_an_older_open_one_is_chosen(self, cast, plan):
        on(cast, date(2016, 8, 1))
        silent = plan["Silent"]
        address = f"/northport/deliverables/{silent.public_id}/update/"
        page = cast.client().get(address)
        assert page.context["form"]["quarter"].value() == "2016-17-Q2"
        said = {"rag": "green", "narrative": "On.", "quarter": "2016-17-Q1", "version": silent.version}
        assert cast.client().post(address, said).status_code == 302
        with council_context(cast.council.id):
            update = silent.updates.select_related("period").get()
        assert (update.period.label, update.late) == ("2016-17-Q1", True)

    def test_no_change_and_a_pack_are_for_it_too(self, cast, plan):
        on(cast, date(2016, 8, 1))
        updated = plan["Updated"]
        cast.client().post(
            f"/northport/deliverables/{updated.public_id}/no-change/", {"version": updated.version}
        )
        with council_context(cast.council.id):
            assert updated.updates.latest("id").period.label == "2016-17-Q2"
        with council_context(cast.council.id):
            BoardFactory()
        page = cast.client().get("/northport/packs/new/").content.decode()
        assert '<option value="2016-17-Q2" selected>' in page
