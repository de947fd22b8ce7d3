"""What the forms of a draft send besides their fields."""

from __future__ import annotations

from councils.actors import CouncilRequest


def version_sent(request: CouncilRequest) -> int | None:
    """The version of the draft that the page showed, None if it was not sent."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None
