"""Hints that show how to write a date use a day near those that the page is about, not one of years ago."""

import re
from datetime import date

import pytest

from core.typed_dates import day_examples, typed_date
from core.ui.date_field import GovDateField
from councils.models import Council
from councils.permissions import Role
from councils.tenancy import council_context
from tests.factories import BoardFactory, DeliverableFactory, DuePointFactory, PeriodFactory
from tests.pages import text_of


def test_an_example_follows_the_hint():
    field = GovDateField(help_text="When you now expect it")
    field.show_example(date(2027, 3, 31))
    assert field.help_text == "When you now expect it. For example, 31 3 2027."


def test_both_ways_can_be_typed():
    day = date(2027, 3, 1)
    assert day_examples(day) == "1 March 2027 or 01/03/2027"
    assert [typed_date(each) for each in day_examples(day).split(" or ")] == [day, day]


@pytest.fixture
def pages(cast):
    """Pages with hints, in a council that lives in November 2027."""
    with council_context(cast.council.id):
        Council.objects.filter(pk=cast.council.pk).update(pinned_today=date(2027, 11, 22))
        for label in ("2027-28-Q2", "2027-28-Q3"):
            PeriodFactory(label=label)
        BoardFactory(slug="send-board")
        one = DeliverableFactory()
        DuePointFactory(deliverable=one, due_on=date(2027, 12, 31), original_due_on=date(2027, 12, 31))
        chosen = f"chosen={one.public_id}"
    return {
        f"deliverables/{one.public_id}/update/": "For example, 31 3 2028.",
        f"deliverables/change/?what=due&{chosen}": "For example, 31 3 2028.",
        "quarters/2027-28-Q3/cut-off/": "For example, 24 1 2028.",
        "changes/": "For example, 1 10 2027.",
        "boards/send-board/meetings/": "such as 22 November 2027 or 22/11/2027",
        "meetings/new/": "such as 22 November 2027 or 22/11/2027",
        "boards/send-board/seats/": "Write days like 22 November 2027 or 22/11/2027.",
    }


def test_the_examples_of_pages_are_near(cast, pages):
    client = cast.client(Role.ADMINISTRATOR)
    for address, words in pages.items():
        response = client.get(f"/northport/{address}", follow=True)
        assert response.status_code == 200, address
        assert words in text_of(response), address
        assert not re.search(r"2016", text_of(response)), address
