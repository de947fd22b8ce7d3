"""Example arguments of every URL. Add a line for each new URL, or test_urls.py fails.

Keys are routes as Django prints them. An argument is a model, which means the `public_id` of its row, or a pair of
model and attribute. `body` is the body of a write. The crawl also puts rows of other councils there.
"""

from dataclasses import dataclass, field
from typing import Any

from boards.models import Board
from councils.models import Change, Person
from deliverables.models import Deliverable, DuePoint, ProgressUpdate
from indicators.models import Indicator, Reading, Target
from packs.models import Delivery, Pack
from strategies.models import Outcome, ReportingPeriod, Strand, Strategy, Version

PAGE, API = "<slug:council>/", "api/v1/councils/<slug:council>/"


@dataclass(frozen=True)
class Example:
    """Arguments and body of a URL. With `canary`, the page must show a canary of its own council."""

    arguments: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    canary: bool = True


def _own(**arguments: Any) -> Example:
    return Example(arguments)


def _writes(*, canary: bool = True, body: dict[str, Any] | None = None, **arguments: Any) -> Example:
    return Example(arguments, body or {}, canary)


UPDATE = {"rag": "green", "narrative": "On course.", "done_points": [DuePoint]}
BECAUSE = {"reason": "Agreed at the last meeting."}
RATING = {"rag": "green", "narrative": "On course.", "quarter": (ReportingPeriod, "label")}

