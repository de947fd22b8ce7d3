"""Create one row of any council model from its fields. Add a line to RULES if a new model has constraints."""

import hashlib
import itertools
import json
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import models

from assessments.models import Judgement, JudgementLink
from boards.models import Board, BoardLink, Meeting, Seat
from calendars.models import CalendarAddress
from core.periods import Period, Quarter
from councils.actors import Actor
from councils.models import ApiClient, Change, ChangeCounter, Invitation, Membership, Person
from councils.tenancy import current_council_id
from councils.tenancy.row_security import DIRECTORY_TABLES
from deliverables.models import (
    ApprovalRule,
    Assignment,
    Deliverable,
    DeliverableLink,
    ProgressUpdate,
    ProposedUpdate,
)
from evidence.models import AreaItem, Evidence, EvidenceLink
from indicators.models import (
    Benchmark,
    FormulaPart,
    Indicator,
    NotExpected,
    Predecessor,
    Reading,
    Rebase,
    SeriesBreak,
    TableColumn,
    Target,
    TrajectoryPoint,
)
from minutes.models import Attendance, Entry, Interest, Minutes
from money.models import BudgetLine
from packs.actions.freezing import read_quarter
from packs.document import write_document
from packs.models import Pack, PackFile, PackTemplate, PackWords, Snapshot
from plan_files.models import PlanImport
from plan_versions.frozen import document as frozen_document
from plan_versions.frozen.taking import plan_now
from plan_versions.models import ApprovalStep, FrozenPlan, PlanVersion
from public_page.document import Progress, write_progress
from public_page.models import PublicEdition, PublicPage
from reminders.models import Reminder
from returns.models import ReaderComment, Sending, Submission, SubmissionStep
from risks.models import Risk, RiskScale
from strategies.models import (
    Approval,
    CoverRole,
    Oversight,
    QuarterSettings,
    ReportingPeriod,
    Strand,
    Strategy,
)
from strategies.quarter_rules import default_cut_off
from voice.models import Comment, SaidAndDid
from webhooks.models import Endpoint

_numbers = itertools.count(1)
DAY, MOMENT = date(2016, 9, 30), datetime(2016, 7, 1, 12, tzinfo=UTC)
QUARTER = Quarter.parse("2016-17-Q1")

COUNCIL_MODELS = sorted(
    (
        model
        for model in apps.get_models()
        if any(field.column == "council_id" for field in model._meta.local_fields)
        and model._meta.db_table not in DIRECTORY_TABLES
    ),
    key=lambda model: model._meta.label,
)
"""Models whose rows belong to a council, without the directory tables."""

WRITTEN_BY_TRIGGERS = (Change, ChangeCounter)
ACCESS_MODELS = (ApiClient, CalendarAddress, Invitation, Membership)
"""Directory tables whose rows belong to a council and are shown on its pages."""
WRITABLE_MODELS = [model for model in COUNCIL_MODELS if model not in WRITTEN_BY_TRIGGERS]

OF_THIS_COUNCIL = {"council_id": lambda rows: current_council_id()}
"""Directory rows do not know their council by themselves."""

