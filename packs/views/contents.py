"""Choose what a board's packs hold, and write the words of one of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from boards.access import get_board
from core.ui.editing import edit_page, save_or_show
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission

from .. import actions
from ..access import get_pack
from ..document import read_document
from ..forms import ContentsForm, WordsForm
from ..models import Pack, PackTemplate, PackWords
from ..naming import Naming
from ..notify_emails import can_be_chosen
from ..plain_rules import as_text
from ..quarter.plain import drafted
from ..ways import SendsBy

APPROVAL = {
    True: " Packs of this board need approval before they are released.",
    False: " Packs of this board can be released without approval.",
}
"""What those read who may not change it."""


@require_http_methods(["GET", "HEAD", "POST"])
def contents(request: CouncilRequest, council: str, slug: str) -> HttpResponse:
    """Choose what a board's packs hold, how they show people and are sent, whether they need approval (2 queries)."""
    require(request.actor, Permission.PACKS_BUILD)
    board = get_board(slug, lock=request.method == "POST")
    board.council = request.council
    template = PackTemplate.of(board)
    may_waive = can(request.actor, Permission.PACKS_RELEASE)
    by_notify = can_be_chosen(council)
    form = ContentsForm(
        request.POST or None,
        chosen=template.chosen,
        naming=template.naming,
        sends_by=template.sends_by,
        ways=[way for way in SendsBy if way in (template.sends_by, SendsBy.PDF, SendsBy.LINK) or by_notify],
        needs_approval=template.needs_approval,
        may_waive=may_waive,
    )

    def save() -> str:
        said = form.cleaned_data.get("needs_approval", template.needs_approval)
        actions.save_template(
            board=board,
            parts=form.parts,
            needs_approval=said,
            sends_by=SendsBy(form.cleaned_data["sends_by"]),
            naming=Naming(form.cleaned_data["naming"]),
            by=request.actor,
        )
        return f"Saved what the packs of {board.name} hold and how they are sent."

    boards = reverse("boards:list", kwargs={"council": council})
    return save_or_show(
        request,
        form,
        save,
        done=board.get_absolute_url(),
        say=messages.success,
        heading="What packs hold and how they are sent",
        caption=board.name,
        intro="Number the parts in the order you want, and leave those empty that the pack should not have. Every pack "
        "begins with the summary and ends with how to read it. A part with nothing to say is left out. What you choose "
        f"counts from the next pack on.{'' if may_waive else APPROVAL[template.needs_approval]}",
        back=board.get_absolute_url(),
        trail=["Boards", boards, board.name, board.get_absolute_url()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: CouncilRequest, council: str, pack: UUID) -> HttpResponse:
    """Write the words for a pack, and build an edition that has them (3 queries, and those of a pack)."""
    require(request.actor, Permission.PACKS_BUILD)
    found = get_pack(request.actor, pack)
    if found.snapshot is None:
        raise Http404("The figures of this pack have not been taken yet.")
    points = drafted(read_document(found.snapshot.content).summary)
    saved = PackWords.objects.filter(board_id=found.board_id, period_id=found.period_id).first()
    shown = {
        "covering_note": saved.covering_note if saved else "",
        "plain": (saved.plain if saved else "") or as_text(points),
        "easy_read": saved.easy_read if saved else "",
    }
    form = WordsForm(request.POST or None, shown=shown, drafted=points)
    if form.may_save:
        return redirect(_save_words(request, found, form))
    packs_url = reverse("packs:list", kwargs={"council": council})
    return edit_page(
        request,
        form,
        heading="Words for this pack",
        caption=f"{found.board.name}, {found.period.quarter.short_words}, edition {found.edition}",
        intro="Saving builds a new edition with these words and with the figures as they are now.",
        back=found.get_absolute_url(),
        save="Save and build",
        trail=["Packs", packs_url, found.board.name, found.get_absolute_url()],
    )


def _save_words(request: CouncilRequest, found: Pack, form: WordsForm) -> Pack:
    subject = {"board": found.board, "period": found.period, "by": request.actor}
    actions.save_words(**subject, **form.said)
    built = actions.request_pack(**subject, today=request.today, now=request.now)
    messages.success(request, f"Words saved. Edition {built.edition} has them.")
    return built
