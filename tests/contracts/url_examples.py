"""Example arguments of every URL. Add a line for each new URL, or test_urls.py fails.

Keys are routes as Django prints them. An argument is a model, which means the `public_id` of its row, or a pair of
model and attribute ("user.public_id" for an attribute of an attribute). `body` is the body of a write. The crawl also
puts rows of other councils there.
"""

from dataclasses import dataclass, field
from typing import Any

from assessments.models import Criterion, Judgement, ScaleLevel
from boards.models import Board, Meeting
from calendars.models import CalendarAddress
from councils.models import ApiClient, Change, Invitation, Membership, Organisation, Person, Post
from deliverables.models import (
    Assignment,
    Deliverable,
    DeliverableLink,
    DuePoint,
    ProgressUpdate,
    ProposedUpdate,
)
from evidence.models import Evidence, InspectionArea
from indicators.models import (
    Benchmark,
    BenchmarkSource,
    ExpectedEffect,
    Indicator,
    NeighbourList,
    Predecessor,
    Reading,
    Rebase,
    SeriesBreak,
    Target,
    Trajectory,
)
from minutes.models import Entry
from money.models import BudgetLine
from packs.models import Delivery, Pack
from plan_files.models import PlanImport
from plan_versions.models import ApprovalStep, PlanVersion
from public_page.models import PublicEdition
from returns.models import OwedReturn, ReaderComment, Submission
from risks.models import Risk
from strategies.models import Outcome, ReportingPeriod, Strand, Strategy, Version
from voice.models import Comment, SaidAndDid

PAGE, API = "<slug:council>/", "api/v1/councils/<slug:council>/"
VERSIONS = f"{PAGE}strategies/<slug:slug>/versions/"
VERSION = f"{VERSIONS}<uuid:version>/"
MINUTES = f"{PAGE}boards/<slug:slug>/meetings/<uuid:meeting>/minutes/"
MINUTE_PAGE = f"{PAGE}minutes/<uuid:entry>/"
COMMENT = f"{PAGE}comments/<uuid:comment>/"
SAID = f"{PAGE}you-said-we-did/"
ENTRY = f"{SAID}<uuid:entry>/"
STEP = f"{VERSION}steps/<uuid:step>/"


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
MEMBER = (Membership, "user.public_id")
RECIPIENT = {"new-0-name": "Clerk", "new-0-email": "clerk@example.org"}
MEETING = {"held_on_day": "14", "held_on_month": "7", "held_on_year": "2016", "paper_days": 5}
COVER = {
    "title": "A plan",
    "kind": "strategy",
    "strand_noun": "Section",
    "deliverable_noun": "Milestone",
}
NOUNS = {"strand_noun": "Section", "deliverable_noun": "Milestone"}
IMPORTED = {**COVER, "plan": "new", "pasted": "Milestone\tBy when\nOpen a base\tSep 2017\n"}
EXPECTED = {
    "baseline_value": "50",
    "baseline_on_day": 31,
    "baseline_on_month": 3,
    "baseline_on_year": 2016,
    "baseline_method": "The census",
    "period_kind": "quarter",
}
EVIDENCE = {
    "title": "Minutes",
    "of_on_day": 1,
    "of_on_month": 6,
    "of_on_year": 2016,
    "address": "https://www.example.org/minutes",
}
FINDING = {"kind": "improvement", "number": "9", "text": "Waits are too long."}
RISK = {
    "title": "Too few places",
    "inherent_likelihood": "4",
    "inherent_impact": "4",
    "current_likelihood": "3",
    "current_impact": "4",
    "status": "open",
}
MONEY = {"name": "Training", "financial_year": "2016-17", "planned": "12,000"}
MINUTE = {"kind": "decision", "words": "Go on.", "about": "", "raised_by": Person, "owner": Post}
SAID_AND_DID = {
    "title": "Waiting",
    "who": "parents",
    "you_said": "Too long.",
    "we_did": "Two more people.",
    "deliverables": [Deliverable],
}
REMARK = {"text": "Why so late?"}
BECAME = {"to": "done", "words": "Opened.", "by": Post}
RELEASE = {"title": "Plans", "release": "2025", "published_on_day": "1"}
NEIGHBOURS = {
    "name": "Neighbours",
    "valid_from_day": "1",
    "valid_from_month": "5",
    "valid_from_year": "2025",
    "councils": "1, 999, Elsewhere",
}
BECAUSE = {"reason": "Agreed at the last meeting."}
DECIDED = {"decision": "approve", "on_day": "1", "on_month": "7", "on_year": "2016"}
RATING = {"rag": "green", "narrative": "On course.", "quarter": (ReportingPeriod, "label")}


def _version(*, canary: bool = True, body: dict[str, Any] | None = None, **arguments: Any) -> Example:
    return Example({"slug": (Strategy, "slug"), "version": PlanVersion, **arguments}, body or {}, canary)


