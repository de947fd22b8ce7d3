"""The guide: every page opens for everyone, and its links and pictures lead somewhere."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from guide.pages import FOLDER, guide_page

pytestmark = pytest.mark.django_db

NAMES = [path.stem for path in FOLDER.glob("*.md")]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_without_signing_in_and_leads_somewhere(client, name):
    page = client.get(reverse("guide:page", kwargs={"name": name}))
    assert page.status_code == 200
    html = guide_page(name).html
    assert html.count("<h1") == 1
    for address in re.findall(r'(?:href|src)="(/[^"#]*)', html):
        answer = client.get(address)
        answer.close()
        assert answer.status_code == 200, address
    for target, anchor in re.findall(r'href="(?:/help/([\w-]+)/)?#([\w-]+)"', html):
        assert f'id="{anchor}"' in guide_page(target or name).html, anchor


def test_the_guide_starts_with_its_contents(client):
    page = client.get("/help/").content.decode()
    assert "/help/officers/" in page and "/help/administrators/" in page


@pytest.mark.parametrize(
    "address", ["/help/nothing/", "/help/pictures/nothing.png", "/help/..%2F..%2FREADME/"]
)
def test_what_the_guide_does_not_have_is_404(client, address):
    assert client.get(address).status_code == 404


def test_html_in_the_text_is_not_html(tmp_path, monkeypatch):
    (tmp_path / "bad.md").write_text("# Bad\n\n<script>alert(1)</script> [x](javascript:alert(1))\n")
    monkeypatch.setattr("guide.pages.FOLDER", tmp_path)
    html = guide_page.__wrapped__("bad").html
    assert "<script" not in html and 'href="javascript' not in html


def test_every_page_has_a_link_to_help(cast):
    for address in ("/northport/", "/northport/look/", "/nowhere/"):
        assert 'href="/help/"' in cast.client().get(address).content.decode(), address
    assert 'href="/help/"' in Client().get("/accounts/login/").content.decode()
