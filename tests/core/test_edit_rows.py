"""Pages that edit all rows of a list: identity, order, removed rows, and other people's changes."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import QueryDict

from core.ui.edit_rows import DayField, EditRows, RowForm

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


class SeatForm(RowForm):
    name = forms.CharField(label="Name")
    from_on = DayField(label="From", required=False)


OPENED = {ONE: {"name": "Ada", "from_on": date(2016, 4, 1)}, TWO: {"name": "Bea", "from_on": None}}


def rows(data=None, shown=OPENED):
    return EditRows(SeatForm, data, shown=shown, noun="Seat", spare=2)


def sent(shown=OPENED, opened=OPENED, **typed):
    """The page that was opened with `opened` and sent when the rows are `shown`. Typed: one__name="Eve"."""
    data = QueryDict(mutable=True)
    for row in rows(shown=opened).all_rows:
        for field in row:
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = str(field.field.prepare_value(value))
    names = {"one": str(ONE), "two": str(TWO), "new0": "new-0", "new1": "new-1"}
    for name, value in typed.items():
        row, _, field = name.partition("__")
        data[f"{names[row]}-{field}"] = value
    return rows(data, shown)


def test_rows_that_nobody_touched_may_be_saved_as_they_are():
    page = sent()
    assert page.may_save and not page.removed
    assert [(row.key, row.cleaned_data["name"]) for row in page.kept] == [(ONE, "Ada"), (TWO, "Bea")]
    assert page.kept[0].cleaned_data["from_on"] == date(2016, 4, 1)


def test_new_rows_come_last_and_empty_ones_are_left_out():
    page = sent(new1__name="Cat", new1__from_on="14/07/2016")
    assert page.may_save
    assert [(row.key, row.cleaned_data["name"]) for row in page.kept][2:] == [(None, "Cat")]


def test_a_removed_row_is_not_checked():
    page = sent(one__remove="on", one__name="")
    assert page.may_save
    assert page.removed == [ONE]
    assert [row.key for row in page.kept] == [TWO]


def test_a_row_takes_the_place_of_another():
    for page in (sent(two__place="1"), sent(one__place="2")):
        assert page.may_save
        assert [row.key for row in page.kept] == [TWO, ONE]


def test_errors_name_the_row_and_keep_what_was_typed():
    page = sent(two__name="", new0__from_on="soon", new0__name="Cat")
    assert not page.may_save and page.status == 422
    said = [error for field in page for error in field.errors]
    assert said == [
        "Seat 2: Enter the name",
        "New seat 1: “soon” is not a date. Write it like 14 July 2016 or 14/07/2016",
    ]
    assert page.spare[0]["from_on"].value() == "soon"


def test_a_row_changed_by_someone_else_is_shown_beside_what_was_typed():
    now = OPENED | {TWO: {"name": "Bob", "from_on": None}}
    page = sent(shown=now, two__name="Bee")
    assert not page.may_save and page.status == 409
    assert [(clash.label, clash.saved, clash.typed) for clash in page.clashes] == [
        ("Seat 2: Name", "Bob", "Bee")
    ]


def test_removing_a_row_that_someone_else_changed_asks_first():
    now = OPENED | {TWO: {"name": "Bob", "from_on": None}}
    page = sent(shown=now, two__remove="on")
    assert [(clash.saved, clash.typed) for clash in page.clashes] == [("Bob", "Remove")]


def test_a_row_added_by_someone_else_is_left_alone():
    page = sent(shown=OPENED | {THREE: {"name": "Cat", "from_on": None}}, one__name="Eve")
    assert page.may_save
    assert [row.key for row in page.kept] == [ONE, TWO]
    assert not page.rows[2].is_bound


def test_a_row_removed_by_someone_else_comes_back_only_if_something_was_typed_in_it():
    without = {ONE: OPENED[ONE]}
    assert sent(shown=without).may_save
    page = sent(shown=without, two__name="Bee")
    assert page.status == 409
    assert [clash.saved for clash in page.clashes] == ["removed"]
    back = page.spare[-1]
    assert (back.key, back["name"].value()) == (None, "Bee")
    again = QueryDict(mutable=True)
    for row in page.all_rows:
        for field in row:
            if (value := field.value()) not in (None, False):
                again[field.html_name] = str(field.field.prepare_value(value))
    saved = rows(again, without)
    assert saved.may_save
    assert [row.cleaned_data["name"] for row in saved.kept] == ["Ada", "Bee"]


def test_a_refusal_of_an_action_stands_at_its_row():
    page = sent(new0__name="Cat")
    assert page.may_save
    page.refuse({"2.name": "Cat sits here already", "": "Nothing was saved"})
    assert page.spare[0].errors["name"] == ["Cat sits here already"]
    assert page.non_field_errors() == ["Nothing was saved"]
    assert page.status == 422
