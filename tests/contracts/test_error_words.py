"""Errors that forms make from labels are sentences: "Enter the date it is due", and not "Enter due on"."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.conf import settings

from core.ui.forms import GovDateField, PlainErrors

APART = {"tests", "bench", "dev", "docs", "node_modules", "bin"}
NO_NOUN = {
    *("about", "as", "at", "by", "for", "from", "in", "of", "on", "or", "since", "to", "until", "with"),
    *("added", "answered", "approved", "borrowed", "compared", "due", "held", "judged", "linked", "months"),
    *("owed", "published", "received", "refers", "sent", "shown", "spent", "taken"),
    *("are", "do", "does", "has", "have", "is", "was", "whose", "will", "would"),
}
DANGLING = {"about", "at", "by", "from", "of", "on", "to", "with"}


def classes_below(parent: type) -> Iterator[type]:
    for each in parent.__subclasses__():
        yield each
        yield from classes_below(each)


def forms_of_pages() -> list[type]:
    for path in sorted(Path(settings.BASE_DIR).glob("[a-z]*/**/*.py")):
        parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
        if parts[0] not in APART and any("forms" in part or part == "views" for part in parts):
            importlib.import_module(".".join(part for part in parts if part != "__init__"))
    found = {each for each in classes_below(PlainErrors) if getattr(each, "base_fields", None)}
    ours = (each for each in found if each.__module__.split(".")[0] not in APART)
    return sorted(ours, key=lambda each: (each.__module__, each.__qualname__))


def problem(words: str) -> str:
    """Why words cannot follow "Enter the", empty if they can."""
    plain = words.removeprefix("the ").lower()
    if "?" in words:
        return "is a question"
    if plain.split(" ")[0] in NO_NOUN:
        return "is no noun"
    if words.startswith("the ") and plain.split(" ")[-1] in DANGLING - {"of"}:
        return "ends in a preposition"
    return ""


class _Probe(PlainErrors, forms.Form):
    """Makes the errors of the fields of another form."""

    def __init__(self, fields: dict[str, forms.Field], in_errors: dict[str, str]) -> None:
        self.base_fields, self.in_errors = fields, in_errors
        super().__init__()


@pytest.mark.parametrize("form", forms_of_pages(), ids=lambda each: f"{each.__module__}.{each.__name__}")
def test_errors_made_from_labels_are_sentences(form):
    fields = {name: each for name, each in form.base_fields.items() if each.label or each.required}
    found = []
    for name, field in _Probe(fields, form.in_errors).fields.items():
        messages = field.error_messages
        said = [messages["required"].partition(" ")[2]] if field.required else []
        said = [each for each in said if each.startswith("the ") or "?" in each]
        if isinstance(field, GovDateField):
            said.append(field.subject)
        is_whole = isinstance(field, forms.IntegerField) and not isinstance(field, forms.DecimalField)
        if getattr(field, "max_length", None) or is_whole:
            said.append(str(messages["max_length"]).partition(" must be ")[0])
        found += [f"{name}: “{each}” {problem(each)}" for each in said if problem(each)]
    assert not found, "say in `in_errors` what errors call these fields"
