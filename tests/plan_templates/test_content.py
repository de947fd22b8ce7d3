"""The templates that come with the product fit the tables that they fill, and hold no targets, dates or names."""

import re

import pytest
from django.http import Http404

from boards.models import Board
from councils.models import Organisation
from indicators.models import Indicator
from indicators.rules import Polarity, Unit
from plan_templates.library import CONTENT, get_template, plan_templates
from plan_templates.rules import named_rows
from strategies.models import Strategy
from strategies.rules import code_problem

TEMPLATES = pytest.mark.parametrize("template", plan_templates(), ids=lambda template: template.slug)


def test_the_four_templates_are_there_in_order():
    assert [each.title for each in plan_templates()] == [
        "Local SEND reform plan",
        "Area SEND priority action plan",
        "SEND strategy",
        "DSG management plan",
    ]
    assert len(list(CONTENT.iterdir())) == 4


def test_the_reform_plan_has_its_principles_and_support_layers():
    template = get_template("send-reform-plan")
    assert [each.text.partition(":")[0] for each in template.principles] == [
        *("Early", "Local", "Fair", "Effective", "Shared")
    ]
    assert [each.title.partition(":")[0] for each in template.strands][:4] == [
        *("Universal", "Targeted", "Targeted plus", "Specialist")
    ]
    assert template.strand_noun == "Support layer"


def test_another_name_is_not_found():
    with pytest.raises(Http404, match="Template not found"):
        get_template("nothing")


@TEMPLATES
def test_its_values_are_those_of_the_tables(template):
    assert template.kind in Strategy.Kind.values
    assert template.strands and template.outcomes and template.indicators and template.boards
    assert max(len(template.strand_noun), len(template.deliverable_noun)) <= 30
    for strand in template.strands:
        assert not code_problem(strand.code) and len(strand.code) <= 10
        assert strand.outcomes
    codes = [each.code for each in template.strands]
    assert len(set(codes)) == len(codes)
    for indicator in template.indicators:
        assert indicator.unit in set(Unit) and indicator.polarity in set(Polarity)
        assert indicator.basis in Indicator.Basis.values
    assert {each.kind for each in template.boards} <= set(Board.Kind.values)
    assert {each.kind for each in template.organisations} <= set(Organisation.Kind.values)


@TEMPLATES
def test_its_words_fit_and_state_no_target_or_date(template):
    for name, text in named_rows(template):
        assert 0 < len(text) <= (200 if name.startswith(("boards", "organisations")) else 300), text
        assert not re.search(r"\d\s?%|£|\b20\d\d\b", text), text
    assert all(len(each) <= 300 for outcome in template.outcomes for each in outcome.measures)
