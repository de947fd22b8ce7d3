"""Load the two published plans that come with the product. Existing data are not changed."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from councils.importers import PlanProblem

from ...published_plans import PUBLISHED_PLANS, load_published_plan

ACTOR = "command:load_published_plans"


class Command(BaseCommand):
    help = "Load the Portsmouth and Cambridgeshire plans as published. Does not overwrite changes."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--training",
            action="store_true",
            help="new councils live on 8 July 2016, as in the demonstration; always so with bin/serve",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        training = options["training"] or settings.LOCAL
        for name in PUBLISHED_PLANS:
            folder = settings.BASE_DIR / "fixtures" / name
            try:
                plan = load_published_plan(folder, actor=ACTOR, training=training)
            except PlanProblem as problem:
                raise CommandError(f"{problem} Nothing of this plan was saved.") from None
            what = "loaded" if plan.was_loaded else "already exists and was not changed"
            self.stdout.write(f"{plan.council}: {plan.strategy} {what}")
