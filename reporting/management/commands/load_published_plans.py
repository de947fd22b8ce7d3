"""Load the two published plans that come with the product; what is there already stays as it is."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reporting.importers import PUBLISHED_PLANS, load_published_plan

ACTOR = "command:load_published_plans"


class Command(BaseCommand):
    help = "Load the Portsmouth and Cambridgeshire plans as published. Does not overwrite changes."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in PUBLISHED_PLANS:
            plan = load_published_plan(settings.BASE_DIR / "fixtures" / name, actor=ACTOR)
            what = "loaded" if plan.was_loaded else "already exists and was not changed"
            self.stdout.write(f"{plan.council}: {plan.strategy} {what}")
