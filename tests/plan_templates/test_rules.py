"""What is left of a template, and which names are the same: the tables in docs/rules/plan-templates.md."""

import pytest

from plan_templates.rules import (
    BoardRow,
    IndicatorRow,
    KeyOutcomeRow,
    OutcomeRow,
    PlanTemplate,
    StrandRow,
    TemplateWrong,
    folded,
    named_rows,
    narrowed,
    read_template,
)
from tests.truth_tables import parts, read_aloud, truth_table


def _indicator(key: str, outcome: str, label: str) -> IndicatorRow:
    return IndicatorRow(key, outcome, label, f"Indicator {label}", "percent", "high", "quarter")


TEMPLATE = PlanTemplate(
    slug="small",
    position=1,
    title="Small plan",
    kind="strategy",
    about="",
    summary="",
    strand_noun="Strand",
    deliverable_noun="Deliverable",
    key_outcomes=(KeyOutcomeRow("k1", "1", "One"), KeyOutcomeRow("k2", "2", "Two")),
    strands=(
        StrandRow("u", "U", "Universal", (OutcomeRow("u1", "u1"), OutcomeRow("u2", "u2"))),
        StrandRow("s", "S", "Specialist", (OutcomeRow("s1", "s1"),)),
    ),
    indicators=(
        _indicator("i11", "k1", "1.1"),
        _indicator("i21", "k2", "2.1"),
        _indicator("i22", "k2", "2.2"),
    ),
    boards=(
        BoardRow("p", "P", "board", oversees=("plan",)),
        BoardRow("g", "G", "group", reports_to="p", oversees=("u", "s")),
    ),
)


@pytest.mark.parametrize("row", truth_table("plan-templates", "What is left of a template"), ids=read_aloud)
def test_what_is_left_of_a_template(row):
    left_out = set() if row["Left out"] == "none" else set(parts(row["Left out"]))
    left = narrowed(TEMPLATE, words={}, left_out=left_out)
    group = next(each for each in left.boards if each.key == "g")
    codes = {each.key: each.code for each in left.strands}

    def listed(words):
        return ", ".join(words) or "none"

    assert listed(each.code for each in left.strands) == row["Strands"]
    assert listed(each.title for each in left.outcomes) == row["Outcomes"]
    assert listed(each.label for each in left.indicators) == row["Indicators"]
    assert listed(each.name for each in left.boards) == row["Boards"]
    assert (group.reports_to.upper() or "none") == row["G reports to"]
    assert listed(codes[key] for key in group.oversees) == row["G oversees"]


@pytest.mark.parametrize("row", truth_table("plan-templates", "What counts as the same name"), ids=read_aloud)
def test_what_counts_as_the_same_name(row):
    same = folded(row["In the template"]) == folded(row["In the council"])
    assert same is (row["Same"] == "yes")


def test_every_row_can_be_reworded():
    words = {name: f"New {text}" for name, text in named_rows(TEMPLATE)}
    reworded = narrowed(TEMPLATE, words=words, left_out=())
    assert all(text.startswith("New ") for _, text in named_rows(reworded))
    assert [each.code for each in reworded.strands] == ["U", "S"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"boards": [{"key": "a", "name": "A", "kind": "board", "reports_to": "b"}]}, "unknown boards-b"),
        ({"boards": [{"key": "a", "name": "A", "kind": "board", "oversees": ["x"]}]}, "unknown strands-x"),
        ({"principles": [{"key": "a", "text": "A"}, {"key": "a", "text": "B"}]}, "twice principles-a"),
    ],
)
def test_a_file_that_does_not_fit_together_is_refused(wrong, words):
    cover = dict.fromkeys(("title", "kind", "about", "summary", "strand_noun", "deliverable_noun"), "")
    with pytest.raises(TemplateWrong, match=words):
        read_template("wrong", {"position": 1} | cover | wrong)
