"""Pages that record one value or one target of an indicator, and rate the confidence in a target."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from core.periods import Period, words_for_date
from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_reading, get_row, get_target
from ..actions import rate_confidence, remove_reading, remove_target, save_reading, set_target
from ..actions.values import cut_off_passed
from ..columns import facts_of, target_facts_of
from ..forms import ConfidenceForm, ReadingForm, RemoveForm, TargetForm
from ..forms.values import posted_period
from ..models import Indicator, Reading, Target
from ..summaries import figure_words, indicator_states, target_words
from .pages import page_url, posted, trail_to


@require_http_methods(["GET", "HEAD", "POST"])
def value(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    """Record the value for a period. If the period already has one, it is shown and corrected. `?period=` is chosen."""
    require(request.actor, Permission.INDICATORS_RECORD)
    row = get_row(indicator, lock=request.method == "POST")
    period = posted_period(request.POST if request.method == "POST" else request.GET)
    readings = {each.period: each for each in Reading.objects.filter(indicator=row).latest_first()}
    saved = readings.get(period.token) if period else None
    known = list(dict.fromkeys([*readings, *([period.token] if period else [])]))
    form = ReadingForm(
        posted(request),
        indicator=row,
        known=known,
        today=request.today,
        shown=ReadingForm.shown_of(saved, row),
        initial={"period": period.token if period else ""},
    )

    def act() -> str:
        save_reading(
            indicator=row, period=form.chosen, said=form.reading, by=request.actor, today=request.today
        )
        return _verdict_words(request, row, form.chosen, corrected=saved is not None)

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Correct the figure" if saved else "Record a figure",
        caption=row.full_name,
        intro=f"{period.words} has {figure_words(row, facts_of(saved))}. The change log keeps it when you correct it."
        if saved and period
        else "",
        back=page_url(request, row),
        trail=trail_to(request, row),
    )


def _verdict_words(request: CouncilRequest, row: Indicator, period: Period, *, corrected: bool) -> str:
    """What was saved, whether it is late, and the indicator RAG that the pages now show."""
    [state] = indicator_states(Indicator.objects.filter(pk=row.pk), as_at=request.today)
    late = cut_off_passed(period, request.today)
    return " ".join(
        [
            f"Figure for {period.short_words} {'corrected' if corrected else 'recorded'}.",
            *([f"It is late: the cut-off was {words_for_date(late.cut_off_on)}."] if late else []),
            f"Indicator RAG: {state.verdict.rag.word}. {state.verdict.reason}",
        ]
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_value(request: CouncilRequest, council: str, indicator: UUID, reading: UUID) -> HttpResponse:
    require(request.actor, Permission.INDICATORS_RECORD)
    row = get_row(indicator)
    found = get_reading(row, reading, lock=request.method == "POST")
    form = RemoveForm(posted(request))
    words = f"{figure_words(row, facts_of(found))} for {Period.parse(found.period).words}"

    def act() -> str:
        remove_reading(reading=found, by=request.actor, **form.said)
        return f"{words} removed."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Remove the figure",
        caption=row.full_name,
        intro=f"{words}. If it is only wrong, correct it instead.",
        save="Remove the figure",
        back=page_url(request, row),
        trail=trail_to(request, row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def target(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    """Set the target for a period, or change the one that it has. `?period=` is the one that is chosen at first."""
    require(request.actor, Permission.INDICATORS_RECORD)
    row = get_row(indicator, lock=request.method == "POST")
    period = posted_period(request.POST if request.method == "POST" else request.GET)
    targets = {each.period: each for each in Target.objects.filter(indicator=row)}
    saved = targets.get(period.token) if period else None
    known = list(dict.fromkeys([*targets, *([period.token] if period else [])]))
    form = TargetForm(
        posted(request),
        indicator=row,
        known=known,
        today=request.today,
        shown=TargetForm.shown_of(saved),
        initial={"period": period.token if period else ""},
    )

    def act() -> str:
        names = ("value", "tolerance", "label", "borrowed_from")
        said = {name: form.cleaned_data[name] for name in names}
        set_target(indicator=row, period=form.chosen, by=request.actor, **said)
        return f"Target for {form.chosen.words} saved."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Change the target" if saved else "Set a target",
        caption=row.full_name,
        back=page_url(request, row),
        trail=trail_to(request, row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_target_page(request: CouncilRequest, council: str, indicator: UUID, target: UUID) -> HttpResponse:
    require(request.actor, Permission.INDICATORS_RECORD)
    row = get_row(indicator)
    found = get_target(row, target, lock=request.method == "POST")
    form = RemoveForm(posted(request))
    words = Period.parse(found.period).words

    def act() -> str:
        remove_target(target=found, by=request.actor, **form.said)
        return f"Target for {words} removed."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Remove the target",
        caption=row.full_name,
        intro=f"The target for {words}, with the confidence ratings for it.",
        save="Remove the target",
        back=page_url(request, row),
        trail=trail_to(request, row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def confidence(request: CouncilRequest, council: str, indicator: UUID, target: UUID) -> HttpResponse:
    """Say whether a target will be met. The page shows the latest rating, and earlier ones stay."""
    require(request.actor, Permission.INDICATORS_RECORD)
    row = get_row(indicator)
    found = get_target(row, target, lock=request.method == "POST")
    latest = found.confidence_ratings.order_by("-recorded_at", "-id").first()
    shown = {"rag": latest.rag if latest else "", "reason": latest.reason if latest else ""}
    form = ConfidenceForm(posted(request), shown=shown)
    words = Period.parse(found.period).words

    def act() -> str:
        rate_confidence(target=found, by=request.actor, today=request.today, now=request.now, **form.said)
        return f"Confidence in the target for {words} saved."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Rate the confidence",
        caption=row.full_name,
        intro=f"The target for {words}: {target_words(row, target_facts_of(found))}.",
        back=page_url(request, row),
        trail=trail_to(request, row),
    )
