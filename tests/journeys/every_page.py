"""URLs of every page that a role can open: the crawl's routes with rows of a council of the demonstration."""

import hashlib
from collections.abc import Iterator
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Model
from django.utils import timezone

from assessments.models import Criterion, Judgement, ScaleLevel
from boards.models import Board, Meeting
from calendars.models import CalendarAddress
from councils.actors import Actor
from councils.files import store_evidence
from councils.models import ApiClient, Council, Invitation, Organisation, Person
from councils.tenancy import council_context, current_council_id
from deliverables.models import Deliverable, DeliverableLink, ProgressUpdate, ProposedUpdate
from evidence.models import AreaBoard, AreaItem, AreaPartner, Evidence, EvidenceLink, InspectionArea
from indicators.models import (
    BenchmarkSource,
    ExpectedEffect,
    Indicator,
    Neighbour,
    NeighbourList,
    Predecessor,
    Rebase,
    SeriesBreak,
    Target,
    Trajectory,
    TrajectoryPoint,
)
from minutes.models import Attendance, Entry, EntryStep, Guest, Interest, Minutes
from money.models import BudgetLine, BudgetLink
from packs.models import Pack
from plan_files.models import PlanImport
from plan_versions.actions import (
    StepRow,
    add_version,
    approve_step,
    circulate_version,
    publish_version,
    return_step,
    save_steps,
)
from plan_versions.models import ApprovalStep, PlanVersion
from public_page.actions import Settings, publish, save_settings, turn_on
from public_page.drafting import draft_of
from public_page.models import PublicEdition
from returns.models import OwedReturn, ReaderComment, Submission
from risks.models import Risk, RiskLink
from strategies.models import ReportingPeriod, Strategy
from tests.contracts.test_urls import filled
from tests.contracts.url_examples import COUNCIL_ADDRESSES, DIRECTORY_ADDRESSES, PAGE
from voice.models import Comment, SaidAndDid, SaidLink
from webhooks.models import Endpoint, Message

IN_MORE_STATES = [
    "?quarter=2015-16-Q4",
    "boards/send-board/?quarter=2015-16-Q4",
    "deliverables/?rag=red&rag=amber&schedule=red&silent=yes",
    "deliverables/?q=nothing-has-this-word",
    "deliverables/?rag=purple",
    "deliverables/?sort=-due&page=2",
    "changes/?since=last-quarter",
    "changes/?since=2016-07-01",
    "changes/?since=nonsense",
    "changes/?view=log",
    "indicators/quarter/?show=mine",
    "plan-templates/send-reform-plan/",
    "returns/?state=overdue",
    "returns/?q=nothing-has-this-word",
    "search/?q=send",
    "search/?q=nothing-has-this-word",
]
"""Pages with query strings that show other states."""

MAIN_PAGES = ["", "my-work/", "deliverables/", "indicators/", "boards/", "packs/", "changes/"]


def council_pages(council: Council) -> Iterator[str]:
    """URLs of a council's pages. Only GET is tried, so a URL that only takes a form gives 405."""
    _add_missing_rows(council)
    with council_context(council.id):
        rows = {model: _row(model) for model in _models()}
        assert not [model for model, row in rows.items() if row is None]
        for route, example in COUNCIL_ADDRESSES.items():
            if route.startswith(PAGE):
                values = {name: _value(argument, rows) for name, argument in example.arguments.items()}
                yield filled(route, values | {"council": council.slug})
        yield from _versions(council, rows[PlanVersion])
        yield from _minutes(council)
        yield from _comments(council)
        quarter = _row(PublicEdition).period.label
        for page in ("", "accessibility/", f"{quarter}/"):
            yield f"/p/{council.slug}/{page}"
        chosen = rows[Deliverable].public_id
        open_quarter = ReportingPeriod.objects.filter(closed_at=None).earliest("starts_on").label
        yield f"/{council.slug}/quarters/{open_quarter}/"
        yield f"/{council.slug}/quarters/{open_quarter}/close/"
        for what in ("lead", "due", "rating"):
            yield f"/{council.slug}/deliverables/change/?what={what}&chosen={chosen}"
    for address in IN_MORE_STATES:
        yield f"/{council.slug}/{address}"


