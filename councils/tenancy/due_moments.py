"""Take the councils in which something is due from a directory of moments, so that the clock visits no others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction


def take_due_councils(moments: type[models.Model], now: datetime, *, again_after: timedelta) -> list[int]:
    """Ids of the councils whose moment (`due_at`) has come, longest due first. Each is taken once, also by two clocks.

    Their moments move on by `again_after`, so that a council comes back if its visit is lost (2 queries).
    """
    rows: Any = moments._default_manager
    with transaction.atomic():
        due = rows.select_for_update(skip_locked=True).filter(due_at__lte=now).order_by("due_at")
        council_ids = list(due.values_list("council_id", flat=True))
        rows.filter(council_id__in=council_ids).update(due_at=now + again_after)
    return council_ids
