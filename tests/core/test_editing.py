"""Edit forms notice what someone else has changed since they were opened."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from core.ui.editing import EditForm
from core.ui.forms import GovDateField


class BoardForm(EditForm):
    name = forms.CharField(label="Name")
    kind = forms.ChoiceField(label="Kind", choices=[("board", "Board"), ("group", "Group")])
    starts_on = GovDateField(label="Starts on", required=False)


OPENED = {"name": "SEND Board", "kind": "board", "starts_on": date(2016, 4, 1)}


def sent(shown: dict[str, Any], **typed: str) -> BoardForm:
    """The form that was opened with OPENED and sent when the row has the values `shown`."""
    data = QueryDict(mutable=True)
    day = {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2016"}
    data.update(
        {"name": "SEND Board", "kind": "board", "seen": str(BoardForm(shown=OPENED)["seen"].value())} | day
    )
    data.update(typed)
    for name in typed:
        data.setlist(name, [typed[name]])
    return BoardForm(data, shown=shown)


def test_a_form_that_nobody_disturbed_may_save():
    form = sent(OPENED, name="SEND Partnership Board")
    assert form.may_save
    assert form.said == {"name": "SEND Partnership Board", "kind": "board", "starts_on": date(2016, 4, 1)}


@pytest.mark.parametrize(
    ("changed", "saved", "typed"),
    [
        ({"name": "SEND Group"}, "SEND Group", "SEND Board"),
        ({"kind": "group"}, "Group", "Board"),
        ({"starts_on": None}, "", "1 April 2016"),
    ],
)
def test_a_change_by_someone_else_is_shown_beside_what_was_typed(changed, saved, typed):
    form = sent(OPENED | changed)
    assert not form.may_save
    assert form.status == 409
    assert [(clash.saved, clash.typed) for clash in form.clashes] == [(saved, typed)]


def test_the_same_form_sent_again_may_save():
    now = OPENED | {"name": "SEND Group"}
    again = QueryDict(mutable=True)
    first = sent(now, name="SEND Partnership Board")
    assert first.status == 409
    again.update({name: first.data[name] for name in first.data})
    assert BoardForm(again, shown=now).may_save


def test_a_change_to_the_same_value_is_no_clash():
    assert sent(OPENED | {"name": "SEND Group"}, name="SEND Group").may_save


def test_a_forged_seal_hides_nothing_and_breaks_nothing():
    assert sent(OPENED, seen="no seal").may_save


def test_an_error_comes_before_a_clash():
    form = sent(OPENED | {"kind": "group"}, name="")
    assert form.status == 422
    assert form.errors["name"] == ["Enter the name"]


def test_a_form_that_adds_a_row_has_nothing_to_compare():
    form = BoardForm(QueryDict("name=SEND+Board&kind=board&seen="))
    assert form.may_save
