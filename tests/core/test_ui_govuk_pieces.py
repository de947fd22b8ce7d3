"""Components other than form fields match GOV.UK Frontend's examples."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from tests.core.govuk import comparable, example, skeletons

ADDRESS = frozenset({"href"})


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def without_arrows(html: str) -> str:
    """Remove GOV.UK's arrows. Ours only have the words “Previous” and “Next”."""
    return re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("name", ["default", "without links", "mixed with and without links"])
def test_error_summary(name):
    found = example("error-summary", name)
    options = found["options"]
    form = forms.Form({})
    for number, error in enumerate(options["errorList"]):
        target = error.get("href", "").removeprefix("#")
        widget = forms.TextInput({"id": target}) if target else forms.HiddenInput()
        form.fields[f"field{number}"] = forms.CharField(required=False, widget=widget)
    form.full_clean()
    for number, error in enumerate(options["errorList"]):
        form.add_error(f"field{number}", error["text"])
    html = render("{% error_summary form %}", form=form)
    assert comparable(html) == comparable(found["html"])


@pytest.mark.parametrize(("name", "number"), [("first page", 1), ("default", 2), ("last page", 3)])
def test_pagination(name, number):
    page = Paginator(range(3), 1).page(number)
    html = render("{% pagination page 'Pagination' %}", page=page, request=RequestFactory().get("/"))
    expected = comparable(without_arrows(example("pagination", name)["html"]), without=ADDRESS)
    assert comparable(html, without=ADDRESS) == expected


@pytest.mark.parametrize(
    "name", ["with last breadcrumb as current page", "with collapse on mobile", "with one level"]
)
def test_breadcrumbs(name):
    found = example("breadcrumbs", name)
    items = [(item["text"], item.get("href", "")) for item in found["options"]["items"]]
    trail = [part for item in items for part in item if part]
    html = render(f"{{% breadcrumbs {' '.join(f'trail.{at}' for at in range(len(trail)))} %}}", trail=trail)
    assert comparable(html) == comparable(found["html"])


@pytest.mark.parametrize(
    "name", ["default", "with type as success", "auto-focus disabled, with type as success"]
)
def test_banner(name):
    found = example("notification-banner", name)
    options = found["options"]
    level = messages.SUCCESS if options.get("type") == "success" else messages.WARNING
    context = {"messages": [Message(level, options["text"])], "keeps_focus": options.get("disableAutoFocus")}
    html = render_to_string("components/messages.html", context)
    assert comparable(html) == comparable(found["html"])


def test_summary_list():
    found = example("summary-list", "with falsy values")
    rows = [(row["key"]["text"], row["value"]["text"]) for row in filter(None, found["options"]["rows"])]
    assert comparable(render("{% summary_list rows %}", rows=rows)) == comparable(found["html"])


def test_summary_list_with_a_change():
    """Our link also tells screen readers what it changes."""
    html = render("{% summary_list rows %}", rows=[("Name", "Sarah Philips", "#")])
    html = html.replace('<span class="govuk-visually-hidden"> Name</span>', "")
    given = example("summary-list", "single action with anchor")["html"]
    assert skeletons(html, "govuk-summary-list") == skeletons(given, "govuk-summary-list")


def test_summary_list_in_which_some_can_be_changed():
    html = render("{% summary_list rows %}", rows=[("Name", "Sarah Philips", "#"), ("Due", "2016")])
    given = example("summary-list", "with some actions")["html"]
    unchangeable = skeletons(html, "govuk-summary-list__row--no-actions")
    assert unchangeable == skeletons(given, "govuk-summary-list__row--no-actions")[:1]


def test_task_list():
    found = example("task-list", "with hint text and additional states")
    tasks = [
        (item["title"]["text"], "-", item.get("href", ""), item.get("hint", {}).get("text", ""))
        for item in found["options"]["items"]
    ]
    states = re.sub(r"<strong.*?</strong>", "-", found["html"], flags=re.DOTALL)
    states = states.replace("Completed", "-").replace("Cannot start yet", "-")
    assert comparable(render("{% task_list tasks %}", tasks=tasks)) == comparable(states)


# --- HTML written by hand: the page frame, and the components on the component page ---


def test_the_skip_link_and_the_navigation_of_the_frame():
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=False)
    request.council = SimpleNamespace(name="Northport", slug="northport", deliverable_word="Deliverable")
    request.resolver_match = SimpleNamespace(view_name="boards:list", namespace="boards", url_name="list")
    html = render_to_string("base.html", request=request)
    for component, name in [
        ("skip-link", "default"),
        ("service-navigation", "with navigation with a current item"),
    ]:
        theirs = skeletons(example(component, name)["html"], f"govuk-{component}")
        assert [kinds(one) for one in skeletons(html, f"govuk-{component}")] == [kinds(one) for one in theirs]


def kinds(skeleton: str) -> set[str]:
    """The set of elements, independent of the number of menu entries."""
    return set(skeleton.splitlines())


@pytest.mark.parametrize(
    ("component", "name"),
    [("button", "default"), ("button", "secondary"), ("button", "warning"), ("details", "default"),
     ("inset-text", "default"), ("warning-text", "default")],
)  # fmt: skip
def test_a_piece_written_by_hand(component, name, settings):
    settings.LOCAL = True
    page = Client().get("/local/components/").content.decode()
    theirs = example(component, name)["html"]
    assert skeletons(theirs, f"govuk-{component}")[0] in skeletons(page, f"govuk-{component}")


def test_the_table_has_the_parts_of_theirs(settings):
    settings.LOCAL = True
    page = Client().get("/local/components/").content.decode()
    theirs = example("table", "with firstCellIsHeader true")["html"]
    assert kinds(skeletons(theirs, "govuk-table")[0]) <= {
        *kinds(skeletons(page, "govuk-table")[0]),
        '<th class="govuk-table__header" scope="col">',
    }
