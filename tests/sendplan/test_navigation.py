"""The page frame: navigation, notices, and error pages that run no query."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from sendplan.navigation import NAVIGATION, frame

ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]


class NoQueries:
    """Stand-in for the signed-in user that fails if it is used, because that would be a query."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"an error page asked for user.{name}")


def request_in(council: object | None, path: str = "/") -> object:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=False)
    request.council = council
    return request


PORTSMOUTH = SimpleNamespace(
    name="Portsmouth", slug="portsmouth", pinned_today=date(2016, 7, 8), deliverable_word="Deliverable"
)


def test_no_council_no_navigation():
    assert frame(request_in(None)) == {"home_url": "", "nav": [], "search_url": ""}


def test_the_navigation_marks_where_the_reader_is():
    request = request_in(PORTSMOUTH)
    request.resolver_match = SimpleNamespace(
        view_name="deliverables:detail", namespace="deliverables", url_name="detail"
    )
    marked = {item.label: item.current for item in frame(request)["nav"]}
    assert set(marked) == {label for label, _ in NAVIGATION}
    assert {label for label, current in marked.items() if current} == {"Deliverables"}
    request.resolver_match = SimpleNamespace(
        view_name="deliverables:my_work", namespace="deliverables", url_name="my_work"
    )
    marked = {item.label: item.current for item in frame(request)["nav"]}
    assert {label: current for label, current in marked.items() if current} == {"My work": "page"}


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("deliverables:owners", set()),
        ("deliverables:single_oversight", {"Boards"}),
        ("strategies:oversight", {"Boards"}),
    ],
)
def test_a_page_about_people_or_boards_is_not_marked_as_one_of_the_plan(name, marked):
    request = request_in(PORTSMOUTH)
    request.resolver_match = SimpleNamespace(
        view_name=name, namespace=name.partition(":")[0], url_name=name.partition(":")[2]
    )
    assert {item.label for item in frame(request)["nav"] if item.current} == marked


def test_the_list_is_called_as_the_council_calls_what_is_in_it():
    council = SimpleNamespace(name="N", slug="n", deliverable_word="Activity")
    labels = [item.label for item in frame(request_in(council))["nav"]]
    assert labels == [{"Deliverables": "Activities"}.get(label, label) for label, _ in NAVIGATION]


def test_a_pinned_day_is_said_on_the_page():
    html = render_to_string("base.html", request=request_in(PORTSMOUTH))
    assert "Training council: today is set to 8 July 2016." in html
    assert '<html lang="en-GB"' in html


def test_the_title_says_error_first():
    form = SimpleNamespace(errors={"rag": ["Select RAG rating"]})
    html = render_to_string("base.html", {"form": form}, request=request_in(PORTSMOUTH))
    assert "<title>Error: " in html


@pytest.mark.parametrize("template", ERROR_PAGES)
def test_an_error_page_asks_the_database_nothing(template):
    request = request_in(PORTSMOUTH)
    request.user = NoQueries()
    html = render_to_string(template, request=request)
    assert html.count("<h1") == 1


def test_who_may_not_do_something_has_the_menu_and_learns_who_can_help():
    html = render_to_string("403.html", request=request_in(PORTSMOUTH, "/portsmouth/keys/"))
    assert 'href="/portsmouth/">Go to the dashboard</a>' in html
    assert html.count("govuk-service-navigation__link") == len(NAVIGATION)
    assert "An administrator of your council can give you a role that does" in html


@pytest.mark.parametrize("template", ERROR_PAGES)
def test_an_error_page_needs_no_request(template):
    assert "<h1" in render_to_string(template)


@pytest.mark.parametrize("template", ["base.html", "account/login.html", *ERROR_PAGES])
def test_no_inline_script_or_style(template):
    html = render_to_string(template, request=request_in(PORTSMOUTH))
    assert " style=" not in html and "<style" not in html and " onclick=" not in html
    assert html.count("<script") == html.count('<script type="module" src=')
