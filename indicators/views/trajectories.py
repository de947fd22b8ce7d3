"""Pages that say what an indicator is expected to do: its trajectory, scenarios, and the outcome at close."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from core.ui.editing import save_or_show
from councils.actors import CouncilRequest, require
from councils.permissions import Permission

from ..access import get_row, get_trajectory
from ..actions import (
    add_scenario,
    add_trajectory,
    change_trajectory,
    close_trajectory,
    remove_trajectory,
)
from ..expectations import effects_on
from ..forms import CloseForm, RemoveForm, ScenarioForm, TrajectoryForm, TrajectoryRows
from ..models import Indicator, Trajectory, TrajectoryPoint
from .pages import page_url, posted, trail_to

ROWS = "indicators/trajectory_edit.html"


@require_http_methods(["GET", "HEAD", "POST"])
def trajectory_add(request: CouncilRequest, council: str, indicator: UUID) -> HttpResponse:
    """Add the indicator's main trajectory, or a scenario if it has one."""
    require(request.actor, Permission.PLAN_CHANGE)
    row = get_row(indicator)
    main = Trajectory.objects.filter(indicator=row, is_main=True).select_related("indicator").first()
    return _add_scenario(request, row, main) if main else _add_main(request, row)


def _add_main(request: CouncilRequest, row: Indicator) -> HttpResponse:
    data = posted(request)
    head = TrajectoryForm(data, indicator=row, initial=TrajectoryForm.first_of(row))
    form = TrajectoryRows(data, head=head)

    def act() -> str:
        add_trajectory(indicator=row, words=head.words, points=form.points, by=request.actor)
        return "Trajectory saved."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Add a trajectory",
        caption=row.full_name,
        back=page_url(request, row),
        trail=trail_to(request, row),
        template=ROWS,
    )


def _add_scenario(request: CouncilRequest, row: Indicator, main: Trajectory) -> HttpResponse:
    form = ScenarioForm(posted(request), effects=effects_on(row.pk, as_at=request.today))

    def act() -> str:
        said = {name: form.cleaned_data[name] for name in ("name", "assumptions")}
        add_scenario(main=main, shift=form.shift, by=request.actor, **said)
        return f"Scenario {said['name']} saved."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Add a scenario",
        caption=row.full_name,
        intro="It starts with the baseline and the levels for doing nothing of the main trajectory. "
        "You can change them afterwards.",
        back=page_url(request, row),
        trail=trail_to(request, row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def trajectory_change(request: CouncilRequest, council: str, trajectory: UUID) -> HttpResponse:
    """Change a trajectory and its levels."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_trajectory(trajectory, lock=request.method == "POST")
    row, data = found.indicator, posted(request)
    head = TrajectoryForm(
        data,
        indicator=row,
        scenario=not found.is_main,
        effects=[] if found.is_main else effects_on(row.pk, as_at=request.today),
        shown=TrajectoryForm.shown_of(found),
    )
    form = TrajectoryRows(data, head=head, points=list(TrajectoryPoint.objects.filter(trajectory=found)))

    def act() -> str:
        change_trajectory(
            trajectory=found,
            words=head.words,
            points=form.points,
            removed=form.removed,
            shift=None if found.is_main else head.shift,
            becomes_main=head.cleaned_data.get("becomes_main", False),
            by=request.actor,
        )
        return f"{found.name} saved."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, row),
        heading="Change the trajectory" if found.is_main else "Change the scenario",
        caption=row.full_name,
        back=page_url(request, row),
        trail=trail_to(request, row),
        template=ROWS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def trajectory_close(request: CouncilRequest, council: str, trajectory: UUID) -> HttpResponse:
    """Write what came of a trajectory, or open it again."""
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_trajectory(trajectory, lock=request.method == "POST")
    form = CloseForm(posted(request), shown=CloseForm.shown_of(found))

    def act() -> str:
        close_trajectory(trajectory=found, by=request.actor, **form.said)
        return f"Outcome of {found.name} saved." if found.closed_on else f"{found.name} is open again."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, found.indicator),
        heading="Outcome at close",
        caption=f"{found.indicator.full_name}: {found.name}",
        back=page_url(request, found.indicator),
        trail=trail_to(request, found.indicator),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def trajectory_remove(request: CouncilRequest, council: str, trajectory: UUID) -> HttpResponse:
    require(request.actor, Permission.PLAN_CHANGE)
    found = get_trajectory(trajectory, lock=request.method == "POST")
    form = RemoveForm(posted(request))

    def act() -> str:
        remove_trajectory(trajectory=found, by=request.actor, **form.said)
        return f"{found.name} removed."

    return save_or_show(
        request,
        form,
        act,
        done=page_url(request, found.indicator),
        heading="Remove the trajectory",
        caption=f"{found.indicator.full_name}: {found.name}",
        intro="Its baseline and all its levels. The expected effects of deliverables stay.",
        save="Remove it",
        back=page_url(request, found.indicator),
        trail=trail_to(request, found.indicator),
    )
