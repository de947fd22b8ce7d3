"""A figure of a period that has not ended is not the latest yet, and the indicator's page says so."""

from datetime import date

import pytest

from councils.models import Council
from councils.tenancy import council_context
from tests.factories import IndicatorFactory, ReadingFactory
from tests.pages import text_of

SENTENCE = (
    "The figure for Quarter 2 2016–17 (July to September 2016) is not the latest yet, because that period ends on "
    "30 September 2016."
)


@pytest.mark.parametrize(
    ("today", "said"), [(date(2016, 7, 8), True), (date(2016, 9, 29), True), (date(2016, 9, 30), False)]
)
def test_the_page_says_so_until_the_period_has_ended(cast, today, said):
    with council_context(cast.council.id):
        Council.objects.filter(pk=cast.council.pk).update(pinned_today=today)
        row = IndicatorFactory()
        for period in ("2016-17-Q1", "2016-17-Q2"):
            ReadingFactory(indicator=row, period=period)
    page = cast.client().get(f"/northport/indicators/{row.public_id}/")
    assert (SENTENCE in text_of(page)) is said


def test_the_page_says_nothing_where_all_periods_have_ended(cast):
    with council_context(cast.council.id):
        row = ReadingFactory(period="2016-17-Q1").indicator
    assert "not the latest yet" not in text_of(cast.client().get(f"/northport/indicators/{row.public_id}/"))
