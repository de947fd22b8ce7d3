"""Mutants that a mutation run makes from a few lines."""

import ast

import pytest

from tests.mutation import targets
from tests.mutation.__main__ import ROOT
from tests.mutation.mutants import mutants_of, mutated_tree


@pytest.mark.parametrize(
    ("code", "kind", "after"),
    [
        ("require(by, KEY)", "permission", "pass"),
        ("return can(by, KEY)", "permission", "return True"),
        ("x = Pack.objects.filter(pk=1, left=None)", "filter", "x = Pack.objects.filter(pk=1)"),
        ("x = Pack.objects.select_for_update().get(pk=1)", "lock", "x = Pack.objects.get(pk=1)"),
        ("with recorded('pack.cut', actor=a):\n        go()", "recorded", "go()"),
        ("with transaction.atomic(), open_it() as x:\n        go()", "atomic", "with open_it() as x:"),
        ("transaction.on_commit(send)", "commit", "send()"),
        ("pack.state = 'cut'", "assignment", "pass"),
        ("raise Refused('No.')", "refusal", "pass"),
        ("return a < b", "comparison", "return a <= b"),
        ("return a and b", "boolean", "return a"),
        ("return day + 7", "operator", "return day - 7"),
    ],
)
def test_each_kind_of_fault(tmp_path, code, kind, after):
    source = f"def act():\n    {code}\n"
    (tmp_path / "actions.py").write_text(source)
    changed = [
        ast.unparse(mutated_tree(source, mutant.number).body[0].body).strip()
        for mutant in mutants_of(tmp_path, "actions.py")
        if mutant.kind == kind
    ]
    assert any(after in each for each in changed), changed


def test_words_of_messages_and_types_are_left_alone(tmp_path):
    source = "def say(count: int = 1) -> str:\n    return f'{count + 1} more'\n"
    (tmp_path / "words.py").write_text(source)
    assert mutants_of(tmp_path, "words.py") == []


def test_a_mutant_is_known_by_its_function_and_change_not_by_its_line(tmp_path):
    (tmp_path / "a.py").write_text("def act():\n    require(by, KEY)\n")
    [before] = mutants_of(tmp_path, "a.py")
    (tmp_path / "a.py").write_text("# A line more.\n\n\ndef act():\n    require(by, KEY)\n")
    [after] = mutants_of(tmp_path, "a.py")
    assert (before.key, before.line) == (after.key, after.line - 3)


@pytest.mark.parametrize("pattern", targets.TARGETS)
def test_every_target_is_there(pattern):
    assert sorted(ROOT.glob(pattern)), f"No file matches {pattern}."
