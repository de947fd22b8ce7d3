"""Dates typed in one field."""

from datetime import date

import pytest

from core.periods import working_days_before
from core.typed_dates import typed_date


@pytest.mark.parametrize(
    "text",
    [
        *("14 July 2016", "14 Jul 2016", " 14  july 2016 ", "14th July 2016", "Thursday 14 July 2016"),
        *(
            "14/07/2016",
            "14/7/2016",
            "14.07.2016",
            "2016-07-14",
            "Thu, 14 July, 2016",
            "14 Jul 16",
            "14/7/16",
        ),
    ],
)
def test_a_day_is_read(text):
    assert typed_date(text) == date(2016, 7, 14)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("soon", "“soon” is not a date. Write it like 14 July 2016"),
        ("July 2016", "is not a date"),
        ("14 Jux 2016", "is not a date"),
        ("14/13/2016", "is not a date"),
        ("31 June 2016", "is not a real date"),
        ("14 July 0216", "0216 is out of range".replace("0216", "216")),
    ],
)
def test_what_is_no_day_is_refused_in_words(text, words):
    with pytest.raises(ValueError) as refused:
        typed_date(text)
    assert words in str(refused.value)


def test_working_days_before_skip_weekends_and_holidays():
    assert working_days_before(date(2016, 7, 14), 5, ()) == date(2016, 7, 7)
    assert working_days_before(date(2016, 5, 31), 1, {date(2016, 5, 30)}) == date(2016, 5, 27)
    assert working_days_before(date(2016, 7, 14), 0, ()) == date(2016, 7, 14)
