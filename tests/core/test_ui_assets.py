"""Files in static/build: complete, free to use, and with the same colours as the RAG ratings."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from core.rag import Rag

ROOT = Path(settings.BASE_DIR)
BUILD = ROOT / "static" / "build"
SHEETS = [BUILD / "app.css", ROOT / "templates" / "packs" / "paper" / "paper.css"]


def written() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in BUILD.glob("app.*s")}


@pytest.mark.parametrize(
    "reserved", ["crest", "crown", "GDS Transport", "#1d70b8", "#1a65a6", "#00ffe0", "#ffdd00"]
)
def test_nothing_reserved_to_gov_uk_is_built(reserved):
    assert written().keys() == {"app.css", "app.js"}
    assert [name for name, text in written().items() if reserved.lower() in text.lower()] == []
    assert [path for path in BUILD.rglob("*") if reserved.lower() in path.name.lower()] == []


def test_every_file_the_style_sheet_names_is_there():
    named = re.findall(r'url\("?([^")]+)', written()["app.css"])
    assert named and all((BUILD / name).is_file() for name in named)


def test_fonts_come_with_their_licence():
    for folder in ("fonts", "pdf-fonts"):
        assert "SIL Open Font License" in (BUILD / folder / "LICENSE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
@pytest.mark.parametrize("rag", Rag)
def test_the_sheets_have_the_colours_of_the_ratings(sheet, rag):
    rules = re.findall(rf"\.rag--{rag.value.replace('_', '-')}\s*\{{([^}}]*)\}}", sheet.read_text())
    assert any(rag.text in rule and rag.fill in rule for rule in rules)


@pytest.mark.parametrize("rag", Rag)
def test_the_shapes_on_paper_have_the_colour_of_the_word(rag):
    shape = ROOT / "templates" / "packs" / "paper" / "shapes" / f"{rag.value.replace('_', '-')}.svg"
    assert rag.text in shape.read_text()


def test_the_lock_names_no_download_address():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages and all("resolved" not in entry and "integrity" in entry for entry in packages.values())


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/static/build/app.css", "/static/build/app.js", "/accounts/login/"])
def test_what_a_browser_asks_for_travels_compressed(client, address):
    plain, packed = client.get(address), client.get(address, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(packed.getvalue())) == len(plain.getvalue())
