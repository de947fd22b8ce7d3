"""PDF of a pack: readable by everyone, the same each time, and fetching nothing."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO

import page as page_validation
import pikepdf
import pytest
from pypdf import PdfReader

from core.overall_rag import RagCounts
from core.rag import Rag
from core.ui.charts import rag_bar
from packs.printing import pdf
from packs.printing.pdf import AssetsNotBuilt, RenderedPdf, render_pdf

FROZEN = datetime(2016, 7, 8, 12, tzinfo=UTC)


def tag(rag: Rag) -> str:
    return f'<strong class="rag rag--{rag.value.replace("_", "-")}">{rag.word}</strong>'


def document(rows: int = 60, extra: str = "") -> str:
    """A small pack: cover, bar with title, an exception, a table over several pages, links."""
    ratings = list(Rag)
    body = "".join(
        f'<tr><th scope="row">A{n} Joint plan</th><td class="nowrap">Sep 2016</td>'
        f'<td>{tag(ratings[n % 5])}</td><td class="numeric">{n}%</td>'
        f'<td>Under way. <em>Agreed</em> with partners. <span class="sample">Sample</span></td></tr>'
        for n in range(rows)
    )
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("Deliverable", "Due", "Rating", "Done", "Words")
    )
    return f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>SEND Board pack</title>
    <link rel="stylesheet" href="asset:paper.css"></head><body>
    <div class="cover"><p class="council">Portsmouth</p><h1 class="pack-name">SEND Board pack</h1></div>
    <section class="new-page"><h2>At a glance</h2>
    <p>See <a href="https://example.org/portsmouth/">the dashboard</a> or <a href="#all">all of them</a>.</p>
    <ul class="figures"><li class="figure"><span class="figure__number">3</span> overdue</li></ul>
    <figure>{rag_bar(RagCounts(red=2, green=5), title="Ratings", width=960, uid="a", patterns=True)}
    <figcaption>Two red, five green.</figcaption></figure>
    <div class="exception"><h3>A1 Joint plan</h3><p>{tag(Rag.AMBER)} The partner left.</p></div></section>
    <section class="new-page" id="all"><h2>Deliverables</h2>
    <table><caption>Deliverables</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></section>
    {extra}</body></html>"""


@pytest.fixture(scope="module")
def rendered() -> RenderedPdf:
    return render_pdf(document(), assets={}, frozen_at=FROZEN)


def elements(tree: pikepdf.Object) -> list[pikepdf.Dictionary]:
    kids = tree.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    found = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return found + [inner for kid in found for inner in elements(kid)]


def test_it_is_accessible(rendered):
    checked = page_validation.validate_pdf_bytes(rendered.bytes, profile="ua1")
    assert checked.failures == []
    assert checked.is_compliant


def test_its_pages_and_words_can_be_read(rendered):
    reader = PdfReader(BytesIO(rendered.bytes))
    assert len(reader.pages) == rendered.pages > 3
    words = reader.pages[2].extract_text()
    assert "A3 Joint plan" in words and f"Page 3 of {rendered.pages}" in words
    assert "Deliverable" in reader.pages[3].extract_text()  # the table's head is repeated


def test_header_cells_say_what_they_head(rendered):
    with pikepdf.open(BytesIO(rendered.bytes)) as opened:
        scopes = [str(cell.A.Scope) for cell in elements(opened.Root.StructTreeRoot) if cell.S == "/TH"]
    assert scopes.count("/Row") == 60
    assert scopes.count("/Column") >= 5


def test_links_print_and_feet_are_pagination(rendered):
    with pikepdf.open(BytesIO(rendered.bytes)) as opened:
        links = [link for sheet in opened.pages for link in sheet.get("/Annots", [])]
        assert len(links) == 2 and all(link.F == 4 for link in links)
        feet = [sheet.Contents.read_bytes().count(b"/Type /Pagination") for sheet in opened.pages]
    assert feet == [2] * rendered.pages


def test_it_carries_our_font_alone(rendered):
    with pikepdf.open(BytesIO(rendered.bytes)) as opened:
        fonts = {
            str(font.BaseFont) for sheet in opened.pages for font in sheet.Resources.get("/Font", {}).values()
        }
    assert fonts and all("+Atkinson-Hyperlegible-Next" in name for name in fonts)


def test_another_process_makes_the_same_bytes(rendered, tmp_path):
    source = tmp_path / "pack.html"
    source.write_text(document(), encoding="utf-8")
    program = (
        "import django, json, sys; from datetime import datetime; django.setup();"
        "from packs.printing.pdf import render_pdf;"
        "made = render_pdf(open(sys.argv[1], encoding='utf-8').read(), assets={},"
        " frozen_at=datetime.fromisoformat(sys.argv[2])); print(json.dumps([made.sha256, made.made_with]))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(source), FROZEN.isoformat()],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "sendplan.settings", "PYTHONHASHSEED": "7"},
        check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert json.loads(answer.stdout) == [rendered.sha256, rendered.made_with]


def test_it_says_what_made_it(rendered):
    assert rendered.made_with.startswith("WeasyPrint ")
    assert "harfbuzz-subset" in rendered.made_with or "fontTools" in rendered.made_with


def test_the_environment_is_left_as_it_was(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12345")
    render_pdf(document(rows=1), assets={}, frozen_at=FROZEN)
    assert os.environ["SOURCE_DATE_EPOCH"] == "12345"


def test_the_callers_assets_are_drawn():
    dot = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    image = '<p><img src="asset:logo.svg" alt="Logo of Portsmouth"></p>'
    made = render_pdf(
        document(rows=1, extra=image), assets={"logo.svg": (dot, "image/svg+xml")}, frozen_at=FROZEN
    )
    with pikepdf.open(BytesIO(made.bytes)) as opened:
        figures = [part for part in elements(opened.Root.StructTreeRoot) if part.S == "/Figure"]
        assert "Logo of Portsmouth" in [str(figure.get("/Alt")) for figure in figures]


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "https://example.org/x.png", "data:image/png;base64,AA", "asset:unknown.png"],
)
def test_other_addresses_are_refused_and_logged_and_the_pack_still_comes(address, caplog):
    made = render_pdf(
        document(rows=1, extra=f'<p><img src="{address}" alt="Logo"></p>'), assets={}, frozen_at=FROZEN
    )
    assert made.pages == 3
    errors = [record.getMessage() for record in caplog.records if record.name == "packs.printing.pdf"]
    assert errors == [f"A pack asked for an address it may not have: {address}"]


def test_missing_fonts_are_one_clear_sentence(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    pdf._own_assets.cache_clear()
    try:
        with pytest.raises(AssetsNotBuilt, match="npm run build"):
            render_pdf(document(rows=1), assets={}, frozen_at=FROZEN)
    finally:
        pdf._own_assets.cache_clear()
