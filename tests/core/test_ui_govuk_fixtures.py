"""Form fields match GOV.UK Frontend: each of its examples, built as a Django form, gives the same HTML."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.safestring import mark_safe

from core.ui.forms import Checkboxes, GovDateField, Radios
from tests.core.govuk import comparable, examples, option_names

# Options that our forms do not have, as regular expressions, each with its reason. An option that is not built
# below or matched here fails the test, so that someone checks each new version of the package.
NOT_OURS = {
    r".*isPageHeading|(.*\.)?(label|legend)\.classes": "labels have one size, and the h1 stands above the form",
    r".*\.(label|legend)\.(html|attributes)|label\.html|items\.html": "labels are words",
    r"(fieldset|formGroup|inputWrapper)\.(classes|attributes)": "no page styles a part of a group",
    r"(.*\.)?describedBy": "a field is described by its own hint and errors",
    r"(prefix|suffix)\..*": "units are said in the label",
    r"items\.conditional\.html": "fields that depend on an answer use sendplan-reveal",
    r"items\.(divider|behaviour)": "no list of ours has an answer unlike the others",
    r"items\.disabled": "what cannot be chosen is not offered",
    r"items\.(attributes|name|id|value|error|classes|pattern|inputmode)|attributes": "parts are made by Django",
    r"namePrefix|(day|year)(\.classes)?|classes": "a date has a day, a month and a year, named by Django",
    r"maxwords|countType": "limits are in characters, as the database keeps them",
    r"threshold|.*Text(\.one|\.other)?|countMessage\.classes|day\.label": "one wording everywhere, in English",
    r"items": "a field has answers to choose from",
    r"javascript|multiple": "a plain file input is enough",
}
# Behaviour of an example that its options' names do not show.
NO_LEGEND = "a group is described through its legend's fieldset"
NO_VALUE = "an answer always has a value of its own"
UNSAID = "what is wrong is always said"
OTHER_CLASSES = "groups are plain, small or inline"
SECRET = "a password or a file is never sent back"
NO_LIMIT = "what has no limit is not counted"
NEVER_CUT = "a browser would cut what is pasted without a word"
EMPTY_ANSWER = "an empty answer is the chosen one when there is no other"

BOX = {
    *("name", "id", "classes", "attributes", "disabled", "autocomplete", "spellcheck", "value"),
    *("label.text", "hint.text", "hint.html", "errorMessage.text"),
}
GROUP = {
    *("name", "idPrefix", "classes", "values", "value"),
    *("fieldset.legend.text", "hint.text", "errorMessage.text"),
    *("items.text", "items.value", "items.checked", "items.id", "items.hint.text"),
}
PARTS = ("day", "month", "year")
OURS = {
    "input": BOX | {"type", "inputmode", "pattern", "autocapitalize"},
    "textarea": BOX | {"rows"},
    "character-count": BOX | {"rows", "maxlength"},
    "password-input": BOX,
    "file-upload": BOX,
    "select": BOX | {"items.text", "items.value", "items.selected"},
    "radios": GROUP,
    "checkboxes": GROUP,
    "date-input": {
        *("id", "fieldset.legend.text", "hint.text", "errorMessage.text"),
        *(f"{part}.{what}" for part in PARTS for what in ("value", "error")),
        *(f"values.{part}" for part in PARTS),
    },
}
LEAST = {
    "input": 22, "textarea": 10, "character-count": 8, "password-input": 6, "file-upload": 6,
    "select": 6, "radios": 9, "checkboxes": 9, "date-input": 6,
}  # fmt: skip


def why_not_ours(component: str, options: dict[str, Any]) -> str:
    """Reason why an example is left out, "" if it is built, "?" if undecided."""
    other = set(option_names(options)) - OURS[component]
    if other:
        return next(
            (why for names, why in NOT_OURS.items() if any(re.fullmatch(names, one) for one in other)), "?"
        )
    return _why_not_ours(component, options)


def _why_not_ours(component: str, options: dict[str, Any]) -> str:
    grouped = component in {"radios", "checkboxes", "date-input"}
    explained = "hint" in options or "errorMessage" in options
    plain = {f"govuk-{component}--small", "govuk-radios--inline"}
    return next(
        why
        for applies, why in [
            (any("value" not in item for item in items(options)), NO_VALUE),
            (grouped and "fieldset" not in options and (explained or component == "date-input"), NO_LEGEND),
            (grouped and set(options.get("classes", "").split()) - plain, OTHER_CLASSES),
            (component in {"password-input", "file-upload"} and options.get("value"), SECRET),
            (component == "date-input" and "errorMessage" not in options and faulty(options), UNSAID),
            (component == "character-count" and "maxlength" not in options, NO_LIMIT),
            ("maxlength" in options.get("attributes", {}), NEVER_CUT),
            (component == "select" and "" in [item.get("value") for item in items(options)], EMPTY_ANSWER),
            (True, ""),
        ]
        if applies
    )


def ours(component: str) -> Iterator[dict[str, Any]]:
    """Examples that only use options we have."""
    for example in examples(component):
        if not why_not_ours(component, example["options"]):
            yield example


def items(options: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in options.get("items", []) if item]


def faulty(options: dict[str, Any]) -> list[str]:
    """Parts of a date that an example marks as wrong: those it names, else all that it does not clear."""
    said = {part: options.get(part, {}).get("error") for part in PARTS}
    named = [part for part in PARTS if said[part]]
    if named or "errorMessage" not in options:
        return named
    return [part for part in PARTS if said[part] is not False]


# --- The same field as a Django form ---


def field(component: str, options: dict[str, Any]) -> str:
    name = options.get("name") or options["id"]
    label = options.get("label") or options.get("fieldset", {}).get("legend", {"text": "-"})
    hint = options.get("hint", {})
    made = FIELDS[component](options)
    made.label, made.required = label["text"], False
    made.help_text = mark_safe(hint["html"]) if "html" in hint else escape(hint.get("text", ""))
    made.disabled = bool(options.get("disabled"))
    value = VALUES.get(component, lambda options: options.get("value"))(options)
    error = options.get("errorMessage")
    form = forms.Form({} if error else None, initial={name: value})
    form.fields[name] = made
    if error:
        form.full_clean()
        form.add_error(name, ValidationError(error["text"], params={"parts": faulty(options)}))
        form.data = typed(component, name, value)
    return form[name].as_field_group()


def typed(component: str, name: str, value: Any) -> dict[str, Any]:
    """Data that the browser would have sent, shown again with the error."""
    if component == "date-input":
        return {f"{name}_{part}": text for part, text in zip(PARTS, value, strict=True)}
    return {name: value}


def box_attrs(options: dict[str, Any]) -> dict[str, Any]:
    names = ("autocomplete", "spellcheck", "inputmode", "pattern", "autocapitalize", "rows")
    attrs = {**options.get("attributes", {}), "class": options.get("classes")}
    attrs |= {name: options[name] for name in names if name in options}
    if isinstance(attrs.get("spellcheck"), bool):
        attrs["spellcheck"] = str(attrs["spellcheck"]).lower()
    return {name: value for name, value in attrs.items() if value}


def text_input(options: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs=box_attrs(options))
    widget.input_type = options.get("type", "text")
    return forms.CharField(widget=widget)


def text_area(options: dict[str, Any]) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(box_attrs(options)), max_length=options.get("maxlength"))


def password(options: dict[str, Any]) -> forms.Field:
    attrs = {"autocomplete": "current-password", **box_attrs(options)}
    return forms.CharField(widget=forms.PasswordInput(attrs))


def upload(options: dict[str, Any]) -> forms.Field:
    return forms.FileField(widget=forms.FileInput(box_attrs(options)))


def select(options: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=choices(options), widget=forms.Select(box_attrs(options)))


def radios(options: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=choices(options), widget=Radios(hints=hints(options), **looks(options)))


def checkboxes(options: dict[str, Any]) -> forms.Field:
    widget = Checkboxes(hints=hints(options), **looks(options))
    return forms.MultipleChoiceField(choices=choices(options), widget=widget)


def date_input(options: dict[str, Any]) -> forms.Field:
    return GovDateField()


def choices(options: dict[str, Any]) -> list[tuple[str, str]]:
    return [(spelt(item["value"]), item["text"]) for item in items(options)]


def spelt(value: Any) -> str:
    """Value as JavaScript writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def hints(options: dict[str, Any]) -> dict[str, str]:
    return {spelt(item["value"]): item["hint"]["text"] for item in items(options) if "hint" in item}


