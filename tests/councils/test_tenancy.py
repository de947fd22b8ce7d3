"""The council context: isolation, nesting and rollback."""

import pytest
from django.db import InternalError, connection

from councils.models import Change, Council, Organisation
from councils.tenancy import (
    NoCouncil,
    OtherCouncil,
    council_context,
    current_context,
    current_council_id,
    recorded,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def councils():
    return Council.objects.create(slug="north", name="North"), Council.objects.create(
        slug="south", name="South"
    )


def test_without_a_council_nothing_is_asked():
    with pytest.raises(NoCouncil):
        Organisation.objects.count()


def test_rows_of_another_council_do_not_exist(councils):
    north, south = councils
    with council_context(north.id):
        Organisation.objects.create(name="Forum")
    with council_context(south.id):
        assert Organisation.objects.count() == 0
        assert Organisation._base_manager.count() == 0
    with council_context(north.id):
        assert Organisation.objects.count() == 1


def test_a_context_inside_another_councils_is_refused(councils):
    north, south = councils
    with council_context(north.id), pytest.raises(OtherCouncil), council_context(south.id):
        pass


def test_changes_are_numbered_and_named(councils):
    north, _ = councils
    with council_context(north.id, actor="user:1"):
        with recorded("organisation.added", actor="user:1"):
            Organisation.objects.create(name="Forum")
        Organisation.objects.update(name="Forum 2")
        Organisation.objects.update(name="Forum 2")
        rows = list(Change.objects.after(0).values_list("seq", "op", "verb", "before", "after"))
    assert [(seq, op) for seq, op, *_ in rows] == [(1, "insert"), (2, "update")]
    assert rows[0][2] == "organisation.added"
    assert rows[1][3:] == ({"name": "Forum"}, {"name": "Forum 2"})


def test_a_context_inside_its_own_joins_it(councils):
    north, _ = councils
    with council_context(north.id, actor="user:1"):
        with council_context(north.id, actor="user:2") as inner:
            Organisation.objects.create(name="Forum")
        assert current_context() is inner
        assert Change.objects.get().actor == "user:1"


def test_an_inner_failure_undoes_the_inner_work_alone(councils):
    north, _ = councils
    with council_context(north.id):
        Organisation.objects.create(name="Outer")
        with pytest.raises(ZeroDivisionError), council_context(north.id):
            Organisation.objects.create(name="Inner")
            raise ZeroDivisionError
        assert [organisation.name for organisation in Organisation.objects.all()] == ["Outer"]


def test_a_failed_context_is_undone_at_its_end(councils):
    north, _ = councils
    with council_context(north.id) as context:
        Organisation.objects.create(name="Forum")
        context.failed = True
        assert Organisation.objects.count() == 1
    with council_context(north.id):
        assert Organisation.objects.count() == 0


def test_the_context_before_comes_back(councils):
    north, south = councils
    with pytest.raises(ZeroDivisionError), council_context(north.id):
        raise ZeroDivisionError
    assert current_context() is None
    with council_context(south.id):
        assert current_council_id() == south.id


def test_a_read_only_context_refuses_to_write(councils):
    north, _ = councils
    with pytest.raises(InternalError, match="read-only"), council_context(north.id, read_only=True):
        Organisation.objects.create(name="Forum")


@pytest.mark.django_db(transaction=True)
def test_the_next_user_of_the_connection_starts_without_a_council():
    north = Council.objects.create(slug="north", name="North")
    with council_context(north.id):
        Organisation.objects.create(name="Forum")
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.council_id', true), count(*) from councils_organisation")
        assert cursor.fetchone() == ("", 0)


def test_an_act_inside_another_keeps_each_name(councils):
    north, _ = councils
    with council_context(north.id, actor="task:t"):
        with recorded("outer", actor="user:1", reason="because"):
            Organisation.objects.create(name="A")
            with recorded("inner", actor="user:2"):
                Organisation.objects.create(name="B")
            Organisation.objects.create(name="C")
        Organisation.objects.create(name="D")
        acts = list(Change.objects.after(0).values_list("verb", "actor", "reason"))
    assert acts == [
        ("outer", "user:1", "because"),
        ("inner", "user:2", ""),
        ("outer", "user:1", "because"),
        ("", "task:t", ""),
    ]
