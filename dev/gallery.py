"""`/local/components/`: every component in each of its states. In local mode only.

It makes no query and needs no sign-in. The values it shows are made up here.
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.overall_rag import RagCounts
from core.rag import Rag
from core.ui.timeline import TimelineEntry

from .gallery_forms import LONG, DisabledForm, FieldsForm, HintedForm, LongForm, PanelForm


def _forms() -> dict[str, Any]:
    refused = HintedForm({"due_on_day": "30", "due_on_year": "2016"}, auto_id="refused_%s")
    refused.add_error("words", "A second thing that is wrong with it")
    return {
        "plain": FieldsForm(auto_id="plain_%s"),
        "hinted": HintedForm(auto_id="hinted_%s"),
        "refused": refused,
        "disabled": DisabledForm(auto_id="disabled_%s", initial={"words": "As it is", "rating": "green"}),
        "long": LongForm(auto_id="long_%s"),
        "panel": PanelForm(auto_id="panel_%s", initial={"words": "autism", "rating": ["red"]}),
    }


def _ratings() -> dict[str, Any]:
    return {
        "rags": list(Rag),
        "bars": [
            ("All five", RagCounts(2, 3, 8, 4, 3)),
            ("Thin", RagCounts(1, 1, 96, 1, 1)),
            ("One state", RagCounts(green=7)),
            ("Two of many", RagCounts(amber=1, complete=40)),
            ("Empty", RagCounts()),
        ],
    }


def _lists(request: HttpRequest) -> dict[str, Any]:
    many = Paginator(range(950), 50)
    return {
        "pages": [
            ("First page", many.page(1)),
            ("A page between", many.page(9)),
            ("Last page", many.page(19)),
        ],
        "facts": [
            ("Lead", "Amara Oyelaran"),
            ("Due", "30 September 2016"),
            ("Number", 0),
            ("Reports to", ""),
        ],
        "changeable": [("Lead", "Amara Oyelaran", "#change"), ("Due", "", "#change"), ("Strand", "A")],
        "tasks": [
            ("Updates are in", "Done", "#tasks"),
            (
                "Disagreements are resolved",
                "2 to do",
                "#tasks",
                "Where stated and schedule RAG disagree",
            ),
            ("The pack is released", "Not yet", "", "Once everything above is done"),
        ],
        "heads": {
            "up": SimpleNamespace(url="#sorted", aria_sort="ascending", words="earliest first"),
            "down": SimpleNamespace(url="#sorted", aria_sort="descending", words="latest first"),
            "none": SimpleNamespace(url="#sorted"),
        },
        "day": date(2016, 9, 30),
        "trend": [(date(2016, month, 1), value) for month, value in ((1, 76), (4, 79), (7, 78), (10, 82.5))],
        "chips": [("#chips", "Strand A"), ("#chips", "Red"), ("#chips", "Due in September 2016")],
    }


def _entries() -> list[TimelineEntry]:
    return [
        TimelineEntry(
            title="Q1 2016–17",
            who="Amara Oyelaran",
            on=date(2016, 7, 6),
            rag=Rag.RED,
            rated="Stated",
            sample=True,
            aside="After the cut-off",
            lines=(("", "Work has stopped for now."), ("Why", "The lead post is vacant.")),
        ),
        TimelineEntry(
            "Due date moved from Jun 2016 to Sep 2016",
            "Tomas Birch",
            date(2016, 5, 12),
            lines=(("Why", LONG),),
        ),
        TimelineEntry("Led by Amara Oyelaran", "Tomas Birch", date(2016, 4, 1)),
    ]


def _messages() -> list[Message]:
    return [
        Message(messages.SUCCESS, "D4 changed from Amber to Red."),
        Message(messages.SUCCESS, "D4 changed from Amber to Red.", extra_tags="undo:0"),
        Message(
            messages.WARNING, "The cut-off for quarter 1 is 15 July 2016. 4 deliverables have no update yet."
        ),
    ]


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show all components on one page."""
    if not settings.LOCAL:
        raise Http404("Components are only shown on private machines.")
    # Banners with Undo and lists that keep their filters read the address from the request.
    somewhere = SimpleNamespace(
        council=SimpleNamespace(slug="example"), GET=request.GET, get_full_path=request.get_full_path
    )
    context = {
        "forms": _forms(),
        "keeps_focus": True,
        "somewhere": somewhere,
        "shown": _messages(),
        "entries": _entries(),
    }
    return render(request, "local/components.html", context | _ratings() | _lists(request))