def pages_with_forms(council: Council) -> Iterator[str]:
    """URLs of pages whose form is refused when it is sent empty."""
    _add_missing_rows(council)
    with council_context(council.id):
        deliverable = _row(Deliverable).public_id
        plan = _row(Strategy).slug
    yield f"/{council.slug}/packs/new/"
    for page in ("evidence/add", "inspection/add", "risks/add", "money/add"):
        yield f"/{council.slug}/strategies/{plan}/{page}/"
    yield f"/{council.slug}/deliverables/{deliverable}/links/add/"
    yield f"/{council.slug}/deliverables/{deliverable}/comments/add/"
    yield f"/{council.slug}/you-said-we-did/add/"
    yield f"/{council.slug}/import/workbook/"
    with council_context(council.id):
        version, step = _row(PlanVersion), _row(ApprovalStep)
        place = f"/{council.slug}/strategies/{version.strategy.slug}/versions/"
    yield f"{place}new/"
    yield f"{place}{version.public_id}/steps/{step.public_id}/"
    yield f"{place}{version.public_id}/withdraw/"
    yield f"/{council.slug}/returns/new/"
    with council_context(council.id):  # the form of one that waits for approval is complete as shown
        empty = Deliverable.objects.filter(proposed_updates=None).earliest("id").public_id
    yield f"/{council.slug}/deliverables/{empty}/update/"
    for what in ("lead", "due", "rating"):
        yield f"/{council.slug}/deliverables/change/?what={what}&chosen={deliverable}"


def administrators_forms(council: Council) -> Iterator[str]:
    """URLs of administration pages whose form is refused when it is sent empty."""
    for page in ("people/access/invite/", "people/keys/new/", "calendars/new/"):
        yield f"/{council.slug}/{page}"
    _add_missing_rows(council)
    with council_context(council.id):
        returned = _row(ProposedUpdate).public_id
    yield f"/{council.slug}/approvals/{returned}/return/"


def _add_missing_rows(council: Council) -> None:
    """What Portsmouth's demonstration does not have."""
    Invitation.objects.get_or_create(
        council=council,
        email="invited@example.org",
        defaults={"role": "reader", "token_hash": f"of {council.slug}", "expires_at": timezone.now()},
    )
    ApiClient.objects.get_or_create(
        council=council,
        name="Data warehouse",
        defaults={"key_id": f"{council.id:x}", "secret_hash": "", "scopes": ["read"]},
    )

    CalendarAddress.objects.get_or_create(
        membership=council.memberships.filter(role="administrator").first() or council.memberships.first(),
        kind="mine",
        defaults={"secret_hash": f"of {council.slug}", "made_at": timezone.now()},
    )

    with council_context(council.id):
        indicator, board = _row(Indicator), _row(Board)
        Meeting.objects.get_or_create(board=board, held_on=date(2016, 7, 14))
        Target.objects.get_or_create(
            indicator=indicator, period="2017-03-31", defaults={"ends_on": date(2017, 3, 31), "value": 60}
        )
        ExpectedEffect.objects.get_or_create(
            deliverable=_row(Deliverable),
            indicator=indicator,
            defaults={"direction": "up", "size": 5, "horizon_on": date(2016, 6, 30), "confidence": "low"},
        )
        _add_an_import()
        _add_versions(council)
        course, _ = Trajectory.objects.get_or_create(
            indicator=indicator,
            name="Expected course",
            defaults={
                "is_main": True,
                "baseline_value": 50,
                "baseline_on": date(2016, 3, 31),
                "baseline_method": "The census of January 2016",
            },
        )
        TrajectoryPoint.objects.get_or_create(
            trajectory=course,
            expected_on=date(2017, 3, 31),
            defaults={"do_nothing": 45, "with_plan": 60, "label": "Half of the schools"},
        )
        _add_rows_about_series(indicator)
        _add_rows_beside_the_plan(council, board, indicator)
        _add_what_readers_ask()
        _add_minutes(board, indicator)
        _add_proposed()
        _add_public_page(council)
        _add_comments(board, indicator)
        _add_webhook()


