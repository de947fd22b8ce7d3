"""`/local/components/`: every piece that pages are made of, in each of its states. On private machines only.

It asks the database nothing and nobody to sign in: what it shows is invented here.
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sendplan.rag import Rag, RagCounts
from sendplan.ui.forms import Checkboxes, GovDateField, PlainErrors, Radios

LONG = (
    "A label that goes on for longer than anybody would wish, because somewhere a council will ask exactly this, "
    "and the page must hold it on a telephone too"
)
RATINGS = [(rag.value, rag.word) for rag in (Rag.RED, Rag.AMBER, Rag.GREEN)]
WORDS = {
    Rag.RED.value: "Will miss its date, or needs a decision",
    Rag.AMBER.value: "May miss its date",
    Rag.GREEN.value: "On course",
}


class FieldsForm(PlainErrors, forms.Form):
    """One field of each kind, without hints."""

    words = forms.CharField(label="A line of words")
    number = forms.IntegerField(
        label="A number", widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"})
    )
    text = forms.CharField(label="A text", widget=forms.Textarea)
    counted = forms.CharField(label="A text with a limit", max_length=200, widget=forms.Textarea)
    choice = forms.ChoiceField(
        label="One of many", choices=[("", "Choose"), ("a", "Answer A"), ("b", "Answer B")]
    )
    rating = forms.ChoiceField(label="One of a few", choices=RATINGS, widget=Radios())
    inline = forms.ChoiceField(
        label="One of two", choices=[("yes", "Yes"), ("no", "No")], widget=Radios(inline=True, small=True)
    )
    several = forms.MultipleChoiceField(label="Any of a few", choices=RATINGS, widget=Checkboxes(small=True))
    told = forms.BooleanField(label="Yes or no")
    due_on = GovDateField(label="A date")
    secret = forms.CharField(label="A password", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    picture = forms.FileField(label="A file", widget=forms.FileInput())


class HintedForm(FieldsForm):
    """The same with a hint each."""

    rating = forms.ChoiceField(label="One of a few", choices=RATINGS, widget=Radios(hints=WORDS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = "What to write here, and where to find it"


class DisabledForm(FieldsForm):
    """The same, not to be changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = True


class LongForm(PlainErrors, forms.Form):
    """Labels and answers that wrap."""

    words = forms.CharField(label=LONG, help_text=LONG)
    rating = forms.ChoiceField(
        label=LONG, choices=[("a", LONG), ("b", "A" * 60)], widget=Radios(hints={"a": LONG}), help_text=LONG
    )
    choice = forms.ChoiceField(label="One of many", choices=[("a", LONG)])


def _forms() -> dict[str, forms.Form]:
    refused = HintedForm({"due_on_day": "30", "due_on_year": "2016"}, auto_id="refused_%s")
    refused.add_error("words", "A second thing that is wrong with it")
    return {
        "plain": FieldsForm(auto_id="plain_%s"),
        "hinted": HintedForm(auto_id="hinted_%s"),
        "refused": refused,
        "disabled": DisabledForm(auto_id="disabled_%s", initial={"words": "As it is", "rating": "green"}),
        "long": LongForm(auto_id="long_%s"),
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
                "Disagreements are settled",
                "2 to do",
                "#tasks",
                "Where stated and schedule rating cannot both be right",
            ),
            ("The pack is released", "Not yet", "", "Once everything above is done"),
        ],
        "heads": {
            "up": SimpleNamespace(url="#sorted", aria_sort="ascending", words="earliest first"),
            "down": SimpleNamespace(url="#sorted", aria_sort="descending", words="latest first"),
            "none": SimpleNamespace(url="#sorted"),
        },
        "day": date(2016, 9, 30),
        "chips": [("#chips", "Strand A"), ("#chips", "Red"), ("#chips", "Due in September 2016")],
    }


def _messages() -> list[Message]:
    return [
        Message(messages.SUCCESS, "D4 changed from Amber to Red."),
        Message(messages.SUCCESS, "D4 changed from Amber to Red.", extra_tags="undo:0"),
        Message(messages.WARNING, "Quarter 1 closes on 15 July 2016. Four deliverables have no update yet."),
    ]


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """All of them on one page."""
    if not settings.LOCAL:
        raise Http404("The components are shown on private machines only.")
    # Banners with Undo and lists that keep their filters ask where the reader is.
    somewhere = SimpleNamespace(
        council=SimpleNamespace(slug="example"), GET=request.GET, get_full_path=request.get_full_path
    )
    context = {"forms": _forms(), "keeps_focus": True, "somewhere": somewhere, "shown": _messages()}
    return render(request, "local/components.html", context | _ratings() | _lists(request))
