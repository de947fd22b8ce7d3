"""Columns that the database casts: the same values as Python would make of them."""

import uuid

import pytest

from councils.models import Change
from councils.tenancy import council_context
from indicators.models import Reading
from tests.factories import PersonFactory, ReadingFactory


@pytest.fixture(autouse=True)
def in_council(cast):
    with council_context(cast.council.id):
        yield


def test_id_is_the_text_of_the_uuid():
    reading = ReadingFactory()
    [text] = Reading.objects.values_list("public_id__as_text", flat=True)
    assert text == str(reading.public_id)
    assert uuid.UUID(text) == reading.public_id


@pytest.mark.parametrize("value", ["0", "82.5", "-0.0001", "33.3333", "9999999999.9999", "1234567890.1"])
def test_figure_is_the_float_of_the_decimal(value):
    ReadingFactory(value=value)
    [(figure, decimal)] = Reading.objects.values_list("value__as_float", "value")
    assert type(figure) is float
    assert figure == float(decimal)


def test_missing_figure_is_none():
    ReadingFactory(value=None, missing_code="c")
    assert Reading.objects.values_list("value__as_float", flat=True).get() is None


def test_number_in_json_is_an_int_or_none_where_it_is_missing():
    PersonFactory()
    ReadingFactory()
    changes = Change.objects.order_by("seq").values_list("table", "after__version", "after__version__as_int")
    found = {table: (value, number) for table, value, number in changes}
    assert found["indicators_indicator"] == (1, 1)
    assert found["councils_person"] == (None, None)
