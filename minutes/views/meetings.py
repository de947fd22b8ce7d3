"""The page from which a meeting is run, its confirmation, and answers to escalations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from boards.models import Board, Meeting
from core.periods import words_for_date
from core.refusals import ChangeRefused
from core.ui.editing import EditForm, save_or_show
from councils.actors import CouncilRequest, require
from councils.log.saying import saved_message
from councils.permissions import Permission
from returns.forms.who import Who

from ..access import confirmation_of, get_entry, get_meeting_to_read, records_for
from ..actions import answer_escalation, confirm_minutes, record_entry
from ..forms import AnswerForm, EntryForm, Items, StepForm
from ..models import Entry
from ..rules import confirm_problem
from ..summaries import Agenda, agenda_of
from .part import exceptions_of, part_of
from .recording import to_record
from .trails import meeting_trail, meeting_url, posted, reading_of

READ = ["GET", "HEAD", "POST"]


@require_http_methods(READ)
def meeting(request: CouncilRequest, council: str, slug: str, meeting: UUID) -> HttpResponseBase:
    """Agenda and minutes of a meeting, with the form to record an entry for who may.

    `about` in the address opens the form at an item, `entry` the form for what became of an entry, and `answer` the one
    to answer an escalation.
    """
    require(request.actor, Permission.BOARDS_VIEW)
    if request.method == "POST":
        found = to_record(request, slug, meeting)
    else:
        found = get_meeting_to_read(request.actor, slug, meeting)
    part, selected = part_of(request, found.board)
    confirmed = confirmation_of(found)
    records = records_for(request.actor, found.board, request.today)
    form = None
    if records and not confirmed:
        form = EntryForm(
            posted(request),
            initial={"about": request.GET.get("about", "")},
            who=Who.here(),
            items=Items.seen_in(part),
            above=_above(found.board),
        )
        if form.may_save:
            try:
                added = record_entry(meeting=found, said=form.entry, by=request.actor, today=request.today)
            except ChangeRefused as refused:
                form.refuse(refused.problems)
            else:
                saved_message(request, f"{added.kind_word} recorded as minute {added.number}.")
                return redirect(f"{meeting_url(request, found)}#{_place(request)}")
    elif request.method == "POST":
        return redirect(meeting_url(request, found))
    exceptions = None if confirmed else exceptions_of(request, part, selected)
    agenda = agenda_of(
        found,
        confirmed,
        exceptions,
        reading_of(request),
        quarter=selected.period.quarter if selected else None,
    )
    return render(
        request,
        "minutes/meeting.html",
        _page(request, found, agenda, form, records=records),
        status=form.status if form else 200,
    )


def _above(board: Board) -> list[Board]:
    """Boards that this one reports to (1 query)."""
    return list(Board.objects.filter(child_links__child=board).in_order())


def _place(request: CouncilRequest) -> str:
    """Where the page shows what was just recorded: at its item, or in the minutes."""
    about = request.GET.get("about", "")
    return f"item-{about.replace(':', '-')}" if about and about == request.POST.get("about") else "recorded"


def _page(
    request: CouncilRequest, meeting: Meeting, agenda: Agenda, form: EntryForm | None, *, records: bool
) -> dict[str, Any]:
    opened = {name: request.GET.get(name, "") for name in ("about", "entry", "answer")} if records else {}
    keys = {each.key for each in agenda.deliverables} | {each.key for each in agenda.indicators}
    trail = meeting_trail(request, meeting)
    return {
        "meeting": meeting,
        "board": meeting.board,
        "agenda": agenda,
        "form": form,
        "records": records,
        "page_url": meeting_url(request, meeting),
        "about": opened.get("about", "") if opened.get("about") in keys else "",
        "step": _step_form(request, agenda, opened.get("entry", ""), form),
        "answering": _answer_form(agenda, opened.get("answer", "")),
        "to_confirm": confirm_problem(
            meeting.held_on, request.today, attendance_noted=bool(agenda.attending.seats)
        ),
        "trail": [*trail[:-2], trail[-2]],
    }


def _step_form(
    request: CouncilRequest, agenda: Agenda, key: str, form: EntryForm | None
) -> tuple[Entry, StepForm] | None:
    entry = next((line.entry for line in agenda.before if str(line.entry.public_id) == key), None)
    if entry is None:
        return None
    who = form.who if form else Who.here()
    return entry, StepForm(entry=entry, who=who, initial={"taken_on": request.today})


def _answer_form(agenda: Agenda, key: str) -> tuple[Entry, AnswerForm] | None:
    opened = (each.entry for each in agenda.came_up if each.is_open)
    entry = next((each for each in opened if str(each.public_id) == key), None)
    return (entry, AnswerForm()) if entry else None


@require_http_methods(READ)
def confirm(request: CouncilRequest, council: str, slug: str, meeting: UUID) -> HttpResponse:
    """Confirm the minutes."""
    found = to_record(request, slug, meeting)
    form = EditForm(posted(request))

    def act() -> str:
        confirm_minutes(meeting=found, by=request.actor, today=request.today)
        return f"Minutes of {words_for_date(found.held_on)} confirmed."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=meeting_url(request, found),
        heading="Confirm the minutes?",
        caption=f"{found.board}, {words_for_date(found.held_on)}",
        intro="Once they are confirmed, nothing can be added, changed or removed. What becomes of the entries is still "
        "recorded, and corrections are noted next to their words.",
        back=meeting_url(request, found),
        trail=meeting_trail(request, found),
        save="Confirm the minutes",
    )


@require_http_methods(READ)
def answer(request: CouncilRequest, council: str, slug: str, meeting: UUID, entry: UUID) -> HttpResponse:
    """Answer an escalation by a decision at this meeting."""
    found = to_record(request, slug, meeting)
    escalation = get_entry(request.actor, entry, lock=request.method == "POST")
    form = AnswerForm(posted(request))

    def act() -> str:
        decision = answer_escalation(
            escalation=escalation, meeting=found, by=request.actor, today=request.today, **form.said
        )
        return f"Answer to {escalation.meeting.board} recorded as minute {decision.number}."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=f"{meeting_url(request, found)}#recorded",
        heading="Answer the escalation",
        caption=f"{escalation.meeting.board}, {words_for_date(escalation.meeting.held_on)}",
        intro=escalation.words,
        back=meeting_url(request, found),
        trail=meeting_trail(request, found),
        save="Record the decision",
    )
