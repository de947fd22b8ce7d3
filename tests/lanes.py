"""Lanes: marks for slow tests, and the order in which tests start."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent

KINDS = {
    "installs": ["deploy/test_page.py"],
    "kills": ["dev/test_serve.py", "faults/", "api/test_feed_under_load.py"],
    "crawl": ["journeys/test_every_page.py", "contracts/test_urls.py"],
    "browser": ["journeys/"],
    "starts": [
        "contracts/test_pooling.py",
        "packs/test_commands.py::test_built_sent_and_rendered_again_without_a_worker",
        "packs/test_commands.py::test_a_refused_mail_fails_the_command_after_its_last_line",
        "packs/test_pdf.py::test_another_process_makes_the_same_bytes",
    ],
    "upgrades": ["contracts/test_upgrades.py"],
}
"""Marks by path or test, the slowest tests first. `bin/test --fast` leaves all of them out."""

NEEDS = {"db", "transactional_db", "live_server", "mails", "rolled_back"}
"""Fixtures that need the services of `bin/test`."""


def mark_by_place(item: pytest.Item) -> None:
    """Mark a test by its folder, its file, or its name."""
    place = f"{item.path.relative_to(TESTS).as_posix()}::{item.name}"
    for kind, places in KINDS.items():
        if any(place.startswith(known) for known in places):
            item.add_marker(kind)


def needs_services(item: pytest.Item) -> bool:
    """Whether a test uses the database or the mail sink, or is marked `services`."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "services", "kills", "browser"))
    return marked or bool(NEEDS & set(getattr(item, "fixturenames", ())))


def turn(item: pytest.Item) -> int:
    """Sort key of a test: the slowest start first, so that no core waits for one of them at the end.

    The others keep the order of pytest-django: rolled back, then with real transactions, then without a database.
    """
    kinds = [number for number, kind in enumerate(KINDS) if item.get_closest_marker(kind)]
    return min(kinds, default=len(KINDS))
