"""Two packs of a board side by side."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.words import list_words
from councils.actors import CouncilRequest

from ..access import get_pack, visible_packs
from ..document import PackDocument, read_document
from ..models import Pack
from ..quarter.changes import changes_of, words_that_differ


@require_safe
def compare(request: CouncilRequest, council: str, pack: UUID) -> HttpResponse:
    """Counts of two packs next to each other, and every change from the earlier to the later one (5 queries).

    The other one is named by `?with=`. Without it, it is the board's pack before this one.
    """
    one = _with_figures(get_pack(request.actor, pack, request.today))
    others = visible_packs(request.actor, request.today).for_list().filter(board_id=one.board_id)
    choices = [each for each in others.exclude(snapshot=None) if each.pk != one.pk]
    earlier = [each for each in choices if _order(each) < _order(one)]
    other = _asked(request) or next(iter(earlier or choices), None)
    if other and other.board_id != one.board_id:
        raise Http404("Choose two packs of the same board.")
    context: dict[str, object] = {"one": one, "other": other, "choices": choices}
    if other and other.pk != one.pk:
        before, after = sorted((other, one), key=_order)
        documents = [_document(each) for each in (before, after)]
        context |= {
            "pairs": list(zip((before, after), documents, strict=True)),
            "changes": changes_of(*documents),
            "differ": list_words(words_that_differ(*documents)),
        }
    return render(request, "packs/compare.html", context)


def _asked(request: CouncilRequest) -> Pack | None:
    asked = request.GET.get("with", "")
    if not asked:
        return None
    try:
        return _with_figures(get_pack(request.actor, UUID(asked), request.today))
    except ValueError:
        raise Http404("This is not the id of a pack.") from None


def _with_figures(pack: Pack) -> Pack:
    if pack.snapshot is None:
        raise Http404("The figures of this pack have not been taken yet.")
    return pack


def _order(pack: Pack) -> tuple[object, int]:
    return pack.period.starts_on, pack.edition


def _document(pack: Pack) -> PackDocument:
    return read_document(pack.snapshot.content)
