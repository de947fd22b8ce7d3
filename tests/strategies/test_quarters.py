"""Pages of the council's quarters: the list, cut-off, days of grace, adding and reopening."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.periods import Quarter
from core.refusals import ChangeRefused
from councils.log.acts import changes_page
from councils.models import Change, Council
from councils.permissions import Role
from councils.tenancy import council_context
from strategies import quarter_actions as actions
from strategies.models import QuarterSettings, ReportingPeriod
from strategies.quarter_list import quarter_list
from strategies.selected_quarter import selected_quarter
from tests.cast import TODAY
from tests.factories import PeriodFactory, ProgressUpdateFactory
from tests.pages import FRAME

pytestmark = pytest.mark.django_db

NOW = datetime(2016, 7, 8, 9, tzinfo=UTC)
LIST = "/northport/quarters/"
CUT_OFF, REOPEN = f"{LIST}2016-17-Q1/cut-off/", f"{LIST}2015-16-Q4/reopen/"
GRACE, ADD = f"{LIST}days-of-grace/", f"{LIST}add/"
LABELS = ("2015-16-Q3", "2015-16-Q4", "2016-17-Q1", "2016-17-Q2", "2016-17-Q3")
MAY_NOT = [Role.READER, Role.BOARD_MEMBER, Role.OFFICER]


@pytest.fixture
def periods(cast):
    with council_context(cast.council.id):
        found = {label: PeriodFactory(label=label) for label in LABELS}
        ReportingPeriod.objects.filter(label="2015-16-Q4").update(
            closed_at=datetime(2016, 5, 2, 9, tzinfo=UTC), closed_by_name="Ann Approver"
        )
        return found


def stored(cast, label="2016-17-Q1"):
    with council_context(cast.council.id):
        return ReportingPeriod.objects.get(label=label)


def last_change(cast):
    with council_context(cast.council.id):
        return Change.objects.order_by("-seq").first()


def log_of(cast):
    with council_context(cast.council.id):
        page = changes_page(actor=cast.actor(Role.ADMINISTRATOR))
        return [act.sentence for day in page.days for act in day.acts]


def cut_off_typed(day="5", month="8", year="2016", reason="The school holidays."):
    days = {"cut_off_on_day": day, "cut_off_on_month": month, "cut_off_on_year": year}
    return days | {"reason": reason}


def seen_on(client, address):
    """What the page's form carries about what it showed."""
    return client.get(address).context["form"]["seen"].value()


