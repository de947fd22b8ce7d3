"""Errors in plan files: one sentence says where and what to do, and nothing is saved."""

import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from councils.importers import Entry, PlanProblem
from councils.models import Council, Organisation
from councils.tenancy import council_context
from demo.management.commands import load_published_plans
from demo.published_plans import load_published_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of Portsmouth's plan to break."""
    return shutil.copytree(settings.BASE_DIR / "fixtures" / "portsmouth", tmp_path / "portsmouth")


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


SPOILT = [
    ("council.toml", 'slug = "portsmouth"\n', "", "portsmouth/council.toml: “slug” is missing. Add it."),
    (
        "council.toml",
        'code = "851"\n',
        "",
        "portsmouth/council.toml, area_codes 2: “code” is missing. Add it.",
    ),
    (
        "council.toml",
        'scheme = "dfe"',
        'scheme = "xyz"',
        "portsmouth/council.toml, area_codes 2: “scheme” is “xyz”. Write one of ons, dfe, region.",
    ),
    (
        "council.toml",
        'scheme = "dfe"',
        'schema = "dfe"',
        "portsmouth/council.toml, area_codes 2: “schema” is not known here. Leave it out, or correct its name.",
    ),
    (
        "council.toml",
        'name = "Portsmouth City Council"\n',
        "",
        "portsmouth/council.toml, organisations 1: “name” is missing. Add it.",
    ),
    (
        "strategy.toml",
        'title = "Special',
        'titel = "Special',
        "portsmouth/strategy.toml: “title” is missing. Add it.",
    ),
    ("council.toml", 'slug = "portsmouth"', "slug = [7]", "portsmouth/council.toml: “slug” is not text."),
    ("strategy.toml", "slug =", "slug", "portsmouth/strategy.toml: this is not TOML. "),
    (
        "strategy.toml",
        'kind = "strategy"',
        'kind = "poem"',
        "portsmouth/strategy.toml: “kind” is “poem”. Write one of ",
    ),
    (
        "strategy.toml",
        "starts_on = 2016-04-01",
        'starts_on = "spring"',
        "portsmouth/strategy.toml: “starts_on” is “spring”. ",
    ),
    (
        "strategy.toml",
        "contributors = []",
        'contributors = "All"',
        "portsmouth/strategy.toml: “contributors” is not a list of texts.",
    ),
    (
        "boards.toml",
        '{ slug = "health-and-wellbeing-board", ',
        '{ slug = "nowhere", ',
        "portsmouth/boards.toml, boards 2, parents 1: “slug” names “nowhere”, which is not in the plan. It has: ",
    ),
    (
        "boards.toml",
        'slug = "cspg"',
        'slug = "send-board"',
        "portsmouth: the database does not take the plan. duplicate key",
    ),
    (
        "strands.toml",
        'title = "Inclusion"\n',
        "",
        "portsmouth/strands.toml, strands 1: “title” is missing. Add it.",
    ),
    (
        "people.csv",
        "initials,name",
        "initials,nane",
        "portsmouth/people.csv, line 2: “name” is missing. Add it.",
    ),
    (
        "people.csv",
        "PCC,identified",
        "PCC,found",
        "portsmouth/people.csv, line 2: “state” is “found”. Write one of ",
    ),
    (
        "people.csv",
        "JK,Julia Katherine,",
        ",,",
        "portsmouth/people.csv, line 2: “initials” and “name” are both empty. Fill in one of them.",
    ),
    (
        "deliverables.csv",
        ",by_when,",
        ",when,",
        "portsmouth/deliverables.csv, line 2: “by_when” is missing. Add it.",
    ),
    (
        "deliverables.csv",
        "Jun 16,JK/NS",
        "someday,JK/NS",
        "portsmouth/deliverables.csv, line 2: Cannot read the due date in 'someday'.",
    ),
    (
        "deliverables.csv",
        "Jun 16,JK/NS",
        "Jun 16,ZZ",
        "portsmouth/deliverables.csv, line 2: “lead” names “ZZ”, which is not in the plan. It has: ",
    ),
    (
        "deliverables.csv",
        "\nA,1,1,,",
        "\nA,first,1,,",
        "portsmouth/deliverables.csv, line 2: “position” is “first”. Write a whole number.",
    ),
    (
        "deliverables.csv",
        "\nA,1,1,,Establish",
        "\nQ,1,1,,Establish",
        "portsmouth/deliverables.csv, line 2: “strand” names “Q”, which is not in the plan. It has: A, B, ",
    ),
    (
        "deliverables.csv",
        "\nA,1,1,,",
        "\nA,1,1,,,",
        "portsmouth/deliverables.csv, line 2: there are more cells than columns.",
    ),
    (
        "deliverables.csv",
        "\nA,1,1,,Establish",
        '\nA,1,1,,"Establish',
        "portsmouth/deliverables.csv, line ",
    ),
    (
        "indicators.csv",
        "\n1/1.1,main,1,2,Prevalence of SEND,1.1.,,1,1,Statement of SEN or EHCP,quantitative",
        "\n1/1.1,main,1,2,Prevalence of SEND,1.1.,,1,1,Statement of SEN or EHCP,colour",
        "portsmouth/indicators.csv, line 3: “kind” is “colour”. Write one of ",
    ),
    (
        "council.toml",
        "pinned_today = 2016-07-08",
        'pinned_today = "8 July 2016"',
        "portsmouth/council.toml: “pinned_today” is “8 July 2016”. Write a day without quotation marks: 2016-09-30.",
    ),
    (
        "indicator_table.toml",
        "kind =",
        "kinds =",
        "portsmouth/indicator_table.toml, columns 1: “kinds” is not known",
    ),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"), SPOILT, ids=[f"{name}-{new[:20]}" for name, _, new, _ in SPOILT]
)
def test_what_is_wrong_is_said_with_its_place_and_nothing_is_saved(folder, name, old, new, sentence):
    spoil(folder, name, old, new)
    with pytest.raises(PlanProblem) as problem:
        load_published_plan(folder, actor="test", training=True)
    assert str(problem.value).startswith(sentence)
    assert not Council.objects.exists()


