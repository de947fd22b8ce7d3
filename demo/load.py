"""Load the demonstration, in the order in which its parts depend on each other. A second load changes nothing."""

from __future__ import annotations

from django.conf import settings

from councils.models import Council
from councils.tenancy import council_context

from .accounts import ACTOR, create_accounts, link_officer, seat_board_member
from .northmere import SLUG as NORTHMERE
from .northmere import load_northmere
from .published_plans import PUBLISHED_PLANS, load_published_plan
from .samples import add_samples

COUNCILS = [*PUBLISHED_PLANS, NORTHMERE]
OFFICER_IS = {"portsmouth": "NS", "cambridgeshire": "HP", NORTHMERE: "RS"}
BOARD_MEMBER_SITS_ON = {
    "portsmouth": "send-board",
    "cambridgeshire": "send-performance-and-commissioning-board",
    NORTHMERE: "send-partnership-board",
}


def load_demo() -> None:
    """Load both published plans, the fictional council, accounts in each, and marked sample content."""
    for name in PUBLISHED_PLANS:
        load_published_plan(settings.BASE_DIR / "fixtures" / name, actor=ACTOR, training=True)
    northmere = load_northmere()
    Council.objects.filter(slug__in=COUNCILS, is_demo=False).update(is_demo=True)
    councils = [*Council.objects.filter(slug__in=PUBLISHED_PLANS), northmere]
    create_accounts(councils)
    for council in councils:
        with council_context(council.id, actor=ACTOR):
            seat_board_member(council, BOARD_MEMBER_SITS_ON[council.slug])
            link_officer(council, OFFICER_IS[council.slug])
            if council.slug in PUBLISHED_PLANS:
                add_samples(council)