class TestList:
    def test_states_in_words(self, cast, periods):
        page = cast.client(Role.READER).get(LIST).content.decode()
        assert "Quarter 4 2015–16 (January to March 2016)" in page
        assert "Closed: 8 July 2016, by Ann Approver" in page  # a council with a pinned day
        assert "Over before your first quarter here" in page  # a training council closed only the next one
        assert "21 July 2016" in page
        assert "5 working days after its cut-off" in page

    def test_a_new_council_is_not_asked_to_close_what_was_over(self, cast, periods):
        """It is set up on 20 May 2016. Quarter 4 of 2015–16 was open when it began, but over."""
        with council_context(cast.council.id):
            ReportingPeriod.objects.update(closed_at=None)
            Council.objects.filter(pk=cast.council.pk).update(
                pinned_today=None, created_at=datetime(2016, 5, 20, 9, tzinfo=UTC)
            )
            asked = [each.label for each in selected_quarter(None, today=date(2016, 8, 8)).waiting]
            rows = quarter_list(Council.objects.get(pk=cast.council.pk), today=date(2016, 8, 8)).open
            assert asked == ["2016-17-Q1"]
            assert [row.period.label for row in rows if row.need_not_close] == ["2015-16-Q3", "2015-16-Q4"]
            ProgressUpdateFactory(period=periods["2015-16-Q4"])
            asked = [each.label for each in selected_quarter(None, today=date(2016, 8, 8)).waiting]
            assert asked == ["2015-16-Q4", "2016-17-Q1"]

    def test_groups(self, cast, periods):
        with council_context(cast.council.id):
            found = quarter_list(cast.council, today=TODAY)
        groups = [[row.period.label for row in rows] for rows in (found.open, found.to_come, found.closed)]
        assert groups == [["2015-16-Q3", "2016-17-Q1", "2016-17-Q2"], ["2016-17-Q3"], ["2015-16-Q4"]]

    def test_only_those_who_may_close_see_how_to_change_it(self, cast, periods):
        for role in Role:
            page = cast.client(role).get(LIST).content.decode()
            assert (CUT_OFF in page) is (GRACE in page) is (role not in MAY_NOT)
        assert f"{LIST}2015-16-Q4/cut-off/" not in page  # a closed one has to be reopened first

    def test_it_is_in_the_menu_of_those_who_may_close(self, cast, periods):
        link = f'href="{reverse("strategies:quarters", kwargs={"council": "northport"})}">Quarters</a>'
        assert link in cast.client(Role.APPROVER).get("/northport/boards/").content.decode()
        assert link not in cast.client(Role.OFFICER).get("/northport/boards/").content.decode()

    def test_a_council_without_quarters_is_told_where_they_come_from(self, cast):
        page = cast.client(Role.ADMINISTRATOR).get(LIST)
        assert page.status_code == 200
        assert "No quarters yet" in page.content.decode()

    def test_its_queries_do_not_depend_on_the_quarters(self, cast, periods, django_assert_num_queries):
        client = cast.client(Role.ADMINISTRATOR)
        client.get(LIST)
        with django_assert_num_queries(FRAME + 2):
            client.get(LIST)

    @pytest.mark.parametrize("address", [LIST, CUT_OFF, GRACE, ADD, REOPEN])
    def test_an_outsider_gets_404(self, cast, periods, address):
        assert cast.outsider_client().get(address).status_code == 404

    @pytest.mark.parametrize("address", [f"{LIST}2030-31-Q1/cut-off/", f"{LIST}nonsense/reopen/"])
    def test_an_unknown_quarter_is_404_with_a_sentence(self, cast, periods, address):
        answer = cast.client(Role.ADMINISTRATOR).get(address)
        assert answer.status_code == 404
        assert "not found. Quarters: 2015-16-Q3" in answer.content.decode()


class TestCutOff:
    def test_changed_with_a_reason(self, cast, periods):
        client = cast.client(Role.APPROVER)
        answer = client.post(CUT_OFF, cut_off_typed(), follow=True)
        assert "Cut-off of Q1 2016–17 changed." in answer.content.decode()
        assert stored(cast).cut_off_on == date(2016, 8, 5)
        assert stored(cast, "2016-17-Q2").cut_off_on == date(2016, 10, 21)
        assert last_change(cast).reason == "The school holidays."
        assert log_of(cast)[0] == "changed the cut-off of Q1 2016–17 to 5 August 2016"

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [
            (
                cut_off_typed("29", "6"),
                "The cut-off must be on or after 30 June 2016, the last day of the quarter",
            ),
            (cut_off_typed("1", "7", "2017"), "The cut-off must be on or before 30 June 2017"),
            (cut_off_typed("21", "7"), "The cut-off is already 21 July 2016. Enter another date"),
            (cut_off_typed("31", "6"), "Cut-off for updates must be a real date"),
            (cut_off_typed(reason=""), "Enter the reason for changing the cut-off"),
        ],
    )
    def test_refused_and_nothing_typed_is_lost(self, cast, periods, typed, problem):
        answer = cast.client(Role.ADMINISTRATOR).post(CUT_OFF, typed)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert problem in page
        assert f'value="{typed["cut_off_on_day"]}"' in page
        assert typed["reason"] in page
        assert stored(cast).cut_off_on == date(2016, 7, 21)

    @pytest.mark.parametrize("day", [date(2016, 6, 30), date(2017, 6, 30)])
    def test_the_first_and_the_last_possible_day(self, cast, periods, day):
        with council_context(cast.council.id):
            period = actions.change_cut_off(
                period=periods["2016-17-Q1"],
                by=cast.actor(Role.APPROVER),
                cut_off_on=day,
                reason="So agreed.",
            )
        assert period.cut_off_on == day

    def test_someone_elses_change_is_shown_first(self, cast, periods):
        client = cast.client(Role.ADMINISTRATOR)
        seen = seen_on(client, CUT_OFF)
        with council_context(cast.council.id):
            ReportingPeriod.objects.filter(label="2016-17-Q1").update(cut_off_on=date(2016, 7, 29))
        answer = client.post(CUT_OFF, cut_off_typed() | {"seen": seen})
        assert answer.status_code == 409
        assert "29 July 2016" in answer.content.decode()
        assert stored(cast).cut_off_on == date(2016, 7, 29)

    def test_a_closed_quarter_keeps_its_cut_off(self, cast, periods):
        answer = cast.client(Role.ADMINISTRATOR).post(f"{LIST}2015-16-Q4/cut-off/", cut_off_typed("5", "5"))
        assert answer.status_code == 422
        assert "Q4 2015–16 is closed. Reopen it before you change its cut-off." in answer.content.decode()

    @pytest.mark.parametrize("role", MAY_NOT)
    def test_who_may_not(self, cast, periods, role):
        assert cast.client(role).post(CUT_OFF, cut_off_typed()).status_code == 403
        with council_context(cast.council.id), pytest.raises(PermissionDenied):
            actions.change_cut_off(
                period=periods["2016-17-Q1"], by=cast.actor(role), cut_off_on=date(2016, 8, 5), reason="So."
            )
        assert stored(cast).cut_off_on == date(2016, 7, 21)


