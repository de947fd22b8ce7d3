"""Say a council's area codes."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.periods import words_for_date
from core.refusals import ChangeRefused

from ..actors import Actor, require
from ..log import security_events
from ..models import AreaCode, Council
from ..permissions import Permission
from .codes import DFE_NUMBER, ONS_CODE, REGIONS, codes_of


def change_codes(
    *, council: Council, ons: str, dfe: str, region: str, since: date | None = None, by: Actor
) -> bool:
    """Say the codes of the council, "" for one that is not known. True if any has changed. Raises ChangeRefused.

    With `since`, a code that changed was right until the day before and is kept, because older figures have it.
    Without, it was wrong and is replaced. The change is a security event, because the change log has no directory rows.
    """
    if by.council != council:
        raise PermissionDenied("You can only act for your own council.")
    require(by, Permission.INDICATORS_RECORD)
    said = {
        AreaCode.Scheme.ONS: ons.strip().upper(),
        AreaCode.Scheme.DFE: dfe.strip(),
        AreaCode.Scheme.REGION: region,
    }
    _check(said)
    with transaction.atomic():
        Council.objects.select_for_update(no_key=True).get(pk=council.pk)
        known = codes_of(council)
        before = {
            AreaCode.Scheme.ONS: known.ons,
            AreaCode.Scheme.DFE: known.dfe,
            AreaCode.Scheme.REGION: known.region,
        }
        changed = {scheme: (before[scheme], code) for scheme, code in said.items() if before[scheme] != code}
        for scheme, (old, new) in changed.items():
            _replace(council, scheme, old, new, since)
        if changed:
            security_events.record(
                "codes_changed",
                user=by.user,
                council=council,
                subject=council.slug,
                detail={"by": by.reference, **{scheme.value: list(each) for scheme, each in changed.items()}},
            )
    return bool(changed)


def _check(said: dict[AreaCode.Scheme, str]) -> None:
    problems = {}
    if said[AreaCode.Scheme.ONS] and not ONS_CODE.fullmatch(said[AreaCode.Scheme.ONS]):
        problems["ons"] = (
            "Enter E and 8 digits, such as E06000044. Codes of councils start with E06, E08, E09 or E10."
        )
    if said[AreaCode.Scheme.DFE] and not DFE_NUMBER.fullmatch(said[AreaCode.Scheme.DFE]):
        problems["dfe"] = "Enter 3 digits, such as 851."
    if said[AreaCode.Scheme.REGION] and said[AreaCode.Scheme.REGION] not in REGIONS:
        problems["region"] = "Choose one of the nine regions of England."
    if problems:
        raise ChangeRefused(problems)


def _replace(council: Council, scheme: AreaCode.Scheme, old: str, new: str, since: date | None) -> None:
    """Put the new code in the old one's place, or after it."""
    codes = AreaCode.objects.filter(council=council, scheme=scheme)
    current = codes.filter(code=old).first() if old else None
    if current and since and current.valid_from and since <= current.valid_from:
        raise ChangeRefused(
            {"since": f"Enter a day after {words_for_date(current.valid_from)}, when {old} began."}
        )
    if current and since:
        current.valid_to = since - timedelta(days=1)
        current.save(update_fields=["valid_to"])
    elif current:
        current.delete()
    if new:
        name = REGIONS.get(new, council.name)[:100]
        start = since if current else None
        codes.update_or_create(
            code=new,
            defaults={"name": name, "valid_from": start, "valid_to": None},
            create_defaults={"council": council, "scheme": scheme, "name": name, "valid_from": start},
        )
