"""A pack as a Word file, to quote from: headings, texts and tables, without the charts of the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.paper.blocks import Block, Column, Heading, Paper, Points, Row, Table, Text, line, lines
from core.paper.word import docx_file
from core.periods import words_for_date
from core.rag import Rag

from ..document import MinuteLine, PackDocument
from ..parts import Part
from ..quarter.branding import print_colour
from .attention import Attention
from .figures import figures
from .shown_parts import NOTE, shown_parts
from .strand_reports import strand_reports


def pack_docx(document: PackDocument, *, sha256: str) -> bytes:
    """The Word file. Its last line is the SHA-256 of the snapshot, as in the PDF."""
    summary = document.summary
    return docx_file(
        Paper(
            council=summary.council,
            kind=document.called
            if document.paper
            else f"{summary.quarter.words}, edition {document.edition}",
            title=f"{summary.board} pack",
            as_at=summary.as_at,
            cover=tuple(_cover(document)),
            chapters=tuple(_chapters(document, sha256)),
            accent=print_colour(document.branding),
            logo=document.branding.logo,
        )
    )


def _cover(document: PackDocument) -> Iterator[Block]:
    summary = document.summary
    yield Text(words_for_date(summary.as_at), "Position as at")
    yield Text(words_for_date(summary.cut_off_on), "Cut-off for updates")
    if summary.pinned:
        yield Text("Training council: this pack uses a fixed date.", quiet=True)


def _chapters(document: PackDocument, sha256: str) -> Iterator[Block]:
    attention = Attention(document.summary, figures(document))
    for part in shown_parts(document, attention):
        if writer := WRITERS.get(part.key):
            yield Heading(1, part.heading)
            yield from writer(document)
    yield Text(f"SHA-256 of the snapshot: {sha256}", quiet=True)


def _summary(document: PackDocument) -> Iterator[Block]:
    summary = document.summary
    yield Text(f"{summary.verdict.rag.word}. {summary.verdict.reason}", "Overall")
    columns = (Column("Part of the plan", 50), Column("Overall", 15), Column("Stated RAG", 35))
    rows = (Row((line(each.name), line(each.rag.word), line(each.counts.words))) for each in summary.strands)
    yield Table("Stated RAG by part of the plan", columns, tuple(rows))


def _covering_note(document: PackDocument) -> Iterator[Block]:
    yield from (Text(text) for text in document.words.covering_note)
    yield Text(document.words.covering_by, quiet=True)


def _plain(document: PackDocument) -> Iterator[Block]:
    plain = document.plain
    for item in plain.items if plain else ():
        yield Text(item.words)
        yield Text(item.families, "For families")
    if document.words.easy_read:
        yield Heading(2, "Easy read")
        yield from (Text(text) for text in document.words.easy_read)


def _attention(document: PackDocument) -> Iterator[Block]:
    summary = document.summary
    if summary.disagreements:
        yield Heading(2, "Rated better than dates suggest")
        columns = (Column("What", 45), Column("Stated", 12), Column("Schedule", 13), Column("Why", 30))
        yield Table(
            "Rated better than dates suggest",
            columns,
            tuple(
                Row(
                    (
                        line(each.name),
                        line(each.rag.word),
                        line(each.schedule_rag.word),
                        line(each.disagreement),
                    )
                )
                for each in summary.disagreements
            ),
        )
    if summary.exceptions:
        yield Heading(2, "Red and amber")
        columns = (Column("What", 34), Column("RAG", 10), Column("Why", 26), Column("Path to green", 30))
        yield Table(
            "Red and amber",
            columns,
            tuple(
                Row(
                    (
                        lines(each.name, ", ".join(each.leads) or "No lead"),
                        line(each.rag.word),
                        line(each.reason),
                        lines(each.path_to_green, _forecast(each.forecast_on)),
                    )
                )
                for each in summary.exceptions
            ),
        )
    if off := [each for each in summary.indicators if each.is_off_target]:
        yield Heading(2, "Indicators off target")
        yield Points(tuple(f"{each.full_name}: {each.value}, target {each.target or '–'}" for each in off))


def _forecast(day: date | None) -> str:
    return f"Forecast: {words_for_date(day)}" if day else ""


def _changes(document: PackDocument) -> Iterator[Block]:
    yield Text(f"Since {document.changes_since}.")
    columns = (Column("No.", 8), Column("What", 46), Column("Change", 46))
    rows = (Row((line(each.reference), line(each.title), line(each.sentence))) for each in document.changes)
    yield Table("What changed since the last pack", columns, tuple(rows), row_header=1)


def _decisions(document: PackDocument) -> Iterator[Block]:
    said = document.decisions
    if said is None:
        return
    groups = {
        "The board is asked to decide": said.asked,
        "Still open": said.waiting,
        "Settled since the last pack": said.settled,
    }
    for heading, entries in groups.items():
        if entries:
            yield Heading(2, heading)
            columns = (Column("What", 50), Column("Owner and date", 22), Column("Where it stands", 28))
            yield Table(heading, columns, tuple(map(_minute, entries)))


def _minute(entry: MinuteLine) -> Row:
    due = f"{entry.due} (overdue)" if entry.overdue else entry.due
    about = f"About: {entry.about}" if entry.about else ""
    return Row(
        (
            lines(entry.words, about, f"{entry.said}, minute {entry.number}"),
            lines(entry.owner, due),
            lines(entry.state or "Decided", entry.answer),
        )
    )


def _strands(document: PackDocument) -> Iterator[Block]:
    for report in strand_reports(document):
        yield Heading(2, report.strand.name)
        yield Text(f"{report.strand.rag.word}: {report.strand.counts.words}.")
        for heading, found in (
            ("Done this quarter", report.done),
            ("Due in the next three months", report.next),
        ):
            if found:
                yield Text("", heading)
                yield Points(tuple(f"{each.name} ({words})" for each, words in found))


def _indicators(document: PackDocument) -> Iterator[Block]:
    printed = figures(document)
    for table in printed.tables:
        yield Heading(2, table.heading)
        columns = (Column("Indicator", 46), Column("Latest", 20), Column("Target", 20), Column("RAG", 14))
        yield Table(
            table.heading,
            columns,
            tuple(
                Row(
                    (
                        line(row.title),
                        lines(row.value, row.line.value_period),
                        lines(row.target, row.line.target_period),
                        line("" if row.line.rag == Rag.NOT_RATED else row.line.rag.word),
                    )
                )
                for row in table.rows
            ),
        )
    if printed.left_out:
        yield Text(printed.left_out)


def _risks(document: PackDocument) -> Iterator[Block]:
    for table in document.risks or ():
        yield Heading(2, table.plan)
        columns = (
            Column("Risk", 40),
            Column("Current", 15),
            Column("Target", 15),
            Column("What is done", 30),
        )
        yield Text(table.scale, quiet=True)
        yield Table(
            f"Open risks: {table.plan}",
            columns,
            tuple(
                Row(
                    (
                        line(f"{row.number} {row.title}"),
                        line(row.current),
                        line(row.target),
                        line(row.mitigation),
                    )
                )
                for row in table.rows
            ),
        )


def _resolve(document: PackDocument) -> Iterator[Block]:
    summary = document.summary
    groups = {
        "No lead": [each.name for each in summary.unowned],
        "Dates that have slipped": [f"{each.name} ({each.due_words})" for each in summary.slipped],
        "No update this quarter": [each.name for each in summary.silent],
    }
    for heading, names in groups.items():
        if names:
            yield Heading(2, heading)
            yield Points(tuple(names))


def _everything(document: PackDocument) -> Iterator[Block]:
    columns = (
        Column("What", 34),
        Column("Leads and date", 22),
        Column("RAG", 14),
        Column("Latest update", 30),
    )
    yield Table(
        f"Every {document.summary.noun}",
        columns,
        tuple(
            Row(
                (
                    lines(each.name, *each.detail),
                    lines(", ".join(each.leads) or "No lead", each.due_words),
                    lines(f"Stated: {each.rag.word}", f"Schedule: {each.schedule_rag.word}"),
                    lines(each.narrative, each.reason, each.path_to_green, _forecast(each.forecast_on)),
                )
            )
            for each in document.summary.deliverables
        ),
    )


def _glossary(document: PackDocument) -> Iterator[Block]:
    yield Points(tuple(f"{term.short}: {term.meaning}" for term in document.terms))


WRITERS = {
    Part.SUMMARY.value: _summary,
    NOTE: _covering_note,
    Part.PLAIN.value: _plain,
    Part.ATTENTION.value: _attention,
    Part.CHANGES.value: _changes,
    Part.DECISIONS.value: _decisions,
    Part.STRANDS.value: _strands,
    Part.INDICATORS.value: _indicators,
    Part.RISKS.value: _risks,
    Part.RESOLVE.value: _resolve,
    Part.EVERYTHING.value: _everything,
    Part.GLOSSARY.value: _glossary,
}
"""What writes each part. The distribution list and how to read a pack are in the PDF and on its page."""
