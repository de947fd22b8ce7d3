"""Pages of one entry in the minutes: what it says, what became of it, and the forms to change or remove it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from boards.models import Board
from core.periods import words_for_date
from core.ui.editing import EditForm, save_or_show
from councils.actors import CouncilRequest, require
from councils.log.saying import saved_message
from councils.permissions import Permission
from returns.forms.who import Who

from ..access import confirmation_of, get_entry, get_meeting_to_read, readable_entries, records_for
from ..actions import change_entry, correct_entry, move_entry, remove_entry
from ..forms import CorrectionForm, EntryForm, Items, StepForm
from ..models import Entry
from ..rules import Kind, State, may_follow
from ..summaries import entry_line, entry_lines
from .part import part_of
from .trails import entry_trail, entry_url, meeting_url, posted, reading_of, way_back


@require_safe
def entry(request: CouncilRequest, council: str, entry: UUID) -> HttpResponse:
    """One entry with its history and, for an escalation, the decision that answers it (5 queries)."""
    require(request.actor, Permission.BOARDS_VIEW)
    found = get_entry(request.actor, entry)
    reading = reading_of(request)
    answered = readable_entries(request.actor).filter(answers=found).with_all()
    context = {
        "entry": found,
        "line": entry_line(found, today=request.today, names=reading.names),
        "answer": next(iter(entry_lines(answered, today=request.today, names=reading.names)), None),
        "confirmed": confirmation_of(found.meeting),
        "records": records_for(request.actor, found.meeting.board, request.today),
        "may_move": bool(may_follow(Kind(found.kind), State(found.state))),
        "meeting_url": meeting_url(request, found.meeting),
        "trail": entry_trail(request, found)[:-1],
    }
    return render(request, "minutes/entry.html", context)


def _to_write(request: CouncilRequest, entry: UUID) -> Entry:
    """An entry that the member may write; with its meeting locked when something was sent."""
    require(request.actor, Permission.BOARDS_VIEW)
    found = get_entry(request.actor, entry, lock=request.method == "POST")
    if not records_for(request.actor, found.meeting.board, request.today):
        raise PermissionDenied("You do not have permission to record minutes of this board.")
    if request.method == "POST":
        board, held = found.meeting.board.slug, found.meeting.public_id
        get_meeting_to_read(request.actor, board, held, lock=True)
    return found


def _caption(entry: Entry) -> str:
    return f"{entry.meeting.board}, {words_for_date(entry.meeting.held_on)}, minute {entry.number}"


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: CouncilRequest, council: str, entry: UUID) -> HttpResponse:
    """Change what an entry says."""
    found = _to_write(request, entry)
    part, _ = part_of(request, found.meeting.board)
    items = Items.seen_in(part)
    if found.item:
        items.add("Chosen before", found.item, found.item_name)
    form = EntryForm(
        posted(request),
        shown=EntryForm.shown_of(found),
        who=Who.here(found.owned_by, *(step.by for step in found.steps.all())),
        items=items,
        above=list(Board.objects.filter(child_links__child=found.meeting.board_id).in_order()),
    )

    def act() -> str:
        change_entry(entry=found, said=form.entry, by=request.actor, today=request.today)
        return f"Minute {found.number} saved."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=entry_url(request, found),
        heading="Change the entry",
        caption=_caption(found),
        back=entry_url(request, found),
        trail=entry_trail(request, found),
        template="minutes/form.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: CouncilRequest, council: str, entry: UUID) -> HttpResponse:
    """Remove an entry that was made by mistake."""
    found = _to_write(request, entry)
    form = EditForm(posted(request))

    def act() -> str:
        remove_entry(entry=found, by=request.actor, today=request.today)
        return f"Minute {found.number} removed."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=meeting_url(request, found.meeting),
        heading="Remove this entry?",
        caption=_caption(found),
        intro="Only remove an entry that was made by mistake. What is no longer needed stays, with the reason.",
        back=entry_url(request, found),
        trail=entry_trail(request, found),
        save="Remove it",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def state(request: CouncilRequest, council: str, entry: UUID) -> HttpResponse:
    """Record what became of an entry. `next` in the address is where to go then."""
    found = _to_write(request, entry)
    form = StepForm(
        posted(request), entry=found, who=Who.here(found.owned_by), initial={"taken_on": request.today}
    )
    back = way_back(request, entry_url(request, found))

    def act() -> str:
        step = move_entry(entry=found, by=request.actor, today=request.today, **form.step)
        return f"Minute {found.number} of {words_for_date(found.meeting.held_on)}: {step.state_word.lower()}."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=back,
        heading="What became of it?",
        caption=_caption(found),
        intro=found.words,
        back=back,
        trail=entry_trail(request, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: CouncilRequest, council: str, entry: UUID) -> HttpResponse:
    """Note a correction of confirmed minutes."""
    found = _to_write(request, entry)
    form = CorrectionForm(posted(request))

    def act() -> str:
        correct_entry(entry=found, by=request.actor, today=request.today, **form.said)
        return f"Correction of minute {found.number} noted."

    return save_or_show(
        request,
        form,
        act,
        say=saved_message,
        done=entry_url(request, found),
        heading="Note a correction",
        caption=_caption(found),
        intro=found.words,
        back=entry_url(request, found),
        trail=entry_trail(request, found),
        save="Note the correction",
    )