class TestDaysOfGrace:
    def test_saved_and_used(self, cast, periods):
        client = cast.client(Role.ADMINISTRATOR)
        for days, in_view in (("10", "2016-17-Q1"), ("0", "2016-17-Q2")):
            assert client.post(GRACE, {"days_of_grace": days}).status_code == 302
            with council_context(cast.council.id):
                assert selected_quarter(None, today=date(2016, 8, 1)).period.label == in_view
                assert QuarterSettings.objects.get().days_of_grace == int(days)
        assert log_of(cast)[:2] == [
            "set the days of grace after a cut-off to 0",
            "set the days of grace after a cut-off to 10",
        ]

    def test_another_council_keeps_its_own(self, cast, periods):
        cast.client(Role.ADMINISTRATOR).post(GRACE, {"days_of_grace": "10"})
        with council_context(cast.other.id):
            PeriodFactory(label="2016-17-Q1"), PeriodFactory(label="2016-17-Q2")
            assert selected_quarter(None, today=date(2016, 8, 1)).period.label == "2016-17-Q2"

    @pytest.mark.parametrize("typed", ["-1", "61", "some"])
    def test_refused(self, cast, periods, typed):
        answer = cast.client(Role.ADMINISTRATOR).post(GRACE, {"days_of_grace": typed})
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.content.decode()
        with council_context(cast.council.id):
            assert not QuarterSettings.objects.exists()

    @pytest.mark.parametrize("days", [-1, 61])
    def test_the_action_refuses_them_too(self, cast, days):
        with council_context(cast.council.id), pytest.raises(ChangeRefused, match="from 0 to 60"):
            actions.change_days_of_grace(by=cast.actor(Role.APPROVER), days_of_grace=days)

    def test_someone_elses_change_is_shown_first(self, cast, periods):
        client = cast.client(Role.ADMINISTRATOR)
        seen = seen_on(client, GRACE)
        with council_context(cast.council.id):
            QuarterSettings.objects.create(days_of_grace=8)
        assert client.post(GRACE, {"days_of_grace": "3", "seen": seen}).status_code == 409
        with council_context(cast.council.id):
            assert QuarterSettings.objects.get().days_of_grace == 8

    @pytest.mark.parametrize("role", MAY_NOT)
    def test_who_may_not(self, cast, role):
        assert cast.client(role).post(GRACE, {"days_of_grace": "3"}).status_code == 403


