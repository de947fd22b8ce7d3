"""Give each row the whole outcome that it stands beside, where an outcome is spread over several rows."""

from __future__ import annotations

from collections.abc import Sequence

from plan_files.rules.asking import Asked, quoted
from plan_files.rules.doubts import Choice, DoubtKind, text_written
from plan_files.rules.drafts import Draft
from plan_files.rules.fields import Field
from plan_files.rules.outcomes import Part, joined, read_outcome_cell, starts_like_measure


def with_whole_outcomes(drafts: Sequence[Draft], asked: Asked) -> list[Draft]:
    """The rows in their order. Outcomes are put together within a section."""
    by_section: dict[str, list[int]] = {}
    for place, draft in enumerate(drafts):
        if Field.OUTCOME in draft.columns:
            by_section.setdefault(draft.section, []).append(place)
    printed = {
        text for draft in drafts if Field.OUTCOME in draft.columns and (text := draft.text(Field.OUTCOME))
    }
    alone = sum(map(starts_like_measure, printed)) == 1 and len(printed) > 2
    whole = list(drafts)
    for places in by_section.values():
        section = _put_together([drafts[place] for place in places], asked, alone=alone)
        for place, draft in zip(places, section, strict=True):
            whole[place] = draft
    return whole


def _put_together(drafts: Sequence[Draft], asked: Asked, *, alone: bool) -> list[Draft]:
    """The rows of one section. `alone` says whether only one outcome of the file begins as measures do."""
    done: list[Draft] = []
    parts: list[str] = []
    members: list[Draft] = []
    for draft in drafts:
        if draft.text(Field.OUTCOME):
            part, draft = _part(draft, parts, asked, alone=alone)
            if part is Part.NEW:
                done += _with_outcome(members, parts)
                parts, members = [], []
        text = draft.text(Field.OUTCOME)
        if text and text not in parts[-1:]:
            parts.append(text)
        members.append(draft)
    return done + _with_outcome(members, parts)


def _with_outcome(members: Sequence[Draft], parts: Sequence[str]) -> list[Draft]:
    return [draft.with_texts({Field.OUTCOME: joined(parts)}) if parts else draft for draft in members]


def _part(draft: Draft, before: Sequence[str], asked: Asked, *, alone: bool) -> tuple[Part, Draft]:
    """What the outcome cell of a row is, and the row with its outcome and measure as a person says.

    `before` are the parts of the outcome above.
    """
    text = draft.text(Field.OUTCOME)
    reading = read_outcome_cell(text, before, draft.text(Field.MEASURE), alone=alone)
    if reading.certain:
        return reading.part, draft
    options = {
        Part.REST: Choice("rest", "It is the rest of the outcome above"),
        Part.NEW: Choice("new", "It is an outcome of its own"),
        Part.MEASURE: Choice("measure", "It is a measure of impact"),
    }
    if not before:
        del options[Part.REST]
    first = options.pop(reading.part)
    answer = asked.ask(
        DoubtKind.OUTCOME_SPREAD,
        [draft.key],
        about=draft.key,
        subject=text,
        sentence=(
            f"{quoted(text)} stands in the outcome column, below {quoted(joined(before)[-90:])}."
            if before
            else f"The outcome {quoted(text)} seems to be cut off at its beginning."
        ),
        choices=[first, *options.values()],
        write="" if before else "The whole outcome",
    )
    if typed := text_written(answer):
        return Part.NEW, draft.with_texts({Field.OUTCOME: typed})
    part = Part(answer)
    if part is Part.MEASURE:
        measures = f"{text}\n{draft.text(Field.MEASURE)}".strip()
        return part, draft.with_texts({Field.MEASURE: measures, Field.OUTCOME: ""})
    return part, draft