def test_a_missing_file_and_one_that_is_not_utf_8(folder):
    (folder / "people.csv").write_bytes("initials,name\nJK,Zoë".encode("latin-1"))
    with pytest.raises(PlanProblem, match=r"^portsmouth/people.csv: the file is not in UTF-8"):
        load_published_plan(folder, actor="test")
    (folder / "boards.toml").unlink()
    with pytest.raises(PlanProblem, match=r"^portsmouth/boards.toml: the file cannot be read"):
        load_published_plan(folder, actor="test")
    assert not Council.objects.exists()


def test_the_command_says_it_in_one_sentence(folder, monkeypatch, settings):
    settings.BASE_DIR = folder.parent
    (folder.parent / "fixtures").symlink_to(folder.parent)
    spoil(folder, "strategy.toml", "slug =", "slag =")
    monkeypatch.setattr(load_published_plans, "PUBLISHED_PLANS", ("portsmouth",))
    words = "^portsmouth/strategy.toml: “slug” is missing. Add it. Nothing of this plan was saved.$"
    with pytest.raises(CommandError, match=words.replace(".", r"\.")):
        call_command("load_published_plans")


@pytest.mark.parametrize("value", ["Strand A", ["Strand A"], {"title": "Strand A"}])
def test_what_should_be_a_list_of_tables(value):
    entry = Entry({"strands": value}, "plan.toml")
    with pytest.raises(PlanProblem) as problem:
        entry.entries("strands")
    assert str(problem.value) == "plan.toml: “strands” is not a list of tables. Begin each with [[strands]]."


@pytest.mark.parametrize("value", ["SEND Board", [{"name": "SEND Board"}]])
def test_what_should_be_a_table(value):
    entry = Entry({"board": value}, "plan.toml")
    with pytest.raises(PlanProblem) as problem:
        entry.entry("board")
    assert str(problem.value) == "plan.toml: “board” is not a table. Begin it with [board]."


def test_a_new_organisation_has_its_abbreviation_and_kind(folder):
    council = Council.objects.get(slug=load_published_plan(folder, actor="system:test").council)
    with council_context(council.id):
        partner = Organisation.objects.get(name="Portsmouth City Council")
    assert (partner.abbreviation, partner.kind) == ("PCC", "council")
