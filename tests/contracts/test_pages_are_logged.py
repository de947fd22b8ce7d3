"""What every page that changes something writes down: which acts or security events, and that it was the member.

Acts are in the change log, with a verb that has words. Who can sign in, API keys and looks are no council data: the
security log has their events. A page that is missing here fails the first test.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from boards.models import Board, Meeting, Seat
from core.periods import Period
from core.ui.grid import seal
from councils.actors import Actor
from councils.log.registry import phrases, steps
from councils.models import Change, Organisation, Person, Post, SecurityEvent
from councils.tenancy import council_context
from deliverables.models import Deliverable, ProgressUpdate
from indicators.models import Indicator, Reading
from minutes.models import Attendance, Entry, Interest, Minutes
from packs.models import BoardCycle, Delivery, Pack
from plan_files.models import PlanImport
from plan_files.reviewing import preview_of
from plan_files.views.steps import about_names, about_rows
from plan_versions.actions import approve_step
from plan_versions.models import ApprovalStep, PlanVersion
from public_page.drafting import draft_of
from public_page.models import PublicPage
from returns.models import OwedReturn, Submission
from strategies.models import ReportingPeriod, Strand, Strategy
from tests.boards.forms import fields_of
from tests.contracts.sides import Side
from tests.contracts.test_page_permissions import (
    AREA,
    ASSESSMENT,
    BOARD,
    BUDGET_LINE,
    COMMENT,
    DELIVERABLE,
    ENTRY,
    EVIDENCE,
    IMPORT,
    INDICATOR,
    INVITATION,
    LINK,
    MINUTE,
    MINUTES,
    NEEDED,
    ORGANISATION,
    PACK,
    PERSON,
    POST,
    QUARTER,
    RETURN,
    RISK,
    SAID,
    STEP,
    STRATEGY,
    SUBMISSION,
    VERSION,
    VERSIONS,
)
from tests.contracts.test_urls import body_of, path_of
from tests.contracts.url_examples import BECAUSE, PAGE
from voice.models import Comment, SaidAndDid

pytestmark = pytest.mark.django_db

STRAND = f"{STRATEGY}strands/<str:code>/"
TARGET = f"{INDICATOR}targets/<uuid:target>/"
NEIGHBOURS = "indicators/benchmarks/neighbours/<uuid:neighbours>/"
PREDECESSOR = "indicators/predecessors/<uuid:predecessor>/"

ACTS: dict[str, set[str]] = {
    "people/new/": {"person.added"},
    f"{PERSON}change/": {"person.changed"},
    f"{PERSON}identify/": {"person.identified"},
    f"{PERSON}merge/": {"person.merged"},
    f"{PERSON}hand-over/": {"work.handed-over"},
    f"{PERSON}remove/": {"person.removed"},
    "people/organisations/new/": {"organisation.added"},
    ORGANISATION: {"organisation.changed"},
    f"{ORGANISATION}remove/": {"organisation.removed"},
    "people/posts/new/": {"post.added"},
    POST: {"post.changed"},
    f"{POST}remove/": {"post.removed"},
    "people/access/<uuid:user>/": {"person.linked"},
    "people/access/<uuid:user>/link/": {"person.linked"},
    "boards/new/": {"board.added"},
    "boards/order/": {"board.ordered"},
    f"boards/{BOARD}change/": {"board.changed"},
    f"boards/{BOARD}remove/": {"board.removed"},
    f"boards/{BOARD}seats/": {"board.seats_changed"},
    f"boards/{BOARD}recipients/": {"board.recipients_changed"},
    f"boards/{BOARD}oversight/": {"board.oversight_changed"},
    f"boards/{BOARD}oversight/deliverables/": {"board.single_oversight_changed"},
    "meetings/new/": {"board.meetings_added"},
    f"boards/{BOARD}meetings/": {"board.meetings_added"},
    f"boards/{BOARD}meetings/<uuid:meeting>/": {"board.meeting_changed"},
    f"boards/{BOARD}meetings/<uuid:meeting>/remove/": {"board.meeting_removed"},
    MINUTES: {"minute.recorded"},
    f"{MINUTES}attendance/": {"minutes.attendance-noted"},
    f"{MINUTES}interests/add/": {"minutes.interest-declared"},
    f"{MINUTES}interests/<uuid:interest>/remove/": {"minutes.interest-removed"},
    f"{MINUTES}confirm/": {"minutes.confirmed"},
    f"{MINUTES}answer/<uuid:entry>/": {"minute.escalation-answered"},
    f"{MINUTE}change/": {"minute.changed"},
    f"{MINUTE}remove/": {"minute.removed"},
    f"{MINUTE}state/": {"minute.moved"},
    f"{MINUTE}correct/": {"minute.corrected"},
    "approvals/": {"update.approved"},
    "approvals/which/": {"approval.changed"},
    "approvals/<uuid:update>/return/": {"update.returned"},
    "approvals/<uuid:update>/withdraw/": {"update.withdrawn"},
    **{f"{page}comments/add/": {"voice.commented"} for page in (DELIVERABLE, INDICATOR, PACK)},
    f"{COMMENT}answer/": {"voice.answered"},
    f"{COMMENT}close/": {"voice.closed"},
    f"{COMMENT}open/": {"voice.opened-again"},
    f"{COMMENT}withdraw/": {"voice.taken-back"},
    f"{SAID}add/": {"said.added"},
    f"{ENTRY}change/": {"said.changed"},
    f"{ENTRY}remove/": {"said.removed"},
    f"{ENTRY}publish/": {"said.published"},
    f"{ENTRY}withdraw/": {"said.withdrawn"},
    "webhooks/new/": {"webhook.added"},
    "webhooks/<uuid:webhook>/change/": {"webhook.changed"},
    "webhooks/<uuid:webhook>/rotate/": {"webhook.secret_rotated"},
    "webhooks/<uuid:webhook>/on/": {"webhook.turned_on"},
    "webhooks/<uuid:webhook>/off/": {"webhook.turned_off"},
    "webhooks/<uuid:webhook>/remove/": {"webhook.removed"},
    "webhooks/<uuid:webhook>/messages/<uuid:message>/again/": {"webhook.sent_again"},
    "reminders/change/": {"reminders.changed"},
    "reminders/stop/": {"reminders.stopped"},
    "public-page/change/": {"public-page.changed"},
    "public-page/publish/": {"public-page.published"},
    "public-page/on/": {"public-page.on"},
    "public-page/off/": {"public-page.off"},
    f"boards/{BOARD}pack-contents/": {"pack.contents_chosen"},
    f"{PACK}words/": {"pack.words_saved", "pack.requested"},
    f"{PACK}review/<str:step>/": {"pack.review_sent"},
    f"boards/{BOARD}cycle/start/": {"cycle.started"},
    f"boards/{BOARD}cycle/stop/": {"cycle.stopped"},
    f"boards/{BOARD}cycle/release/": {"cycle.release_chosen"},
    f"boards/{BOARD}cycle/figures/": {"cycle.figures_taken", "pack.requested"},
    "quarters/days-of-grace/": {"quarters.grace-changed"},
    "quarters/add/": {"quarters.added"},
    f"{QUARTER}cut-off/": {"quarter.cut-off-changed"},
    f"{QUARTER}close/": {"quarter.closed"},
    f"{QUARTER}reopen/": {"quarter.reopened"},
    "undo/": {"change.undone"},
    "deliverables/new/": {"deliverable.added"},
    "deliverables/change/": {"progress.recorded"},
    f"{DELIVERABLE}change/": {"deliverable.changed", "leads.changed", "dates.set"},
    f"{DELIVERABLE}drop/": {"deliverable.dropped"},
    f"{DELIVERABLE}bring-back/": {"deliverable.restored"},
    f"{DELIVERABLE}move/": {"deliverable.moved"},
    f"{DELIVERABLE}merge/": {"deliverable.merged"},
    f"{DELIVERABLE}split/": {"deliverable.split"},
    f"{DELIVERABLE}update/": {"progress.recorded"},
    f"{DELIVERABLE}no-change/": {"progress.unchanged"},
    "indicators/add/": {"indicator.added"},
    "indicators/add/several/": {"indicator.added"},
    "indicators/quarter/": {"reading.recorded"},
    "indicators/import/": {"reading.recorded"},
    "indicators/benchmarks/neighbours/add/": {"neighbours.added"},
    f"{NEIGHBOURS}": {"neighbours.changed"},
    f"{NEIGHBOURS}remove/": {"neighbours.removed"},
    f"{INDICATOR}benchmarks/remove/": {"benchmark.removed"},
    "indicators/predecessors/add/": {"predecessor.added"},
    PREDECESSOR: {"predecessor.changed"},
    f"{PREDECESSOR}remove/": {"predecessor.removed"},
    f"{INDICATOR}formula/<slug:kind>/": {"indicator.formula_set"},
    f"{INDICATOR}formula/remove/": {"indicator.formula_removed"},
    f"{INDICATOR}breaks/add/": {"series.broken"},
    f"{INDICATOR}breaks/<uuid:series_break>/": {"series.break_changed"},
    f"{INDICATOR}breaks/<uuid:series_break>/remove/": {"series.break_removed"},
    f"{INDICATOR}rebases/add/": {"rebase.added"},
    f"{INDICATOR}rebases/<uuid:rebase>/remove/": {"rebase.removed"},
    f"{INDICATOR}change/": {"indicator.changed"},
    f"{INDICATOR}move/": {"indicator.moved"},
    f"{INDICATOR}remove/": {"indicator.removed"},
    f"{INDICATOR}value/": {"reading.recorded"},
    f"{INDICATOR}values/<uuid:reading>/remove/": {"reading.removed"},
    f"{INDICATOR}target/": {"target.set"},
    f"{TARGET}remove/": {"target.removed"},
    f"{TARGET}confidence/": {"confidence.rated"},
    f"{INDICATOR}effects/add/": {"effect.added"},
    f"{DELIVERABLE}effects/add/": {"effect.added"},
    "effects/<uuid:effect>/": {"effect.changed"},
    "effects/<uuid:effect>/remove/": {"effect.removed"},
    f"{INDICATOR}trajectories/add/": {"trajectory.added"},
    "trajectories/<uuid:trajectory>/": {"trajectory.changed"},
    "trajectories/<uuid:trajectory>/close/": {"trajectory.closed"},
    "trajectories/<uuid:trajectory>/remove/": {"trajectory.removed"},
    "strategies/new/": {"strategy.added"},
    f"{STRATEGY}change/": {"strategy.changed"},
    f"{STRATEGY}copy/": {"strategy.copied"},
    f"{STRATEGY}grid/": {"deliverable.changed", "leads.changed"},
    f"{STRATEGY}lists/<slug:name>/": {"strand.listed"},
    f"{STRAND}change/": {"strand.changed"},
    f"{STRAND}lists/<slug:name>/": {"priorities.changed"},
    f"{STRAND}order/": {"deliverable.reordered"},
    f"{ASSESSMENT}start/": {"scale.changed"},
    f"{ASSESSMENT}scale/": {"scale.changed"},
    f"{ASSESSMENT}criteria/": {"criteria.changed"},
    f"{ASSESSMENT}criteria/<uuid:criterion>/judge/": {"judgement.recorded"},
    f"{ASSESSMENT}judgements/<uuid:judgement>/": {"judgement.corrected"},
    f"{ASSESSMENT}judgements/<uuid:judgement>/remove/": {"judgement.removed"},
    f"{STRATEGY}submissions/new/": {"submission.added"},
    f"{SUBMISSION}change/": {"submission.changed"},
    f"{SUBMISSION}remove/": {"submission.removed"},
    f"{SUBMISSION}step/<slug:to>/": {"submission.moved"},
    f"{SUBMISSION}comments/": {"comments.changed"},
    f"{SUBMISSION}comments/<uuid:comment>/": {"comment.answered"},
    "returns/new/": {"return.added"},
    RETURN: {"return.changed"},
    f"{RETURN}send/": {"return.sent"},
    f"{RETURN}remove/": {"return.removed"},
    "plan-templates/<slug:template>/": {"strategy.started"},
    "import/": {"import.started"},
    f"{IMPORT}columns/": {"import.decided"},
    f"{IMPORT}names/": {"import.decided"},
    f"{IMPORT}rows/": {"import.decided"},
    f"{IMPORT}confirm/": {"deliverable.imported"},
    f"{IMPORT}delete/": {"import.deleted"},
    f"{VERSIONS}new/": {"version.drafted"},
    f"{VERSION}change/": {"version.changed"},
    f"{VERSION}steps/": {"version.steps-changed"},
    f"{VERSION}delete/": {"version.deleted"},
    f"{VERSION}circulate/": {"version.circulated"},
    STEP: {"version.approved"},
    f"{STEP}take-back/": {"version.taken-back"},
    f"{VERSION}draft-again/": {"version.back-to-draft"},
    f"{VERSION}withdraw/": {"version.withdrawn"},
    f"{VERSION}publish/": {"version.published"},
    f"{DELIVERABLE}links/add/": {"deliverable.linked"},
    f"{LINK}remove/": {"deliverable.unlinked"},
    f"{STRATEGY}risks/add/": {"risk.added"},
    f"{STRATEGY}risks/scale/": {"risk.scale-changed"},
    f"{RISK}change/": {"risk.changed"},
    f"{RISK}remove/": {"risk.removed"},
    f"{STRATEGY}money/add/": {"budget.added"},
    f"{BUDGET_LINE}change/": {"budget.changed"},
    f"{BUDGET_LINE}remove/": {"budget.removed"},
    f"{STRATEGY}evidence/add/": {"evidence.added"},
    f"{EVIDENCE}change/": {"evidence.changed"},
    f"{EVIDENCE}links/": {"evidence.linked"},
    f"{EVIDENCE}remove/": {"evidence.removed"},
    f"{STRATEGY}inspection/add/": {"inspection.added"},
    f"{AREA}change/": {"inspection.changed"},
    f"{AREA}items/": {"inspection.mapped"},
    f"{AREA}remove/": {"inspection.removed"},
    "packs/new/": {"pack.requested"},
    f"{PACK}release/": {"pack.released"},
    f"{PACK}cancel/": {"pack.cancelled"},
    f"{PACK}deliveries/<uuid:delivery>/": {"delivery.arrived"},
}
"""Verbs in the change log of what each page does."""

EVENTS: dict[str, set[str]] = {
    "codes/": {"codes_changed"},
    "people/access/invite/": {"invitation_sent"},
    "people/access/<uuid:user>/": {"role_changed", "person_linked"},
    "people/access/<uuid:user>/link/": {"person_linked"},
    "people/access/<uuid:user>/end/": {"membership_ended"},
    f"{INVITATION}resend/": {"invitation_sent_again"},
    f"{INVITATION}withdraw/": {"invitation_withdrawn"},
    "people/keys/new/": {"api_key_issued"},
    "people/keys/<uuid:key>/rotate/": {"api_key_rotated"},
    "people/keys/<uuid:key>/networks/": {"api_key_networks"},
    "people/keys/<uuid:key>/withdraw/": {"api_key_withdrawn"},
    "small-numbers/": {"small_numbers_shown"},
    "calendars/new/": {"calendar_address_made"},
    "calendars/<uuid:address>/replace/": {"calendar_address_replaced"},
    "calendars/<uuid:address>/end/": {"calendar_address_ended"},
}
"""Kinds of security events of what each page does."""

FILE = "indicators/benchmarks/files/<uuid:file>/"
ELSEWHERE = {
    "example/",
    "indicators/benchmarks/add/",
    *(f"{FILE}columns/", f"{FILE}check/", f"{FILE}withdraw/"),
    "import/workbook/",
}
"""An example needs a council without people or boards (tests/demo/test_example.py). A file of statistics needs one to
upload (tests/indicators/test_benchmarks.py), and so does a workbook (tests/plan_files/test_workbook_views.py).
"""


REASON_IN_THE_ROW = {
    f"{COMMENT}close/",
    f"{TARGET}confidence/",
    f"{ASSESSMENT}criteria/<uuid:criterion>/judge/",
    f"{ASSESSMENT}judgements/<uuid:judgement>/",
}
"""Pages whose reason belongs to what is said, and is stored and logged with it."""


@dataclass(frozen=True)
class Try:
    """How to get a page to save. `opened`: open it first and send what it shows, with this body.

    `body` makes the rows that are needed, in the council's context if not said otherwise, and may give another address
    by the key "".
    """

    body: Callable[[Side], dict[str, Any]]
    opened: bool = False
    in_context: bool = True


def _said(**body: Any) -> Callable[[Side], dict[str, Any]]:
    return lambda side: body


def _new(side: Side, model: Any, **given: Any) -> str:
    return str(side.rows.new(model, **given).public_id)


def _removing(model: Any, page: str) -> Try:
    """Remove a row that nothing names."""

    def body(side: Side) -> dict[str, Any]:
        row = side.rows.new(model)
        return {"": f"/north/{page}{getattr(row, 'slug', row.public_id)}/remove/"}

    return Try(body, opened=True)


def _dropped(side: Side) -> dict[str, Any]:
    Deliverable.objects.update(dropped_on=date(2016, 7, 1), dropped_reason="A slip.")
    return BECAUSE


def _plan_without_scale(side: Side) -> dict[str, Any]:
    return {"": f"/north/strategies/{side.rows.new(Strategy).slug}/assessment/start/"}


def _draft_to_remove(side: Side) -> dict[str, Any]:
    draft = _new(side, Submission, state="draft")
    return {"": f"/north/strategies/{side.rows.one(Strategy).slug}/submissions/{draft}/remove/"}


def _return_to_send(side: Side) -> dict[str, Any]:
    owed, sender = _new(side, OwedReturn), str(side.rows.one(Person).public_id)
    return {"": f"/north/returns/{owed}/send/", "sent_by": sender}


def _return_to_remove(side: Side) -> dict[str, Any]:
    return {"": f"/north/returns/{_new(side, OwedReturn)}/remove/"}


def _held(side: Side, page: str = "", board: Any = None) -> tuple[Meeting, str]:
    """A meeting that was held, with the address of its minutes or of a page of these."""
    board = board or side.rows.one(Board)
    meeting = side.rows.new(Meeting, board=board, held_on=date(2016, 6, 30))
    return meeting, f"/north/boards/{board.slug}/meetings/{meeting.public_id}/minutes/{page}"


def _meeting_to_remove(side: Side) -> dict[str, Any]:
    _, minutes = _held(side)
    return {"": minutes.replace("minutes/", "remove/")}


def _attended(side: Side) -> dict[str, Any]:
    seats = Seat.objects.filter(board=side.rows.one(Board))
    return {f"seat-{seat.public_id}": "present" for seat in seats}


def _declared(side: Side) -> dict[str, Any]:
    meeting, address = _held(side, "interests/add/")
    who = side.rows.new(Attendance, meeting=meeting, state="present")
    said = {"about": "The base", "interest": "A school of theirs.", "done": "left"}
    return {"": address, "who": str(who.public_id)} | said


def _interest_to_remove(side: Side) -> dict[str, Any]:
    meeting, address = _held(side)
    row = side.rows.new(Attendance, meeting=meeting, state="present")
    interest = side.rows.new(Interest, meeting=meeting, attendance=row)
    return {"": f"{address}interests/{interest.public_id}/remove/"}


def _minutes_to_confirm(side: Side) -> dict[str, Any]:
    meeting, address = _held(side, "confirm/")
    side.rows.new(Attendance, meeting=meeting)
    return {"": address}


def _escalated(side: Side) -> dict[str, Any]:
    below, _ = _held(side, board=side.rows.new(Board))
    entry = side.rows.new(Entry, meeting=below, kind="escalation", to_board=side.rows.one(Board))
    _, address = _held(side, f"answer/{entry.public_id}/")
    return {"": address, "to": "taken", "words": "We take it."}


def _minuted(side: Side, page: str, meeting: Any = None, **given: Any) -> dict[str, Any]:
    entry = side.rows.new(Entry, meeting=meeting or _held(side)[0], **given)
    return {"": f"/north/minutes/{entry.public_id}/{page}/"}


def _action_done(side: Side) -> dict[str, Any]:
    owner = side.rows.one(Person)
    done = {
        "to": "done",
        "words": "Opened.",
        "taken_on_day": "1",
        "taken_on_month": "7",
        "taken_on_year": "2016",
    }
    return done | _minuted(side, "state", kind="action", owner=owner, due_on=date(2016, 8, 1))


def _comment_closed(side: Side) -> dict[str, Any]:
    Comment.objects.update(state="closed", closed_on=date(2016, 7, 1), closed_by="Someone")
    return {"seen": ""}


def _entry_published(side: Side) -> dict[str, Any]:
    SaidAndDid.objects.update(state="published", published_on=date(2016, 7, 1))
    return {"seen": ""}


def _rendered(side: Side) -> dict[str, Any]:
    Delivery.objects.all().delete()
    Pack.objects.update(state="rendered", released_at=None)
    return {}


def _cycle_off(side: Side) -> dict[str, Any]:
    BoardCycle.objects.all().delete()
    return {}


def _figures_due(side: Side) -> dict[str, Any]:
    BoardCycle.objects.update(taken_for="")
    ReportingPeriod.objects.update(cut_off_on=date(2016, 7, 4))
    return {}


def _closed(side: Side) -> dict[str, Any]:
    ReportingPeriod.objects.update(closed_at=timezone.now(), closed_by_name="Someone")
    return BECAUSE


def _previewed(side: Side) -> dict[str, Any]:
    """A closed quarter, and what the preview of its public page has shown."""
    _closed(side)
    period, day = side.rows.one(ReportingPeriod), date(2016, 7, 8)
    draft = draft_of(
        side.council, PublicPage.objects.get(), ReportingPeriod.objects.get(pk=period.pk), today=day
    )
    return {"quarter": period.label, "seen": draft.sha256}


def _page_on(side: Side) -> dict[str, Any]:
    PublicPage.objects.update(is_on=True)
    return {}


def _rated_before(side: Side) -> dict[str, Any]:
    earlier = side.rows.new(
        ReportingPeriod,
        label="2015-16-Q4",
        starts_on=date(2016, 1, 1),
        ends_on=date(2016, 3, 31),
        cut_off_on=date(2016, 4, 25),
    )
    ProgressUpdate.objects.update(
        period=earlier, quarter_starts_on=earlier.starts_on, recorded_on=date(2016, 4, 1)
    )
    return {"version": side.rows.one(Deliverable).version}


def _boards_in_order(side: Side) -> dict[str, Any]:
    second, first = side.rows.one(Board), side.rows.new(Board)
    return {f"{first.public_id}-place": "1", f"{second.public_id}-place": "2"}


def _deliverables_in_order(side: Side) -> dict[str, Any]:
    second, first = side.rows.one(Deliverable), side.rows.new(Deliverable)
    return BECAUSE | {f"place_{first.public_id}": "1", f"place_{second.public_id}": "2"}


def _several(side: Side) -> dict[str, Any]:
    one = side.rows.one(Deliverable)
    chosen = {"chosen": [f"{one.public_id}.{one.version}"], "what": "rating", "step": "save"}
    return chosen | {"rag": "green", "narrative": "On course.", "quarter": "2016-17-Q1"}


def _undone(side: Side) -> dict[str, Any]:
    """Undo a change made through a page, which opens its own context."""
    address = f"/north/boards/{side.value((Board, 'slug'))}/change/"
    side.clients["administrator"].post(address, {"name": "Other", "kind": "group"})
    with council_context(side.council.id):
        return {"act": Change.objects.latest("seq").request_id}


def _figure_of_a_quarter(side: Side) -> dict[str, Any]:
    row = side.rows.new(Indicator, kind="quantitative", unit="percent").public_id
    return {"seen": seal({str(row): ["", "", "", ""]}), "step": "save", f"{row}-figure": "55"}


def _figures_of_a_sheet(side: Side) -> dict[str, Any]:
    """Send the sheet, and save what the check of it shows."""
    with council_context(side.council.id):
        side.rows.new(Indicator, kind="quantitative", unit="percent", title="Only here")
    sheet = {"text": "Title,Q1 2016-17\nOnly here,55"}
    check = side.clients["administrator"].post("/north/indicators/import/", sheet).context["check"]
    return sheet | {"step": "save", "seen": check.seen}


def _formula(side: Side) -> dict[str, Any]:
    derived = _new(side, Indicator, kind="derived")
    rows = {name: _new(side, Indicator) for name in ("first", "second")}
    return {"": f"/north/indicators/{derived}/formula/difference/"} | rows


def _formula_to_remove(side: Side) -> dict[str, Any]:
    derived = _new(side, Indicator, kind="derived", formula="difference")
    return {"": f"/north/indicators/{derived}/formula/remove/"}


def _rebased(side: Side) -> dict[str, Any]:
    """Re-base a row with enough quarters for limits."""
    row = side.rows.new(Indicator, kind="quantitative", unit="percent")
    for period in (f"{year}-{year - 1999}-Q{number}" for year in (2014, 2015) for number in (1, 2, 3, 4)):
        side.rows.new(Reading, indicator=row, period=period, ends_on=Period.parse(period).ends_on)
    address = f"/north/indicators/{row.public_id}/rebases/add/"
    return {"": address, "period": "2015-16-Q1", "reason": "Counted differently"}


def _answers(side: Side, doubts: Callable[[Any], list[Any]]) -> dict[str, str]:
    """What is proposed for doubts of the draft of an import, as its pages send it."""
    preview = preview_of(side.rows.one(PlanImport))
    body = {}
    for place, doubt in enumerate(doubts(preview.review.doubts)):
        body |= {f"d{place}-id": doubt.id, f"d{place}": doubt.proposed}
    return body


def _leads_to_name(side: Side) -> dict[str, Any]:
    return _answers(side, about_names)


def _doubts_to_settle(side: Side) -> dict[str, Any]:
    return _answers(side, about_rows)


def _settled(side: Side) -> dict[str, Any]:
    """A draft without open doubts, and what somebody agreed to."""
    draft = side.rows.one(PlanImport)
    for _ in range(3):
        doubts = preview_of(draft).review.doubts
        draft.answers = {each.id: each.proposed for each in doubts}
    PlanImport.objects.filter(pk=draft.pk).update(answers=draft.answers)
    return {"seen": preview_of(draft).digest}


def _draft(**body: Any) -> Callable[[Side], dict[str, Any]]:
    """A draft that was never circulated."""

    def made(side: Side) -> dict[str, Any]:
        side.rows.one(ApprovalStep)
        PlanVersion.objects.update(state="draft", copy=None, circulated_on=None)
        return body

    return made


def _steps(side: Side) -> dict[str, Any]:
    board = str(side.rows.one(Board).public_id)
    return _draft(**{"new-0-seen": "", "new-0-turn": "2", "new-0-by": "organisation", "new-0-words": board})(
        side
    )


def _draft_to_delete(side: Side) -> dict[str, Any]:
    """A draft without a history."""
    draft = side.rows.new(PlanVersion, state="draft", copy=None, circulated_on=None)
    return {"": f"/north/strategies/{draft.strategy.slug}/versions/{draft.public_id}/delete/"}


def _approved(side: Side) -> dict[str, Any]:
    step, now = ApprovalStep.objects.get(pk=side.rows.one(ApprovalStep).pk), timezone.now()
    approve_step(
        step=step,
        on=step.plan_version.circulated_on,
        by=Actor.system(side.council),
        today=now.date(),
        now=now,
    )
    return BECAUSE


def _row(side: Side) -> str:
    return f"row:{side.rows.one(Indicator).public_id}"


TRIES: dict[str, Try] = {
    f"{PERSON}merge/": Try(lambda side: {"into": _new(side, Person)}, opened=True),
    f"{PERSON}remove/": _removing(Person, "people/"),
    "people/organisations/new/": Try(_said(name="Carers", kind="forum")),
    f"{ORGANISATION}remove/": _removing(Organisation, "people/organisations/"),
    f"{POST}remove/": _removing(Post, "people/posts/"),
    "boards/order/": Try(_boards_in_order, opened=True),
    f"boards/{BOARD}remove/": _removing(Board, "boards/"),
    f"boards/{BOARD}oversight/deliverables/": Try(
        lambda side: {"deliverables": _new(side, Deliverable)}, opened=True
    ),
    f"boards/{BOARD}meetings/<uuid:meeting>/remove/": Try(_meeting_to_remove),
    MINUTES: Try(_said(kind="decision", words="Go on.")),
    f"{MINUTES}attendance/": Try(_attended),
    f"{MINUTES}interests/add/": Try(_declared),
    f"{MINUTES}interests/<uuid:interest>/remove/": Try(_interest_to_remove),
    f"{MINUTES}confirm/": Try(_minutes_to_confirm),
    f"{MINUTES}answer/<uuid:entry>/": Try(_escalated),
    f"{MINUTE}change/": Try(_said(words="Another decision"), opened=True),
    f"{MINUTE}remove/": Try(lambda side: _minuted(side, "remove")),
    f"{MINUTE}state/": Try(_action_done),
    f"{MINUTE}correct/": Try(
        lambda side: {"words": "Not here."} | _minuted(side, "correct", side.rows.one(Minutes).meeting)
    ),
    f"{COMMENT}open/": Try(_comment_closed),
    f"{ENTRY}withdraw/": Try(_entry_published),
    "public-page/publish/": Try(_previewed),
    "public-page/off/": Try(_page_on),
    f"{QUARTER}close/": Try(_said(**BECAUSE), opened=True),
    f"{QUARTER}reopen/": Try(_closed, opened=True),
    "undo/": Try(_undone, in_context=False),
    "deliverables/new/": Try(
        lambda side: {
            "": f"/north/deliverables/new/?strand={side.rows.one(Strand).public_id}",
            "title": "Open it",
        },
        opened=True,
    ),
    "deliverables/change/": Try(_several),
    f"{DELIVERABLE}bring-back/": Try(_dropped),
    f"{DELIVERABLE}move/": Try(lambda side: BECAUSE | {"strand": _new(side, Strand)}, opened=True),
    f"{DELIVERABLE}merge/": Try(lambda side: BECAUSE | {"into": _new(side, Deliverable)}, opened=True),
    f"{DELIVERABLE}no-change/": Try(_rated_before),
    "indicators/add/": Try(
        lambda side: {
            "place": _row(side),
            "kind": "quantitative",
            "unit": "percent",
            "label": "a.",
            "title": "All",
        }
    ),
    "indicators/add/several/": Try(
        lambda side: {"place": _row(side), "unit": "percent", "polarity": "low", "rows": "a. All\nb. Girls"}
    ),
    "indicators/quarter/": Try(_figure_of_a_quarter),
    "indicators/import/": Try(_figures_of_a_sheet, in_context=False),
    "indicators/predecessors/add/": Try(
        _said(name="Old county", ended_on_day="31", ended_on_month="3", ended_on_year="2014")
    ),
    PREDECESSOR: Try(_said(note="The southern part"), opened=True),
    f"{INDICATOR}formula/<slug:kind>/": Try(_formula),
    f"{INDICATOR}formula/remove/": Try(_formula_to_remove),
    f"{INDICATOR}breaks/add/": Try(_said(period="2015-16-Q4", note="Counted differently")),
    f"{INDICATOR}breaks/<uuid:series_break>/": Try(_said(note="Counted differently"), opened=True),
    f"{INDICATOR}rebases/add/": Try(_rebased),
    f"{INDICATOR}change/": Try(_said(title="Another title"), opened=True),
    f"{INDICATOR}move/": Try(lambda side: {"to": "down", "after": _new(side, Indicator)}),
    f"{INDICATOR}remove/": _removing(Indicator, "indicators/"),
    f"{INDICATOR}value/": Try(_said(period="2015-16-Q4", value="55")),
    f"{INDICATOR}target/": Try(
        _said(period="", value="70", day_day="31", day_month="3", day_year="2018"),
    ),
    f"{TARGET}confidence/": Try(_said(rag="amber", reason="Two schools are late")),
    f"{INDICATOR}effects/add/": Try(lambda side: {"deliverable": _new(side, Deliverable), "direction": "up"}),
    f"{DELIVERABLE}effects/add/": Try(lambda side: {"indicator": _new(side, Indicator), "direction": "up"}),
    "effects/<uuid:effect>/": Try(_said(direction="down", note="Changed"), opened=True),
    f"{ASSESSMENT}start/": Try(_plan_without_scale),
    f"{SUBMISSION}remove/": Try(_draft_to_remove, opened=True),
    f"{SUBMISSION}comments/": Try(_said(**{"new-0-label": "7", "new-0-text": "Add dates."}), opened=True),
    f"{RETURN}send/": Try(_return_to_send, opened=True),
    f"{RETURN}remove/": Try(_return_to_remove, opened=True),
    "plan-templates/<slug:template>/": Try(_said(title="Our strategy"), opened=True),
    f"{IMPORT}columns/": Try(_said(**{"t0-c0": "title", "t0-c1": "notes", "t0-header_rows": "1"})),
    f"{IMPORT}names/": Try(_leads_to_name),
    f"{IMPORT}rows/": Try(_doubts_to_settle),
    f"{IMPORT}confirm/": Try(_settled),
    f"{VERSION}change/": Try(_draft(label="Version 8"), opened=True),
    f"{VERSION}steps/": Try(_steps, opened=True),
    f"{VERSION}delete/": Try(_draft_to_delete),
    f"{VERSION}circulate/": Try(_draft()),
    f"{STEP}take-back/": Try(_approved),
    f"{VERSION}publish/": Try(lambda side: _approved(side) and {}),
    f"{DELIVERABLE}links/add/": Try(
        lambda side: {"kind": "depends_on", "other": _new(side, Deliverable)}, opened=True
    ),
    f"{EVIDENCE}links/": Try(lambda side: {"items": _new(side, Deliverable)}, opened=True),
    f"{AREA}items/": Try(lambda side: {"items": _new(side, Deliverable)}, opened=True),
    f"boards/{BOARD}cycle/start/": Try(_cycle_off),
    f"boards/{BOARD}cycle/figures/": Try(_figures_due),
    f"{PACK}release/": Try(_rendered),
    f"{PACK}review/<str:step>/": Try(_rendered, opened=True),
    f"{PACK}cancel/": Try(_rendered),
    f"{STRAND}order/": Try(_deliverables_in_order, opened=True),
}
"""Pages whose example body is not enough: it needs other rows, or what the page shows when it is opened."""


def test_every_page_that_changes_something_is_here():
    pages = {page for method, page in NEEDED if method == "POST"}
    assert pages - ELSEWHERE == ACTS.keys() | EVENTS.keys()
    assert set().union(*ACTS.values()) <= phrases().keys() | steps()


@pytest.mark.parametrize("page", sorted(ACTS.keys() | EVENTS.keys()))
def test_what_a_page_changes_is_written_down_with_who(north, page):
    client, path = north.clients["administrator"], path_of(north, f"{PAGE}{page}")
    tried = TRIES.get(page)
    if tried is None:
        body = body_of(north, f"{PAGE}{page}")
    else:
        with council_context(north.council.id) if tried.in_context else nullcontext():
            body = dict(tried.body(north))
        path = body.pop("", path)
        if tried.opened:
            body = fields_of(client.get(path)) | body
    last = north.last_change()
    last_event = SecurityEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
    answer = client.post(path, body)
    assert answer.status_code in (200, 302)
    with council_context(north.council.id):
        acts = list(Change.objects.filter(seq__gt=last).values_list("verb", "actor", "reason"))
    events = list(SecurityEvent.objects.filter(id__gt=last_event).values_list("kind", "user"))
    assert {verb for verb, _, _ in acts} == ACTS.get(page, set())
    assert {actor for _, actor, _ in acts} <= {f"user:{north.member.user.public_id}"}
    assert {kind for kind, _ in events} == EVENTS.get(page, set())
    assert {user for _, user in events} <= {north.member.user_id}
    if acts and "reason" in body and page not in REASON_IN_THE_ROW:
        assert {reason for _, _, reason in acts} == {body["reason"]}