def _add_webhook() -> None:
    """A webhook with a message that its receiver did not take."""
    now = timezone.now()
    endpoint, _ = Endpoint.objects.get_or_create(
        name="Data warehouse",
        defaults={
            "address": "https://warehouse.example.org/hooks/plans-and-their-progress",
            "types": ["deliverable", "progress_update"],
            "salt": "0" * 32,
            "told_seq": 10,
            "failing_since": now,
        },
    )
    Message.objects.get_or_create(
        endpoint=endpoint,
        last_seq=10,
        defaults={
            "first_seq": 1,
            "body": '{"type": "changed"}',
            "made_at": now,
            "due_at": now,
            "tried_at": now,
            "attempts": 2,
            "status": 500,
            "problem": "The receiver answered 500, where 2xx is expected.",
        },
    )


def _add_proposed() -> None:
    """An update that waits for approval."""
    now = timezone.now()
    ProposedUpdate.objects.get_or_create(
        deliverable=_row(Deliverable),
        period=ReportingPeriod.objects.filter(closed_at=None).earliest("starts_on"),
        state="waiting",
        defaults={
            "rag": "amber",
            "narrative": "Two of three hubs have a venue.",
            "reason": "No venue in the north.",
            "path_to_green": "A lease is signed in August.",
            "forecast_on": date(2016, 8, 31),
            "recorded_at": now,
            "recorded_on": date(2016, 7, 8),
            "by_name": "Demo officer",
        },
    )


def _add_public_page(council: Council) -> None:
    """The public page of a quarter that was closed, with headline indicators, turned on."""
    if PublicEdition.objects.exists():
        return
    today, by = council.today(timezone.now()), Actor.system(council)
    first = Indicator.objects.exclude(kind="heading").order_by("id").values_list("id", flat=True)[:3]
    Indicator.objects.filter(id__in=list(first)).update(is_headline=True)
    settings = Settings("Our plan.", "send@example.org", "", today, "Long lists have no filter.")
    page = save_settings(settings=settings, strategies=Strategy.objects.all(), by=by, today=today)
    closed = ReportingPeriod.objects.earliest("starts_on")
    closed.closed_at = timezone.now()
    closed.save()
    seen = draft_of(council, page, closed, today=today).sha256
    publish(period=closed, seen=seen, by=by, today=today, now=timezone.now())
    turn_on(by=by)
    ReportingPeriod.objects.filter(pk=closed.pk).update(closed_at=None)  # what is published stays


def _add_minutes(board: Board, indicator: Indicator) -> None:
    """An earlier meeting with an overdue action and a challenge, and confirmed minutes of one before it."""
    if Entry.objects.filter(words="Find a site").exists():
        return
    before = Meeting.objects.create(board=board, held_on=date(2016, 3, 10))
    earlier = Meeting.objects.create(board=board, held_on=date(2016, 6, 2))
    person = Person.objects.present().first()
    entries = [
        Entry(
            kind="action",
            meeting=earlier,
            number=1,
            owner=person,
            due_on=date(2016, 7, 1),
            words="Find a site",
        ),
        Entry(kind="challenge", meeting=earlier, number=2, indicator=indicator, words="Why is it late?"),
        Entry(kind="decision", meeting=before, number=1, deliverable=_row(Deliverable), state="decided"),
    ]
    for entry in entries:
        entry.state_on, entry.words = entry.meeting.held_on, entry.words or "Go on."
        entry.save()
        EntryStep.objects.create(entry=entry, state=entry.state, taken_on=entry.state_on, person=person)
    chair = Attendance.objects.create(meeting=before, role="chair", person=person, state="present")
    Guest.objects.create(meeting=before, name="Gill Guest", organisation="Demo Parent Carer Forum")
    said = {"about": "Minute 1", "interest": "A school of theirs.", "done": "left"}
    Interest.objects.create(meeting=before, attendance=chair, **said)
    here = Attendance.objects.create(meeting=earlier, role="chair", person=person, state="present")
    Interest.objects.create(meeting=earlier, attendance=here, **said)
    Minutes.objects.create(meeting=before, confirmed_on=date(2016, 6, 2), confirmed_by="Demo officer")


