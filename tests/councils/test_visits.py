"""Visits: the rules in docs/rules/visits.md, and what page requests record."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from councils.accounts.visits import Visit, note_visit, visit_at
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from tests.factories import MembershipFactory
from tests.pages import FRAME
from tests.truth_tables import read_aloud, truth_table

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2016, 7, 8, 14, 5, tzinfo=LONDON)
PAGE = "/northport/boards/"


def moment(text):
    return None if text == "never" else datetime.strptime(text, "%d %B %Y %H:%M").replace(tzinfo=LONDON)


@pytest.mark.parametrize("row", truth_table("visits", "What a page notes"), ids=read_aloud)
def test_what_a_page_notes(row):
    found = visit_at(NOW, Visit(moment(row["Last seen"]), moment(row["Visit before ended"])))
    if row["Last seen then"] == "kept":
        assert found is None
    else:
        assert found == Visit(moment(row["Last seen then"]), moment(row["Visit before ended then"]))


@pytest.fixture
def reader(cast):
    return cast.members[Role.READER]


def seen(membership, ago, before=None):
    """Set when the member was last seen, in minutes before now."""
    membership.last_seen_at = timezone.now() - timedelta(minutes=ago)
    membership.last_visit_at = before
    membership.save()
    return membership.last_seen_at


def test_the_first_page_begins_a_visit(cast, reader):
    reader.last_seen_at = None
    reader.save()
    cast.client(Role.READER).get(PAGE)
    reader.refresh_from_db()
    assert timezone.now() - reader.last_seen_at < timedelta(minutes=1)
    assert reader.last_visit_at is None


def test_a_page_after_half_an_hour_begins_another(cast, reader):
    ended = seen(reader, ago=31)
    cast.client(Role.READER).get(PAGE)
    reader.refresh_from_db()
    assert reader.last_visit_at == ended
    assert reader.last_seen_at > ended


def test_a_form_that_is_posted_counts_as_well(cast, reader):
    ended = seen(reader, ago=31)
    cast.client(Role.READER).post(PAGE)
    reader.refresh_from_db()
    assert reader.last_visit_at == ended


def test_the_page_itself_knows_when_the_visit_before_ended(cast, reader):
    ended = seen(reader, ago=31)
    assert cast.client(Role.READER).get(PAGE).wsgi_request.membership.last_visit_at == ended


def test_a_visit_to_one_council_is_none_to_another(cast, reader):
    elsewhere = MembershipFactory(user=reader.user, council=cast.other, last_seen_at=None)
    cast.client(Role.READER).get(PAGE)
    elsewhere.refresh_from_db()
    assert elsewhere.last_seen_at is None


def test_the_api_is_no_visit(cast, reader):
    last = seen(reader, ago=31)
    assert cast.client(Role.READER).get("/api/v1/councils/northport/boards").status_code == 200
    reader.refresh_from_db()
    assert reader.last_seen_at == last


def test_of_pages_asked_for_at_once_one_begins_the_visit(reader):
    ended = seen(reader, ago=31)
    other = type(reader).objects.get(pk=reader.pk)
    for tab in (reader, other):
        note_visit(tab, now=timezone.now())
    reader.refresh_from_db()
    assert reader.last_visit_at == ended


def test_a_visit_is_no_change_to_the_council(cast, reader):
    seen(reader, ago=31)
    cast.client(Role.READER).get(PAGE)
    with council_context(cast.council.id):
        assert not Change.objects.exists()


@pytest.mark.parametrize(("ago", "writes"), [(4, 0), (6, 1), (31, 1)])
def test_it_costs_one_query_at_most_every_five_minutes(cast, reader, ago, writes, django_assert_num_queries):
    client = cast.client(Role.READER)
    client.get(PAGE)
    with django_assert_num_queries(FRAME + 1) as before:
        client.get("/northport/packs/")
    seen(reader, ago=ago)
    with django_assert_num_queries(len(before) + writes):
        client.get("/northport/packs/")


def test_it_is_written_before_the_council_opens_its_transaction(cast, reader, django_assert_max_num_queries):
    seen(reader, ago=31)
    client = cast.client(Role.READER)
    with django_assert_max_num_queries(40) as found:
        client.get(PAGE)
    statements = [query["sql"] for query in found.captured_queries]
    written = next(at for at, sql in enumerate(statements) if sql.startswith('UPDATE "councils_membership"'))
    opened = next(at for at, sql in enumerate(statements) if "app.council_id" in sql)
    assert written < opened
