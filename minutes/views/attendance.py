"""Pages for who was at a meeting, and which interests they declared."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from boards.summaries import seats_of
from core.periods import words_for_date
from core.ui.editing import EditForm, save_or_show
from councils.actors import CouncilRequest, can
from councils.log.saying import saved_message
from councils.permissions import Permission

from .. import actions
from ..access import get_interest
from ..forms import AttendanceForm, InterestForm
from ..models import Attendance, Guest
from ..summaries import who_may_declare
from .recording import to_record
from .trails import meeting_trail, meeting_url, posted

READ = ["GET", "HEAD", "POST"]


@require_http_methods(READ)
def attendance(request: CouncilRequest, council: str, slug: str, meeting: UUID) -> HttpResponse:
    """Note which seats were present, who came instead, and guests (3 queries more to show)."""
    found = to_record(request, slug, meeting)
    noted = list(Attendance.objects.filter(meeting=found).values_list("pk", "seat_id", "state"))
    guests = list(Guest.objects.filter(meeting=found))
    instead = {guest.stands_in_for_id: str(guest) for guest in guests}
    form = AttendanceForm(
        posted(request),
        seats=seats_of(found.board),
        noted={seat: state for _, seat, state in noted if seat},
        instead={seat: instead[key] for key, seat, _ in noted if seat and key in instead},
        guests=[str(guest) for guest in guests if not guest.stands_in_for_id],
        names=can(request.actor, Permission.PEOPLE_NAMES),
    )

    def act() -> str:
        actions.note_attendance(
            meeting=found, rows=form.rows, guests=form.guests, by=request.actor, today=request.today
        )
        return "Attendance noted."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=f"{meeting_url(request, found)}#attendance",
        heading="Who attended?",
        caption=f"{found.board}, {words_for_date(found.held_on)}",
        intro="Vacant seats are noted as vacant. The seats are kept as they are today, so that later changes do not "
        "alter these minutes. Write a substitute as a name, then a comma and the organisation. Substitutes count "
        "towards the quorum, guests do not.",
        back=meeting_url(request, found),
        trail=meeting_trail(request, found),
        template="minutes/attendance.html",
    )


@require_http_methods(READ)
def add_interest(request: CouncilRequest, council: str, slug: str, meeting: UUID) -> HttpResponse:
    """Note an interest that somebody who was there declared."""
    found = to_record(request, slug, meeting)
    present = who_may_declare(found, names=can(request.actor, Permission.PEOPLE_NAMES))
    form = InterestForm(posted(request), present=present)

    def act() -> str:
        actions.declare_interest(meeting=found, by=request.actor, today=request.today, **form.said)
        return "Declared interest noted."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=f"{meeting_url(request, found)}#interests",
        heading="Note a declared interest",
        caption=f"{found.board}, {words_for_date(found.held_on)}",
        intro="" if present else "Note who attended first. Then you can choose who declared the interest.",
        back=meeting_url(request, found),
        trail=meeting_trail(request, found),
    )


@require_http_methods(READ)
def remove_interest(
    request: CouncilRequest, council: str, slug: str, meeting: UUID, interest: UUID
) -> HttpResponse:
    """Remove an interest that was noted by mistake."""
    found = to_record(request, slug, meeting)
    declared = get_interest(found, interest)
    form = EditForm(posted(request))

    def act() -> str:
        actions.remove_interest(interest=declared, by=request.actor, today=request.today)
        return "Declared interest removed."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=f"{meeting_url(request, found)}#interests",
        heading="Remove this declared interest?",
        caption=f"{found.board}, {words_for_date(found.held_on)}",
        intro=f"About {declared.about}: {declared.interest}",
        back=meeting_url(request, found),
        trail=meeting_trail(request, found),
        save="Remove it",
    )
