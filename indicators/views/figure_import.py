"""Import figures from a spreadsheet: send it, check each cell, save."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.refusals import ChangeRefused
from core.ui.editing import undo_message
from core.words import count_words
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..actions import Written, save_figures
from ..forms.figure_import import FigureCheck, FigureFileForm
from .pages import trail_to

MOST_SHOWN = 300
"""Cells of each kind that the check lists. It counts the others."""


@require_http_methods(["GET", "HEAD", "POST"])
def import_figures(request: CouncilRequest, council: str) -> HttpResponse:
    """Take a spreadsheet of figures, show what it would change, and save that after it was seen."""
    require(request.actor, Permission.INDICATORS_RECORD)
    sent = request.method == "POST"
    form = FigureFileForm(request.POST if sent else None, request.FILES if sent else None)
    if not sent or not form.is_valid():
        return _upload(request, form)
    check = FigureCheck(form.sheet, today=request.today)
    if request.POST.get("step") != "save":
        return _check(request, form, check)
    if not check.is_as_seen(request.POST.get("seen", "")):
        why = "The figures have changed since you checked them. This is what saving would do now."
        return _check(request, form, check, why, status=409)
    said = check.said(sure="sure" in request.POST)
    if not said:
        return _check(request, form, check, "There is nothing to save.", status=422)
    try:
        written = save_figures(said=said, by=request.actor, today=request.today)
    except ChangeRefused as refused:
        return _check(request, form, check, " ".join(refused.problems.values()), status=422)
    undo_message(request, _saved_words(written))
    return redirect(reverse("indicators:list", kwargs={"council": council}))


def _saved_words(written: Written) -> str:
    counts = {"recorded": written.recorded, "corrected": written.corrected, "removed": written.removed}
    done = [f"{count_words(number, 'figure')} {verb}" for verb, number in counts.items() if number]
    if written.not_expected:
        done.append(f"{count_words(written.not_expected, 'row')} without an expected figure")
    return f"From the spreadsheet: {', '.join(done)}."


def _upload(request: CouncilRequest, form: FigureFileForm) -> HttpResponse:
    context = {
        "form": form,
        "trail": [*trail_to(request), "Import figures"],
        "back_url": reverse("indicators:list", kwargs={"council": request.council.slug}),
    }
    return render(request, "indicators/figure_upload.html", context, status=422 if form.is_bound else 200)


def _check(
    request: CouncilRequest, form: FigureFileForm, check: FigureCheck, refusal: str = "", status: int = 200
) -> HttpResponse:
    here = reverse("indicators:import", kwargs={"council": request.council.slug})
    context = {
        "check": check,
        "lists": [
            (title, cells[:MOST_SHOWN], max(len(cells) - MOST_SHOWN, 0))
            for title, cells in (
                ("Cells with an error", check.wrong),
                ("Figures that look wrong", check.doubted),
                ("Changed figures", check.changed),
                ("New figures", check.new),
            )
            if cells
        ],
        "text": form.cleaned_data["text"],
        "refusal": refusal,
        "back_url": here,
        "trail": [*trail_to(request), "Import figures", here, "Check"],
    }
    return render(request, "indicators/figure_check.html", context, status=status)