RULES: dict[type[models.Model], dict[str, Any]] = {
    ApiClient: OF_THIS_COUNCIL,
    AreaItem: {"deliverable": lambda rows: rows.one(Deliverable)},
    Evidence: {"address": "", "file_kind": "txt", "file_sha256": "0" * 64, "added_by": None},
    EvidenceLink: {"deliverable": lambda rows: rows.one(Deliverable)},
    Approval: {"kind": "stage"},
    ApprovalStep: {"kind": "board", "board": lambda rows: rows.one(Board)},
    Benchmark: {"period": "2016-17-Q1", "ends_on": QUARTER.ends_on, "value": 50, "area_number": ""},
    BoardLink: {"parent": lambda rows: rows.new(Board)},
    Assignment: {"state": "to_identify", "person": lambda rows: rows.one(Person)},
    Comment: {"deliverable": lambda rows: rows.one(Deliverable), "answer": ""},
    CoverRole: {"person": lambda rows: rows.one(Person)},
    BudgetLine: {"financial_year": "2016-17", "spent_on": None},
    Deliverable: {"dropped_reason": ""},
    DeliverableLink: {"other": lambda rows: rows.new(Deliverable)},
    FormulaPart: {"operand": lambda rows: rows.new(Indicator)},
    Entry: {"kind": "decision"},
    Interest: {"attendance": lambda rows: rows.one(Attendance)},
    Minutes: {"meeting": lambda rows: rows.new(Meeting, held_on=date(2016, 5, 31))},
    Invitation: OF_THIS_COUNCIL | {"expires_at": datetime(2100, 1, 1, tzinfo=UTC)},
    Membership: OF_THIS_COUNCIL,
    FrozenPlan: {"content": lambda rows: _frozen(rows)},
    Judgement: {"judged_on": date(2016, 6, 30)},
    JudgementLink: {"deliverable": lambda rows: rows.one(Deliverable), "address": ""},
    ReaderComment: {"answered_on": date(2016, 6, 30)},
    Sending: {"person": lambda rows: rows.one(Person), "sent_on": date(2016, 6, 30)},
    Submission: {"state": "comments_received"},
    SubmissionStep: {"taken_on": date(2016, 6, 30)},
    Indicator: {"set": "secondary", "key_outcome": None, "depth": 0, "replaced_by": None, "owner_post": None},
    Pack: {
        "state": "rendered",
        "snapshot": lambda rows: rows.one(Snapshot),
        "pdf_sha256": lambda rows: sha256_of(rows.canary),
        "previous": None,
    },
    Reminder: {"items": []},
    Endpoint: {"address": "https://hooks.example.org/in", "types": []},
    PackFile: {"kind": "pack.html", "sha256": lambda rows: sha256_of(rows.canary)},
    PackTemplate: {"parts": ["attention"]},
    PackWords: {"plain": ""},
    Person: {"state": "identified"},
    ApprovalRule: {"strand": lambda rows: rows.new(Strand)},
    ProposedUpdate: {"rag": "amber", "forecast_on": DAY, "state": "waiting", "update": None, "by_user": None},
    PublicEdition: {
        "content": lambda rows: _edition(rows),
        "sha256": lambda rows: sha256_of(_edition(rows)),
    },
    PublicPage: {"known_problems": ""},
    ProgressUpdate: {"quarter_starts_on": QUARTER.starts_on, "rag": "amber", "forecast_on": DAY},
    Reading: {"period": "2016-17-Q1", "missing_code": "", "value": 50, "ends_on": QUARTER.ends_on},
    RiskScale: {
        "likelihoods": ["Rare", "Unlikely", "Possible", "Likely", "Certain"],
        "impacts": ["None", "Minor", "Moderate", "Serious", "Severe"],
        "bands": ["Low 3", "High"],
    },
    Risk: dict.fromkeys(
        ("inherent_likelihood", "inherent_impact", "current_likelihood", "current_impact"), 3
    ),
    Rebase: {"period": "2016-17-Q1", "starts_on": QUARTER.starts_on},
    ReportingPeriod: {
        "label": QUARTER.label,
        "starts_on": QUARTER.starts_on,
        "ends_on": QUARTER.ends_on,
        "cut_off_on": default_cut_off(QUARTER),
    },
    SaidAndDid: {"board": lambda rows: rows.one(Board)},
    Snapshot: {
        "content": lambda rows: _document(rows),
        "sha256": lambda rows: sha256_of(_document(rows)),
    },
    Seat: {"state": "named", "holder": lambda rows: rows.one(Person)},
    QuarterSettings: {"days_of_grace": 5},
    PlanImport: {
        "document": lambda rows: _read_file(rows),
        "mappings": [
            {
                "columns": ["title", "by_when", "lead"],
                "header_rows": 1,
                "section": "",
                "skip": False,
                "header": "",
            }
        ],
        "new_plan": {},
        "strategy": lambda rows: rows.one(Strategy),
    },
    PlanVersion: {
        "state": "circulated",
        "circulated_on": MOMENT.date(),
        "copy": lambda rows: rows.one(FrozenPlan),
    },
    Predecessor: {"ons_code": "E10000014", "dfe_code": "850", "ended_on": date(2015, 3, 31)},
    SeriesBreak: {"period": "2016-17-Q1", "starts_on": QUARTER.starts_on},
    NotExpected: {"period": "2016-17-Q1"},
    Target: {"period": "2017-03-31", "ends_on": Period.parse("2017-03-31").ends_on},
    TableColumn: {"period": "2016-17-Q1"},
    TrajectoryPoint: {"do_nothing": 50, "expected_on": Period.parse("2017-03-31").ends_on},
}
"""Values that a model's constraints or its readers need beyond the field types. A function computes the value."""


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Rows:
    """Rows of one council, each created once. Free texts contain `canary`. Use it inside the council's context."""

    def __init__(self, canary: str) -> None:
        self.canary = canary
        self.made: dict[type[models.Model], Any] = {}

    def one(self, model: type[models.Model]) -> Any:
        """Get or create the council's row of this model."""
        if model in WRITTEN_BY_TRIGGERS:
            return model._default_manager.latest("id")
        if model not in self.made:
            self.made[model] = self.new(model)
        return self.made[model]

    def new(self, model: type[models.Model], **given: Any) -> Any:
        """Create another row of this model. `given` has values by field name or attname."""
        ruled = {name: rule for name, rule in RULES.get(model, {}).items() if name not in given}
        values = {name: rule(self) if callable(rule) else rule for name, rule in ruled.items()} | given
        for field in model._meta.local_fields:
            if {field.name, field.attname} & set(values) or field.name in ("id", "public_id", "council"):
                continue
            if (value := self._value(field)) is not None:
                values[field.name] = value
        row = model(**values)
        row.save(force_insert=True)
        return row

    def _value(self, field: Any) -> Any:
        if field.is_relation:
            return None if field.null else self.one(field.related_model)
        if field.choices:
            return None if field.has_default() or field.blank else field.choices[0][0]
        return _plain_value(field, self.canary)


