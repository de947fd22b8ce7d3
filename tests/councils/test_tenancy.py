"""The council context: what it lets through and what it refuses."""

import pytest

from councils.models import Change, Council, Organisation
from councils.tenancy import NoCouncil, OtherCouncil, council_context, recorded

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
