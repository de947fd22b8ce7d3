"""The templates that come with the product, each a file in `content/`. Fetching one raises Http404 with a sentence."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from django.http import Http404

from .rules import PlanTemplate, read_template

CONTENT = Path(__file__).parent / "content"


@cache
def plan_templates() -> tuple[PlanTemplate, ...]:
    """All templates in their order. Runs no query."""
    files = (
        read_template(file.stem, tomllib.loads(file.read_text("utf-8"))) for file in CONTENT.glob("*.toml")
    )
    return tuple(sorted(files, key=lambda template: template.position))


def get_template(slug: str) -> PlanTemplate:
    found = next((each for each in plan_templates() if each.slug == slug), None)
    if found is None:
        raise Http404("Template not found. Choose another one.")
    return found
