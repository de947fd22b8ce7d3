from datetime import date

import pytest

from core.date_words import moved_words, span_words, when_words
from core.words import count_words, list_words, plural, sentence, with_article


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (date(2016, 1, 31), "0 days"),
        (date(2016, 2, 1), "1 day"),
        (date(2016, 3, 30), "59 days"),
        (date(2016, 3, 31), "2 months"),
        (date(2016, 7, 8), "5 months"),
        (date(2018, 1, 30), "23 months"),
        (date(2018, 1, 31), "2 years"),
        (date(2018, 3, 31), "2 years and 2 months"),
    ],
)
def test_a_span_is_told_in_days_then_months_then_years(later, words):
    assert span_words(date(2016, 1, 31), later) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2016, 7, 8), "today"),
        (date(2016, 7, 9), "in 1 day"),
        (date(2016, 7, 21), "in 13 days"),
        (date(2016, 10, 8), "in 3 months"),
        (date(2016, 7, 3), "5 days ago"),
        (date(2015, 1, 8), "18 months ago"),
    ],
)
def test_a_day_is_told_from_today(day, words):
    assert when_words(day, date(2016, 7, 8)) == words


def test_a_move_is_a_span_either_way():
    assert moved_words(date(2016, 6, 30), date(2016, 8, 30)) == "2 months later"
    assert moved_words(date(2016, 6, 30), date(2016, 6, 21)) == "9 days earlier"
    assert moved_words(date(2016, 6, 30), date(2016, 6, 30)) == ""


@pytest.mark.parametrize("words", ["an action", "a milestone", "a deliverable", "an Action"])
def test_the_article_agrees_with_its_noun(words):
    assert with_article(words.split()[1]) == words


@pytest.mark.parametrize("noun", ["action", "milestone", "deliverable"])
def test_only_one_is_singular(noun):
    assert [count_words(number, noun) for number in (0, 1, 2)] == [f"0 {noun}s", f"1 {noun}", f"2 {noun}s"]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("board", "boards"),
        ("strategy", "strategies"),
        ("Activity", "Activities"),
        ("day", "days"),
        ("API key", "API keys"),
        ("process", "processes"),
        ("person", "people"),
        ("reporting to", "reporting to"),
    ],
)
def test_the_plural_of_a_noun(one, many):
    assert plural(one) == many
    assert [count_words(number, one) for number in (0, 1, 2)] == [f"0 {many}", f"1 {one}", f"2 {many}"]
    assert count_words(2000, one) == f"2,000 {many}"


def test_counts_agree_with_their_noun():
    assert [count_words(count, "part") for count in (0, 1, 2)] == ["0 parts", "1 part", "2 parts"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Staff vacancies", "Staff vacancies."),
        ("Staff vacancies. ", "Staff vacancies."),
        ("Who pays?", "Who pays?"),
        ("So they say (“soon”)", "So they say (“soon”)."),
        ("He said “soon.”", "He said “soon.”"),
        ("", ""),
        (" ", ""),
    ],
)
def test_what_somebody_wrote_ends_before_the_next_sentence(written, said):
    assert sentence(written) == said


def test_lists_end_in_and():
    assert [list_words(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
