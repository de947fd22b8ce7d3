"""Component page: every component in each state, without a sign-in and without a query."""

import itertools
import re

import pytest
from django.conf import settings as project
from django.test import Client

from core.rag import Rag
from core.ui.templatetags import ui

TEMPLATES = project.BASE_DIR / "templates"
NOT_PIECES = {
    "breadcrumb_trail",
    "breadcrumbs",
    "day_examples",
    "each",
    "mixes_samples",
    "none_rated",
    "sentence",
}
"""Not shown: breadcrumbs, because the component page is at the top level, words, and questions that templates ask."""


@pytest.fixture
def page(settings, django_assert_num_queries, db):
    settings.LOCAL = True
    with django_assert_num_queries(0):
        response = Client().get("/local/components/")
    assert response.status_code == 200
    return response.content.decode()


def test_elsewhere_there_is_no_such_page(settings):
    settings.LOCAL = False
    assert Client().get("/local/components/", secure=True).status_code == 404


def test_every_tag_is_shown(page):
    shown = "".join(path.read_text() for path in (TEMPLATES / "local").rglob("*.html"))
    missing = {
        name
        for name in [*ui.register.tags, *ui.register.filters]
        if not name.startswith("end") and not re.search(rf"[{{|]%?\s*{name}\b", shown)
    }
    assert missing <= NOT_PIECES


def test_every_rating_is_shown(page):
    assert all(f"rag--{rag.value.replace('_', '-')}" in page for rag in Rag)


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_no_id_stands_twice_and_every_reference_leads_somewhere(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    named = re.findall(r'(?:for|aria-describedby|aria-labelledby|aria-controls)="([^"]+)"', page)
    assert {id_ for names in named for id_ in names.split()} <= set(ids)


def test_the_content_security_policy_has_nothing_to_stop(page):
    assert not re.search(r"\s(style|on[a-z]+)=|<style|<script(?! type=\"module\" src)", page)


def test_a_page_that_shows_errors_and_banners_keeps_its_focus(page):
    for module in ("error-summary", "notification-banner"):
        shown = page.count(f'data-module="govuk-{module}"')
        assert shown and shown == page.count(f'data-module="govuk-{module}" data-disable-auto-focus="true"')
