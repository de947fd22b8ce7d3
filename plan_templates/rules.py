"""What a template brings, as read from its file, and what is left of it when rows are left out or reworded.

In words, with the table that the tests run: docs/rules/plan-templates.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

WHOLE_PLAN = "plan"
"""What a board oversees, where it is not some strands."""


class TemplateWrong(ValueError):
    """The file of a template does not fit together."""


@dataclass(frozen=True)
class Principle:
    key: str
    text: str


@dataclass(frozen=True)
class KeyOutcomeRow:
    key: str
    number: str
    title: str


@dataclass(frozen=True)
class OutcomeRow:
    key: str
    title: str
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class StrandRow:
    key: str
    code: str
    title: str
    outcomes: tuple[OutcomeRow, ...] = ()


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of the main table, without a target. `key_outcome` is the key of the row above it."""

    key: str
    key_outcome: str
    label: str
    title: str
    unit: str
    polarity: str
    basis: str
    headline: bool = False


@dataclass(frozen=True)
class BoardRow:
    """A board. `reports_to` is the key of another, and `oversees` has keys of strands, or "plan" alone."""

    key: str
    name: str
    kind: str
    purpose: str = ""
    reports_to: str = ""
    oversees: tuple[str, ...] = ()


@dataclass(frozen=True)
class OrganisationRow:
    key: str
    name: str
    kind: str


@dataclass(frozen=True)
class LevelRow:
    """A word of the scale on which the plan is judged, from the lowest."""

    key: str
    word: str


@dataclass(frozen=True)
class CriterionRow:
    """Something by which the plan is judged. `text` says what is asked for."""

    key: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class PlanTemplate:
    """A template: words to begin a plan with. `slug` is its name in addresses."""

    slug: str
    position: int
    title: str
    kind: str
    about: str
    summary: str
    strand_noun: str
    deliverable_noun: str
    principles: tuple[Principle, ...] = ()
    key_outcomes: tuple[KeyOutcomeRow, ...] = ()
    strands: tuple[StrandRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    boards: tuple[BoardRow, ...] = ()
    organisations: tuple[OrganisationRow, ...] = ()
    levels: tuple[LevelRow, ...] = ()
    criteria: tuple[CriterionRow, ...] = ()

    @property
    def outcomes(self) -> tuple[OutcomeRow, ...]:
        return tuple(outcome for strand in self.strands for outcome in strand.outcomes)


WORDS = {
    "principles": "text",
    "key_outcomes": "title",
    "strands": "title",
    "outcomes": "title",
    "indicators": "title",
    "boards": "name",
    "organisations": "name",
    "levels": "word",
    "criteria": "title",
}
"""Parts of a template, with the field of each row that is its words."""


def row_name(part: str, row: Any) -> str:
    """Name of a row on the page and in `narrowed`: "strands-u"."""
    return f"{part}-{row.key}"


def named_rows(template: PlanTemplate) -> Iterator[tuple[str, str]]:
    """Names of all rows that can be reworded or left out, with their words."""
    for part, field in WORDS.items():
        for row in getattr(template, part):
            yield row_name(part, row), getattr(row, field)


def read_template(slug: str, data: Mapping[str, Any]) -> PlanTemplate:
    """A template from the tables of its file. Raises TemplateWrong."""
    said = dict(data)
    strands = tuple(
        StrandRow(**{**each, "outcomes": _rows(OutcomeRow, each.get("outcomes", ()), "measures")})
        for each in said.pop("strands", ())
    )
    template = PlanTemplate(
        slug=slug,
        principles=_rows(Principle, said.pop("principles", ())),
        key_outcomes=_rows(KeyOutcomeRow, said.pop("key_outcomes", ())),
        strands=strands,
        indicators=_rows(IndicatorRow, said.pop("indicators", ())),
        boards=_rows(BoardRow, said.pop("boards", ()), "oversees"),
        organisations=_rows(OrganisationRow, said.pop("organisations", ())),
        levels=_rows(LevelRow, said.pop("levels", ())),
        criteria=_rows(CriterionRow, said.pop("criteria", ())),
        **said,
    )
    _check(template)
    return template


def _rows(kind: Any, rows: Iterable[Mapping[str, Any]], listed: str = "") -> tuple[Any, ...]:
    if not listed:
        return tuple(kind(**each) for each in rows)
    return tuple(kind(**{**each, listed: tuple(each.get(listed, ()))}) for each in rows)


def _check(template: PlanTemplate) -> None:
    names = [name for name, _ in named_rows(template)]
    if twice := {name for name in names if names.count(name) > 1}:
        raise TemplateWrong(f"{template.slug}: twice {', '.join(sorted(twice))}")
    known = set(names)
    wanted = {f"key_outcomes-{each.key_outcome}" for each in template.indicators}
    wanted |= {f"boards-{each.reports_to}" for each in template.boards if each.reports_to}
    wanted |= {f"strands-{key}" for each in template.boards for key in each.oversees if key != WHOLE_PLAN}
    if missing := wanted - known:
        raise TemplateWrong(f"{template.slug}: unknown {', '.join(sorted(missing))}")


def narrowed(template: PlanTemplate, *, words: Mapping[str, str], left_out: Collection[str]) -> PlanTemplate:
    """The template with these words by row name, without the rows that are left out and what hangs on them."""

    def kept(part: str, rows: Iterable[Any]) -> tuple[Any, ...]:
        field = WORDS[part]
        return tuple(
            replace(row, **{field: words.get(row_name(part, row), getattr(row, field))})
            for row in rows
            if row_name(part, row) not in left_out
        )

    key_outcomes = kept("key_outcomes", template.key_outcomes)
    strands = tuple(
        replace(each, outcomes=kept("outcomes", each.outcomes)) for each in kept("strands", template.strands)
    )
    boards = kept("boards", template.boards)
    outcome_keys, strand_keys, board_keys = (
        {each.key for each in rows} for rows in (key_outcomes, strands, boards)
    )
    return replace(
        template,
        principles=kept("principles", template.principles),
        key_outcomes=key_outcomes,
        strands=strands,
        indicators=tuple(
            each for each in kept("indicators", template.indicators) if each.key_outcome in outcome_keys
        ),
        boards=tuple(
            replace(
                each,
                reports_to=each.reports_to if each.reports_to in board_keys else "",
                oversees=tuple(key for key in each.oversees if key == WHOLE_PLAN or key in strand_keys),
            )
            for each in boards
        ),
        organisations=kept("organisations", template.organisations),
        levels=kept("levels", template.levels),
        criteria=kept("criteria", template.criteria),
    )


def folded(name: str) -> str:
    """A name without what does not tell two apart: capitals, spaces, and the full stop at its end."""
    return " ".join(name.split()).rstrip(".").casefold()
