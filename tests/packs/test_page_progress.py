"""How far the making of a PDF is: counted from WeasyPrint's log, and shown on the pack's page."""

import logging
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse
from redis.exceptions import ConnectionError as LostConnection

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from packs import rendering
from packs.models import Pack
from packs.page_progress import LAYOUT_LOGGER, PageProgress, counted_pages, pages_so_far
from packs.printing.pdf import render_pdf
from packs.states import PackState
from tests.packs.paper import make_paper
from tests.pages import FRAME, text_of

HTML = """<!doctype html><html lang="en-GB"><head><title>Pages</title><link rel="stylesheet" href="asset:paper.css">
</head><body><main>{}</main></body></html>""".format('<p class="new-page">A page</p>' * 6)


class Clock:
    """Seconds that pass by `step` at each look."""

    def __init__(self, step):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (PageProgress(7, 12), "Page 7 of about 12."),
        (PageProgress(12, 12), "Page 12 of about 12."),
        (PageProgress(13, 12), "Page 13."),
        (PageProgress(1), "Page 1."),
        (PageProgress(12, 12, written=True), "All 12 pages are laid out. The file is being written."),
    ],
)
def test_progress_in_words(progress, words):
    assert progress.words == words


def kept_while_making(monkeypatch, step):
    """What was kept in the cache while six pages were laid out, with this many seconds from page to page."""
    kept = []
    fake = SimpleNamespace(set=lambda key, value, timeout: kept.append(value))
    monkeypatch.setattr("packs.page_progress.cache", fake)
    with counted_pages(2, about=5, clock=Clock(step)):
        render_pdf(HTML, assets={}, frozen_at=datetime(2016, 7, 8, tzinfo=UTC))
    return kept


def test_each_page_is_counted(monkeypatch):
    kept = kept_while_making(monkeypatch, 1.0)
    pages = [page for page, _, _ in kept]
    assert pages == sorted(pages) and set(pages) == {1, 2, 3, 4, 5, 6}, "it never goes back"
    assert kept[-1] == (6, 5, True)


def test_it_is_kept_at_most_once_a_second(monkeypatch):
    assert len(kept_while_making(monkeypatch, 0.4)) <= 6
    assert len(kept_while_making(monkeypatch, 0.001)) == 1


def test_the_log_is_as_it_was_afterwards(monkeypatch):
    log = logging.getLogger(LAYOUT_LOGGER)
    before = log.level, log.propagate, list(log.handlers)
    kept_while_making(monkeypatch, 1.0)
    assert (log.level, log.propagate, list(log.handlers)) == before


def test_counting_changes_no_byte(monkeypatch):
    moment = datetime(2016, 7, 8, tzinfo=UTC)
    plain = render_pdf(HTML, assets={}, frozen_at=moment)
    with counted_pages(2):
        counted = render_pdf(HTML, assets={}, frozen_at=moment)
    assert counted.sha256 == plain.sha256


def test_without_the_cache_the_pdf_is_made_all_the_same(monkeypatch):
    def lost(*args, **kwargs):
        raise LostConnection

    monkeypatch.setattr("packs.page_progress.cache", SimpleNamespace(set=lost, get=lost))
    with counted_pages(2):
        assert render_pdf(HTML, assets={}, frozen_at=datetime(2016, 7, 8, tzinfo=UTC)).pages == 6
    assert pages_so_far(2) is None


@pytest.mark.usefixtures("no_queue")
class TestPage:
    @pytest.fixture
    def pack(self, cast):
        with council_context(cast.council.id):
            pack = make_paper(cast.council).request()
            Pack.objects.filter(pk=pack.pk).update(state=PackState.RENDERING)
        return pack

    def address(self, name, pack):
        return reverse(f"packs:{name}", kwargs={"council": "northport", "pack": pack.public_id})

    def keep(self, pack, *progress):
        cache.set(f"pack-pages:{pack.pk}", progress, timeout=5)

    def test_the_page_says_which_page_is_laid_out(self, cast, pack):
        assert "Being made into a PDF. This takes a few seconds." in text_of(
            cast.client().get(self.address("pack", pack))
        )
        self.keep(pack, 7, 12, False)
        page = cast.client().get(self.address("pack", pack))
        assert "Being made into a PDF. Page 7 of about 12." in text_of(page)
        assert "Check again" in text_of(page)
        assert f'data-url="{self.address("progress", pack)}"' in page.content.decode()

    def test_the_script_gets_the_same_words_and_when_to_stop(self, cast, pack):
        self.keep(pack, 7, 12, False)
        client = cast.client()
        answer = client.get(self.address("progress", pack)).json()
        assert answer == {"words": "Being made into a PDF. Page 7 of about 12.", "waits": True}
        with council_context(cast.council.id):
            Pack.objects.update(state=PackState.FAILED)
        assert not client.get(self.address("progress", pack)).json()["waits"]

    def test_who_may_not_see_the_pack_does_not_see_how_far_it_is(self, cast, pack):
        for client in (cast.outsider_client(), cast.client(Role.READER)):
            assert client.get(self.address("progress", pack)).status_code == 404

    def test_queries(self, cast, pack, django_assert_max_num_queries):
        client = cast.client()
        with django_assert_max_num_queries(FRAME + 1):
            client.get(self.address("progress", pack))

    def test_a_finished_pack_has_no_script_that_waits(self, cast, pack):
        with council_context(cast.council.id):
            Pack.objects.update(state=PackState.FAILED, error="It could not be made.")
        assert "sendplan-progress" not in cast.client().get(self.address("pack", pack)).content.decode()


@pytest.mark.usefixtures("no_queue")
def test_a_render_counts_against_the_boards_last_pack_and_writes_no_row_for_a_page(cast, monkeypatch):
    seen = []

    def drawn(snapshot):
        log = logging.getLogger(LAYOUT_LOGGER)
        for page in (1, 2, 3):
            log.info("Step 5 - Creating layout - Page %d", page)
        seen.append(pages_so_far(pack.pk))
        return real(snapshot)

    real = rendering.render_snapshot
    monkeypatch.setattr(rendering, "render_snapshot", drawn)
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        pack = paper.request()
        paper.render(pack)
        Pack.objects.update(pages=9)
        paper.strand.deliverables.update(title="Another title")
        pack = paper.request()
        changes = Change.objects.count()
        paper.render(pack)
        assert Change.objects.count() - changes == 2, "claimed and rendered, and nothing in between"
    assert [progress.words for progress in seen] == ["Page 1.", "Page 1 of about 9."]