STRATEGY_SLUG = (Strategy, "slug")
TODAY_SENT = {"sent_on_day": "1", "sent_on_month": "7", "sent_on_year": "2016"}
JUDGED = {
    "level": ScaleLevel,
    "judged_on_day": "1",
    "judged_on_month": "7",
    "judged_on_year": "2016",
    "judge": "outside",
    "outside": "The department",
    "reason": "It says how, but not by when.",
    "missing": "Dates",
    "deliverables": [Deliverable],
    "indicators": [Indicator],
}
ANSWERED = {
    "answer": "We have added dates.",
    "answered_by": Person,
    "answered_on_day": "1",
    "answered_on_month": "7",
    "answered_on_year": "2016",
    "changed": [Deliverable],
}
OWED = {
    "title": "Progress report",
    "owed_to": "The department",
    "due_on_day": "1",
    "due_on_month": "9",
    "due_on_year": "2016",
    "repeats": "quarterly",
    "plan": Strategy,
    "owner": Person,
}

COUNCIL_ADDRESSES: dict[str, Example] = {
    f"{PAGE}": _own(),
    f"{PAGE}changes/": _own(),
    f"{PAGE}codes/": _writes(canary=False, body={"ons": "E06000044", "dfe": "851", "region": ""}),
    f"{PAGE}look/": Example(canary=False),
    f"{PAGE}small-numbers/": _writes(canary=False, body={"hides": "no", "reason": "Only large schools."}),
    f"{PAGE}people/access/": _own(),
    f"{PAGE}people/access/invite/": _writes(body={"addresses": "new@example.org", "role": "reader"}),
    f"{PAGE}people/access/<uuid:user>/": _writes(user=MEMBER, body={"role": "reader", "person": Person}),
    f"{PAGE}people/access/<uuid:user>/link/": _writes(user=MEMBER, body={"person": Person}),
    f"{PAGE}people/access/<uuid:user>/end/": _writes(user=MEMBER, body={"reason": "Left"}),
    f"{PAGE}people/access/invitations/<uuid:invitation>/resend/": _writes(invitation=Invitation),
    f"{PAGE}people/access/invitations/<uuid:invitation>/withdraw/": _writes(invitation=Invitation),
    f"{PAGE}people/keys/": _own(),
    f"{PAGE}people/keys/new/": _writes(canary=False, body={"name": "New", "scopes": ["read"], "days": "30"}),
    f"{PAGE}people/keys/<uuid:key>/rotate/": _writes(key=ApiClient),
    f"{PAGE}people/keys/<uuid:key>/networks/": _writes(key=ApiClient, body={"networks": "203.0.113.0/24"}),
    f"{PAGE}people/keys/<uuid:key>/withdraw/": _writes(key=ApiClient),
    f"{PAGE}look.css": Example(canary=False),
    f"{PAGE}logo.png": _own(),
    f"{PAGE}people/": _own(),
    f"{PAGE}people/new/": _writes(body={"name": "Jo Doe", "organisation": Organisation}),
    f"{PAGE}people/to-identify/": Example(canary=False),
    f"{PAGE}people/owners/": Example(canary=False),
    f"{PAGE}people/organisations/new/": _writes(
        body={"name": "Carers", "kind": "forum", "successor": Organisation}
    ),
    f"{PAGE}people/organisations/<uuid:organisation>/": _writes(
        organisation=Organisation, body={"name": "Carers", "kind": "forum"}
    ),
    f"{PAGE}people/organisations/<uuid:organisation>/remove/": _writes(organisation=Organisation),
    f"{PAGE}people/posts/new/": _writes(
        body={"title": "Head", "holder": Person, "organisation": Organisation}
    ),
    f"{PAGE}people/posts/<uuid:post>/": _writes(post=Post, body={"title": "Head", "holder": Person}),
    f"{PAGE}people/posts/<uuid:post>/remove/": _writes(post=Post),
    f"{PAGE}people/<uuid:person>/": _own(person=Person),
    f"{PAGE}people/<uuid:person>/change/": _writes(person=Person, body={"name": "Jo Doe"}),
    f"{PAGE}people/<uuid:person>/identify/": _writes(person=Person, body={"how": "name", "name": "Jo Doe"}),
    f"{PAGE}people/<uuid:person>/merge/": _writes(person=Person, body={"into": Person}),
    f"{PAGE}people/<uuid:person>/hand-over/": _writes(
        person=Person, body={"chosen": [Assignment], "to": Post, "step": "save"}
    ),
    f"{PAGE}people/<uuid:person>/remove/": _writes(person=Person),
    f"{PAGE}boards/": _own(),
    f"{PAGE}boards/<slug:slug>/": _own(slug=(Board, "slug")),
    f"{PAGE}meetings/": _own(),
    f"{PAGE}meetings/new/": _writes(body={"board": Board, "days": "14 July 2016", "paper_days": 5}),
    f"{PAGE}boards/new/": _writes(body={"name": "Group", "kind": "group", "parent_1": Board}),
    f"{PAGE}boards/order/": _writes(body={"seen": ""}),
    f"{PAGE}boards/<slug:slug>/change/": _writes(
        slug=(Board, "slug"), body={"name": "Group", "kind": "group"}
    ),
    f"{PAGE}boards/<slug:slug>/remove/": _writes(slug=(Board, "slug"), body={"seen": ""}),
    f"{PAGE}boards/<slug:slug>/seats/": _writes(
        slug=(Board, "slug"), body={"new-0-seen": "", "new-0-role": "chair", "new-0-holder": Person}
    ),
    f"{PAGE}boards/<slug:slug>/recipients/": _writes(
        slug=(Board, "slug"), body={"new-0-seen": "", "new-0-sits_on": Board} | RECIPIENT
    ),
    f"{PAGE}boards/<slug:slug>/meetings/": _writes(
        slug=(Board, "slug"), body={"days": "14 July 2016", "paper_days": 5}
    ),
    f"{PAGE}boards/<slug:slug>/meetings/<uuid:meeting>/": _writes(
        slug=(Board, "slug"), meeting=Meeting, body=MEETING
    ),
    f"{PAGE}boards/<slug:slug>/meetings/<uuid:meeting>/remove/": _writes(
        canary=False, slug=(Board, "slug"), meeting=Meeting
    ),
    f"{MINUTES}": _writes(slug=(Board, "slug"), meeting=Meeting, body=MINUTE),
    f"{MINUTES}attendance/": _writes(slug=(Board, "slug"), meeting=Meeting),
    f"{MINUTES}confirm/": _writes(slug=(Board, "slug"), meeting=Meeting, body={"seen": ""}),
    f"{MINUTES}answer/<uuid:entry>/": _writes(
        slug=(Board, "slug"), meeting=Meeting, entry=Entry, body={"to": "taken", "words": "We take it."}
    ),
    f"{PAGE}minutes/": _own(),
    f"{PAGE}minutes/minutes.csv": _own(),
    f"{MINUTE_PAGE}": _own(entry=Entry),
    f"{MINUTE_PAGE}change/": _writes(entry=Entry, body=MINUTE),
    f"{MINUTE_PAGE}remove/": _writes(entry=Entry, body={"seen": ""}),
    f"{MINUTE_PAGE}state/": _writes(entry=Entry, body=BECAME),
    f"{MINUTE_PAGE}correct/": _writes(entry=Entry, body={"words": "Not here."}),
    f"{PAGE}comments/": _own(),
    f"{PAGE}deliverables/<uuid:deliverable>/comments/add/": _writes(deliverable=Deliverable, body=REMARK),
    f"{PAGE}indicators/<uuid:indicator>/comments/add/": _writes(indicator=Indicator, body=REMARK),
    f"{PAGE}packs/<uuid:pack>/comments/add/": _writes(pack=Pack, body=REMARK),
    COMMENT: _own(comment=Comment),
    f"{COMMENT}answer/": _writes(comment=Comment, body={"answer": "The site floods."}),
    f"{COMMENT}close/": _writes(comment=Comment, body=BECAUSE),
    f"{COMMENT}open/": _writes(comment=Comment, body={"seen": ""}),
    f"{COMMENT}withdraw/": _writes(comment=Comment, body=BECAUSE),
    SAID: _own(),
    f"{SAID}add/": _writes(body=SAID_AND_DID),
    f"{ENTRY}change/": _writes(entry=SaidAndDid, body=SAID_AND_DID),
    **{
        f"{ENTRY}{act}/": _writes(entry=SaidAndDid, body={"seen": ""})
        for act in ("publish", "withdraw", "remove")
    },
    f"{PAGE}boards/<slug:slug>/oversight/": _writes(slug=(Board, "slug"), body={"seen": ""}),
    f"{PAGE}boards/<slug:slug>/oversight/deliverables/": _writes(
        slug=(Board, "slug"), body={"seen": "", "deliverables": Deliverable}
    ),
    f"{PAGE}boards/<slug:slug>/pack-contents/": _writes(
        slug=(Board, "slug"), body={"seen": "", "attention": "1", "sends_by": "link", "naming": "roles"}
    ),
    f"{PAGE}boards/<slug:slug>/cycle/": _own(slug=(Board, "slug")),
    **{
        f"{PAGE}boards/<slug:slug>/cycle/{act}/": _writes(canary=False, slug=(Board, "slug"))
        for act in ("start", "stop", "figures")
    },
    f"{PAGE}boards/<slug:slug>/cycle/release/": _writes(
        canary=False, slug=(Board, "slug"), body={"by_clock": "yes"}
    ),
    f"{PAGE}glossary/": _own(),
    f"{PAGE}quarters/": Example(canary=False),
    f"{PAGE}quarters/days-of-grace/": _writes(canary=False, body={"days_of_grace": 7}),
    f"{PAGE}quarters/add/": _writes(canary=False, body={"first": "2015-16-Q4", "last": "2015-16-Q4"}),
    f"{PAGE}quarters/<str:label>/": _own(label=(ReportingPeriod, "label")),
    f"{PAGE}quarters/<str:label>/close/": _writes(
        label=(ReportingPeriod, "label"), body={"reason": "A school reports late."}
    ),
    f"{PAGE}quarters/<str:label>/reopen/": _writes(
        canary=False, label=(ReportingPeriod, "label"), body={"reason": "A school reports late."}
    ),
    f"{PAGE}quarters/<str:label>/cut-off/": _writes(
        canary=False,
        label=(ReportingPeriod, "label"),
        body={"cut_off_on_day": 5, "cut_off_on_month": 8, "cut_off_on_year": 2016, "reason": "Late."},
    ),
    f"{PAGE}my-work/": Example(canary=False),
    f"{PAGE}undo/": _writes(body={"act": (Change, "request_id")}),
    f"{PAGE}import/workbook/": _own(),
    f"{PAGE}import/workbook/template.xlsx": Example(canary=False),
    f"{PAGE}strategies/<slug:slug>/plan.docx": Example({"slug": (Strategy, "slug")}, canary=False),
    f"{PAGE}strategies/<slug:slug>/plan.pdf": _own(slug=(Strategy, "slug")),
    f"{PAGE}strategies/<slug:slug>/workbook.xlsx": Example({"slug": (Strategy, "slug")}, canary=False),
    f"{PAGE}strategies/<slug:slug>/workbook-csv.zip": Example({"slug": (Strategy, "slug")}, canary=False),
    f"{PAGE}strategies/<slug:slug>/workbook.json": _own(slug=(Strategy, "slug")),
    f"{PAGE}strategies/<slug:slug>/strands/<str:code>/print/": _own(
        slug=(Strategy, "slug"), code=(Strand, "code")
    ),
    f"{PAGE}people/<uuid:person>/print/": _own(person=Person),
    f"{PAGE}strategies/<slug:slug>/assessment/": _own(slug=STRATEGY_SLUG),
    f"{PAGE}strategies/<slug:slug>/assessment/start/": _writes(slug=STRATEGY_SLUG),
    f"{PAGE}strategies/<slug:slug>/assessment/scale/": _writes(
        slug=STRATEGY_SLUG, body={"new-0-seen": "", "new-0-word": "Excellent"}
    ),
    f"{PAGE}strategies/<slug:slug>/assessment/criteria/": _writes(
        slug=STRATEGY_SLUG, body={"new-0-seen": "", "new-0-criterion": "Clear"}
    ),
    f"{PAGE}strategies/<slug:slug>/assessment/criteria/<uuid:criterion>/judge/": _writes(
        slug=STRATEGY_SLUG, criterion=Criterion, body=JUDGED
    ),
    f"{PAGE}strategies/<slug:slug>/assessment/judgements/<uuid:judgement>/": _writes(
        slug=STRATEGY_SLUG, judgement=Judgement, body=JUDGED
    ),
    f"{PAGE}strategies/<slug:slug>/assessment/judgements/<uuid:judgement>/remove/": _writes(
        slug=STRATEGY_SLUG, judgement=Judgement
    ),
    f"{PAGE}strategies/<slug:slug>/submissions/": _own(slug=STRATEGY_SLUG),
    f"{PAGE}strategies/<slug:slug>/submissions/new/": _writes(
        slug=STRATEGY_SLUG, body={"title": "First", "submitted_to": "The department", "version": Version}
    ),
    f"{PAGE}strategies/<slug:slug>/submissions/<uuid:submission>/": _own(
        slug=STRATEGY_SLUG, submission=Submission
    ),
    f"{PAGE}strategies/<slug:slug>/submissions/<uuid:submission>/change/": _writes(
        slug=STRATEGY_SLUG,
        submission=Submission,
        body={"title": "First", "submitted_to": "The department", "version": Version},
    ),
    f"{PAGE}strategies/<slug:slug>/submissions/<uuid:submission>/remove/": _writes(
        slug=STRATEGY_SLUG, submission=Submission
    ),
    f"{PAGE}strategies/<slug:slug>/submissions/<uuid:submission>/step/<slug:to>/": _writes(
        slug=STRATEGY_SLUG,
        submission=Submission,
        to="closed",
        body={"taken_on_day": "1", "taken_on_month": "7", "taken_on_year": "2016"},
    ),
    f"{PAGE}strategies/<slug:slug>/submissions/<uuid:submission>/comments/": _writes(
        slug=STRATEGY_SLUG,
        submission=Submission,
        body={"new-0-seen": "", "new-0-label": "7", "new-0-text": "Add dates."},
    ),
    f"{PAGE}strategies/<slug:slug>/submissions/<uuid:submission>/comments/<uuid:comment>/": _writes(
        slug=STRATEGY_SLUG, submission=Submission, comment=ReaderComment, body=ANSWERED
    ),
    f"{PAGE}returns/": _own(),
    f"{PAGE}returns/returns.csv": _own(),
    f"{PAGE}returns/new/": _writes(body=OWED),
    f"{PAGE}returns/<uuid:owed>/": _writes(owed=OwedReturn, body=OWED),
    f"{PAGE}returns/<uuid:owed>/send/": _writes(owed=OwedReturn, body=TODAY_SENT | {"sent_by": Person}),
    f"{PAGE}returns/<uuid:owed>/remove/": _writes(owed=OwedReturn),
    f"{PAGE}approvals/": _writes(body={"approve": ProposedUpdate}),
    f"{PAGE}approvals/which/": _writes(body={"seen": "", "strands": [Strand], "boards": [Board]}),
    f"{PAGE}approvals/<uuid:update>/return/": _writes(
        update=ProposedUpdate, body={"comment": "Say when.", "version": "1"}
    ),
    f"{PAGE}approvals/<uuid:update>/withdraw/": _writes(canary=False, update=ProposedUpdate),
    f"{PAGE}reminders/": Example(),
    f"{PAGE}reminders/change/": _writes(
        canary=False, body={"seen": "", "days_before": "9", "again_after": "9", "days_before_cut_off": "9"}
    ),
    f"{PAGE}reminders/stop/": _writes(canary=False),
    f"{PAGE}public-page/": Example(),
    f"{PAGE}public-page/change/": _writes(
        body={"contact_email": "send@example.org", "strategies": [Strategy]}
    ),
    f"{PAGE}public-page/preview/": Example(canary=False),
    f"{PAGE}public-page/publish/": _writes(canary=False, body={"quarter": (ReportingPeriod, "label")}),
    f"{PAGE}public-page/on/": _writes(canary=False),
    f"{PAGE}public-page/off/": _writes(canary=False),
    f"{PAGE}public-page/editions/<uuid:edition>/": _own(edition=PublicEdition),
    f"{PAGE}calendars/": Example(canary=False),
    f"{PAGE}calendars/new/": _writes(body={"calendar": "returns"}),
    f"{PAGE}calendars/<uuid:address>/replace/": _writes(canary=False, address=CalendarAddress),
    f"{PAGE}calendars/<uuid:address>/end/": _writes(canary=False, address=CalendarAddress),
    f"{PAGE}plan-templates/": Example(canary=False),
    f"{PAGE}plan-templates/<slug:template>/": _writes(
        canary=False, template="send-strategy", body={"title": "Our strategy"} | NOUNS
    ),
    f"{PAGE}import/": _writes(body=IMPORTED),
    f"{PAGE}import/<uuid:plan_import>/": _own(plan_import=PlanImport),
    f"{PAGE}import/<uuid:plan_import>/columns/": _writes(plan_import=PlanImport),
    f"{PAGE}import/<uuid:plan_import>/names/": _writes(plan_import=PlanImport, canary=False),
    f"{PAGE}import/<uuid:plan_import>/rows/": _writes(plan_import=PlanImport),
    f"{PAGE}import/<uuid:plan_import>/confirm/": _writes(plan_import=PlanImport),
    f"{PAGE}import/<uuid:plan_import>/delete/": _writes(plan_import=PlanImport),
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
    f"{PAGE}deliverables/<uuid:deliverable>/links/add/": _writes(
        deliverable=Deliverable, body={"kind": "see_also", "other": Deliverable}
    ),
    f"{PAGE}deliverables/<uuid:deliverable>/links/<uuid:link>/remove/": _writes(
        deliverable=(DeliverableLink, "deliverable.public_id"), link=DeliverableLink, body={"seen": ""}
    ),
    f"{PAGE}deliverables/<uuid:deliverable>/update/": _writes(
        deliverable=Deliverable, body=UPDATE | {"quarter": (ReportingPeriod, "label"), "version": 1}
    ),
    f"{PAGE}deliverables/<uuid:deliverable>/no-change/": _writes(
        canary=False, deliverable=Deliverable, body={"version": 1}
    ),
    f"{PAGE}indicators/": _own(),
    f"{PAGE}indicators/export/csv/": _own(),
    f"{PAGE}indicators/export/xlsx/": Example(canary=False),
    f"{PAGE}indicators/<uuid:indicator>/": _own(indicator=Indicator),
    f"{PAGE}indicators/add/": Example(canary=False),
    f"{PAGE}indicators/add/several/": Example(canary=False),
    f"{PAGE}indicators/predecessors/": _own(),
    f"{PAGE}indicators/predecessors/add/": Example(canary=False),
    f"{PAGE}indicators/predecessors/<uuid:predecessor>/": _own(predecessor=Predecessor),
    f"{PAGE}indicators/predecessors/<uuid:predecessor>/remove/": _own(predecessor=Predecessor),
    f"{PAGE}indicators/import/": Example(canary=False),
    f"{PAGE}indicators/quarter/": Example(canary=False),
    f"{PAGE}indicators/<uuid:indicator>/change/": _own(indicator=Indicator),
    f"{PAGE}indicators/<uuid:indicator>/move/": _writes(canary=False, indicator=Indicator, body={"to": "up"}),
    f"{PAGE}indicators/<uuid:indicator>/remove/": _own(indicator=Indicator),
    f"{PAGE}indicators/benchmarks/": _own(),
    f"{PAGE}indicators/benchmarks/add/": _writes(canary=False, body=RELEASE),
    f"{PAGE}indicators/benchmarks/files/<uuid:file>/": _own(file=BenchmarkSource),
    f"{PAGE}indicators/benchmarks/files/<uuid:file>/columns/": _writes(
        file=BenchmarkSource, body={"new-0-seen": "", "new-0-indicator": Indicator}
    ),
    f"{PAGE}indicators/benchmarks/files/<uuid:file>/check/": _writes(file=BenchmarkSource),
    f"{PAGE}indicators/benchmarks/files/<uuid:file>/withdraw/": _writes(file=BenchmarkSource),
    f"{PAGE}indicators/benchmarks/neighbours/add/": _writes(canary=False, body=NEIGHBOURS),
    f"{PAGE}indicators/benchmarks/neighbours/<uuid:neighbours>/": _writes(
        neighbours=NeighbourList, body=NEIGHBOURS
    ),
    f"{PAGE}indicators/benchmarks/neighbours/<uuid:neighbours>/remove/": _writes(neighbours=NeighbourList),
    f"{PAGE}indicators/<uuid:indicator>/benchmarks/remove/": _own(indicator=Indicator),
    f"{PAGE}indicators/<uuid:indicator>/value/": _own(indicator=Indicator),
    f"{PAGE}indicators/<uuid:indicator>/values/<uuid:reading>/remove/": _own(
        indicator=Indicator, reading=Reading
    ),
    f"{PAGE}indicators/<uuid:indicator>/target/": _own(indicator=Indicator),
    f"{PAGE}indicators/<uuid:indicator>/targets/<uuid:target>/remove/": _own(
        indicator=Indicator, target=Target
    ),
    f"{PAGE}indicators/<uuid:indicator>/targets/<uuid:target>/confidence/": _own(
        indicator=Indicator, target=Target
    ),
    f"{PAGE}indicators/<uuid:indicator>/formula/<slug:kind>/": _own(indicator=Indicator, kind="difference"),
    f"{PAGE}indicators/<uuid:indicator>/formula/remove/": _own(indicator=Indicator),
    f"{PAGE}indicators/<uuid:indicator>/breaks/add/": _own(indicator=Indicator),
    f"{PAGE}indicators/<uuid:indicator>/breaks/<uuid:series_break>/": _own(
        indicator=Indicator, series_break=SeriesBreak
    ),
    f"{PAGE}indicators/<uuid:indicator>/breaks/<uuid:series_break>/remove/": _own(
        indicator=Indicator, series_break=SeriesBreak
    ),
    f"{PAGE}indicators/<uuid:indicator>/rebases/add/": _own(indicator=Indicator),
    f"{PAGE}indicators/<uuid:indicator>/rebases/<uuid:rebase>/remove/": _own(
        indicator=Indicator, rebase=Rebase
    ),
    f"{PAGE}indicators/<uuid:indicator>/effects/add/": _own(indicator=Indicator),
    f"{PAGE}deliverables/<uuid:deliverable>/effects/add/": _own(deliverable=Deliverable),
    f"{PAGE}effects/<uuid:effect>/": _own(effect=ExpectedEffect),
    f"{PAGE}effects/<uuid:effect>/remove/": _own(effect=ExpectedEffect),
    f"{PAGE}indicators/<uuid:indicator>/trajectories/add/": _writes(
        indicator=Indicator, body=EXPECTED | {"name": "Another course", "new-0-seen": ""}
    ),
    f"{PAGE}trajectories/<uuid:trajectory>/": _writes(
        trajectory=Trajectory, body=EXPECTED | {"name": "Another course", "shifted_effects": ExpectedEffect}
    ),
    f"{PAGE}trajectories/<uuid:trajectory>/close/": _writes(
        trajectory=Trajectory,
        body={"closed_on_day": 1, "closed_on_month": 7, "closed_on_year": 2017, "outcome": "As expected."},
    ),
    f"{PAGE}trajectories/<uuid:trajectory>/remove/": _own(trajectory=Trajectory),
    f"{PAGE}strategies/": _own(),
    f"{PAGE}strategies/new/": _writes(canary=False, body=COVER),
    f"{PAGE}strategies/<slug:slug>/": _own(slug=(Strategy, "slug")),
    f"{PAGE}strategies/<slug:slug>/change/": _writes(slug=(Strategy, "slug"), body=COVER),
    f"{PAGE}strategies/<slug:slug>/copy/": _writes(
        slug=(Strategy, "slug"), body={"title": "Next year", "parts": ["outcomes", "oversight"]}
    ),
    f"{PAGE}strategies/<slug:slug>/lists/<slug:name>/": _writes(
        slug=(Strategy, "slug"), name="strands", body={"pasted": "Z Another"}
    ),
    f"{PAGE}strategies/<slug:slug>/strands/<str:code>/change/": _writes(
        slug=(Strategy, "slug"), code=(Strand, "code"), body={"code": "Z", "title": "Another"}
    ),
    f"{PAGE}strategies/<slug:slug>/strands/<str:code>/lists/<slug:name>/": _writes(
        slug=(Strategy, "slug"),
        code=(Strand, "code"),
        name="priorities",
        body={"pasted": "Z1 Another"},
    ),
    f"{PAGE}strategies/<slug:slug>/strands/<str:code>/": _own(slug=(Strategy, "slug"), code=(Strand, "code")),
    f"{PAGE}strategies/<slug:slug>/grid/": _writes(
        slug=(Strategy, "slug"), body={"step": "save", "rows": 1, "r0-id": Deliverable, "r0-title": "Open it"}
    ),
    f"{PAGE}strategies/<slug:slug>/strands/<str:code>/order/": _writes(
        slug=(Strategy, "slug"), code=(Strand, "code"), body=BECAUSE
    ),
    f"{PAGE}strategies/<slug:slug>/evidence/": _own(slug=(Strategy, "slug")),
    f"{PAGE}strategies/<slug:slug>/evidence/add/": _writes(slug=(Strategy, "slug"), body=EVIDENCE),
    f"{PAGE}evidence/<uuid:evidence>/": _own(evidence=Evidence),
    f"{PAGE}evidence/<uuid:evidence>/file": _own(evidence=Evidence),
    f"{PAGE}evidence/<uuid:evidence>/change/": _writes(evidence=Evidence, body=EVIDENCE),
    f"{PAGE}evidence/<uuid:evidence>/links/": _writes(
        evidence=Evidence, body={"seen": "", "items": [Deliverable, InspectionArea]}
    ),
    f"{PAGE}evidence/<uuid:evidence>/remove/": _writes(evidence=Evidence, body={"seen": ""}),
    f"{PAGE}strategies/<slug:slug>/inspection/": _own(slug=(Strategy, "slug")),
    f"{PAGE}strategies/<slug:slug>/inspection/bundle.zip": Example(
        {"slug": (Strategy, "slug")}, canary=False
    ),
    f"{PAGE}strategies/<slug:slug>/inspection/add/": _writes(
        slug=(Strategy, "slug"), body=FINDING | {"lead": Organisation, "boards": Board}
    ),
    f"{PAGE}inspection/<uuid:area>/change/": _writes(area=InspectionArea, body=FINDING),
    f"{PAGE}inspection/<uuid:area>/items/": _writes(
        area=InspectionArea, body={"seen": "", "items": [Deliverable, Indicator]}
    ),
    f"{PAGE}inspection/<uuid:area>/remove/": _writes(area=InspectionArea, body={"seen": ""}),
    f"{PAGE}strategies/<slug:slug>/risks/": _own(slug=(Strategy, "slug")),
    f"{PAGE}strategies/<slug:slug>/risks/risks.csv": _own(slug=(Strategy, "slug")),
    f"{PAGE}strategies/<slug:slug>/risks/add/": _writes(
        slug=(Strategy, "slug"), body=RISK | {"owner": Person, "deliverables": Deliverable}
    ),
    f"{PAGE}strategies/<slug:slug>/risks/scale/": _writes(
        slug=(Strategy, "slug"),
        body={"seen": "", "likelihoods": "A\nB\nC\nD\nE", "impacts": "F\nG\nH\nI\nJ", "bands": "Low 3\nHigh"},
    ),
    f"{PAGE}risks/<uuid:risk>/": _own(risk=Risk),
    f"{PAGE}risks/<uuid:risk>/change/": _writes(risk=Risk, body=RISK | {"owner": Post}),
    f"{PAGE}risks/<uuid:risk>/remove/": _writes(risk=Risk, body={"seen": ""}),
    f"{PAGE}strategies/<slug:slug>/money/": _own(slug=(Strategy, "slug")),
    f"{PAGE}strategies/<slug:slug>/money/money.csv": _own(slug=(Strategy, "slug")),
    f"{PAGE}strategies/<slug:slug>/money/add/": _writes(
        slug=(Strategy, "slug"), body=MONEY | {"deliverables": Deliverable}
    ),
    f"{PAGE}money/<uuid:line>/change/": _writes(line=BudgetLine, body=MONEY),
    f"{PAGE}money/<uuid:line>/remove/": _writes(line=BudgetLine, body={"seen": ""}),
    f"{PAGE}packs/": _own(),
    f"{PAGE}search/": Example(canary=False),
    f"{PAGE}example/": _writes(canary=False, body={"load": "portsmouth"}),
    f"{PAGE}packs/new/": _writes(body={"board": (Board, "slug"), "quarter": (ReportingPeriod, "label")}),
    f"{PAGE}packs/<uuid:pack>/": _own(pack=Pack),
    f"{PAGE}packs/<uuid:pack>/pack.pdf": _own(pack=Pack),
    f"{PAGE}packs/<uuid:pack>/files/<str:name>": _own(pack=Pack, name="pack.html"),
    f"{PAGE}packs/<uuid:pack>/compare/": _own(pack=Pack),
    f"{PAGE}packs/<uuid:pack>/words/": _writes(pack=Pack, body={"seen": "", "covering_note": "Read page 2."}),
    f"{PAGE}packs/<uuid:pack>/review/<str:step>/": _writes(pack=Pack, step="sent", body={"seen": ""}),
    f"{PAGE}packs/<uuid:pack>/release/": _writes(pack=Pack),
    f"{PAGE}packs/<uuid:pack>/cancel/": _writes(pack=Pack),
    f"{PAGE}packs/<uuid:pack>/deliveries/<uuid:delivery>/": _writes(
        pack=Pack, delivery=Delivery, body={"outcome": "arrived"}
    ),
    f"{VERSIONS}": _own(slug=(Strategy, "slug")),
    f"{VERSIONS}table/": _own(slug=(Strategy, "slug")),
    f"{VERSIONS}new/": _writes(slug=(Strategy, "slug"), body={"label": "Version 9"}),
    f"{VERSIONS}compare/": _own(slug=(Strategy, "slug")),
    f"{VERSIONS}compare.csv": Example({"slug": (Strategy, "slug")}, canary=False),
    f"{VERSION}": _version(),
    f"{VERSION}plan/": _version(),
    f"{VERSION}workbook.xlsx": _version(canary=False),
    f"{VERSION}plan.json": _version(),
    f"{VERSION}change/": _version(body={"label": "Version 9"}),
    f"{VERSION}steps/": _version(body={}),
    f"{VERSION}delete/": _version(),
    f"{VERSION}circulate/": _version(),
    f"{VERSION}publish/": _version(),
    f"{VERSION}draft-again/": _version(body=BECAUSE),
    f"{VERSION}withdraw/": _version(body=BECAUSE),
    f"{STEP}": _version(step=ApprovalStep, body=DECIDED),
    f"{STEP}take-back/": _version(step=ApprovalStep, body=BECAUSE),
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
    f"{API}indicators/<uuid:id>/spc": _own(id=Indicator),
    f"{API}benchmarks": _own(),
    f"{API}benchmarks/<uuid:id>": _own(id=Benchmark),
    f"{API}predecessors": _own(),
    f"{API}predecessors/<uuid:id>": _own(id=Predecessor),
    f"{API}readings": _writes(body={"indicator": Indicator, "period": "2016-17-Q1", "value": 12}),
    f"{API}readings/<uuid:id>": _own(id=Reading),
    f"{API}targets": _own(),
    f"{API}targets/<uuid:id>": _own(id=Target),
    f"{API}trajectories": _own(),
    f"{API}trajectories/<uuid:id>": _own(id=Trajectory),
    f"{API}expected-effects": _own(),
    f"{API}expected-effects/<uuid:id>": _own(id=ExpectedEffect),
    f"{API}risks": _own(),
    f"{API}risks/<uuid:id>": _own(id=Risk),
    f"{API}budget-lines": _own(),
    f"{API}budget-lines/<uuid:id>": _own(id=BudgetLine),
    f"{API}evidence": _own(),
    f"{API}evidence/<uuid:id>": _own(id=Evidence),
    f"{API}areas": _own(),
    f"{API}areas/<uuid:id>": _own(id=InspectionArea),
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
    "help/": {},
    "help/<slug:name>/": {"name": "officers"},
    "help/pictures/<slug:name>.png": {"name": "my-work"},
    "set-up/<str:token>/": {"token": "not-a-token"},
    "calendars/<str:secret>.ics": {"secret": "not-a-secret"},
    "deliveries/notify/": {},
    "updates/<slug:slug>/<str:token>/": {"slug": "north", "token": "not-a-token"},
    **{
        f"p/<slug:slug>/{page}": {"slug": "north"}
        for page in (
            *("", "progress.json", "progress.csv", "indicators.csv", "said.csv"),
            *("accessibility/", "colour.css", "logo.png"),
        )
    },
    **{
        f"p/<slug:slug>/<str:quarter>/{page}": {"slug": "north", "quarter": "2016-17-Q1"}
        for page in ("", "progress.json", "progress.csv", "indicators.csv", "said.csv")
    },
    "accounts/invitation/<str:token>/": {"token": "not-a-token"},
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
    "api/v1/": {},
    "api/v1/token": {},
    "api/v1/openapi.json": {},
    "api/v1/docs/": {},
    r"api/v1/^[\s\S]*$": {},
    r"api/^[\s\S]*$": {},
}
"""URLs outside any council. They never show a council's data."""
