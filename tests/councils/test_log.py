"""The change log: complete, in order, without personal data and append-only."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from councils.log.acts import changes_page
from councils.log.reading import ROWS_AT_FIRST
from councils.models import Change, Council, Organisation, Person, Post, SecurityEvent
from councils.tenancy import council_context, recorded
from tests.cast import make_cast
from tests.database_logins import OWNER, logged_in_as
from tests.rows_read import analyze, rows_read


@pytest.fixture
def north(db):
    return Council.objects.create(slug="north", name="North")


def logged(council, **conditions):
    with council_context(council.id):
        return list(Change.objects.filter(**conditions).order_by("seq"))


def test_an_act_is_written_down_with_who_why_and_what(north):
    with (
        council_context(north.id, actor="user:1", request_id="r-1"),
        recorded("organisation.added", actor="user:2", reason="New partner"),
    ):
        added = Organisation.objects.create(name="Forum")
    (change,) = logged(north)
    assert (change.seq, change.table, change.object_id) == (1, "councils_organisation", added.public_id)
    assert (change.actor, change.verb, change.reason) == ("user:2", "organisation.added", "New partner")
    assert (change.op, change.request_id, change.before) == ("insert", "r-1", None)
    assert change.after["name"] == "Forum"


def test_an_update_keeps_the_changed_columns_alone(north):
    with council_context(north.id):
        Organisation.objects.create(name="Forum", abbreviation="F")
        Organisation.objects.update(name="New forum")
    assert [(c.before, c.after) for c in logged(north, op="update")] == [
        ({"name": "Forum"}, {"name": "New forum"})
    ]


def test_an_update_that_changes_nothing_is_not_logged(north):
    with council_context(north.id):
        Organisation.objects.create(name="Forum")
        assert Organisation.objects.update(name="Forum") == 1
    assert logged(north, op="update") == []


def test_an_upsert_logs_each_row_as_what_happened_to_it(north):
    with council_context(north.id):
        Organisation.objects.bulk_create([Organisation(name="A"), Organisation(name="B")])
        Organisation.objects.bulk_create(
            [Organisation(name=name, abbreviation="n") for name in "ABC"],
            update_conflicts=True,
            unique_fields=["council", "name"],
            update_fields=["abbreviation"],
        )
    assert [(c.seq, c.op) for c in logged(north)] == [
        (1, "insert"),
        (2, "insert"),
        (3, "update"),
        (4, "update"),
        (5, "insert"),
    ]


def test_what_goes_with_a_row_is_logged_too(north):
    with council_context(north.id):
        forum = Organisation.objects.create(name="Forum")
        person = Person.objects.create(initials="AB", organisation=forum)
        forum.delete()
    removed, unlinked = logged(north, op="delete"), logged(north, op="update")
    assert [c.object_id for c in removed] == [forum.public_id]
    assert [(c.object_id, c.after) for c in unlinked] == [(person.public_id, {"organisation_id": None})]


def test_names_are_logged_as_changed_without_their_value(north):
    secret = {"name": "Canary Name", "email": "canary@example.org", "telephone": "0 canary"}
    with council_context(north.id):
        person = Person.objects.create(initials="CN", **secret)
        Person.objects.update(name="Canary Other")
        person.delete()
    inserted, updated, deleted = logged(north)
    assert inserted.after["name"] == inserted.after["email"] == "[personal]"
    assert (updated.before, updated.after) == ({"name": "[personal]"}, {"name": "[personal]"})
    assert deleted.before["telephone"] == "[personal]"
    with connection.cursor() as cursor, council_context(north.id):
        cursor.execute("select count(*) from councils_change c where to_jsonb(c)::text ilike '%%canary%%'")
        assert cursor.fetchone() == (0,)


def test_an_empty_personal_field_stays_empty_in_the_log(north):
    with council_context(north.id):
        Person.objects.create(initials="CN")
    (change,) = logged(north)
    assert (change.after["name"], change.after["initials"]) == ("", "CN")


def test_a_failed_act_leaves_neither_row_nor_gap(north):
    with council_context(north.id):
        with pytest.raises(ZeroDivisionError), recorded("organisation.added", actor="user:1"):
            Organisation.objects.create(name="Lost")
            raise ZeroDivisionError
        Organisation.objects.create(name="Kept")
    assert [(c.seq, c.after["name"]) for c in logged(north)] == [(1, "Kept")]


def test_a_wrong_reference_shows_before_the_act_ends(north):
    with council_context(north.id):
        with (
            pytest.raises(DatabaseError, match="councils_post_holder_id_wall"),
            recorded("post.added", actor="user:1"),
        ):
            Post.objects.create(title="Director", holder_id=999_999)
        assert not Post.objects.exists()


@pytest.mark.parametrize("statement", ["update councils_change set seq = 0", "delete from councils_change"])
def test_the_application_cannot_touch_the_log(north, statement):
    with (
        council_context(north.id),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("statement", ["update {} set id = id", "delete from {}", "truncate {} cascade"])
@pytest.mark.parametrize("table", ["councils_change", "councils_securityevent", "reporting_snapshot"])
def test_even_the_owner_cannot_change_append_only_tables(db, table, statement):
    with logged_in_as(OWNER) as cursor:
        cursor.execute(
            "with c as (insert into councils_council (public_id, slug, name, is_demo, accent, logo_sha256, created_at)"
            " values (gen_random_uuid(), 'o', 'O', false, '', '', now()) returning id),"
            " b as (insert into boards_board (public_id, council_id, slug, name, aliases, kind, purpose, position)"
            " select gen_random_uuid(), id, 'b', 'B', '{}', 'board', '', 0 from c returning id, council_id),"
            " p as (insert into strategies_reportingperiod"
            " (public_id, council_id, label, starts_on, ends_on, cut_off_on, reopened_reason)"
            " select gen_random_uuid(), id, 'q', '2016-04-01', '2016-06-30', '2016-07-21', '' from c returning id),"
            " e as (insert into councils_securityevent (at, kind, subject, detail, request_id)"
            " values (now(), 'k', '', '{}', ''))"
            " insert into reporting_snapshot (public_id, council_id, board_id, period_id, format, content, sha256,"
            " change_seq, as_at, frozen_at)"
            " select gen_random_uuid(), b.council_id, b.id, p.id, 1, '', '', 0, now(), now() from b, p;"
            " set constraints all immediate"
        )
        with pytest.raises(DatabaseError, match=f"{table} may only grow"):
            cursor.execute(statement.format(table))


def test_security_events_are_kept_for_good(db):
    SecurityEvent.objects.create(kind="signed_in")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        SecurityEvent.objects.update(kind="nothing")


WRITERS, ACTS = 4, 20


@pytest.mark.django_db(transaction=True)
def test_concurrent_changes_are_numbered_without_gaps_and_none_is_missed():
    north = Council.objects.create(slug="north", name="North")
    failures, seen, done = [], [], threading.Event()

    def write(writer):
        try:
            for act in range(ACTS):
                with council_context(north.id, actor=f"user:{writer}"):
                    Organisation.objects.create(name=f"{writer}-{act}")
                    if act % 5 == 4:
                        Organisation.objects.filter(Q(name=f"{writer}-{act - 1}")).delete()
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    def follow():
        """Read like a client of the change feed, which only asks for changes after its last number."""
        last, deadline = 0, time.monotonic() + 30
        while time.monotonic() < deadline:
            finished = done.is_set()
            with council_context(north.id, read_only=True):
                found = list(Change.objects.after(last).values_list("seq", flat=True))
            seen.extend(found)
            last = seen[-1] if seen else 0
            if finished and not found:
                break
            time.sleep(0.002)
        connection.close()

    threads = [threading.Thread(target=write, args=[writer]) for writer in range(WRITERS)]
    reader = threading.Thread(target=follow)
    for thread in [reader, *threads]:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    done.set()
    reader.join(timeout=30)
    assert failures == []
    assert seen == list(range(1, WRITERS * (ACTS + ACTS // 5) + 1))


def _bulk_update_seconds(cursor, rows):
    """Seconds to update `rows` rows, in a session with plans cached from one-row updates."""
    cursor.execute(
        "insert into councils_council (public_id, slug, name, is_demo, accent, logo_sha256, created_at)"
        " values (gen_random_uuid(), 'bulk', 'Bulk', false, '', '', now()) returning id"
    )
    (council,) = cursor.fetchone()
    cursor.execute(
        "insert into councils_organisation (public_id, council_id, name, abbreviation, kind)"
        " select gen_random_uuid(), %s, n::text, '', 'other' from generate_series(1, %s) n",
        [council, rows],
    )
    for number in range(6):
        cursor.execute(
            "update councils_organisation set abbreviation = %s where council_id = %s and name = '1'",
            [str(number), council],
        )
    started = time.perf_counter()
    cursor.execute("update councils_organisation set abbreviation = 'x' where council_id = %s", [council])
    return time.perf_counter() - started


def test_a_bulk_change_after_single_ones_does_not_fall_into_the_nested_loop(db):
    with logged_in_as(OWNER) as cursor:
        cured = _bulk_update_seconds(cursor, 2_000)
    with logged_in_as(OWNER) as cursor:
        cursor.execute("alter function councils_log_update() reset enable_nestloop")
        trapped = _bulk_update_seconds(cursor, 2_000)
    assert cured < trapped / 3


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        ("user:demo", "A former user"),
        ("api:xyz", "A former API key"),
        ("user:", "A former user"),
        ("nobody", "sendplan"),
        ("", "sendplan"),
    ],
)
def test_an_actor_without_an_id_is_shown_in_words(cast, actor, words):
    with council_context(cast.council.id), recorded("person.seeded", actor=actor):
        Person.objects.create(initials="JK")
    page = cast.client().get("/northport/changes/?view=log")
    assert page.status_code == 200
    assert f"{words} seeded person" in " ".join(page.content.decode().split())


# Rows that a page of the log reads


def _write_acts(council, acts):
    """Acts of two rows each, one a minute from midnight on 1 January. Only the owner can choose their time."""
    with logged_in_as(OWNER) as cursor:
        cursor.execute(
            'insert into councils_change (council_id, seq, "table", object_id, op, before, after, actor, verb, reason,'
            " request_id, at) select %s, n, 'councils_organisation', gen_random_uuid(), 'insert', null, '{}', 'user:x',"
            " 'organisation.added', '', 'act ' || n / 2, '2026-01-01 00:00Z'::timestamptz + n / 2 * interval '1 minute'"
            " from generate_series(2, %s) n",
            [council.id, 2 * acts + 1],
        )
        cursor.execute("commit")
    analyze("councils_change")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("acts", [50, 5_000])
def test_a_page_of_the_log_reads_no_more_in_a_long_log(acts):
    cast = make_cast()
    _write_acts(cast.council, acts)
    last = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=acts)
    asked = {
        "latest": {},
        "since": {"written": Q(at__gt=last - timedelta(minutes=5))},
        "earlier": {"before": 60},
    }
    with council_context(cast.council.id):
        for name, query in asked.items():
            with CaptureQueriesContext(connection) as queries:
                page = changes_page(actor=cast.actor(), **query)
            assert sum(len(day.acts) for day in page.days) == {"latest": 50, "since": 5, "earlier": 29}[name]
            read = [each["sql"] for each in queries if '"councils_change"' in each["sql"]]
            assert len(read) == 3
            assert max(rows_read(sql) for sql in read) <= ROWS_AT_FIRST, name
