"""Write a calendar as an iCalendar file (RFC 5545). The same rows always give the same bytes."""

from __future__ import annotations

from datetime import UTC, timedelta

from icalendar import Calendar, Event, vDuration

from councils.accounts.emails import absolute

from .rules import CalendarDay, without_contacts
from .summaries import CalendarRead

CONTENT_TYPE = "text/calendar; charset=utf-8"
FETCH_EVERY = timedelta(hours=1)
"""How often calendar programs are asked to fetch. Many take longer."""


def write_calendar(read: CalendarRead) -> bytes:
    """The calendar with an all-day entry for each day. Lines end with CRLF and are folded at 75 octets."""
    calendar = Calendar()
    calendar.add("prodid", "-//sendplan//Calendars//EN-GB")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", read.name)
    calendar.add("refresh-interval", vDuration(FETCH_EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(FETCH_EVERY))
    for day in read.days:
        calendar.add_component(_entry(day, read))
    content: bytes = calendar.to_ical()
    return content


def _entry(day: CalendarDay, read: CalendarRead) -> Event:
    changed = read.changed_at(day).astimezone(UTC).replace(microsecond=0)
    entry = Event()
    entry.add("uid", day.uid)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("dtstart", day.on)
    entry.add("dtend", day.on + timedelta(days=1))
    entry.add("summary", without_contacts(day.title))
    if day.words:
        entry.add("description", without_contacts(day.words))
    if day.place:
        entry.add("location", without_contacts(day.place))
    entry.add("url", absolute(day.path))
    entry.add("transp", "TRANSPARENT")
    return entry
