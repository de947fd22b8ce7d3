"""Fetch versions that a user may see, and a single version or step of approval, or raise Http404 with a sentence."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from councils.actors import Actor, can
from strategies.models import Strategy

from .models import ApprovalStep, PlanVersion
from .models.versions import PlanVersionQuerySet
from .rules import READS_DRAFTS


def visible_versions(actor: Actor, strategy: Strategy) -> PlanVersionQuerySet:
    """Versions of the plan that the user may see: drafts only if they may change the plan."""
    found = PlanVersion.objects.filter(strategy=strategy)
    return found if can(actor, READS_DRAFTS) else found.without_drafts()


def get_version(actor: Actor, strategy: Strategy, public_id: UUID, *, lock: bool = False) -> PlanVersion:
    """A version with its row in the version table (1 query). With `lock`, nobody else can change it meanwhile."""
    found = visible_versions(actor, strategy).filter(public_id=public_id).for_pages()
    version = (found.select_for_update(of=("self",)) if lock else found).first()
    if version is None:
        raise Http404("Version not found. Perhaps its draft was deleted.")
    return version


def get_circulated(actor: Actor, strategy: Strategy, public_id: UUID) -> PlanVersion:
    """A version with its frozen copy and the copy's content (1 query). A draft has none that counts."""
    found = visible_versions(actor, strategy).without_drafts().filter(public_id=public_id)
    version: PlanVersion | None = found.select_related("strategy", "version", "copy").first()
    if version is None:
        raise Http404("Version not found, or not circulated, so there is no frozen copy of it.")
    return version


def get_step(version: PlanVersion, public_id: UUID) -> ApprovalStep:
    """A step of this version (1 query)."""
    steps = ApprovalStep.objects.filter(plan_version=version).select_related("approval")
    step = steps.filter(public_id=public_id).first()
    if step is None:
        raise Http404("Step of approval not found in this version.")
    step.plan_version = version
    found: ApprovalStep = step
    return found
