"""Words above the columns of a plan, and what each column then holds.

A header names a field if it has one of the field's own words and otherwise only words that may stand beside them. The
first field that fits decides. The names are the values of `plan_files.rules.fields.Field`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

LONGEST_HEADER = 90
_SMALL_WORDS = (
    "the a an our their this that of for to on in by with as at or and is are be will we it its s has have "
    "key main new current overall planned agreed proposed name title y n"
)
_SMALL = frozenset(_SMALL_WORDS.split())


class _Words(NamedTuple):
    """A field, its own words, and what else may stand in its header."""

    field: str
    own: frozenset[str]
    beside: frozenset[str]


def _words(field: str, own: str, beside: str = "") -> _Words:
    return _Words(field, frozenset(own.split()), frozenset(beside.split()) | _SMALL)


_FIELDS = (
    _words("id", "id identifier", "stable row unique sendplan"),
    _words("complete", "% percent percentage pct", "complete completed completion done progress"),
    _words("number", "no nos number num ref refs reference # sn", "action milestone deliverable task item row line id"),
    _words("number", "item"),
    _words(
        "start", "start starts started starting from begin begins commence commencement", "date when actual month"
    ),
    _words(
        "forecast",
        "forecast revised projected anticipated",
        "expected latest end date completion delivery finish due target when month",
    ),
    _words(
        "status",
        "rag brag bragg ragb status rating colour",
        "progress action milestone delivery score on track last month quarter update q1 q2 q3 q4 qtr term autumn"
        " spring summer jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august"
        " september october november december",
    ),
    _words("status", "track done", "complete"),
    _words(
        "reporting", "reporting report reports reported governance", "via through board group line arrangements forum"
    ),
    _words(
        "reporting",
        "board group forum",
        "accountable oversight monitored monitoring via through governance responsible",
    ),
    _words("reporting", "monitored oversight"),
    _words(
        "organisation",
        "body bodies organisation organisations agency agencies partner partners",
        "responsible accountable lead leading delivery owning",
    ),
    _words("notes", "resources resource resourcing cost costs budget funding risk risks mitigation mitigations"
           " dependencies notes note comments comment remarks support",
           "implications implication needed required further information any other financial officer"),
    _words("notes", "next", "steps step"),
    _words(
        "lead",
        "lead leads led owner owners sro whom who officer officers person people responsible responsibility"
        " accountable accountability assigned assignee sponsor",
        "named action strategic operational project delivery senior professional names role post service team does"
        " do leading held do",
    ),
    _words("progress", "progress update updates commentary narrative highlights position far made",
           "latest quarter q qtr q1 q2 q3 q4 month monthly quarterly termly term autumn spring summer january february"
           " march april may june july august september october november december jan feb mar apr jun jul aug sep sept"
           " oct nov dec date so since last report what been have done comments evidence"),
    _words("by_when", "when due deadline deadlines timescale timescales timeframe timeframes timeline timelines"
           " timetable duration", "date target completed complete completion do done achieved delivered scale line"
           " time frame milestone action"),
    _words("by_when", "date dates end finish month baseline target complete completed completion",
           "delivery review implementation milestone required original time scale to"),
    _words("by_when", "scale frame scales", "time"),
    _words("by_when", "by"),
    _words("section", "strand section theme workstream priority priorities objective objectives aim aims goal goals"
           " area areas pillar domain focus principle layer stream",
           "strategic improvement programme addressed work no code") ,
    _words("title", "action actions milestone milestones deliverable deliverables activity activities task tasks"
           " intervention interventions recommendation recommendations project projects initiative initiatives"
           " commitment commitments title",
           "high level specific smart strategic further description required needed be taken take plan point points"
           " summary improve improvement steps completed address priority area areas what do deliver details detail"
           " impact children"),
    _words("title", "step steps"),
    _words("measure", "measure measures measured success evidence criteria criterion indicator indicators metric"
           " metrics kpi kpis know", "impact outcome outcomes performance quality progress completion source sources"
           " look looks like what how does good do if worked made difference used we've achieved tell"),
    _words("outcome", "outcome outcomes impact impacts benefit benefits difference result results different better",
           "intended desired expected target strategic sought achieved achieve children young people families want"
           " statement make made what do how send see change so"),
    _words("outcome", "why change achieve", "what do want"),
    _words("detail", "detail details description sub scope method how",
           "action task tasks steps activities activity milestone done further do deliver"),
    _words("title", "what", "do does need needs must going doing happen happens done deliver"),
)  # fmt: skip
_YEARS = re.compile(r"\b(?:19|20)[0-9]{2}\b|\b[0-9]{2}(?=/[0-9]{2}\b)|(?<=/)[0-9]{2}\b")
_NOT_A_WORD = re.compile(r"[^a-z0-9#%]+")
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_PARTS = re.compile(r"\s*[/&\n]\s*|\s+or\s+|\s+and\s+")
_CODE_BEHIND = re.compile(r"\s+(?:[A-Z]|[0-9]+(?:\.[0-9]+)*)$")
LONGEST_LABEL = 40
_known: dict[str, str] = {}


def field_name(header: str) -> str:
    """What a column with this header holds, "" if the words are not known."""
    if not header or len(header) > LONGEST_HEADER:
        return ""
    if header not in _known:
        if len(_known) > 5_000:
            _known.clear()
        _known[header] = _field_name(header)
    return _known[header]


def is_header(cells: Sequence[str]) -> bool:
    """Whether these cells are the header of a plan's table: most of them are words that stand above columns."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(len(cell) > LONGEST_HEADER for cell in filled):
        return False
    known = [name for name in map(field_name, filled) if name]
    return len(set(known)) >= 2 and len(known) * 2 >= len(filled)


def label_field(label: str) -> str:
    """What a label such as "Due" or "Success" in front of a colon stands for, "" if the words are not known.

    "Section A" in front of a colon is no label but a code. "Action 1" is a label.
    """
    if not 1 < len(label) <= LONGEST_LABEL:
        return ""
    bare = bare_label(label)
    name = field_name(bare)
    return "" if bare != label and name == "section" else name


def bare_label(label: str) -> str:
    """A label without the number behind it: "Action" for "Action 1"."""
    return _CODE_BEHIND.sub("", label)


def _field_name(header: str) -> str:
    lower = _YEARS.sub(" ", header.lower().replace("’", "'")).replace("'s", " s").replace("'", "")
    for text in (lower, _BRACKETS.sub(" ", lower), *_PARTS.split(lower)):
        words = frozenset(_NOT_A_WORD.sub(" ", text).split())
        for field, own, beside in _FIELDS:
            if words & own and words <= own | beside:
                return field
    return ""
