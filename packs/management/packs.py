"""Shared code of the pack commands: find things by name, and print the state of a pack."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.core.management.base import CommandError
from django.http import Http404

from boards.access import get_board
from boards.models import Board
from councils.models import Council
from strategies.access import get_period
from strategies.models import ReportingPeriod

from ..models import Delivery, Pack
from ..states import DeliveryState


def find_council(slug: str) -> Council:
    council = Council.objects.filter(slug=slug).first()
    if council is None:
        known = ", ".join(Council.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(f"Council {slug} not found. Councils: {known or 'none'}.")
    return council


def find_board(slug: str) -> Board:
    try:
        return get_board(slug)
    except Http404:
        known = ", ".join(Board.objects.in_order().values_list("slug", flat=True))
        raise CommandError(f"Board {slug} not found. Boards: {known or 'none'}.") from None


def find_period(label: str) -> ReportingPeriod:
    try:
        return get_period(label)
    except Http404 as problem:
        raise CommandError(str(problem)) from None


def find_pack(public_id: UUID) -> Pack:
    pack: Pack | None = (
        Pack.objects.select_related("board", "period", "council", "snapshot")
        .filter(public_id=public_id)
        .first()
    )
    if pack is None:
        raise CommandError(f"Pack {public_id} not found in this council.")
    return pack


def pack_facts(pack: Pack, *, pdf_sha256: str, pdf_path: Path | None, pages: int) -> dict[str, Any]:
    """State of a pack for other programs. `deliveries` counts emails by state, zeros included."""
    counts = Counter(Delivery.objects.filter(pack=pack).values_list("state", flat=True))
    return {
        "id": str(pack.public_id),
        "edition": pack.edition,
        "state": pack.state,
        "snapshot_sha256": pack.snapshot.sha256 if pack.snapshot else "",
        "pdf_sha256": pdf_sha256,
        "pdf_path": str(pdf_path or ""),
        "pages": pages,
        "deliveries": {state.value: counts[state.value] for state in DeliveryState},
    }


def as_json(facts: dict[str, Any]) -> str:
    """JSON on one line."""
    return orjson.dumps(facts).decode()


def as_words(facts: dict[str, Any]) -> str:
    mails = counts_of_mails(facts["deliveries"])
    return (
        f"Edition {facts['edition']} is {facts['state']}: {facts['pages']} pages in {facts['pdf_path']}. "
        f"Emails: {mails or 'none'}."
    )


def counts_of_mails(deliveries: dict[str, int]) -> str:
    """Number of emails by state: "2 accepted, 1 failed". Empty if there are none."""
    return ", ".join(f"{count} {state}" for state, count in deliveries.items() if count)
