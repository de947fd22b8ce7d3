"""A board with a plan, progress and recipients, ready to have its pack built."""

import email
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from pathlib import Path

from django.conf import settings

from boards.models import Board, Recipient
from councils.actors import Actor
from councils.models import Council
from packs import actions, tasks
from packs.models import Pack
from packs.printing.pdf import RenderedPdf
from strategies.models import Oversight, ReportingPeriod, Strand
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
    StrategyFactory,
)

CLOSED = datetime(2016, 4, 22, 9, tzinfo=UTC)
NOW = datetime(2016, 7, 8, 9, tzinfo=UTC)


@dataclass
class Paper:
    """`board` oversees one strand with a red, an amber, a silent and a disagreeing deliverable."""

    council: Council
    board: Board
    period: ReportingPeriod
    strand: Strand

    def request(self, **kwargs) -> Pack:
        arguments = {"by": Actor.system(self.council), "today": TODAY, "now": NOW, "period": self.period}
        return actions.request_pack(board=self.board, **arguments | kwargs)

    def render(self, pack: Pack) -> Pack:
        tasks.render_pack(council_id=self.council.id, pack_id=pack.id)
        pack.refresh_from_db()
        return pack

    def send(self, pack: Pack) -> Pack:
        tasks.send_pack(council_id=self.council.id, pack_id=pack.id)
        pack.refresh_from_db()
        return pack


def make_paper(council: Council, *, recipients: int = 2) -> Paper:
    """The first recipient sits on the board, the others are outside addresses."""
    strategy = StrategyFactory(title="SEND strategy")
    strand = StrandFactory(strategy=strategy, code="A", title="Inclusion")
    board = BoardFactory(slug="send-board", name="SEND Board")
    Oversight.objects.create(board=board, strategy=strategy)
    before, period = PeriodFactory(label="2015-16-Q4", closed_at=CLOSED), PeriodFactory(label="2016-17-Q1")
    for rag in ("red", "amber", "green"):
        point = DuePointFactory(deliverable__strand=strand)
        AssignmentFactory(deliverable=point.deliverable, person=PersonFactory())
        ProgressUpdateFactory(
            deliverable=point.deliverable,
            period=before,
            rag="green",
            recorded_at=datetime(2016, 4, 5, tzinfo=UTC),
        )
        ProgressUpdateFactory(deliverable=point.deliverable, rag=rag, sample=rag == "red")
    overdue = DuePointFactory(deliverable__strand=strand, due_on="2016-05-31")
    ProgressUpdateFactory(deliverable=overdue.deliverable, rag="green")
    DeliverableFactory(strand=strand)
    ReadingFactory(indicator__strategy=strategy)
    for number in range(recipients):
        Recipient.objects.create(
            board=board,
            name=f"Reader {number}",
            email=address(council, number),
            position=number,
            sits_on=None if number else board,
        )
    return Paper(council, board, period, strand)


def without_drawing(monkeypatch) -> None:
    """Give every pack the same small file, for tests that are not about its content."""
    body = b"%PDF-1.7 small"
    pdf = RenderedPdf(body, hashlib.sha256(body).hexdigest(), pages=1, made_with="a test")
    monkeypatch.setattr("packs.rendering.render_snapshot", lambda snapshot: pdf)
    monkeypatch.setattr("packs.rendering.render_files", lambda snapshot: [])


def address(council: Council, number: int) -> str:
    return f"reader{number}@{council.slug}.example.org"


def mails_to(to: str) -> list[email.message.EmailMessage]:
    """Emails in the tests' mail sink for this recipient."""
    found = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(Path(settings.MAIL_DIR).glob("*.eml"))
    ]
    return [mail for mail in found if to in mail["X-RcptTo"]]
