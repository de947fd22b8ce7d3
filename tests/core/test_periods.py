from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bank_holidays import bank_holidays
from core.periods import (
    Period,
    PeriodKind,
    Precision,
    Quarter,
    due_day,
    months_later,
    quarters_between,
    words_for_date,
    working_days_after,
)
from strategies.quarter_rules import default_cut_off
from tests.truth_tables import day, read_aloud, truth_table

quarters = st.builds(Quarter, st.integers(1901, 2198), st.integers(1, 4))
days = st.dates(date(1901, 1, 1), date(2198, 12, 31))


@pytest.mark.parametrize(
    ("label", "starts_on", "ends_on", "words"),
    [
        ("2016-17-Q1", date(2016, 4, 1), date(2016, 6, 30), "Quarter 1 2016–17 (April to June 2016)"),
        ("2016-17-Q2", date(2016, 7, 1), date(2016, 9, 30), "Quarter 2 2016–17 (July to September 2016)"),
        ("2016-17-Q3", date(2016, 10, 1), date(2016, 12, 31), "Quarter 3 2016–17 (October to December 2016)"),
        ("2016-17-Q4", date(2017, 1, 1), date(2017, 3, 31), "Quarter 4 2016–17 (January to March 2017)"),
        ("1999-00-Q4", date(2000, 1, 1), date(2000, 3, 31), "Quarter 4 1999–00 (January to March 2000)"),
    ],
)
def test_quarter_has_its_months_and_its_words(label, starts_on, ends_on, words):
    quarter = Quarter.parse(label)
    assert (quarter.starts_on, quarter.ends_on, quarter.words) == (starts_on, ends_on, words)
    assert str(quarter) == label


def test_quarter_has_short_words():
    assert Quarter.parse("2016-17-Q1").short_words == "Q1 2016–17"


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("2016-17-Q5", "Quarter 5 does not exist. A financial year has quarters 1 to 4."),
        ("2016-17-Q0", "Quarter 0 does not exist. A financial year has quarters 1 to 4."),
        ("2016-18-Q1", "The years in '2016-18' do not follow each other. Write 2016-17."),
        ("2016-Q1", "'2016-Q1' is not a quarter. Write a quarter like 2016-17-Q1."),
        ("2016-17-q1", "'2016-17-q1' is not a quarter. Write a quarter like 2016-17-Q1."),
        ("2016-17-Q1\n", "'2016-17-Q1\n' is not a quarter. Write a quarter like 2016-17-Q1."),
        ("٢٠١٦-17-Q1", "'٢٠١٦-17-Q1' is not a quarter. Write a quarter like 2016-17-Q1."),
        ("", "'' is not a quarter. Write a quarter like 2016-17-Q1."),
        ("9999-00-Q4", "9999 is out of range. Use a year from 1900 to 2199."),
    ],
)
def test_bad_quarter_label_is_refused_in_words(label, sentence):
    with pytest.raises(ValueError) as refused:
        Quarter.parse(label)
    assert str(refused.value) == sentence


@given(quarters)
def test_label_reads_back(quarter):
    assert Quarter.parse(quarter.label) == quarter


@given(quarters)
def test_next_and_previous_undo_each_other(quarter):
    assert quarter.next.previous == quarter == quarter.previous.next
    assert quarter.next.starts_on == quarter.ends_on + timedelta(days=1)
    assert quarter.previous < quarter < quarter.next


@given(days)
def test_a_day_lies_in_its_quarter(day):
    quarter = Quarter.of(day)
    assert quarter.starts_on <= day <= quarter.ends_on


@given(quarters, st.integers(-40, 40))
def test_quarters_since_counts_the_steps(quarter, steps):
    other = quarter
    for _ in range(abs(steps)):
        other = other.next if steps > 0 else other.previous
        if not 1901 <= other.year <= 2198:
            return
    assert other.quarters_since(quarter) == steps


def test_quarters_between_includes_both_ends():
    start, end = Quarter.parse("2015-16-Q3"), Quarter.parse("2016-17-Q1")
    assert [quarter.label for quarter in quarters_between(start, end)] == [
        "2015-16-Q3",
        "2015-16-Q4",
        "2016-17-Q1",
    ]
    assert list(quarters_between(end, start)) == []


