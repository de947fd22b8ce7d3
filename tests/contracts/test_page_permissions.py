"""Permissions of every page. A member with all other permissions is refused, and nothing is written."""

from uuid import uuid4

import pytest

from councils.permissions import ROLE_PERMISSIONS, Permission, Role
from tests.contracts.test_urls import body_of, path_of
from tests.contracts.url_examples import COUNCIL_ADDRESSES, PAGE

pytestmark = pytest.mark.django_db

STRATEGY = "strategies/<slug:slug>/"
DELIVERABLE, PACK = "deliverables/<uuid:deliverable>/", "packs/<uuid:pack>/"
INVITATION = "people/access/invitations/<uuid:invitation>/"
BENCHMARKS = "indicators/benchmarks/"
INDICATOR = "indicators/<uuid:indicator>/"
PERSON, ORGANISATION, POST = (
    "people/<uuid:person>/",
    "people/organisations/<uuid:organisation>/",
    "people/posts/<uuid:post>/",
)
CHANGE_PEOPLE = (
    "people/new/",
    "people/organisations/new/",
    ORGANISATION,
    f"{ORGANISATION}remove/",
    "people/posts/new/",
    POST,
    f"{POST}remove/",
    *(f"{PERSON}{page}/" for page in ("change", "identify", "merge", "hand-over", "remove")),
)
BOARD = "<slug:slug>/"
BOARD_PAGES = (
    *("change/", "remove/", "seats/", "recipients/", "oversight/", "oversight/deliverables/"),
    *("meetings/", "meetings/<uuid:meeting>/"),
)
MINUTES, MINUTE = f"boards/{BOARD}meetings/<uuid:meeting>/minutes/", "minutes/<uuid:entry>/"
COMMENT = "comments/<uuid:comment>/"
SAID = "you-said-we-did/"
ENTRY = f"{SAID}<uuid:entry>/"
QUARTER = "quarters/<str:label>/"
LINK = f"{DELIVERABLE}links/<uuid:link>/"
RISK, BUDGET_LINE = "risks/<uuid:risk>/", "money/<uuid:line>/"
EVIDENCE, AREA = "evidence/<uuid:evidence>/", "inspection/<uuid:area>/"
IMPORT = "import/<uuid:plan_import>/"
VERSIONS = f"{STRATEGY}versions/"
VERSION = f"{VERSIONS}<uuid:version>/"
STEP = f"{VERSION}steps/<uuid:step>/"
ASSESSMENT, SUBMISSION = f"{STRATEGY}assessment/", f"{STRATEGY}submissions/<uuid:submission>/"
RETURN = "returns/<uuid:owed>/"
CHANGES_WHAT_LEAVES = (
    *(f"{ASSESSMENT}scale/", f"{ASSESSMENT}criteria/", f"{ASSESSMENT}criteria/<uuid:criterion>/judge/"),
    *(f"{ASSESSMENT}judgements/<uuid:judgement>/", f"{ASSESSMENT}judgements/<uuid:judgement>/remove/"),
    *(f"{STRATEGY}submissions/new/", f"{SUBMISSION}change/", f"{SUBMISSION}remove/"),
    *(f"{SUBMISSION}step/<slug:to>/", f"{SUBMISSION}comments/", f"{SUBMISSION}comments/<uuid:comment>/"),
    *("returns/new/", RETURN, f"{RETURN}send/", f"{RETURN}remove/"),
)
NEEDED = {
    **{(method, page): Permission.PEOPLE_CHANGE for page in CHANGE_PEOPLE for method in ("GET", "POST")},
    ("GET", "people/"): Permission.PEOPLE_NAMES,
    ("GET", PERSON): Permission.PEOPLE_NAMES,
    ("GET", "people/to-identify/"): Permission.PEOPLE_CHANGE,
    ("GET", "people/owners/"): Permission.PEOPLE_CHANGE,
    ("GET", ""): Permission.PROGRESS_VIEW,
    ("GET", "changes/"): Permission.CHANGES_VIEW,
    ("GET", "look/"): Permission.LOOK_CHANGE,
    ("GET", "small-numbers/"): Permission.SMALL_NUMBERS_CHANGE,
    ("POST", "small-numbers/"): Permission.SMALL_NUMBERS_CHANGE,
    ("GET", "people/access/"): Permission.PEOPLE_MANAGE,
    ("GET", "people/access/invite/"): Permission.PEOPLE_MANAGE,
    ("POST", "people/access/invite/"): Permission.PEOPLE_MANAGE,
    ("GET", "people/access/<uuid:user>/"): Permission.PEOPLE_MANAGE,
    ("POST", "people/access/<uuid:user>/"): Permission.PEOPLE_MANAGE,
    ("GET", "people/access/<uuid:user>/end/"): Permission.PEOPLE_MANAGE,
    ("POST", "people/access/<uuid:user>/end/"): Permission.PEOPLE_MANAGE,
    ("POST", "people/access/<uuid:user>/link/"): Permission.PEOPLE_MANAGE,
    ("POST", f"{INVITATION}resend/"): Permission.PEOPLE_MANAGE,
    ("POST", f"{INVITATION}withdraw/"): Permission.PEOPLE_MANAGE,
    ("GET", "people/keys/"): Permission.KEYS_MANAGE,
    ("GET", "people/keys/new/"): Permission.KEYS_MANAGE,
    ("POST", "people/keys/new/"): Permission.KEYS_MANAGE,
    ("GET", "people/keys/<uuid:key>/rotate/"): Permission.KEYS_MANAGE,
    ("POST", "people/keys/<uuid:key>/rotate/"): Permission.KEYS_MANAGE,
    ("GET", "people/keys/<uuid:key>/withdraw/"): Permission.KEYS_MANAGE,
    ("POST", "people/keys/<uuid:key>/withdraw/"): Permission.KEYS_MANAGE,
    ("GET", "boards/"): Permission.BOARDS_VIEW,
    ("GET", "meetings/"): Permission.BOARDS_VIEW,
    ("GET", "meetings/new/"): Permission.BOARDS_CHANGE,
    ("POST", "meetings/new/"): Permission.BOARDS_CHANGE,
    ("GET", "boards/<slug:slug>/"): Permission.BOARDS_VIEW,
    **{
        (method, f"boards/{page}"): Permission.BOARDS_CHANGE
        for page in ("new/", "order/", *(f"{BOARD}{page}" for page in BOARD_PAGES))
        for method in ("GET", "POST")
    },
    ("POST", f"boards/{BOARD}meetings/<uuid:meeting>/remove/"): Permission.BOARDS_CHANGE,
    **{
        ("GET", page): Permission.BOARDS_VIEW for page in (MINUTES, "minutes/", "minutes/minutes.csv", MINUTE)
    },
    ("POST", MINUTES): Permission.MINUTES_RECORD,
    **{
        (method, page): Permission.MINUTES_RECORD
        for page in (
            *(f"{MINUTES}{page}/" for page in ("attendance", "confirm", "answer/<uuid:entry>")),
            *(f"{MINUTE}{page}/" for page in ("change", "remove", "state", "correct")),
        )
        for method in ("GET", "POST")
    },
    ("GET", "comments/"): Permission.PROGRESS_VIEW,
    ("GET", COMMENT): Permission.PROGRESS_VIEW,
    **{
        (method, f"{page}comments/add/"): Permission.COMMENTS_WRITE
        for page in (DELIVERABLE, INDICATOR, PACK)
        for method in ("GET", "POST")
    },
    **{
        (method, f"{COMMENT}{page}/"): Permission.COMMENTS_ANSWER
        for page in ("answer", "close", "open")
        for method in ("GET", "POST")
    },
    **{(method, f"{COMMENT}withdraw/"): Permission.COMMENTS_WRITE for method in ("GET", "POST")},
    ("GET", SAID): Permission.PROGRESS_VIEW,
    **{
        (method, page): Permission.PLAN_CHANGE
        for page in (f"{SAID}add/", f"{ENTRY}change/", f"{ENTRY}remove/")
        for method in ("GET", "POST")
    },
    **{
        (method, f"{ENTRY}{page}/"): Permission.PLAN_PUBLISH
        for page in ("publish", "withdraw")
        for method in ("GET", "POST")
    },
    ("GET", f"boards/{BOARD}cycle/"): Permission.PACKS_BUILD,
    **{
        ("POST", f"boards/{BOARD}cycle/{act}/"): Permission.PACKS_BUILD
        for act in ("start", "stop", "figures")
    },
    ("POST", f"boards/{BOARD}cycle/release/"): Permission.PACKS_RELEASE,
    ("GET", "glossary/"): Permission.PLAN_VIEW,
    ("GET", "quarters/"): Permission.PROGRESS_VIEW,
    ("GET", "quarters/days-of-grace/"): Permission.QUARTER_CLOSE,
    ("POST", "quarters/days-of-grace/"): Permission.QUARTER_CLOSE,
    ("GET", "quarters/add/"): Permission.QUARTER_CLOSE,
    ("POST", "quarters/add/"): Permission.QUARTER_CLOSE,
    ("GET", QUARTER): Permission.PACKS_BUILD,
    ("GET", f"{QUARTER}close/"): Permission.QUARTER_CLOSE,
    ("POST", f"{QUARTER}close/"): Permission.QUARTER_CLOSE,
    ("GET", f"{QUARTER}reopen/"): Permission.QUARTER_CLOSE,
    ("POST", f"{QUARTER}reopen/"): Permission.QUARTER_CLOSE,
    ("GET", f"{QUARTER}cut-off/"): Permission.QUARTER_CLOSE,
    ("POST", f"{QUARTER}cut-off/"): Permission.QUARTER_CLOSE,
    **{(method, page): Permission.PLAN_CHANGE for page in CHANGES_WHAT_LEAVES for method in ("GET", "POST")},
    ("GET", ASSESSMENT): Permission.PLAN_VIEW,
    ("POST", f"{ASSESSMENT}start/"): Permission.PLAN_CHANGE,
    ("GET", f"{STRATEGY}submissions/"): Permission.PLAN_VIEW,
    ("GET", SUBMISSION): Permission.PLAN_VIEW,
    ("GET", "returns/"): Permission.PLAN_VIEW,
    ("GET", "returns/returns.csv"): Permission.PLAN_VIEW,
    ("GET", "reminders/"): Permission.PEOPLE_MANAGE,
    ("GET", "reminders/change/"): Permission.PEOPLE_MANAGE,
    ("POST", "reminders/change/"): Permission.PEOPLE_MANAGE,
    ("POST", "reminders/stop/"): Permission.PEOPLE_MANAGE,
    **{("GET", f"public-page/{page}"): Permission.PLAN_PUBLISH for page in ("", "change/", "preview/")},
    **{
        ("POST", f"public-page/{page}/"): Permission.PLAN_PUBLISH
        for page in ("change", "publish", "on", "off")
    },
    ("GET", "public-page/editions/<uuid:edition>/"): Permission.PLAN_PUBLISH,
    ("GET", "calendars/"): Permission.PLAN_VIEW,
    **{
        (method, f"calendars/{page}/"): Permission.PLAN_VIEW
        for page in ("new", "<uuid:address>/replace", "<uuid:address>/end")
        for method in ("GET", "POST")
    },
    ("GET", "plan-templates/"): Permission.PLAN_CHANGE,
    ("GET", "plan-templates/<slug:template>/"): Permission.PLAN_CHANGE,
    ("POST", "plan-templates/<slug:template>/"): Permission.PLAN_CHANGE,
    ("GET", "my-work/"): Permission.PROGRESS_VIEW,
    ("GET", "approvals/"): Permission.UPDATES_VIEW_PROPOSED,
    ("POST", "approvals/"): Permission.UPDATES_APPROVE,
    ("GET", "approvals/which/"): Permission.PEOPLE_MANAGE,
    ("POST", "approvals/which/"): Permission.PEOPLE_MANAGE,
    ("GET", "approvals/<uuid:update>/return/"): Permission.UPDATES_APPROVE,
    ("POST", "approvals/<uuid:update>/return/"): Permission.UPDATES_APPROVE,
    ("POST", "approvals/<uuid:update>/withdraw/"): Permission.PROGRESS_RECORD,
    ("POST", "undo/"): Permission.PROGRESS_RECORD,
    ("GET", "deliverables/"): Permission.PROGRESS_VIEW,
    ("GET", "deliverables/export/csv/"): Permission.PROGRESS_VIEW,
    ("GET", "deliverables/export/xlsx/"): Permission.PROGRESS_VIEW,
    ("GET", "deliverables/change/"): Permission.PROGRESS_RECORD,
    ("POST", "deliverables/change/"): Permission.PROGRESS_RECORD,
    ("GET", "deliverables/new/"): Permission.PLAN_CHANGE,
    ("POST", "deliverables/new/"): Permission.PLAN_CHANGE,
    ("GET", DELIVERABLE): Permission.PROGRESS_VIEW,
    **{
        (method, f"{DELIVERABLE}{page}/"): Permission.PLAN_CHANGE
        for page in ("change", "drop", "bring-back", "move", "merge", "split")
        for method in ("GET", "POST")
    },
    ("GET", "strategies/<slug:slug>/grid/"): Permission.PLAN_CHANGE,
    ("POST", "strategies/<slug:slug>/grid/"): Permission.PLAN_CHANGE,
    ("GET", "strategies/<slug:slug>/strands/<str:code>/order/"): Permission.PLAN_CHANGE,
    ("POST", "strategies/<slug:slug>/strands/<str:code>/order/"): Permission.PLAN_CHANGE,
    ("GET", f"{DELIVERABLE}update/"): Permission.PROGRESS_RECORD,
    ("POST", f"{DELIVERABLE}update/"): Permission.PROGRESS_RECORD,
    ("POST", f"{DELIVERABLE}no-change/"): Permission.PROGRESS_RECORD,
    ("GET", "indicators/"): Permission.INDICATORS_VIEW,
    ("GET", "indicators/export/csv/"): Permission.INDICATORS_VIEW,
    ("GET", "indicators/export/xlsx/"): Permission.INDICATORS_VIEW,
    ("GET", "indicators/<uuid:indicator>/"): Permission.INDICATORS_VIEW,
    ("GET", "indicators/predecessors/"): Permission.INDICATORS_VIEW,
    **dict.fromkeys(
        [
            (method, page)
            for method in ("GET", "POST")
            for page in (
                *("indicators/add/", "indicators/add/several/", f"{INDICATOR}change/", f"{INDICATOR}remove/"),
                *(f"{INDICATOR}breaks/add/", f"{INDICATOR}breaks/<uuid:series_break>/"),
                f"{INDICATOR}breaks/<uuid:series_break>/remove/",
                *(f"{INDICATOR}formula/<slug:kind>/", f"{INDICATOR}formula/remove/"),
                *("indicators/predecessors/add/", "indicators/predecessors/<uuid:predecessor>/"),
                "indicators/predecessors/<uuid:predecessor>/remove/",
                *(f"{INDICATOR}effects/add/", f"{DELIVERABLE}effects/add/"),
                *("effects/<uuid:effect>/", "effects/<uuid:effect>/remove/"),
                *(f"{INDICATOR}trajectories/add/", "trajectories/<uuid:trajectory>/"),
                *("trajectories/<uuid:trajectory>/close/", "trajectories/<uuid:trajectory>/remove/"),
            )
        ],
        Permission.PLAN_CHANGE,
    ),
    ("POST", f"{INDICATOR}move/"): Permission.PLAN_CHANGE,
    **dict.fromkeys(
        [
            (method, f"{INDICATOR}{page}")
            for method in ("GET", "POST")
            for page in (
                *("value/", "values/<uuid:reading>/remove/", "target/", "benchmarks/remove/"),
                *("targets/<uuid:target>/remove/", "targets/<uuid:target>/confidence/"),
                *("rebases/add/", "rebases/<uuid:rebase>/remove/"),
            )
        ],
        Permission.INDICATORS_RECORD,
    ),
    ("GET", "indicators/import/"): Permission.INDICATORS_RECORD,
    ("POST", "indicators/import/"): Permission.INDICATORS_RECORD,
    ("GET", "indicators/quarter/"): Permission.INDICATORS_RECORD,
    ("POST", "indicators/quarter/"): Permission.INDICATORS_RECORD,
    ("GET", BENCHMARKS): Permission.INDICATORS_RECORD,
    ("GET", f"{BENCHMARKS}files/<uuid:file>/"): Permission.INDICATORS_RECORD,
    ("POST", f"{BENCHMARKS}files/<uuid:file>/withdraw/"): Permission.INDICATORS_RECORD,
    **dict.fromkeys(
        [
            (method, page)
            for method in ("GET", "POST")
            for page in (
                *("codes/", f"{BENCHMARKS}add/", f"{BENCHMARKS}neighbours/add/"),
                *(f"{BENCHMARKS}files/<uuid:file>/columns/", f"{BENCHMARKS}files/<uuid:file>/check/"),
                f"{BENCHMARKS}neighbours/<uuid:neighbours>/",
                f"{BENCHMARKS}neighbours/<uuid:neighbours>/remove/",
            )
        ],
        Permission.INDICATORS_RECORD,
    ),
    ("GET", "strategies/"): Permission.PLAN_VIEW,
    ("GET", "strategies/new/"): Permission.PLAN_CHANGE,
    ("POST", "strategies/new/"): Permission.PLAN_CHANGE,
    ("GET", "strategies/<slug:slug>/"): Permission.PLAN_VIEW,
    ("GET", f"{STRATEGY}change/"): Permission.PLAN_CHANGE,
    ("POST", f"{STRATEGY}change/"): Permission.PLAN_CHANGE,
    ("GET", f"{STRATEGY}copy/"): Permission.PLAN_CHANGE,
    ("POST", f"{STRATEGY}copy/"): Permission.PLAN_CHANGE,
    ("GET", f"{STRATEGY}lists/<slug:name>/"): Permission.PLAN_CHANGE,
    ("POST", f"{STRATEGY}lists/<slug:name>/"): Permission.PLAN_CHANGE,
    ("GET", f"{STRATEGY}strands/<str:code>/change/"): Permission.PLAN_CHANGE,
    ("POST", f"{STRATEGY}strands/<str:code>/change/"): Permission.PLAN_CHANGE,
    ("GET", f"{STRATEGY}strands/<str:code>/lists/<slug:name>/"): Permission.PLAN_CHANGE,
    ("POST", f"{STRATEGY}strands/<str:code>/lists/<slug:name>/"): Permission.PLAN_CHANGE,
    ("GET", "strategies/<slug:slug>/strands/<str:code>/"): Permission.PLAN_VIEW,
    ("GET", "search/"): Permission.PLAN_VIEW,
    ("GET", "example/"): Permission.PLAN_CHANGE,
    ("POST", "example/"): Permission.PLAN_CHANGE,
    ("GET", IMPORT): Permission.PLAN_CHANGE,
    ("GET", "import/workbook/template.xlsx"): Permission.PLAN_CHANGE,
    ("GET", f"{STRATEGY}plan.docx"): Permission.PLAN_VIEW,
    ("GET", f"{STRATEGY}plan.pdf"): Permission.PLAN_VIEW,
    ("GET", f"{STRATEGY}workbook.xlsx"): Permission.PLAN_VIEW,
    ("GET", f"{STRATEGY}workbook-csv.zip"): Permission.PEOPLE_NAMES,
    ("GET", f"{STRATEGY}workbook.json"): Permission.BOARDS_VIEW,
    ("GET", f"{STRATEGY}strands/<str:code>/print/"): Permission.PROGRESS_VIEW,
    ("GET", f"{PERSON}print/"): Permission.PEOPLE_NAMES,
    **{
        (method, page): Permission.PLAN_CHANGE
        for page in (
            *("import/", "import/workbook/"),
            *(f"{IMPORT}{step}/" for step in ("columns", "names", "rows", "confirm", "delete")),
        )
        for method in ("GET", "POST")
    },
    **{
        ("GET", page): Permission.PLAN_VIEW
        for page in (
            *(VERSIONS, f"{VERSIONS}table/", f"{VERSIONS}compare/", f"{VERSIONS}compare.csv"),
            *(VERSION, f"{VERSION}plan/"),
        )
    },
    ("GET", f"{VERSION}workbook.xlsx"): Permission.PEOPLE_NAMES,
    ("GET", f"{VERSION}plan.json"): Permission.BOARDS_VIEW,
    **{
        (method, page): Permission.PLAN_CHANGE
        for page in (
            f"{VERSIONS}new/",
            *(f"{VERSION}{step}/" for step in ("change", "steps", "delete", "circulate")),
            *(f"{VERSION}{step}/" for step in ("draft-again", "withdraw")),
        )
        for method in ("GET", "POST")
    },
    **{
        (method, page): Permission.PLAN_APPROVE
        for page in (STEP, f"{STEP}take-back/")
        for method in ("GET", "POST")
    },
    ("GET", f"{VERSION}publish/"): Permission.PLAN_PUBLISH,
    ("POST", f"{VERSION}publish/"): Permission.PLAN_PUBLISH,
    **{
        ("GET", page): Permission.PROGRESS_VIEW
        for page in (f"{STRATEGY}evidence/", EVIDENCE, f"{EVIDENCE}file", f"{STRATEGY}inspection/bundle.zip")
    },
    ("GET", f"{STRATEGY}inspection/"): Permission.INDICATORS_VIEW,
    **{
        ("GET", page): Permission.PLAN_VIEW
        for page in (
            *(f"{STRATEGY}risks/", f"{STRATEGY}risks/risks.csv", RISK),
            *(f"{STRATEGY}money/", f"{STRATEGY}money/money.csv"),
        )
    },
    **{
        (method, page): Permission.PLAN_CHANGE
        for page in (
            *(f"{STRATEGY}risks/add/", f"{STRATEGY}risks/scale/", f"{RISK}change/", f"{RISK}remove/"),
            *(f"{STRATEGY}money/add/", f"{BUDGET_LINE}change/", f"{BUDGET_LINE}remove/"),
            *(f"{DELIVERABLE}links/add/", f"{LINK}remove/"),
        )
        for method in ("GET", "POST")
    },
    **{
        (method, page): Permission.PROGRESS_RECORD
        for page in (
            f"{STRATEGY}evidence/add/",
            *(f"{EVIDENCE}{page}/" for page in ("change", "links", "remove")),
        )
        for method in ("GET", "POST")
    },
    **{
        (method, page): Permission.PLAN_CHANGE
        for page in (
            f"{STRATEGY}inspection/add/",
            *(f"{AREA}{page}/" for page in ("change", "items", "remove")),
        )
        for method in ("GET", "POST")
    },
    ("GET", "packs/new/"): Permission.PACKS_BUILD,
    ("POST", "packs/new/"): Permission.PACKS_BUILD,
    **{
        (method, page): Permission.PACKS_BUILD
        for page in (f"boards/{BOARD}pack-contents/", f"{PACK}words/", f"{PACK}review/<str:step>/")
        for method in ("GET", "POST")
    },
    ("GET", f"{PACK}release/"): Permission.PACKS_RELEASE,
    ("POST", f"{PACK}release/"): Permission.PACKS_RELEASE,
    ("POST", f"{PACK}cancel/"): Permission.PACKS_BUILD,
    ("POST", f"{PACK}deliveries/<uuid:delivery>/"): Permission.PACKS_RELEASE,
}
SEEN_BY_PERMISSION = {
    "packs/",
    "packs/<slug:slug>/<str:quarter>/",
    PACK,
    *(f"{PACK}{page}" for page in ("pack.pdf", "files/<str:name>", "compare/", "progress/")),
}
"""Pages that show a reader fewer packs, or none. tests/packs/test_views.py tests them."""
FOR_EVERYBODY = {"look.css", "logo.png"}


