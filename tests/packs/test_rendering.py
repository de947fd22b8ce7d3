"""Result of an attempt to render a pack, and of one that another worker has taken over."""

from datetime import timedelta
from uuid import uuid4

import pytest

from councils.files import read_pdf
from councils.models import Change
from councils.tenancy import council_context
from packs import actions
from packs.models import Delivery, Pack
from packs.rendering import ACTOR, LEASE, Rendering
from packs.states import PackState
from tests.factories import BoardFactory, ProgressUpdateFactory
from tests.packs.paper import NOW, make_paper, without_drawing

LATER = NOW + timedelta(seconds=30)


@pytest.fixture
def paper(cast, settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    with council_context(cast.council.id):
        yield make_paper(cast.council)


@pytest.fixture
def cannot_draw(monkeypatch):
    monkeypatch.setattr("packs.rendering.render_snapshot", lambda snapshot: 1 / 0)
    monkeypatch.setattr("random.random", lambda: 0.0)


def claim(paper, pack):
    return Rendering.claim(paper.council.id, pack.pk, now=NOW)


def run(paper, pack):
    rendering = claim(paper, pack)
    went_out = rendering.run(clock=lambda: LATER)
    pack.refresh_from_db()
    return went_out


def verbs():
    found = Change.objects.filter(table="reporting_pack").order_by("seq").values_list("verb", "actor")
    return list(dict.fromkeys(found))


def another_edition(paper):
    ProgressUpdateFactory(deliverable__strand=paper.strand, period=paper.period, rag="amber")
    return paper.request()


def test_a_claim_says_until_when_and_how_often(paper):
    pack = paper.request()
    rendering = claim(paper, pack)
    pack.refresh_from_db()
    assert (pack.state, pack.attempts, pack.progress) == (PackState.RENDERING, 1, "Making the PDF")
    assert (pack.lease_until, pack.lease_holder) == (NOW + LEASE, rendering.holder)
    assert (rendering.council_id, rendering.pack) == (paper.council.id, pack)
    assert claim(paper, pack) is None


def test_a_claim_takes_only_the_pack_that_is_meant(paper):
    first = paper.request()
    Pack.objects.filter(pk=first.pk).update(state=PackState.RENDERING)
    second = another_edition(paper)
    Pack.objects.filter(pk=first.pk).update(state=PackState.FROZEN)
    claim(paper, second)
    assert Pack.objects.get(pk=first.pk).state == PackState.FROZEN


def test_everything_about_the_file_is_stored_and_the_claim_is_over(paper):
    pack = paper.request()
    Pack.objects.update(error="Out of paper", next_attempt_at=NOW)
    assert run(paper, pack) is False
    assert (pack.state, pack.rendered_at) == (PackState.RENDERED, LATER)
    assert read_pdf(paper.council, pack.pdf_sha256) == b"%PDF-1.7 small"
    assert (pack.pdf_bytes, pack.pages, pack.made_with) == (14, 1, "a test")
    assert (pack.lease_until, pack.lease_holder, pack.next_attempt_at) == (None, None, None)
    assert (pack.progress, pack.error) == ("", "")
    assert verbs()[-2:] == [("pack.rendering", ACTOR), ("pack.rendered", ACTOR)]


def test_a_worker_that_lost_its_claim_stores_nothing(paper):
    pack = paper.request(release=True)
    rendering = claim(paper, pack)
    Pack.objects.update(lease_holder=uuid4())
    assert rendering.run(clock=lambda: LATER) is False
    pack.refresh_from_db()
    assert (pack.state, pack.pdf_sha256, Delivery.objects.count()) == (PackState.RENDERING, "", 0)


def test_a_worker_that_lost_its_claim_records_no_failure(paper, cannot_draw):
    pack = paper.request()
    for attempts in (1, 3):
        Pack.objects.update(state=PackState.FROZEN, attempts=attempts - 1)
        rendering = claim(paper, pack)
        Pack.objects.update(lease_holder=uuid4())
        rendering.run(clock=lambda: LATER)
        pack.refresh_from_db()
        assert (pack.state, pack.error) == (PackState.RENDERING, "")


def test_it_goes_out_when_that_was_asked_with_it(paper):
    pack = paper.request(release=True)
    assert run(paper, pack) is True
    assert (pack.state, pack.released_at, pack.released_by) == (PackState.RELEASED, LATER, "sendplan")


def test_it_waits_when_nobody_asked(paper):
    pack = paper.request()
    assert run(paper, pack) is False
    assert (pack.state, pack.released_at) == (PackState.RENDERED, None)


def test_a_newer_edition_that_was_cancelled_sets_nothing_aside(paper, cast):
    pack = paper.request(release=True)
    Pack.objects.update(state=PackState.RENDERING)
    newer = another_edition(paper)
    actions.cancel_pack(pack=newer, by=cast.actor())
    Pack.objects.filter(pk=pack.pk).update(state=PackState.FROZEN)
    assert run(paper, pack) is True
    assert pack.state == PackState.RELEASED


def test_a_newer_edition_of_another_quarter_sets_nothing_aside(paper):
    pack = paper.request(release=True)
    other = paper.request(period=type(paper.period).objects.get(label="2015-16-Q4"))
    Pack.objects.filter(pk=other.pk).update(edition=2)
    assert run(paper, pack) is True


def test_a_newer_edition_of_another_board_sets_nothing_aside(paper):
    pack = paper.request(release=True)
    Pack.objects.filter(pk=another_edition(paper).pk).update(board=BoardFactory())
    Pack.objects.filter(pk=pack.pk).update(state=PackState.FROZEN)
    assert run(paper, pack) is True


def test_an_overtaken_edition_is_drawn_and_set_aside(paper):
    pack = paper.request(release=True)
    Pack.objects.update(state=PackState.RENDERING)
    newer = another_edition(paper)
    Pack.objects.filter(pk=pack.pk).update(state=PackState.FROZEN)
    assert run(paper, pack) is False
    assert (pack.state, Pack.objects.get(pk=newer.pk).state) == (PackState.SUPERSEDED, PackState.FROZEN)


def test_a_failure_is_tried_again_after_a_minute_and_then_five(paper, cannot_draw):
    pack = paper.request()
    for minutes in (1, 5):
        run(paper, pack)
        assert (pack.state, pack.progress) == (PackState.FROZEN, "")
        assert (pack.lease_until, pack.lease_holder) == (None, None)
        assert pack.next_attempt_at == LATER + timedelta(minutes=minutes)
        assert str(pack.public_id) in pack.error and "ZeroDivisionError" not in pack.error
    run(paper, pack)
    assert (pack.state, pack.progress) == (PackState.FAILED, "")
    assert (pack.lease_until, pack.lease_holder) == (None, None)
    assert str(pack.public_id) in pack.error and "ZeroDivisionError" not in pack.error
    assert verbs()[-2:] == [("pack.rendering", ACTOR), ("pack.render_failed", ACTOR)]


def test_a_file_that_cannot_be_kept_is_a_failure(paper, monkeypatch, caplog):
    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("packs.rendering.store_pdf", full)
    pack = paper.request(release=True)
    assert run(paper, pack) is False
    assert (pack.state, Delivery.objects.count()) == (PackState.FROZEN, 0)
    assert str(pack.public_id) in pack.error and "OSError" not in pack.error
    assert f"Pack {pack.public_id} could not be rendered: OSError." in caplog.text