class TestAdding:
    def test_later_ones_and_gaps(self, cast, periods):
        client = cast.client(Role.ADMINISTRATOR)
        answer = client.post(ADD, {"first": "2016-17-Q2", "last": "2017-18-Q1"}, follow=True)
        assert "Q4 2016–17 and Q1 2017–18 added." in answer.content.decode()
        with council_context(cast.council.id):
            labels = list(ReportingPeriod.objects.in_order().values_list("label", flat=True))
        assert labels == [*LABELS, "2016-17-Q4", "2017-18-Q1"]
        assert stored(cast, "2016-17-Q4").cut_off_on == date(2017, 4, 25)
        assert log_of(cast)[0] == "added the quarters Q4 2016–17 and 1 more"

    @pytest.mark.parametrize(
        ("first", "last", "problem"),
        [
            ("2016-17-Q2", "2016-17-Q1", "The last quarter must not be before Q2 2016–17"),
            ("2015-16-Q3", "2016-17-Q3", "The council already has these quarters. Choose others"),
            ("2013-14-Q3", "2018-19-Q3", "Add 20 quarters or fewer at once"),
        ],
    )
    def test_refused(self, cast, periods, first, last, problem):
        answer = cast.client(Role.ADMINISTRATOR).post(ADD, {"first": first, "last": last})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert problem in page
        assert f'<option value="{last}" selected' in page
        with council_context(cast.council.id):
            assert ReportingPeriod.objects.count() == len(LABELS)

    def test_only_what_is_offered(self, cast, periods):
        answer = cast.client(Role.ADMINISTRATOR).post(ADD, {"first": "1999-00-Q1", "last": "x"})
        assert answer.status_code == 422

    @pytest.mark.parametrize("role", MAY_NOT)
    def test_who_may_not(self, cast, periods, role):
        assert cast.client(role).post(ADD, {"first": "2016-17-Q4", "last": "2016-17-Q4"}).status_code == 403
        with council_context(cast.council.id), pytest.raises(PermissionDenied):
            actions.add_quarters_between(by=cast.actor(role), first=Quarter(2016, 4), last=Quarter(2016, 4))


class TestReopening:
    def test_with_a_reason_that_the_list_shows(self, cast, periods):
        client = cast.client(Role.APPROVER)
        answer = client.post(REOPEN, {"reason": " A school was late. "}, follow=True)
        assert "Q4 2015–16 reopened." in answer.content.decode()
        period = stored(cast, "2015-16-Q4")
        assert (period.closed_at, period.closed_by_name) == (None, "")
        assert (period.reopened_reason, period.reopened_by_name) == ("A school was late.", "Approver")
        assert "Reopened on 8 July 2016 by Approver: A school was late." in client.get(LIST).content.decode()
        assert log_of(cast)[0] == "reopened the quarter Q4 2015–16"

    def test_it_does_not_come_back_into_view(self, cast, periods):
        cast.client(Role.APPROVER).post(REOPEN, {"reason": "A school was late."})
        with council_context(cast.council.id):
            selected = selected_quarter(None, today=TODAY)
        assert selected.period.label == "2016-17-Q1"
        assert [each.label for each in selected.waiting] == ["2015-16-Q4"]

    @pytest.mark.parametrize(
        ("address", "reason", "problem"),
        [
            (REOPEN, " ", "Enter the reason for reopening the quarter"),
            (f"{LIST}2016-17-Q1/reopen/", "A slip.", "Q1 2016–17 is already open."),
        ],
    )
    def test_refused(self, cast, periods, address, reason, problem):
        answer = cast.client(Role.APPROVER).post(address, {"reason": reason})
        assert answer.status_code == 422
        assert problem in answer.content.decode()

    @pytest.mark.parametrize("role", MAY_NOT)
    def test_who_may_not(self, cast, periods, role):
        assert cast.client(role).post(REOPEN, {"reason": "A slip."}).status_code == 403
        assert stored(cast, "2015-16-Q4").closed_at is not None
