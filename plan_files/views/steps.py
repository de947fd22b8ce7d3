"""The steps of an import: their addresses, what is still to do in each, and which one is next."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from core.words import count_words, plural
from councils.actors import CouncilRequest

from ..models import PlanImport
from ..reviewing import Preview
from ..rules.doubts import Doubt, DoubtKind

NAMES = (
    DoubtKind.UNKNOWN_LEAD,
    DoubtKind.SECTION_SPELT,
    DoubtKind.ORGANISATION_SPELT,
    DoubtKind.UNKNOWN_STATUS,
)
"""Doubts about a name or a word wherever the file has it: asked once, on a page of their own."""


def imports_url(request: CouncilRequest) -> str:
    return reverse("plan_files:imports", kwargs={"council": request.council.slug})


def upload_url(request: CouncilRequest) -> str:
    return reverse("plan_files:workbook", kwargs={"council": request.council.slug})


def check_url(request: CouncilRequest, sha256: str) -> str:
    """Page that says what an uploaded workbook changes."""
    return f"{upload_url(request)}?file={sha256}"


def step_url(request: CouncilRequest, plan_import: PlanImport, step: str = "import") -> str:
    return reverse(
        f"plan_files:{step}",
        kwargs={"council": request.council.slug, "plan_import": plan_import.public_id},
    )


def trail_to(request: CouncilRequest, plan_import: PlanImport) -> list[str]:
    return ["Import a plan", imports_url(request), plan_import.name, step_url(request, plan_import)]


def about_names(doubts: Iterable[Doubt]) -> list[Doubt]:
    return [each for each in doubts if each.kind in NAMES]


def about_rows(doubts: Iterable[Doubt]) -> list[Doubt]:
    return [each for each in doubts if each.kind not in NAMES]


def next_step(preview: Preview) -> str:
    """The step in which something is open: names first, because rows show them."""
    if about_names(preview.review.open_doubts):
        return "names"
    return "rows" if preview.review.open_doubts else "confirm"


def tasks(
    request: CouncilRequest, plan_import: PlanImport, preview: Preview
) -> list[tuple[str, str, str, str]]:
    """Rows for the task list of a draft."""
    review, cover = preview.review, plan_import.cover
    tables, used = len(plan_import.mappings), sum(not each["skip"] for each in plan_import.mappings)
    names, rows = about_names(review.doubts), about_rows(review.doubts)
    noun = cover.deliverable_noun.lower()
    return [
        (
            "Columns",
            "Done" if preview.lines else "To do",
            step_url(request, plan_import, "columns"),
            f"{used} of {count_words(tables, 'table')} used",
        ),
        _doubts_task("Names and words", names, step_url(request, plan_import, "names"), "Nothing to ask"),
        _doubts_task(
            f"{plural(cover.deliverable_noun)} and their doubts",
            rows,
            step_url(request, plan_import, "rows"),
            f"{count_words(len(preview.lines), noun)}, no doubts",
        ),
        (
            "Check and import",
            "To do" if not review.open_doubts and preview.lines else "Cannot start yet",
            step_url(request, plan_import, "confirm") if preview.lines else "",
            "Nothing is in the plan until then",
        ),
    ]


def _doubts_task(name: str, doubts: list[Doubt], url: str, none: str) -> tuple[str, str, str, str]:
    left = sum(not each.settled for each in doubts)
    hint = f"{left} of {count_words(len(doubts), 'doubt')} open" if doubts else none
    return name, "To do" if left else "Done", url, hint
