"""A council's area codes: what they look like, which are in use, and all that it ever had."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..models import AreaCode, Council

REGIONS = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
}
ONS_CODE = re.compile(r"E(06|08|09|10)[0-9]{6}")
DFE_NUMBER = re.compile(r"[0-9]{3}")


@dataclass(frozen=True)
class Codes:
    """The codes of a council now, "" where nobody has said one, and all that it has or had."""

    ons: str = ""
    dfe: str = ""
    region: str = ""
    every: frozenset[str] = field(default_factory=frozenset)

    @property
    def region_words(self) -> str:
        """ "South East (E12000008)", or "" where nobody has said one."""
        name = REGIONS.get(self.region)
        return f"{name} ({self.region})" if name else self.region

    @property
    def is_known(self) -> bool:
        """Whether published figures of this council can be found."""
        return bool(self.every)


def codes_of(council: Council) -> Codes:
    """Codes of the council, those that ended included in `every` (1 query)."""
    now: dict[str, str] = {}
    every = set()
    for row in AreaCode.objects.filter(council=council).order_by("valid_from", "id"):
        if row.scheme != AreaCode.Scheme.REGION:
            every.add(row.code)
        if row.valid_to is None:
            now[row.scheme] = row.code
    return Codes(
        ons=now.get(AreaCode.Scheme.ONS, ""),
        dfe=now.get(AreaCode.Scheme.DFE, ""),
        region=now.get(AreaCode.Scheme.REGION, ""),
        every=frozenset(every),
    )
