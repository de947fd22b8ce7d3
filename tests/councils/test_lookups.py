"""The lookup `among`: the rows of `in`, with one parameter for all values."""

import pytest

from councils.models import Organisation, Person
from councils.tenancy import council_context
from tests.factories import CouncilFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations():
    """Three organisations of a council that is set, each with a person."""
    with council_context(CouncilFactory().id):
        made = OrganisationFactory.create_batch(3)
        for organisation in made:
            PersonFactory(organisation=organisation)
        yield made


@pytest.mark.parametrize("column", ["id", "public_id", "name"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_among_gives_the_rows_of_in(organisations, column, count):
    values = [getattr(each, column) for each in organisations[:count]]
    found = set(Organisation.objects.filter(**{f"{column}__among": values}))
    assert (
        found == set(Organisation.objects.filter(**{f"{column}__in": values})) == set(organisations[:count])
    )


def test_among_works_through_a_foreign_key_and_takes_any_collection(organisations):
    wanted = {organisations[0].id: "kept", organisations[1].id: "kept"}
    found = Person.objects.filter(organisation_id__among=wanted)
    assert {person.organisation_id for person in found} == wanted.keys()
    assert set(Person.objects.filter(organisation__id__among=wanted)) == set(found)
    assert Person.objects.exclude(organisation_id__among=wanted).count() == 1


def test_a_thousand_ids_are_one_parameter(organisations):
    _, parameters = Person.objects.filter(organisation_id__among=range(1_000)).query.sql_with_params()
    assert len(parameters) == 2  # the council, and the ids


@pytest.mark.parametrize("manager", ["objects", "_base_manager"])
def test_the_wall_holds_for_among(manager):
    here, there = CouncilFactory(), CouncilFactory()
    with council_context(there.id):
        theirs = OrganisationFactory()
    with council_context(here.id):
        assert not getattr(Organisation, manager).filter(id__among=[theirs.id]).exists()