def _add_comments(board: Board, indicator: Indicator) -> None:
    """Comments in each state and on each thing, and entries of "You said, we did" with and without a comment."""
    if Comment.objects.exists():
        return
    said = {"author_name": "Demo board member", "asked_at": timezone.now(), "asked_on": date(2016, 7, 1)}
    answer = {"answer": "The site floods.", "answered_by": "Demo officer", "answered_on": date(2016, 7, 4)}
    closed = {"state": "closed", "closed_by": "Demo officer", "closed_on": date(2016, 7, 6)}
    deliverable = _row(Deliverable)
    for item in ({"indicator": indicator}, {"pack": _row(Pack)}, {"deliverable": deliverable}):
        Comment.objects.create(text="Why so late?", on_behalf_of="Parent carer forum", **item, **said)
    Comment.objects.create(text="And then?", deliverable=deliverable, state="answered", **answer, **said)
    done = Comment.objects.create(text="Thank you.", deliverable=deliverable, **answer, **closed, **said)
    words = {"you_said": "We wait too long.", "we_did": "There are two more people to answer."}
    out = SaidAndDid.objects.create(
        title="Waiting", board=board, state="published", published_on=date(2016, 7, 6), comment=done, **words
    )
    SaidLink.objects.create(entry=out, deliverable=deliverable)
    SaidAndDid.objects.create(title="Transport", group="parents", **words)


def _comments(council: Council) -> Iterator[str]:
    """Pages of a comment in each state, and the list by filters."""
    for state in ("answered", "closed"):
        yield f"/{council.slug}/comments/{Comment.objects.filter(state=state).first().public_id}/"
    yield f"/{council.slug}/comments/?about={_row(Deliverable).public_id}"
    yield f"/{council.slug}/comments/?whose=mine&state=closed"
    yield f"/{council.slug}/you-said-we-did/?who=young_people"


def _minutes(council: Council) -> Iterator[str]:
    """Pages of meetings with a form open in its place, with confirmed minutes, and the register by filters."""
    entry = Entry.objects.get(words="Find a site")
    confirmed = Minutes.objects.filter(meeting__board=entry.meeting.board_id).earliest("meeting__held_on")
    place = f"/{council.slug}/boards/{confirmed.meeting.board.slug}/meetings"
    yield f"{place}/{confirmed.meeting.public_id}/minutes/"
    later = Meeting.objects.filter(board=confirmed.meeting.board_id).latest("held_on")
    yield f"{place}/{later.public_id}/minutes/?entry={entry.public_id}"
    yield f"{place}/{later.public_id}/minutes/?about=deliverable:{_row(Deliverable).public_id}"
    yield f"/{council.slug}/minutes/?state=open&overdue=on"
    yield f"/{council.slug}/minutes/?q=nothing-has-this-word"