def looks(options: dict[str, Any]) -> dict[str, bool]:
    classes = options.get("classes", "")
    return {look: True for look in ("small", "inline") if f"--{look}" in classes}


def chosen(options: dict[str, Any]) -> list[str]:
    """Values set on the items, else those set on the whole field."""
    named = options.get("values", [options.get("value")])
    return [
        spelt(item["value"])
        for item in items(options)
        if item.get("checked", item.get("selected", item["value"] in named))
    ]


def one_chosen(options: dict[str, Any]) -> str | None:
    return next(iter(chosen(options)), None)


def date_parts(options: dict[str, Any]) -> list[Any]:
    given = options.get("values", {})
    return [options.get(part, {}).get("value", given.get(part)) for part in PARTS]


FIELDS = {
    "input": text_input, "textarea": text_area, "character-count": text_area, "password-input": password,
    "file-upload": upload, "select": select, "radios": radios, "checkboxes": checkboxes, "date-input": date_input,
}  # fmt: skip
VALUES = {"select": one_chosen, "radios": one_chosen, "checkboxes": chosen, "date-input": date_parts}
# Django names the parts of a date. A month can be typed as a word, so it has no numeric keypad.
WITHOUT = {"date-input": frozenset({"name", "inputmode"})}


@pytest.mark.parametrize(
    ("component", "example"),
    [
        pytest.param(component, example, id=f"{component}: {example['name']}")
        for component in OURS
        for example in ours(component)
    ],
)
def test_a_field_is_what_gov_uk_makes_of_it(component, example):
    without = WITHOUT.get(component, frozenset())
    html = field(component, example["options"])
    if "fieldset" not in example["options"] and component in {"radios", "checkboxes"}:
        html = unwrapped(html)
    assert comparable(html, without=without) == comparable(example["html"], without=without)


def unwrapped(html: str) -> str:
    """Remove the legend, which our choices always have and the example does not."""
    inside = re.sub(r"<fieldset[^>]*>\s*<legend.*?</legend>", "", html, flags=re.DOTALL)
    return inside.replace("</fieldset>", "")


@pytest.mark.parametrize(("component", "least"), LEAST.items())
def test_enough_examples_are_compared(component, least):
    assert len(list(ours(component))) >= least


def test_each_example_that_is_left_out_is_left_out_for_a_reason():
    assert [
        (component, example["name"])
        for component in OURS
        for example in examples(component)
        if why_not_ours(component, example["options"]) == "?"
    ] == []
