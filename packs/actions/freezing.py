"""Freeze a quarter: read it at one moment, and store it as text that never changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from boards.models import Board
from councils.actors import Actor
from councils.models import ChangeCounter
from indicators.small_numbers import hidden_outside
from reporting.summaries import board_facts, board_summary
from reporting.summaries.gather import assigned_by_name
from strategies.models import ReportingPeriod
from strategies.selected_quarter import selected_quarter

from ..document import FORMAT, Decisions, PackDocument, PlainSummary, write_document
from ..models import PackTemplate, PackWords, Snapshot
from ..naming import Naming
from ..parts import Part
from ..quarter.branding import branding_of
from ..quarter.changes import changes_of
from ..quarter.comparison import comparison_of
from ..quarter.decisions import decisions_of
from ..quarter.last_pack import LastPack, last_pack, last_released_on
from ..quarter.plain import plain_summary, words_of
from ..quarter.risks import risks_of
from ..quarter.roles import by_name, document_by_role, roles_on
from ..quarter.terms import terms_of
from ..quarter.trends import trends_of
from ..quarter.usual_variation import variation_of

TRIES = 5


class TooBusy(RuntimeError):
    """Data changed during every attempt to read the quarter. Trying again in a moment is enough."""


COMPARED = ("trends", "variation", "comparison", "decisions", "risks", "plain")
"""Fields of a document that are None in those from before they existed."""


@dataclass(frozen=True, slots=True)
class QuarterReading:
    """A board's quarter, read at one moment: the change log's last number then is `change_seq`.

    `document` is what an edition would hold, with edition 0 and no changes. `last` is the pack that the board last
    received.
    """

    document: PackDocument
    last: LastPack | None
    change_seq: int

    def is_what_was_frozen_in(self, document: PackDocument) -> bool:
        """True if a new edition would say the same. A document without one of the parts is older than that part."""
        own = self.document
        return (
            document.summary == own.summary
            and all(getattr(document, name) in (None, getattr(own, name)) for name in COMPARED)
            and document.parts in ((), own.parts)
            and document.words == own.words
            and document.naming == own.naming
            and (not document.terms or document.terms == own.terms)
        )


def read_quarter(
    *, board: Board, period: ReportingPeriod, by: Actor, today: date, now: datetime
) -> QuarterReading:
    """Read everything that the board's pack will hold. Small numbers are left out here, so no snapshot holds them.

    Others may commit between two queries, so a reading only counts if the change log has not grown meanwhile.
    Raises TooBusy.
    """
    for _ in range(TRIES):
        seq = _change_seq()
        last = last_pack(board, period=period)
        document = _document(board, period, by, today=today, now=now)
        if _change_seq() == seq:
            return QuarterReading(document, last, seq)
    raise TooBusy("The quarter kept changing while the snapshot was taken. Try again.")


def _document(
    board: Board, period: ReportingPeriod, by: Actor, *, today: date, now: datetime
) -> PackDocument:
    """The document of an edition, without its number and without what changed."""
    selected = selected_quarter(period.label, today=today)
    facts = board_facts(board, as_at=selected.as_at)
    hidden = hidden_outside(by.council)
    words = PackWords.objects.filter(board=board, period=period).first()
    template = PackTemplate.of(board)
    parts = template.chosen
    roles = roles_on(by.council, selected.as_at) if template.naming == Naming.ROLES else None
    who, assigned = (roles.who, roles.assigned) if roles else (by_name, assigned_by_name)
    summary = board_summary(
        by.council, board, selected, today=today, facts=facts, hidden=hidden, called=assigned
    )
    since = last_released_on(board, before=period) or period.starts_on
    document = PackDocument(
        edition=0,
        frozen_at=now,
        summary=summary,
        parts=parts,
        trends=trends_of(summary, hidden=hidden),
        variation=variation_of(summary, hidden=hidden),
        comparison=comparison_of(summary, by.council, hidden=hidden),
        branding=branding_of(by.council),
        decisions=decisions_of(board, since=since, today=today, called=who)
        if Part.DECISIONS in parts
        else Decisions(),
        risks=risks_of(summary, today=today, called=who) if {Part.RISKS, Part.STRANDS} & {*parts} else (),
        terms=terms_of(summary) if Part.GLOSSARY in parts else (),
        plain=plain_summary(summary, words) if Part.PLAIN in parts else PlainSummary(),
        words=words_of(words),
    )
    return document_by_role(document, roles, recipients=facts.recipient_roles) if roles else document


def freeze(
    reading: QuarterReading, *, board: Board, period: ReportingPeriod, edition: int, now: datetime
) -> Snapshot:
    """Store the quarter as the text that this edition is printed from. Later changes to the plan do not affect it."""
    document, last = reading.document, reading.last
    summary = document.summary
    content = write_document(
        replace(
            document,
            edition=edition,
            frozen_at=now,
            changes=changes_of(last.document, document) if last else (),
            changes_since=last.words if last else "",
        )
    )
    snapshot: Snapshot = Snapshot.objects.create(
        board=board,
        period=period,
        format=FORMAT,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        change_seq=reading.change_seq,
        as_at=summary.as_at,
        frozen_at=now,
    )
    return snapshot


def _change_seq() -> int:
    return int(ChangeCounter.objects.values_list("seq", flat=True).get())
