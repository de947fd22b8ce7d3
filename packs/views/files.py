"""The files of a pack beside its PDF."""

from __future__ import annotations

from uuid import UUID

from csp.constants import NONE
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from councils.actors import CouncilRequest

from ..access import get_pack
from ..file_kinds import FileKind
from ..models import PackFile
from ..printing.paper import file_name, render_file
from ..printing.twin import style_hashes
from ..stored import SNAPSHOT_ALTERED, NotAsStored, snapshot_is_whole, stored_file


@require_safe
def pack_file(request: CouncilRequest, council: str, pack: UUID, name: str) -> HttpResponse:
    """One file of the pack, as it was stored when its PDF was made (3 queries).

    A pack from before these files were stored has them made from its snapshot.
    """
    found = get_pack(request.actor, pack, request.today)
    kind = next((kind for kind in FileKind if kind.value == name), None)
    if kind is None or not found.pdf_sha256 or found.snapshot is None:
        raise Http404("This file of the pack does not exist, or is not ready yet.")
    row = PackFile.objects.filter(pack=found, kind=kind).first()
    try:
        if row:
            body = stored_file(request.council, row)
        elif snapshot_is_whole(found.snapshot):
            body = render_file(found.snapshot, kind)
        else:
            raise Http404(SNAPSHOT_ALTERED)
    except NotAsStored as problem:
        raise Http404(str(problem)) from None
    response = HttpResponse(body, content_type=kind.media_type)
    shown = "inline" if kind == FileKind.HTML else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{file_name(found, kind.ending)}"'
    if kind == FileKind.HTML:
        allowed = {"default-src": [NONE], "style-src": style_hashes(body.decode()), "img-src": ["data:"]}
        setattr(response, "_csp_replace", allowed)  # noqa: B010 (what django-csp reads from a response)
    return response