def _add_rows_beside_the_plan(council: Council, board: Board, indicator: Indicator) -> None:
    """Evidence with a file, an area that it is for, a risk, a budget line, and two linked deliverables."""
    strategy, deliverable = _row(Strategy), _row(Deliverable)
    if Evidence.objects.exists() and Risk.objects.exists():
        return
    area = InspectionArea.objects.create(strategy=strategy, number="1", text="Children wait too long.")
    lead, _ = Organisation.objects.get_or_create(name="A trust")
    AreaPartner.objects.create(area=area, organisation=lead, is_lead=True)
    AreaBoard.objects.create(area=area, board=board)
    body = b"A line of text.\n"
    sha256 = hashlib.sha256(body).hexdigest()
    store_evidence(council, body, sha256)
    evidence = Evidence.objects.create(
        strategy=strategy,
        title="Notes",
        of_on=date(2016, 6, 1),
        file_name="notes.txt",
        file_kind="txt",
        file_sha256=sha256,
        file_size=len(body),
        added_at=timezone.now(),
        added_on=date(2016, 7, 8),
    )
    for link in ({"area": area}, {"deliverable": deliverable}, {"indicator": indicator}):
        EvidenceLink.objects.create(evidence=evidence, **link)
    for item in ({"strand": deliverable.strand}, {"deliverable": deliverable}, {"indicator": indicator}):
        AreaItem.objects.create(area=area, **item)
    levels = dict.fromkeys(("inherent_likelihood", "inherent_impact"), 4)
    levels |= dict.fromkeys(("current_likelihood", "current_impact"), 3)
    risk = Risk.objects.create(
        strategy=strategy, number=1, title="Staff leave", review_on=date(2016, 7, 1), **levels
    )
    RiskLink.objects.create(risk=risk, deliverable=deliverable)
    line = BudgetLine.objects.create(
        strategy=strategy, name="Training", financial_year="2016-17", planned=1000, forecast=1200
    )
    BudgetLink.objects.create(line=line, deliverable=deliverable)
    other = Deliverable.objects.exclude(pk=deliverable.pk).order_by("id").first()
    DeliverableLink.objects.create(
        deliverable=deliverable, other=other, kind="depends_on", note="First the other"
    )


def _add_an_import() -> None:
    """A draft with a row that has no date and a lead whom nobody knows."""
    cells = [["Milestone", "By when", "Lead"], ["Open a base", "", "ZQ"]]
    table = {"heading": "Places", "rows": cells, "places": ["line 1", "line 2"], "header_rows": 1}
    columns = {"columns": ["title", "by_when", "lead"], "header_rows": 1, "section": "", "skip": False}
    PlanImport.objects.get_or_create(
        name="plan.docx",
        defaults={
            "strategy": _row(Strategy),
            "document": {"tables": [table], "other_text": ["A paragraph above the table."]},
            "mappings": [columns | {"header": ""}],
            "started_at": timezone.now(),
            "by_name": "Demo officer",
        },
    )


def _add_versions(council: Council) -> None:
    """A version that one has returned after another approved it, one that is published, and a draft."""
    if PlanVersion.objects.exists():
        return
    strategy, board, day = _row(Strategy), _row(Board), date(2016, 7, 8)
    said = {"by": Actor.system(council, "Demo officer"), "now": timezone.now()}

    def circulated(label: str) -> PlanVersion:
        version = add_version(strategy=strategy, label=label, note="New dates", **said)
        if not ApprovalStep.objects.filter(plan_version=version).exists():
            rows = [
                StepRow(None, 1, "DCS approval", "post"),
                StepRow(None, 2, board.name, "board", board=board),
            ]
            save_steps(version=version, rows=rows, by=said["by"])
        return circulate_version(version=version, today=day, **said)

    published = circulated("Version 8")
    for step in ApprovalStep.objects.filter(plan_version=published):
        approve_step(step=step, on=day, today=day, **said)
    publish_version(version=PlanVersion.objects.get(pk=published.pk), today=day, **said)
    Strategy.objects.filter(pk=strategy.pk).update(summary="Another summary, after Version 8.")
    first, second = ApprovalStep.objects.filter(plan_version=circulated("Version 9"))
    approve_step(step=first, on=day, today=day, **said)
    second.refresh_from_db()
    return_step(step=second, on=day, today=day, comment="Name a lead", **said)
    add_version(strategy=strategy, label="Version 10", note="", **said)


def _versions(council: Council, shown: PlanVersion) -> Iterator[str]:
    """Pages of the version that is published, of the draft, and comparisons."""
    place = f"/{council.slug}/strategies/{shown.strategy.slug}/versions/"
    for version in PlanVersion.objects.exclude(pk=shown.pk):
        yield f"{place}{version.public_id}/"
    yield f"{place}compare/?from={shown.public_id}"
    yield f"{place}compare/?from={shown.public_id}&sheet=Strategy"


