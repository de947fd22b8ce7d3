"""A published plan as an example in a new council, and its removal."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from boards.models import Board, Recipient
from core.rag import Rag
from core.refusals import ChangeRefused
from councils.models import Change, Person
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import drop, record_progress
from deliverables.models import Assignment, Deliverable, DuePoint, ProgressUpdate
from demo.example import load_example, remove_example
from indicators.models import Indicator
from strategies.models import ReportingPeriod, Strategy
from tests.contracts.rows import WRITABLE_MODELS
from tests.factories import PeriodFactory, PersonFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)
PAGE = "/northport/example/"


@pytest.fixture
def council(cast):
    with council_context(cast.council.id):
        yield cast.council


def load(cast, name="portsmouth", today=TODAY):
    return load_example(name=name, by=cast.actor(), today=today)


def count_rows():
    return {model.__name__: n for model in WRITABLE_MODELS if (n := model.objects.count())}


def test_the_copy_is_the_whole_plan_marked_and_moved_to_today(cast, council):
    strategy = load(cast)
    assert strategy.title.startswith("Example: Special Educational Needs")
    assert (strategy.starts_on, strategy.ends_on) == (date(2026, 4, 1), date(2029, 3, 31))
    assert Deliverable.objects.count() == 37
    assert Indicator.objects.count() == 200
    assert Board.objects.count() == 14
    first = Deliverable.objects.in_plan_order().first()
    printed = first.source_text["by_when"]
    point = first.due_points.first()
    assert str(point.due_on.year - 10) in printed or str(point.due_on.year - 2010) in printed
    assert not ReportingPeriod.objects.exists()


def test_the_last_day_of_february_stays_the_last(cast, council):
    load(cast, "cambridgeshire")
    assert not DuePoint.objects.filter(due_on__month=2, precision="month", due_on__day__lt=28).exists()


def test_the_log_says_that_it_is_an_example(cast, council):
    strategy = load(cast)
    change = Change.objects.filter(object_id=strategy.public_id).first()
    assert (change.verb, change.actor) == ("example.loaded", cast.actor().reference)


@pytest.mark.parametrize("name", ["portsmouth", "cambridgeshire"])
def test_removal_leaves_nothing(cast, council, name):
    before = count_rows()
    removed = remove_example(strategy=load(cast, name), by=cast.actor())
    assert count_rows() == before == {}
    assert removed.kept == ()
    assert removed.count > 200


def test_removal_takes_what_was_added_to_it(cast, council):
    strategy = load(cast)
    period = PeriodFactory(label="2016-17-Q1")
    record_progress(
        deliverable=Deliverable.objects.first(),
        period=period,
        rag=Rag.GREEN,
        narrative="On course.",
        by=cast.actor(),
        today=date(2016, 7, 8),
        now=datetime(2016, 7, 8, 12, tzinfo=UTC),
    )
    assert ProgressUpdate.objects.count() == 1
    remove_example(strategy=strategy, by=cast.actor())
    assert count_rows() == {"ReportingPeriod": 1}


def test_removal_takes_what_was_dropped_from_it(cast, council):
    strategy = load(cast)
    drop(deliverable=Deliverable.objects.first(), reason="Not ours.", by=cast.actor(), today=TODAY)
    remove_example(strategy=strategy, by=cast.actor())
    assert not Deliverable.with_dropped.exists()
    assert not Strategy.objects.exists()


def test_what_is_used_elsewhere_stays(cast, council):
    strategy = load(cast)
    own = Strategy.objects.create(slug="own", title="Our own plan", kind="strategy")
    strand = own.strands.create(code="A", title="Ours", council=council)
    deliverable = Deliverable.objects.create(strategy=own, strand=strand, position=1, title="Ours")
    leader = Person.objects.get(initials="JK")
    Assignment.objects.create(
        deliverable=deliverable, role="lead", person=leader, state="identified", position=1
    )
    board = Board.objects.get(slug="send-board")
    Recipient.objects.create(board=board, name="Chair", email="chair@example.org")
    seats = board.seats.count()
    removed = remove_example(strategy=strategy, by=cast.actor())
    assert "SEND Board" in removed.kept and "Julia Katherine (JK)" in removed.kept
    assert Board.objects.get().seats.count() == seats
    assert Assignment.objects.get().person == leader
    assert [each.title for each in Strategy.objects.all()] == ["Our own plan"]


def test_no_example_beside_people_of_the_council(cast, council):
    PersonFactory(initials="JK", name="Jo King")
    with pytest.raises(ChangeRefused, match="You have people or boards already"):
        load(cast)
    assert not Strategy.objects.exists()


def test_no_second_example(cast, council):
    load(cast)
    with pytest.raises(ChangeRefused, match="Remove the example that you have"):
        load(cast, "cambridgeshire")


def test_an_unknown_plan_and_an_own_plan_are_refused(cast, council):
    with pytest.raises(ChangeRefused, match="Select a plan from the list"):
        load(cast, "../../etc")
    own = Strategy.objects.create(slug="own", title="Our own plan", kind="strategy")
    with pytest.raises(ChangeRefused, match="Our own plan is not an example"):
        remove_example(strategy=own, by=cast.actor())
    assert Strategy.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_who_may_not_change_the_plan_may_not_load_one(cast, council, role):
    with pytest.raises(PermissionDenied):
        load_example(name="portsmouth", by=cast.actor(role), today=TODAY)
    with pytest.raises(PermissionDenied):
        remove_example(strategy=Strategy(title="Any"), by=cast.actor(role))


def test_the_page_loads_and_removes(cast):
    client = cast.client()
    assert client.post(PAGE, {"load": "portsmouth"}, follow=True).status_code == 200
    page = client.get(PAGE).content.decode()
    assert "Remove the example" in page
    slug = page.partition('name="remove" value="')[2].partition('"')[0]
    again = client.post(PAGE, {"load": "cambridgeshire"})
    assert again.status_code == 422
    assert "Remove the example that you have" in again.content.decode()
    assert "is removed." in client.post(PAGE, {"remove": slug}, follow=True).content.decode()


def test_the_list_of_plans_leads_to_the_example_and_to_its_removal(cast):
    plans, link = "/northport/strategies/", f'href="{PAGE}"'
    reader, officer = cast.client(Role.READER), cast.client(Role.OFFICER)
    assert link in officer.get(plans).content.decode()
    officer.post(PAGE, {"load": "portsmouth"})
    assert f"{link}>Remove the example" in officer.get(plans).content.decode()
    assert link not in reader.get(plans).content.decode()


def test_an_outsider_finds_no_page(cast):
    assert cast.outsider_client().get(PAGE).status_code == 404
    assert cast.outsider_client().post(PAGE, {"load": "portsmouth"}).status_code == 404