@pytest.mark.parametrize(
    ("token", "kind", "starts_on", "ends_on", "words"),
    [
        (
            "2015-16-Q1",
            PeriodKind.QUARTER,
            date(2015, 4, 1),
            date(2015, 6, 30),
            "Quarter 1 2015–16 (April to June 2015)",
        ),
        (
            "FY2015-16",
            PeriodKind.FINANCIAL_YEAR,
            date(2015, 4, 1),
            date(2016, 3, 31),
            "Financial year 2015–16 (April 2015 to March 2016)",
        ),
        (
            "AY2015-16",
            PeriodKind.ACADEMIC_YEAR,
            date(2015, 9, 1),
            date(2016, 8, 31),
            "Academic year 2015–16 (September 2015 to August 2016)",
        ),
        ("CY2015", PeriodKind.CALENDAR_YEAR, date(2015, 1, 1), date(2015, 12, 31), "Calendar year 2015"),
        ("2016-02", PeriodKind.MONTH, date(2016, 2, 1), date(2016, 2, 29), "February 2016"),
        ("2013-03-31", PeriodKind.DAY, date(2013, 3, 31), date(2013, 3, 31), "31 March 2013"),
    ],
)
def test_period_has_its_kind_its_days_and_its_words(token, kind, starts_on, ends_on, words):
    period = Period.parse(token)
    assert (period.kind, period.starts_on, period.ends_on, period.words) == (kind, starts_on, ends_on, words)
    assert period.token == str(period) == token


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        (
            "2015",
            "'2015' is not a period. Write a quarter like 2015-16-Q1, a month like 2015-04, a year like ",
        ),
        ("FY2015-17", "The years in '2015-17' do not follow each other. Write 2015-16."),
        ("AY0001-02", "1 is out of range. Use a year from 1900 to 2199."),
        ("CY9999", "9999 is out of range."),
        ("2015-16-Q7", "Quarter 7 does not exist."),
        ("2015-02-30", "'2015-02-30' is not a real date. Write a date like 2013-03-31."),
        ("0001-01-01", "1 is out of range."),
    ],
)
def test_bad_period_is_refused_in_words(token, sentence):
    with pytest.raises(ValueError) as refused:
        Period.parse(token)
    assert str(refused.value).startswith(sentence)


@given(days, st.sampled_from(["quarter", "FY", "AY", "CY", "day"]))
def test_period_token_reads_back(day, kind):
    token = {
        "quarter": Quarter.of(day).label,
        "FY": f"FY{day.year}-{(day.year + 1) % 100:02}",
        "AY": f"AY{day.year}-{(day.year + 1) % 100:02}",
        "CY": f"CY{day.year}",
        "day": day.isoformat(),
    }[kind]
    assert Period.parse(token).token == token


def test_periods_of_all_kinds_sort_by_when_they_end():
    tokens = ["2016-17-Q1", "FY2015-16", "2016-03-30", "CY2015", "AY2015-16", "2015-16-Q4"]
    assert [period.token for period in sorted(map(Period.parse, tokens))] == [
        "CY2015",
        "2016-03-30",
        "FY2015-16",
        "2015-16-Q4",
        "2016-17-Q1",
        "AY2015-16",
    ]


@pytest.mark.parametrize(
    ("precision", "words"),
    [(Precision.DAY, "30 September 2016"), (Precision.MONTH, "Sep 2016"), (Precision.YEAR, "2016")],
)
def test_a_date_reads_as_exactly_as_it_is_known(precision, words):
    assert words_for_date(date(2016, 9, 30), precision) == words
    assert words_for_date(date(2016, 9, 30), precision.value) == words


@pytest.mark.parametrize(
    ("year", "month", "last"),
    [(2016, 2, 29), (2017, 2, 28), (2016, 6, 30), (2016, 12, 31)],
)
def test_due_in_a_month_means_by_its_last_day(year, month, last):
    assert due_day(year, month) == date(year, month, last)


@pytest.mark.parametrize(
    ("year", "holidays"),
    [
        (2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27"),
        (2017, "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    ],
)
def test_bank_holidays_are_those_that_were_published(year, holidays):
    assert sorted(day.strftime("%m-%d") for day in bank_holidays(year)) == holidays.split()


@given(st.integers(1900, 2199))
def test_eight_bank_holidays_or_more_and_all_on_weekdays(year):
    assert len(bank_holidays(year)) >= 8
    assert all(holiday.weekday() < 5 for holiday in bank_holidays(year))


@given(days, st.integers(1, 60))
def test_working_days_after_lands_on_a_working_day(start, count):
    holidays = bank_holidays(start.year) | bank_holidays(start.year + 1)
    reached = working_days_after(start, count, holidays)
    assert reached.weekday() < 5
    assert reached not in holidays
    between = (start + timedelta(days=step) for step in range(1, (reached - start).days + 1))
    assert sum(day.weekday() < 5 and day not in holidays for day in between) == count


@pytest.mark.parametrize("row", truth_table("clock-and-quarter", "Default cut-off"), ids=read_aloud)
def test_default_cut_off(row):
    assert default_cut_off(Quarter.parse(row["Quarter"])) == day(row["Cut-off"])


def test_only_the_last_day_of_a_month_moves_to_the_last_day():
    assert months_later(date(2016, 4, 15), 1, last_day_too=True) == date(2016, 5, 15)
    assert months_later(date(2016, 4, 30), 1, last_day_too=True) == date(2016, 5, 31)
    assert months_later(date(2016, 4, 30), 1) == date(2016, 5, 30)