COUNCIL_ADDRESSES: dict[str, Example] = {
    f"{PAGE}": _own(),
    f"{PAGE}changes/": _own(),
    f"{PAGE}look/": Example(canary=False),
    f"{PAGE}look.css": Example(canary=False),
    f"{PAGE}logo.png": _own(),
    f"{PAGE}boards/": _own(),
    f"{PAGE}boards/<slug:slug>/": _own(slug=(Board, "slug")),
    f"{PAGE}glossary/": _own(),
    f"{PAGE}my-work/": Example(canary=False),
    f"{PAGE}undo/": _writes(body={"act": (Change, "request_id")}),
    f"{PAGE}deliverables/": _own(),
    f"{PAGE}deliverables/export/csv/": _own(),
    f"{PAGE}deliverables/export/xlsx/": Example(canary=False),
    f"{PAGE}deliverables/change/": _writes(
        canary=False, body={"chosen": [Deliverable], "what": "rating", "step": "save"} | RATING
    ),
    f"{PAGE}deliverables/new/": Example(canary=False),
    f"{PAGE}deliverables/<uuid:deliverable>/": _own(deliverable=Deliverable),
    f"{PAGE}deliverables/<uuid:deliverable>/change/": _writes(
        deliverable=Deliverable, body={"title": "Open the centre", "who_0": "JK", "when_0": "Sep 2016"}
    ),
    f"{PAGE}deliverables/<uuid:deliverable>/drop/": _writes(deliverable=Deliverable, body=BECAUSE),
    f"{PAGE}deliverables/<uuid:deliverable>/bring-back/": _writes(
        canary=False, deliverable=Deliverable, body=BECAUSE
    ),
    f"{PAGE}deliverables/<uuid:deliverable>/move/": _writes(
        deliverable=Deliverable, body={"strand": Strand, **BECAUSE}
    ),
    f"{PAGE}deliverables/<uuid:deliverable>/merge/": _writes(
        deliverable=Deliverable, body={"into": Deliverable, **BECAUSE}
    ),
    f"{PAGE}deliverables/<uuid:deliverable>/split/": _writes(
        deliverable=Deliverable, body={"title": "The second", "points": [DuePoint], **BECAUSE}
    ),
    f"{PAGE}deliverables/<uuid:deliverable>/update/": _writes(
        deliverable=Deliverable, body=UPDATE | {"quarter": (ReportingPeriod, "label"), "version": 1}
    ),
    f"{PAGE}deliverables/<uuid:deliverable>/no-change/": _writes(
        canary=False, deliverable=Deliverable, body={"version": 1}
    ),
    f"{PAGE}indicators/": _own(),
    f"{PAGE}indicators/<uuid:indicator>/": _own(indicator=Indicator),
    f"{PAGE}strategies/<slug:slug>/": _own(slug=(Strategy, "slug")),
    f"{PAGE}strategies/<slug:slug>/strands/<str:code>/": _own(slug=(Strategy, "slug"), code=(Strand, "code")),
    f"{PAGE}strategies/<slug:slug>/grid/": _writes(
        slug=(Strategy, "slug"), body={"step": "save", "rows": 1, "r0-id": Deliverable, "r0-title": "Open it"}
    ),
    f"{PAGE}strategies/<slug:slug>/strands/<str:code>/order/": _writes(
        slug=(Strategy, "slug"), code=(Strand, "code"), body=BECAUSE
    ),
    f"{PAGE}packs/": _own(),
    f"{PAGE}packs/new/": _writes(body={"board": (Board, "slug"), "quarter": (ReportingPeriod, "label")}),
    f"{PAGE}packs/<uuid:pack>/": _own(pack=Pack),
    f"{PAGE}packs/<uuid:pack>/pack.pdf": _own(pack=Pack),
    f"{PAGE}packs/<uuid:pack>/release/": _writes(pack=Pack),
    f"{PAGE}packs/<uuid:pack>/cancel/": _writes(pack=Pack),
    f"{PAGE}packs/<uuid:pack>/deliveries/<uuid:delivery>/": _writes(
        pack=Pack, delivery=Delivery, body={"outcome": "arrived"}
    ),
    f"{API}people": _own(),
    f"{API}people/<uuid:id>": _own(id=Person),
    f"{API}changes": Example(canary=False),
    f"{API}changes/<uuid:id>": Example({"id": (Change, "object_id")}, canary=False),
    f"{API}changes/<int:id>": Example({"id": (Change, "seq")}, canary=False),
    f"{API}boards": _own(),
    f"{API}boards/<uuid:id>": _own(id=Board),
    f"{API}strategies": _own(),
    f"{API}strategies/<uuid:id>": _own(id=Strategy),
    f"{API}versions": _own(),
    f"{API}versions/<uuid:id>": _own(id=Version),
    f"{API}strands": _own(),
    f"{API}strands/<uuid:id>": _own(id=Strand),
    f"{API}outcomes": _own(),
    f"{API}outcomes/<uuid:id>": _own(id=Outcome),
    f"{API}deliverables": _own(),
    f"{API}deliverables/<uuid:id>": _own(id=Deliverable),
    f"{API}progress-updates": _writes(
        body=UPDATE | {"deliverable": Deliverable, "quarter": (ReportingPeriod, "label")}
    ),
    f"{API}progress-updates/<uuid:id>": _own(id=ProgressUpdate),
    f"{API}indicators": _own(),
    f"{API}indicators/<uuid:id>": _own(id=Indicator),
    f"{API}readings": _own(),
    f"{API}readings/<uuid:id>": _own(id=Reading),
    f"{API}targets": _own(),
    f"{API}targets/<uuid:id>": _own(id=Target),
    f"{API}packs": Example(canary=False),
    f"{API}packs/<uuid:id>": Example({"id": Pack}, canary=False),
}

DIRECTORY_ADDRESSES: dict[str, dict[str, Any]] = {
    "": {},
    "healthz": {},
    "readyz": {},
    "local/components/": {},
    "local/mail/": {},
    "local/mail/<slug:name>/": {"name": "1-00000000"},
    "local/mail/<slug:name>/html/": {"name": "1-00000000"},
    "local/mail/<slug:name>/attachments/<int:number>/": {"name": "1-00000000", "number": 1},
    "accounts/login/": {},
    "accounts/logout/": {},
    "accounts/inactive/": {},
    "accounts/signup/": {},
    "accounts/email/": {},
    "accounts/password/change/": {},
    "accounts/password/set/": {},
    "accounts/password/reset/": {},
    "accounts/password/reset/done/": {},
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": {
        "uidb36": "1",
        "key": "set-password",
    },
    "accounts/password/reset/key/done/": {},
    "api/v1/openapi.json": {},
    "api/v1/docs/": {},
    r"api/v1/^[\s\S]*$": {},
    r"api/^[\s\S]*$": {},
}
"""URLs outside any council. They never show a council's data."""