def _document(rows: Rows) -> str:
    """Snapshot of the rows created so far, as a board would see them."""
    rows.one(Oversight)
    board, period = rows.one(Board), rows.one(ReportingPeriod)
    reading = read_quarter(board=board, period=period, by=Actor.system(board.council), today=DAY, now=MOMENT)
    return write_document(reading.document)


def _frozen(rows: Rows) -> str:
    """A copy of the plan with the rows created so far."""
    strategy = rows.one(Strategy)
    return frozen_document.write_document(plan_now(strategy, strategy.council))


def _edition(rows: Rows) -> str:
    """An edition of the public page with nothing but an introduction."""
    said = {"council": rows.canary, "council_slug": rows.canary, "introduction": (rows.canary,)}
    when = {"quarter": QUARTER.label, "months": QUARTER.months, "published_on": DAY, "as_at": DAY}
    flags = dict.fromkeys(("small_numbers_hidden", "training", "sample"), False)
    none: dict[str, Any] = {"counts": (), "plans": ()} | flags
    words = dict.fromkeys(("noun", "nouns", "summary", "since", "changes"), "")
    return write_progress(Progress(edition=1, **said, **when, **none, **words))


def _read_file(rows: Rows) -> dict[str, Any]:
    """A table as read from the file of an import."""
    cells = [["Milestone", "By when", "Lead"], [f"{rows.canary} 1", "", "ZQ"]]
    table = {"heading": rows.canary, "rows": cells, "places": ["line 1", "line 2"], "header_rows": 1}
    return {"tables": [table], "other_text": [rows.canary]}


def _plain_value(field: Any, canary: str) -> Any:
    """Value by field type. Texts contain the canary. Numbers and slugs are different in each row."""
    number = next(_numbers)
    match field:
        case models.SlugField():
            return f"slug-{number}"
        case models.EmailField():
            return f"{canary}-{number}@example.org".lower()
        case models.CharField() | models.TextField():
            text = f"{canary} {number}"
            return text if field.max_length is None or len(text) <= field.max_length else f"{number}"
        case models.JSONField():
            return None if field.has_default() else {"text": canary}
        case models.DateTimeField():
            return None if field.null else MOMENT
        case models.DateField():
            return None if field.null else DAY
        case models.PositiveSmallIntegerField():
            return None if field.has_default() or field.null else number % 30_000
        case models.DecimalField() | models.IntegerField():
            return None if field.has_default() or field.null else number
        case models.BooleanField():
            return None
    return None if field.has_default() or field.null else json.loads("[]")
