"""Download size of a dashboard on a phone.

The size is that of the page, the style sheet and the scripts, each compressed by gzip at level 6, as a proxy does. The
two fonts are already compressed and add 25 kB, once for all pages. With them, the heaviest dashboard of the
demonstration is still about 60 kB.
"""

import gzip
from pathlib import Path

from django.conf import settings
from django.test import Client

from boards.models import Board
from councils.models import Council, User
from councils.tenancy import council_context

BUILD = Path(settings.BASE_DIR) / "static" / "build"
DASHBOARD = 60_000
PAGE_ALONE = 13_000
SCRIPTS = 20_000


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def built(name: str) -> int:
    return compressed((BUILD / name).read_bytes())


def test_scripts_weigh_at_most_20_kb():
    assert built("app.js") <= SCRIPTS


def test_no_dashboard_weighs_more_than_60_kb(demonstration):
    pages = {address: compressed(content) for address, content in dashboards()}
    busiest = max(pages, key=pages.get)
    assert pages[busiest] <= PAGE_ALONE, (busiest, pages[busiest])
    assert pages[busiest] + built("app.css") + built("app.js") <= DASHBOARD


def dashboards():
    """Every dashboard of the demonstration, as its administrator sees it."""
    for council in Council.objects.order_by("slug"):
        client = Client()
        client.force_login(User.objects.get(email=f"administrator@{council.slug}.example.org"))
        with council_context(council.id):
            boards = [f"/{council.slug}/boards/{board.slug}/" for board in Board.objects.in_order()]
        for address in [f"/{council.slug}/", *boards]:
            yield address, client.get(address).content
