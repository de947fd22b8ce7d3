"""Service navigation around every page.

Runs no query, because error pages use it too. Pages outside a council have no navigation.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, reverse

from core.words import plural

NAVIGATION = (
    ("Dashboard", "reporting:dashboard"),
    ("My work", "deliverables:my_work"),
    ("Plan", "strategies:list"),
    ("Deliverables", "deliverables:list"),
    ("Indicators", "indicators:list"),
    ("Boards", "boards:list"),
    ("Packs", "packs:list"),
    ("Changes", "history:changes"),
)
BELONGS_ELSEWHERE = {
    "deliverables:owners": "",
    "deliverables:single_oversight": "boards:list",
    **{f"deliverables:{page}": "" for page in ("approvals", "approval", "return_update")},
    "strategies:oversight": "boards:list",
    "packs:cycle": "boards:list",
    "packs:contents": "boards:list",
    **{f"calendars:{page}": "" for page in ("list", "new", "replace", "end")},
    **{f"reminders:{page}": "" for page in ("reminders", "change", "stop")},
    **{
        f"webhooks:{page}": ""
        for page in ("list", "new", "one", "change", "rotate", "on", "off", "remove", "again")
    },
    **{f"public_page:{page}": "" for page in ("settings", "change", "preview", "publish", "edition")},
    **{f"plan_templates:{page}": "strategies:list" for page in ("templates", "start")},
    **{
        f"assessments:{page}": "strategies:list"
        for page in ("assessment", "start", "scale", "criteria", "judge", "correct", "remove_judgement")
    },
    **{
        f"returns:{page}": "strategies:list"
        for page in (
            *("submissions", "add_submission", "submission", "change_submission", "remove_submission"),
            *("step", "comments", "answer"),
        )
    },
    **{
        f"evidence:{page}": "strategies:list"
        for page in (
            *("list", "add", "evidence", "change", "links", "remove"),
            *("inspection", "add_area", "change_area", "area_items", "remove_area"),
        )
    },
    **{
        f"minutes:{page}": "boards:list"
        for page in (
            *("meeting", "attendance", "confirm", "answer", "list"),
            *("entry", "change", "remove", "state", "correct"),
        )
    },
    **{
        f"voice:{page}": "boards:list"
        for page in (
            *("list", "comment", "answer", "close", "open_again", "withdraw"),
            *("on_deliverable", "on_indicator", "on_pack"),
        )
    },
    **{
        f"voice:{page}": "strategies:list"
        for page in ("said", "add_said", "change_said", "publish_said", "withdraw_said", "remove_said")
    },
    **{f"risks:{page}": "strategies:list" for page in ("list", "scale", "add", "risk", "change", "remove")},
    **{f"money:{page}": "strategies:list" for page in ("list", "add", "change", "remove")},
    **{
        f"plan_files:{page}": "strategies:list"
        for page in ("imports", "import", "columns", "names", "rows", "confirm", "delete", "plan_pdf")
    },
    **{
        f"plan_versions:{page}": "strategies:list"
        for page in (
            *("list", "table", "add", "compare", "version", "change", "steps", "delete", "circulate"),
            *("decide", "take_back", "to_draft", "withdraw", "publish", "read"),
        )
    },
}
"""Pages of one room that belong to the link of another, or to none: people are at the foot of the page."""


@dataclass(frozen=True)
class NavItem:
    """One link of the service navigation. `current` is its aria-current value, "" for none."""

    label: str
    url: str
    current: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `home_url`, `nav` and `search_url`, all empty outside a council's pages."""
    council = getattr(request, "council", None)
    if council is None:
        return {"home_url": "", "nav": [], "search_url": ""}
    match = getattr(request, "resolver_match", None)
    here = _section(match) if match else ""
    exact = match.view_name if match else ""
    nav = [
        NavItem(
            _label(label, name, council), url, "page" if name == exact else "true" if name == here else ""
        )
        for label, name in NAVIGATION
        if (url := council_url(name, council.slug))
    ]
    return {
        "home_url": council_url("reporting:dashboard", council.slug),
        "nav": nav,
        "search_url": council_url("search:results", council.slug),
    }


def _label(label: str, name: str, council: Any) -> str:
    """The link's words: the list of deliverables has the council's own word, which came with the council."""
    return plural(council.deliverable_word) if name == "deliverables:list" else label


def council_url(name: str, slug: str) -> str:
    """URL of a council's page, or "" if this deployment does not have the page."""
    try:
        return reverse(name, kwargs={"council": slug})
    except NoReverseMatch:
        return ""


def _section(match: ResolverMatch) -> str:
    """View name of the navigation link that a page belongs to, or ""."""
    names = {name for _, name in NAVIGATION}
    if match.view_name in names:
        return match.view_name
    if match.view_name in BELONGS_ELSEWHERE:
        return BELONGS_ELSEWHERE[match.view_name]
    listing = f"{match.namespace}:list"
    return listing if listing in names else ""
