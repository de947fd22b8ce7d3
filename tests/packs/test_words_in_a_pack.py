"""What people wrote and what sendplan adds to it are told apart in print, on the page of a pack and in its email."""

import re

import pytest
from django.template.loader import render_to_string

from councils.tenancy import council_context
from deliverables.models import ProgressUpdate
from packs.document import read_document
from packs.paper import pack_context
from tests.packs.paper import make_paper

WRITTEN = {
    "reason": "Staff vacancies",
    "path_to_green": "Two posts are filled in May",
    "narrative": "Half way",
}


@pytest.fixture
def context(cast, no_queue):
    """The paper's red, amber and green deliverables are written without full stops. One of five is not rated."""
    with council_context(cast.council.id):
        paper = make_paper(cast.council)
        ProgressUpdate.objects.filter(period=paper.period).update(**WRITTEN)
        snapshot = paper.request().snapshot
        document = read_document(snapshot.content)
        return pack_context(document, sha256=snapshot.sha256) | {"document": document}


def said(template, context):
    page = render_to_string(template, context)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("paper", [True, False])
def test_red_and_amber_say_one_thing_after_the_other(context, paper):
    page = said("packs/paper/_attention.html", context | {"paper": paper})
    assert "Staff vacancies. Red, was green in Q4 2015–16." in page
    assert "Two posts are filled in May. Forecast: " in page


def test_the_appendix_says_one_thing_after_the_other(context):
    page = said("packs/paper/_deliverables.html", context)
    assert "Half way. Why: Staff vacancies. Path to green: Two posts are filled in May. Forecast: " in page


@pytest.mark.parametrize("kind", ["txt", "html"])
def test_the_email_says_one_thing_after_the_other(context, kind):
    mail = said(f"emails/pack/body.{kind}", context)
    assert "Staff vacancies. Path to green: Two posts are filled in May. Forecast: " in mail


def test_a_strand_says_how_many_of_its_parts_are_rated(context):
    page = said("packs/paper/_glance.html", context | {"paper": True})
    assert "Overall: Red 4 of 5 rated" in page  # on a line of its own
