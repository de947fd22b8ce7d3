"""Static files: names with a hash that browsers keep for a year, and plain names that they ask about again."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.test import Client, override_settings

BUILD = Path(settings.BASE_DIR) / "static" / "build"
KEPT = "max-age=31536000, public, immutable"


@pytest.mark.parametrize("name", ["build/app.css", "build/app.js", "images/favicon.svg"])
def test_a_page_names_files_by_the_hash_of_their_content(name):
    content = (Path(settings.BASE_DIR) / "static" / name).read_bytes()
    stem, _, ending = name.rpartition(".")
    assert static(name) == f"/static/{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    answer = Client().get(static(name))
    assert (answer.status_code, answer.getvalue()) == (200, content)
    assert answer["Cache-Control"] == KEPT


def test_fonts_have_the_hash_in_the_style_sheet():
    named = re.findall(r'url\("?([^")]+)', (BUILD / "app.css").read_text())
    assert named
    for name in named:
        answer = Client().get(f"/static/build/{name}")
        assert (answer.status_code, answer["Cache-Control"]) == (200, KEPT)
        assert hashlib.sha256(answer.getvalue()).hexdigest()[:12] in name


def test_a_plain_name_is_asked_about_again_after_a_minute():
    answer = Client().get("/static/build/app.css")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "max-age=60, public")
    assert answer.getvalue() == (BUILD / "app.css").read_bytes()
    again = Client().get("/static/build/app.css", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["/static/build/app.000000000000.css", "/static/build/app.css.br"])
def test_a_wrong_hash_and_a_compressed_copy_are_no_addresses(address):
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("name", ["build/app.css", "build/app.js"])
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("identity", None)],
)
def test_the_smallest_copy_that_a_browser_accepts_is_sent(name, accepted, encoding):
    answer = Client().get(static(name), headers={"Accept-Encoding": accepted})
    assert answer.get("Content-Encoding") == encoding
    assert answer["Vary"] == "Accept-Encoding"
    ending = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
    assert answer.getvalue() == (BUILD.parent / f"{name}{ending}").read_bytes()


def test_a_name_without_a_file_stays_as_it_is():
    assert static("build/nothing.css") == "/static/build/nothing.css"


def test_while_developing_names_stay_and_changes_show_at_once(tmp_path):
    folder = tmp_path / "build"
    folder.mkdir()
    with override_settings(DEBUG=True, WHITENOISE_AUTOREFRESH=True, STATICFILES_DIRS=[("build", folder)]):
        assert static("build/app.css") == "/static/build/app.css"
        client = Client()
        for text in (b"a {}", b"b {}"):
            (folder / "app.css").write_bytes(text)
            answer = client.get("/static/build/app.css")
            assert (answer.getvalue(), answer["Cache-Control"]) == (text, "max-age=0, public")
