"""Spans and distances in time, in words: "3 months", "61 days later", "in 13 days"."""

from __future__ import annotations

from datetime import date

from .words import count_words


def span_words(earlier: date, later: date) -> str:
    """Time between two days: in days up to 2 months, in whole months up to 2 years, then in years and months."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    if months < 2:
        return count_words((later - earlier).days, "day")
    if months < 24:
        return count_words(months, "month")
    years, left = divmod(months, 12)
    return count_words(years, "year") + (f" and {count_words(left, 'month')}" if left else "")


def moved_words(before: date, after: date) -> str:
    """How far a date has moved: "2 months later", "9 days earlier", or "" if it has not."""
    if before == after:
        return ""
    return f"{span_words(*sorted((before, after)))} {'later' if after > before else 'earlier'}"


def when_words(day: date, today: date) -> str:
    """ "today", "in 13 days", "3 months ago"."""
    if day == today:
        return "today"
    return f"in {span_words(today, day)}" if day > today else f"{span_words(day, today)} ago"
