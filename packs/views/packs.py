"""Pack pages: the list, one pack and its PDF, and the forms to build, release, cancel and resolve emails."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boards.addressees import addressees_of
from boards.models import Board
from councils.actors import CouncilRequest, can, require
from councils.permissions import Permission
from reporting.summaries.facts import board_facts
from strategies.models import ReportingPeriod
from strategies.selected_quarter import NoQuarters, selected_quarter

from .. import actions
from ..access import get_delivery, get_pack, visible_packs
from ..detail_page import pack_page
from ..forms import PackForm, SettleForm
from ..models import Delivery, Pack, PackTemplate
from ..naming import Naming, counted
from ..printing.paper import file_name
from ..states import DeliveryState
from ..stored import NotAsStored, stored_pdf
from ..ways import SendsBy

PER_PAGE = 50


@require_safe
def packs(request: CouncilRequest, council: str) -> HttpResponse:
    """Packs that the user may see, of one board if its slug is asked for, newest quarter first (3 queries)."""
    found = visible_packs(request.actor).for_list()
    board = request.GET.get("board", "").strip()
    if board:
        found = found.filter(board__slug=board)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "of_one_board": bool(board),
        "can_build": can(request.actor, Permission.PACKS_BUILD),
    }
    return render(request, "packs/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pack_new(request: CouncilRequest, council: str) -> HttpResponse:
    """Choose a board and a quarter, and build the pack."""
    require(request.actor, Permission.PACKS_BUILD)
    periods = ReportingPeriod.objects.begun_by(request.today).order_by("-starts_on")
    in_view = _quarter_in_view(request.today)
    initial = {"board": request.GET.get("board"), "quarter": request.GET.get("quarter", in_view)}
    missing = _missing(has_boards=Board.objects.exists(), has_quarters=bool(in_view))
    form = PackForm(request.POST or None, initial=initial, boards=Board.objects.in_order(), periods=periods)
    if request.method == "POST" and form.is_valid():
        pack = actions.request_pack(
            board=form.cleaned_data["board"],
            period=form.cleaned_data["quarter"],
            by=request.actor,
            today=request.today,
            now=request.now,
        )
        if pack.requested_at != request.now:
            messages.info(
                request, f"Nothing has changed since edition {pack.edition}, so no new edition was built."
            )
        return redirect(pack)
    return render(
        request,
        "packs/new.html",
        {"form": form, "missing": missing},
        status=422 if form.errors else 200,
    )


def _quarter_in_view(today: date) -> str:
    """Label of the quarter that a pack is built for by default. "" if none has begun."""
    try:
        return selected_quarter(None, today=today).period.label
    except NoQuarters:
        return ""


def _missing(*, has_boards: bool, has_quarters: bool) -> str:
    """Say what is missing before a pack can be built, and what to do about it. Empty if nothing is missing."""
    words = []
    if not has_boards:
        words.append(
            "This council has no boards. An officer or administrator can add one on the page “Boards”."
        )
    if not has_quarters:
        words.append("No quarter has begun. An approver or administrator can add one on the page “Quarters”.")
    return " ".join(words)


@require_safe
def pack(request: CouncilRequest, council: str, pack: UUID) -> HttpResponse:
    """One pack with its state and the delivery status of each email (4 queries)."""
    found = get_pack(request.actor, pack, request.today)
    return render(request, "packs/pack.html", pack_page(found, request.actor, request.today))


@require_safe
def pack_pdf(request: CouncilRequest, council: str, pack: UUID) -> HttpResponse:
    """PDF of the pack, the file that the board gets."""
    found = get_pack(request.actor, pack, request.today)
    if not found.pdf_sha256:
        raise Http404("The PDF of this pack is not ready yet.")
    try:
        body = stored_pdf(request.council, found)
    except NotAsStored as problem:
        raise Http404(str(problem)) from None
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(found)}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def pack_release(request: CouncilRequest, council: str, pack: UUID) -> HttpResponse:
    """Confirm who gets it, which may be others than the pack prints, then release the pack."""
    found = get_pack(request.actor, pack)
    require(request.actor, Permission.PACKS_RELEASE)
    if request.method == "POST":
        try:
            released = actions.release_pack(pack=found, by=request.actor, now=request.now)
        except actions.PackRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _released_words(released))
        return redirect(found)
    shown = pack_page(found, request.actor, request.today)
    printed = shown["summary"].recipients if "summary" in shown else ()
    by_role = "document" in shown and shown["document"].naming == Naming.ROLES
    every = addressees_of(found.board, today=request.today)
    shown["addressees"] = every
    shown["somebody_gets_it"] = any(each.gets_it for each in every)
    shown["may_change_way"] = can(request.actor, Permission.PACKS_BUILD)
    shown["may_change_list"] = can(request.actor, Permission.BOARDS_CHANGE)
    shown["way"] = SendsBy(PackTemplate.of(found.board).sends_by)
    would_print = _would_print(found.board, request.today, by_role=by_role)
    shown["list_has_changed"] = would_print != [each.name for each in printed]
    return render(request, "packs/release.html", shown)


def _would_print(board: Board, today: date, *, by_role: bool) -> list[str]:
    """The distribution list as a pack built today would print it (1 query)."""
    facts = board_facts(board, as_at=today)
    if by_role:
        return [name for name, _ in counted(facts.recipient_roles)]
    return [each.name for each in facts.recipients]


def _released_words(pack: Pack) -> str:
    """What happens now to a pack that was released (1 query)."""
    states = set(Delivery.objects.filter(pack=pack).values_list("state", flat=True))
    if not states - {DeliveryState.NO_ADDRESS}:
        return "The pack is released. Nobody gets it by email."
    lacking = " Some recipients have no address." if DeliveryState.NO_ADDRESS in states else ""
    return f"The pack is being sent to the board.{lacking}"


@require_POST
def pack_cancel(request: CouncilRequest, council: str, pack: UUID) -> HttpResponse:
    """Cancel a pack that has not been released."""
    found = get_pack(request.actor, pack)
    try:
        actions.cancel_pack(pack=found, by=request.actor)
    except actions.PackRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Pack cancelled. It was not sent to anyone.")
    return redirect(found)


@require_POST
def pack_delivery_settle(request: CouncilRequest, council: str, pack: UUID, delivery: UUID) -> HttpResponse:
    """Record that an email arrived, or send it again."""
    found = get_pack(request.actor, pack)
    mail = get_delivery(found, delivery)
    form = SettleForm(request.POST)
    if not form.is_valid():
        raise Http404("Choose whether the email arrived or should be sent again.")
    outcome = actions.Settlement(form.cleaned_data["outcome"])
    try:
        actions.settle_delivery(delivery=mail, outcome=outcome, by=request.actor, today=request.today)
    except actions.PackRefused as refused:
        messages.error(request, str(refused))
    else:
        what = "has arrived" if outcome == actions.Settlement.ARRIVED else "will be sent again"
        messages.success(request, f"The email to {mail.name} {what}.")
    return redirect(found)
