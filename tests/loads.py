"""Load the databases that tests copy: the two published plans, or the whole demonstration."""

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from boards.models import Board
from councils.actors import Actor
from councils.models import Council, Membership
from councils.permissions import Role
from councils.tenancy import council_context
from demo.load import load_demo
from demo.published_plans import PUBLISHED_PLANS, load_published_plan
from packs import actions
from strategies.models import ReportingPeriod
from tests import copies
from tests.factories import MembershipFactory


def load_plans() -> None:
    for name in PUBLISHED_PLANS:
        load_published_plan(settings.BASE_DIR / "fixtures" / name, actor="test", training=True)


def load_all() -> None:
    """Load all three councils as a first start does."""
    with copies.files_in("demonstration"):
        load_demo()


def load_all_and_mail() -> None:
    """Load all three councils, add an approver to Portsmouth, and mail its pack to its board."""
    with copies.files_in("mailed"):
        load_demo()
        council = Council.objects.get(slug="portsmouth")
        MembershipFactory(council=council, role=Role.APPROVER, user__email="approver@portsmouth.example.org")
        administrator = Actor.member(Membership.objects.get(council=council, role=Role.ADMINISTRATOR))
        with council_context(council.id, actor=administrator.reference):
            pack = actions.request_pack(
                board=Board.objects.get(slug="send-board"),
                period=ReportingPeriod.objects.get(label="2016-17-Q1"),
                by=administrator,
                today=council.pinned_today,
                now=timezone.now(),
            )
        call_command("work_packs", council="portsmouth")
        with council_context(council.id, actor=administrator.reference):
            pack.refresh_from_db()
            actions.release_pack(pack=pack, by=administrator, now=timezone.now())
        call_command("work_packs", council="portsmouth")
