"""Forms render GOV.UK markup, and their errors say what to do and where."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from core.ui.forms import Checkboxes, GovDateField, PlainErrors, Radios


class UpdateForm(PlainErrors, forms.Form):
    rag = forms.ChoiceField(
        label="RAG rating",
        choices=[("red", "Red"), ("green", "Green")],
        widget=Radios(hints={"red": "Will miss its date"}),
        help_text="In your judgement",
    )
    narrative = forms.CharField(label="What has happened", max_length=20, widget=forms.Textarea)
    forecast_on = GovDateField(label="Forecast date")
    percent = forms.IntegerField(label="Percentage complete", min_value=0, max_value=100)
    lead = forms.ChoiceField(label="Lead", choices=[("", "Choose"), ("hp", "HP")])
    done = forms.MultipleChoiceField(
        label="Parts done", choices=[("1", "Draft"), ("2", "Final")], required=False, widget=Checkboxes()
    )
    told = forms.BooleanField(label="I have told the board", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


GOOD = (
    "rag=red&narrative=Late&forecast_on_day=30&forecast_on_month=9&forecast_on_year=2016&percent=40&lead=hp"
)


def posted(query: str = "", **changes: str) -> UpdateForm:
    data = QueryDict(query, mutable=True)
    for name, value in changes.items():
        data[name] = value
    return UpdateForm(data)


def summary(form: forms.BaseForm) -> str:
    return Template("{% load ui %}{% error_summary form %}").render(Context({"form": form}))


def test_a_good_form_gives_its_values():
    form = posted(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["forecast_on"] == date(2016, 9, 30)
    assert summary(form).strip() == ""


def test_empty_form_names_each_field_in_words():
    assert [str(errors[0]) for errors in posted().errors.values()] == [
        "Select the RAG rating",
        "Enter what has happened",
        "Enter the forecast date",
        "Enter the percentage complete",
        "Select the lead",
    ]


def test_summary_links_to_the_first_input_of_each_field():
    html = summary(posted())
    for target in ("id_rag_0", "id_narrative", "id_forecast_on_day", "id_percent", "id_lead"):
        assert f'<a href="#{target}">' in html
        assert f'id="{target}"' in str(posted())


def test_summary_of_a_missing_month_links_to_the_month():
    form = posted(GOOD, forecast_on_month="")
    assert '<a href="#id_forecast_on_month">Forecast date must include a month</a>' in summary(form)
    assert str(form["forecast_on"]).count('aria-invalid="true"') == 1


def test_error_of_the_whole_form_leads_to_its_first_field():
    form = posted(GOOD)
    form.add_error(None, "Quarter 1 is closed")
    assert '<a href="#id_rag_0">Quarter 1 is closed</a>' in summary(form)


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("30", "", "2016", "Forecast date must include a month"),
        ("", "", "2016", "Forecast date must include a day and a month"),
        ("31", "9", "2016", "Forecast date must be a real date"),
        ("x", "9", "2016", "Forecast date must be a real date"),
        ("30", "13", "2016", "Forecast date: the month must be a number from 1 to 12 or a name"),
        ("30", "Septober", "2016", "Forecast date: the month must be a number from 1 to 12 or a name"),
        ("30", "9", "16", "Forecast date: the year must have 4 numbers, such as 2016"),
    ],
)
def test_a_date_that_cannot_be_read_is_explained(day, month, year, message):
    form = posted(GOOD, forecast_on_day=day, forecast_on_month=month, forecast_on_year=year)
    assert form.errors["forecast_on"] == [message]
    html = str(form["forecast_on"])
    assert all(f'value="{typed}"' in html for typed in (day, month, year) if typed)


@pytest.mark.parametrize("month", ["9", "09", "Sep", "sept", "September", " september "])
def test_a_month_is_a_number_or_a_name(month):
    assert posted(GOOD, forecast_on_month=month).is_valid()


def test_a_date_shows_its_initial_value_and_knows_when_it_changed():
    form = UpdateForm(initial={"forecast_on": date(2016, 9, 30)})
    assert 'value="2016"' in str(form["forecast_on"])
    field = form.fields["forecast_on"]
    assert not field.has_changed(date(2016, 9, 30), ["30", "9", "2016"])
    assert field.has_changed(date(2016, 9, 30), ["30", "10", "2016"])


def test_a_percent_sign_in_a_label_stays():
    class Form(forms.Form):
        on = GovDateField(label="Date of 100%")

    assert Form({"on_day": "1"}).errors["on"] == ["Date of 100% must include a month and a year"]


def test_limits_are_said_with_the_field_and_the_limit():
    form = posted(GOOD, percent="101", narrative="x" * 21)
    assert form.errors["percent"] == ["Percentage complete must be 100 or less"]
    assert form.errors["narrative"] == ["What has happened must be 20 characters or fewer"]
    assert posted(GOOD, percent="half").errors["percent"] == ["Percentage complete must be a whole number"]


def test_a_message_that_the_author_wrote_is_kept():
    class Form(PlainErrors, forms.Form):
        rag = forms.CharField(error_messages={"required": "Say how it stands"})

    assert Form({}).errors["rag"] == ["Say how it stands"]


def test_radios_carry_hints_and_are_described_by_them():
    html = str(posted()["rag"])
    assert 'id="id_rag_0_hint" class="govuk-hint govuk-radios__hint">Will miss its date' in html
    assert 'aria-describedby="id_rag_0_hint"' in html
    assert "aria-invalid" not in html  # ARIA allows it on the group alone


def test_a_group_names_its_hint_and_error_on_the_fieldset():
    html = posted()["rag"].as_field_group()
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_rag_helptext id_rag_error">' in html
    assert 'id="id_rag_helptext"' in html
    assert '<p id="id_rag_error" class="govuk-error-message">' in html


def test_a_long_text_is_counted_and_never_cut_off_by_the_browser():
    html = posted(GOOD, narrative="x" * 21)["narrative"].as_field_group()
    assert 'data-maxlength="20"' in html
    assert " maxlength=" not in html
    assert 'aria-describedby="id_narrative-info id_narrative_error"' in html
    assert "x" * 21 in html


def test_one_checkbox_has_its_label_beside_it():
    html = posted()["told"].as_field_group()
    assert html.index('type="checkbox"') < html.index("I have told the board")
    assert 'class="govuk-checkboxes__input"' in html


def test_hidden_fields_have_no_group_and_no_class():
    html = str(posted())
    assert '<input type="hidden" name="secret" id="id_secret">' in html
    assert html.count("govuk-form-group") >= 7


def test_what_was_typed_is_escaped():
    html = str(posted(GOOD, narrative="<script>alert(1)</script>"))
    assert "<script>" not in html
