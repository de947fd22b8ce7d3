"""`roles_page`: write `docs/roles.md` again after a change to permissions."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ...accounts.roles_page import roles_page


class Command(BaseCommand):
    help = "Write docs/roles.md from the permissions of roles and scopes."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "roles.md"
        path.write_text(roles_page(), encoding="utf-8")
        self.stdout.write("Wrote docs/roles.md.")
