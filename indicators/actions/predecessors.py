"""Name the areas that a council took over from."""

from __future__ import annotations

import re
from datetime import date

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Predecessor


def save_predecessor(
    *,
    predecessor: Predecessor | None = None,
    name: str,
    ended_on: date,
    starts_on: date | None = None,
    ons_code: str = "",
    dfe_code: str = "",
    note: str = "",
    by: Actor,
    today: date,
) -> Predecessor:
    """Add a predecessor, or change one. Figures up to `ended_on` are its. Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    name, ons_code, dfe_code = name.strip(), ons_code.strip().upper(), dfe_code.strip()
    _check(name, starts_on, ended_on, ons_code, dfe_code, today)
    with recorded("predecessor.changed" if predecessor else "predecessor.added", actor=by.reference):
        found = predecessor or Predecessor()
        same = Predecessor.objects.filter(name=name, ended_on=ended_on)
        if same.exclude(pk=found.pk).exists():
            raise ChangeRefused({"name": f"{name} is named already, with the same last day."})
        found.name, found.starts_on, found.ended_on = name, starts_on, ended_on
        found.ons_code, found.dfe_code, found.note = ons_code, dfe_code, note.strip()
        found.save()
    return found


def remove_predecessor(*, predecessor: Predecessor, reason: str = "", by: Actor) -> None:
    """Remove it. The figures stay, as the council's own."""
    require(by, Permission.PLAN_CHANGE)
    with recorded("predecessor.removed", actor=by.reference, reason=reason.strip()):
        predecessor.delete()


def _check(
    name: str, starts_on: date | None, ended_on: date, ons_code: str, dfe_code: str, today: date
) -> None:
    problems: dict[str, str] = {}
    if not name:
        problems["name"] = "Enter the name of the area."
    if ended_on > today:
        problems["ended_on"] = "Enter a day that has passed: the last one of the area."
    if starts_on and starts_on > ended_on:
        problems["starts_on"] = "Enter a day before the last one."
    if ons_code and not re.fullmatch(r"[ENSW][0-9]{8}", ons_code):
        problems["ons_code"] = "Enter a letter and 8 digits, such as E10000014."
    if dfe_code and not re.fullmatch(r"[0-9]{3}", dfe_code):
        problems["dfe_code"] = "Enter 3 digits, such as 850."
    if problems:
        raise ChangeRefused(problems)