def _add_what_readers_ask() -> None:
    """An assessment with a judgement, a submission with a comment, and a return."""
    strategy = _row(Strategy)
    levels = [
        ScaleLevel.objects.get_or_create(strategy=strategy, word=word, defaults={"position": position})[0]
        for position, word in enumerate(("Not met", "Met"), 1)
    ]
    criterion, _ = Criterion.objects.get_or_create(strategy=strategy, title="Clear dates")
    Judgement.objects.get_or_create(
        criterion=criterion,
        outside="The department",
        defaults={
            "level": levels[0],
            "judged_on": date(2016, 7, 1),
            "reason": "Some have none.",
            "missing": "Dates",
        },
    )
    submission, _ = Submission.objects.get_or_create(
        strategy=strategy,
        title="First submission",
        defaults={"submitted_to": "The department", "state": "comments_received"},
    )
    ReaderComment.objects.get_or_create(submission=submission, label="1", defaults={"text": "Add dates."})
    OwedReturn.objects.get_or_create(
        title="Progress report", defaults={"owed_to": "The department", "due_on": date(2016, 7, 1)}
    )


def _add_rows_about_series(indicator: Indicator) -> None:
    """A re-base, a break, a predecessor, a list of neighbours and a file of statistics."""
    someone = {"by_name": "Demo officer"}
    of_quarter = {"starts_on": date(2016, 4, 1), "recorded_on": date(2016, 7, 8)} | someone
    Rebase.objects.get_or_create(
        indicator=indicator,
        period="2016-17-Q1",
        defaults=of_quarter | {"reason": "Counted differently", "recorded_at": timezone.now()},
    )
    SeriesBreak.objects.get_or_create(
        indicator=indicator, period="2016-17-Q1", defaults=of_quarter | {"note": "Counted differently"}
    )
    Predecessor.objects.get_or_create(name="Old county", ended_on=date(2013, 3, 31))
    neighbours, _ = NeighbourList.objects.get_or_create(
        valid_from=date(2014, 5, 1), defaults={"name": "Statistical neighbours"}
    )
    Neighbour.objects.get_or_create(
        listed_in=neighbours, rank=1, defaults={"code": "852", "name": "Southampton"}
    )
    BenchmarkSource.objects.get_or_create(
        sha256="0" * 64,
        defaults={
            "file_name": "timeliness.csv",
            "title": "Education, health and care plans",
            "release": "2015",
            "published_on": date(2015, 5, 1),
            "uploaded_at": timezone.now(),
        }
        | someone,
    )


def directory_pages() -> Iterator[str]:
    """URLs outside any council: sign-in, account pages, and one that does not exist."""
    for route, values in DIRECTORY_ADDRESSES.items():
        yield filled(route, values)
    yield "/nowhere/at/all/"


def _models() -> set[type[Model]]:
    return {
        argument[0] if isinstance(argument, tuple) else argument
        for route, example in COUNCIL_ADDRESSES.items()
        if route.startswith(PAGE)
        for argument in example.arguments.values()
        if not isinstance(argument, str)
    }


def _row(model: type[Model]) -> Any:
    """Row of a model with the most to show: a deliverable rated amber, a pack with a PDF, else the first."""
    if model is CalendarAddress:
        return CalendarAddress.objects.filter(membership__council_id=current_council_id()).first()
    rows = model.objects.order_by("id").filter(council_id=current_council_id())
    if model is Deliverable:
        said = ProgressUpdate.objects.filter(rag="amber").values("deliverable_id")
        return rows.filter(id__in=said).first() or rows.first()
    if model is PlanVersion:
        return rows.filter(state="circulated").first() or rows.first()
    if model is ApprovalStep:
        return rows.filter(plan_version__state="circulated").last() or rows.first()
    return rows.exclude(pdf_sha256="").last() if model is Pack else rows.first()


def _value(argument: Any, rows: dict[type[Model], Any]) -> Any:
    if isinstance(argument, str):
        return argument
    model, attribute = argument if isinstance(argument, tuple) else (argument, "public_id")
    return attrgetter(attribute)(rows[model])
