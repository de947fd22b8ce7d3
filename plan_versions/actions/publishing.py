"""Publish a version that everyone has approved. It stays as it is for ever."""

from __future__ import annotations

from datetime import date, datetime

from core.refusals import ChangeRefused
from core.words import list_words
from councils.actors import Actor
from councils.tenancy import recorded
from strategies.models import Version

from ..log_phrases import PUBLISHED
from ..models import PlanVersion, VersionEvent
from ..rules import Act, VersionState
from .checks import check_act, steps_of, write_event


def publish_version(*, version: PlanVersion, by: Actor, today: date, now: datetime) -> PlanVersion:
    """Publish the frozen copy. A version that was published before is replaced, and stays. Raises ChangeRefused."""
    check_act(version, Act.PUBLISH, by)
    waiting = [step.who for step in steps_of(version) if step.approval is None]
    if waiting:
        raise ChangeRefused(f"{version.label} still waits for {list_words(waiting)}")
    if version.version is None:
        raise ChangeRefused(f"{version.label} has no approval in the version table")
    with recorded(PUBLISHED, actor=by.reference):
        sha256 = version.copy.sha256 if version.copy else ""
        write_event(version, VersionEvent.Kind.PUBLISHED, on=today, by=by, now=now, sha256=sha256)
        Version.objects.filter(pk=version.version.pk).update(published_on=today)
        PlanVersion.objects.filter(pk=version.pk).move(VersionState.PUBLISHED)
    version.refresh_from_db()
    return version
