"""Pages of a long pack: nothing of the snapshot is lost, no heading ends a page, no row is broken."""

import re
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from typing import Any

import page as page_validation
import pytest
import weasyprint
from django.template.loader import render_to_string
from pypdf import PdfReader
from weasyprint.formatting_structure import boxes

from councils.tenancy import council_context
from packs.document import PackDocument, read_document
from packs.models import Snapshot
from packs.parts import Part
from packs.printing import pdf
from packs.printing.figures import figures
from packs.printing.paper import pack_context, pack_html, render_snapshot
from tests.cast import make_cast
from tests.factories import (
    AssignmentFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    PersonFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
)
from tests.packs.paper import make_paper

FOOT = 70
"""Pixels below which a page has only its number."""


@dataclass
class LongPack:
    """One long pack as print and as laid-out pages."""

    snapshot: Snapshot
    document: PackDocument
    printed: bytes
    sheets: list[Any]

    @cached_property
    def text(self) -> str:
        reader = PdfReader(BytesIO(self.printed))
        return _words(" ".join(sheet.extract_text() for sheet in reader.pages))


@pytest.fixture(scope="module")
def long_pack(rolled_back) -> LongPack:
    """Drawn once for all tests here, because none changes it."""
    with rolled_back():
        snapshot = _snapshot()
        document = read_document(snapshot.content)
        return LongPack(snapshot, document, render_snapshot(snapshot).bytes, _laid_out(snapshot, document))


def _snapshot():
    council = make_cast().council
    with council_context(council.id):
        paper = make_paper(council)
        for code in "BCDE":
            strand = StrandFactory(strategy=paper.strand.strategy, code=code, title=f"Aim {code}")
            for number in range(7):
                _deliverable(strand, number)
        top = IndicatorFactory(
            strategy=strand.strategy, kind="heading", title="Pupils who attend", position=5000
        )
        for number in range(8):
            row = IndicatorFactory(
                strategy=strand.strategy, parent=top, depth=1, title=f"Part {number}", position=5001 + number
            )
            if number < 5:
                ReadingFactory(indicator=row, value=number + 0.5)
        return paper.request().snapshot


def _deliverable(strand, number):
    deliverable = DeliverableFactory(
        strand=strand,
        title=f"Agree the joint offer {strand.code}{number} with every school and setting in the area",
        detail=["One named contact", "A page for parents"] if number == 3 else [],
    )
    DuePointFactory(deliverable=deliverable, due_on=f"2016-{6 + number % 6:02}-15")
    for position in range(1 + number % 2):
        AssignmentFactory(deliverable=deliverable, person=PersonFactory(), position=position)
    if number != 6:
        ProgressUpdateFactory(
            deliverable=deliverable,
            rag=("red", "amber", "green")[number % 3],
            reason=f"Reason {strand.code}{number} is that partners still differ." if number % 3 < 2 else "",
        )


def _words(text):
    return " ".join(text.split())


def _said_of(document):
    """Everything that print and page must say."""
    for line in document.summary.deliverables:
        yield from (
            line.title,
            line.narrative,
            line.reason,
            line.path_to_green,
            *line.detail,
            line.disagreement,
        )
        yield from (line.due_words, line.rag.word, line.schedule_rag.word, *line.leads)
    rows = [row for table in figures(document).tables for row in table.rows]
    assert len(rows) == sum(line.holds_something for line in document.summary.indicators)
    for row in rows:
        yield from (row.line.title, row.value, row.line.value_period)
    for recipient in document.summary.recipients:
        yield ", ".join(filter(None, (recipient.name, recipient.sits_on)))


def test_print_and_page_say_all_that_the_snapshot_holds(long_pack, db):
    text, document = long_pack.text, long_pack.document
    context = pack_context(document, sha256=long_pack.snapshot.sha256)
    templates = ["packs/paper/_about.html", *(part.template for part in context["parts"])]
    twin = " ".join(render_to_string(template, context) for template in templates)
    twin = _words(twin.replace("&#x27;", "'"))
    for words in filter(None, map(_words, _said_of(document))):
        assert words in text, words
        assert words in twin, words
    empty = sum(line.holds_values and not line.holds_something for line in document.summary.indicators)
    sentence = f"{empty} of {sum(line.holds_values for line in document.summary.indicators)} indicators"
    assert empty == 3 and sentence in text and sentence in twin


def test_a_sub_row_stands_below_its_parents_name(long_pack):
    text = long_pack.text
    assert "Pupils who attend" in text[: text.index("Part 0")]


def test_a_long_pack_is_accessible(long_pack):
    checked = page_validation.validate_pdf_bytes(long_pack.printed, profile="ua1")
    assert checked.failures == []


def _laid_out(snapshot, document):
    html = pack_html(document, sha256=snapshot.sha256)
    fetcher = pdf._AssetFetcher(pdf._own_assets())
    laid_out = weasyprint.HTML(
        string=html, base_url="asset:", url_fetcher=fetcher, media_type="print"
    ).render()
    return [sheet._page_box for sheet in laid_out.pages]


@pytest.fixture
def sheets(long_pack):
    return long_pack.sheets


def _text(box):
    return "".join(part.text for part in box.descendants() if isinstance(part, boxes.TextBox))


def _paragraphs(sheet):
    """Boxes that hold lines, each with its lines."""
    for box in sheet.descendants():
        if isinstance(box, boxes.BlockContainerBox) and box.element_tag:
            yield box, [line for line in box.children if isinstance(line, boxes.LineBox)]


def _lines(sheet):
    """Lines of the page's body from top to bottom: (place below the top, element, text)."""
    found = [
        (line.position_y, box.element_tag, _text(line)) for box, lines in _paragraphs(sheet) for line in lines
    ]
    return sorted(line for line in found if line[2].strip() and line[0] < sheet.height - FOOT)


def test_no_heading_ends_a_page_and_no_head_of_a_table(sheets):
    assert len(sheets) > 5
    for sheet in sheets:
        place, *_ = last = _lines(sheet)[-1]
        tags = {tag for at, tag, _ in _lines(sheet) if abs(at - place) < 2}
        assert not tags & {"h1", "h2", "h3", "caption"}, last
        heads = [
            box for box in sheet.descendants() if isinstance(box, boxes.TableRowGroupBox) and box.is_header
        ]
        for head in heads:
            assert head.position_y + head.height < place, last


def test_a_heading_has_two_items_before_the_page_ends(sheets):
    for sheet in sheets:
        below = None
        for _, tag, text in _lines(sheet):
            if tag == "h3" and re.match("Strand [B-E]", text):
                below, heading = 0, text
            elif below is not None and tag == "th" and text.startswith("Agree"):
                below += 1
        assert below is None or below >= 2, heading


def test_only_the_last_page_of_a_part_is_less_than_half_full(sheets):
    own_page = Part.PLAIN.word
    for sheet in sheets[1:-1]:
        assert own_page in _text(sheet).replace("\xa0", " ") or _lines(sheet)[-1][0] > sheet.height / 2


def test_a_line_is_not_broken_after_its_first_word(sheets):
    """WeasyPrint does that where a space at the end of a cell does not fit on the line."""
    for sheet in sheets:
        for box, lines in _paragraphs(sheet):
            for line, following in pairwise(lines):
                word, rest = _text(line).strip(), _text(following).strip()
                is_short = " " not in word and line.children[0].width < box.width / 4
                assert not is_short or " " not in rest, (word, rest)
