"""Pack from a frozen quarter: its content, its accessibility, and that it is always the same."""

from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from councils.tenancy import council_context
from packs.printing.paper import file_name, render_snapshot
from tests.cast import make_cast
from tests.packs.paper import make_paper


@pytest.fixture
def paper(cast, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    with council_context(cast.council.id):
        yield make_paper(cast.council)


@pytest.fixture(scope="module")
def drawn_twice(rolled_back):
    """PDFs of two packs from the same quarter, drawn once for all tests here."""
    with rolled_back():
        council = make_cast().council
        with council_context(council.id):
            paper = make_paper(council)
            return [render_snapshot(paper.request().snapshot) for _ in range(2)]


@pytest.fixture
def pdf(drawn_twice):
    return drawn_twice[0]


def text_of(pdf):
    return " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(pdf.bytes)).pages).split())


def test_the_pack_is_accessible(pdf):
    found = page.validate_pdf_bytes(pdf.bytes, profile="ua1")
    assert (found.is_compliant, list(found.failures)) == (True, [])


def test_the_pack_says_what_the_board_has_to_know(pdf):
    text = text_of(pdf)
    for words in (
        "SEND Board pack",
        "Quarter 1 2016–17 (April to June 2016)",
        "8 July 2016",
        "Overall red: 1 red, 1 amber, 2 green and 1 not rated.",
        "A venue fell through.",
        "Book another.",
        "Stated RAG is green but schedule RAG is red.",
        "Red, was green in Q4 2015–16",
        "Reader 0, SEND Board",
        "Secondary indicators",
        "Training council",
        "Sample",
    ):
        assert words in text, words


def test_the_same_snapshot_gives_the_same_bytes(drawn_twice):
    one, other = drawn_twice
    assert one is not other
    assert one.sha256 == other.sha256


def test_the_file_is_named_after_council_board_and_quarter(paper):
    pack = paper.request()
    assert file_name(pack) == "northport-send-board-2016-17-Q1.pdf"
    pack.edition = 2
    assert file_name(pack) == "northport-send-board-2016-17-Q1-edition-2.pdf"