def ask(side, method, page, path=""):
    route = f"{PAGE}{page}"
    client = side.clients["administrator"]
    if method == "GET":
        return client.get(path or path_of(side, route))
    return client.post(path or path_of(side, route), body_of(side, route))


def only_without(monkeypatch, permission):
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.ADMINISTRATOR, frozenset(Permission) - {permission})


def test_every_page_says_which_permission_it_needs():
    pages = {route.removeprefix(PAGE) for route in COUNCIL_ADDRESSES if route.startswith(PAGE)}
    assert pages - SEEN_BY_PERMISSION - FOR_EVERYBODY == {page for _, page in NEEDED}


@pytest.mark.parametrize(("method", "page"), NEEDED)
def test_who_lacks_only_this_permission_is_refused(north, monkeypatch, method, page):
    only_without(monkeypatch, NEEDED[method, page])
    before = north.last_change()
    assert ask(north, method, page).status_code == 403
    assert north.last_change() == before


@pytest.mark.parametrize(("method", "page"), NEEDED)
def test_who_has_it_is_not(north, method, page):
    assert ask(north, method, page).status_code != 403


@pytest.mark.parametrize(
    ("what", "permission"),
    [
        ("rating", Permission.PROGRESS_RECORD),
        ("lead", Permission.PLAN_CHANGE),
        ("due", Permission.PLAN_CHANGE),
    ],
)
def test_each_change_to_several_deliverables_needs_its_own(north, monkeypatch, what, permission):
    only_without(monkeypatch, permission)
    path = f"/north/deliverables/change/?what={what}"
    assert north.clients["administrator"].get(path).status_code == 403
    assert (
        north.clients["administrator"].post("/north/deliverables/change/", {"what": what}).status_code == 403
    )


@pytest.mark.parametrize(
    ("method", "page"), [("GET", ""), ("GET", "update/"), ("POST", "update/"), ("POST", "no-change/")]
)
def test_a_reader_who_is_refused_does_not_learn_what_is_there(north, monkeypatch, method, page):
    """The response is the same for a deliverable that does not exist."""
    only_without(monkeypatch, NEEDED[method, DELIVERABLE + page])
    path = f"/north/deliverables/{uuid4()}/{page}"
    assert ask(north, method, f"{DELIVERABLE}{page}", path).status_code == 403
