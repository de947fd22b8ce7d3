"""What two sides of a comparison can be: versions with a frozen copy, and the plan as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from core.periods import words_for_date
from councils.actors import Actor
from strategies.models import Strategy

from .access import visible_versions
from .frozen.document import PlanDocument, read_document
from .frozen.taking import plan_now
from .models import PlanVersion

NOW = "now"
NOW_WORDS = "The plan as it is now"


@dataclass(frozen=True)
class Side:
    """One side of a comparison: its choice, its name, and the plan that it stands for."""

    choice: str
    words: str
    document: PlanDocument


def choices_of(versions: Sequence[PlanVersion]) -> list[tuple[str, str]]:
    """Choices and their words, the plan as it is now first."""
    return [(NOW, NOW_WORDS), *((str(each.public_id), words_of(each)) for each in versions)]


def words_of(version: PlanVersion) -> str:
    on = f", {words_for_date(version.circulated_on)}" if version.circulated_on else ""
    return f"{version.label}{on}"


def sides(actor: Actor, strategy: Strategy, *chosen: str) -> list[Side]:
    """The sides with these choices (1 query for all copies, at most 30 for the plan as it is now). Raises Http404."""
    ids = [key for each in chosen if (key := _uuid(each))]
    rows = visible_versions(actor, strategy).without_drafts().filter(public_id__in=ids)
    copies = {str(each.public_id): each for each in rows.select_related("version", "copy")}
    found: list[Side] = []
    for each in chosen:
        if each == NOW:
            found.append(Side(NOW, NOW_WORDS, plan_now(strategy, actor.council)))
        elif version := copies.get(each):
            found.append(Side(each, words_of(version), document_in(version)))
        else:
            raise Http404("There is no frozen copy of this version. Choose another one to compare.")
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def document_in(version: PlanVersion) -> PlanDocument:
    """The frozen copy of a version that was read with its content."""
    copy = version.copy
    return read_document(copy.content, format=copy.format)
