"""GOV.UK forms: the renderer, radios and checkboxes with hints, and errors that say what to do."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from .date_field import GovDateField, GovDateInput

__all__ = ["Checkboxes", "GovDateField", "GovDateInput", "PlainErrors", "Radios", "Renderer", "error_target"]


class Renderer(TemplatesSetting):
    """Render every form and field with `templates/django/forms/`."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"


class HintedChoices(forms.widgets.ChoiceWidget):
    """Choices with optional hints, keyed by value.

    `small` is for secondary lists such as filters. `inline` puts two or three short radios in a row.
    """

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        small: bool = False,
        inline: bool = False,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.small = small
        self.inline = inline

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {"small": self.small, "inline": self.inline}
        return context

    def create_option(
        self,
        name: str,
        value: Any,
        label: int | str,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"] and "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class Radios(HintedChoices, forms.RadioSelect):
    """Radio buttons. `Radios(hints={"red": "Will miss its date"})`."""


class Checkboxes(HintedChoices, forms.CheckboxSelectMultiple):
    """Checkboxes."""


class PlainErrors(forms.BaseForm):
    """Mixin: replace Django's "This field is required." with "Enter the forecast date" and similar.

    Errors are made from labels. Where a label is a question, or no noun ("Due on"), `in_errors` says what errors call
    its field: `{"due_on": "the date it is due"}`. Messages set on the form's own fields are kept.
    """

    in_errors: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = _without_remark(str(field.label or name.replace("_", " ")))
            words = self.in_errors.get(name) or _with_article(_in_sentence(label))
            subject = _capitalised(self.in_errors.get(name, label))
            verb = "Select" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else "Enter"
            if isinstance(field, GovDateField):
                field.subject = subject
            is_whole = isinstance(field, forms.IntegerField) and not isinstance(field, forms.DecimalField)
            for code, message in {
                **({"invalid": f"{subject} must be a whole number"} if is_whole else {}),
                "required": f"{verb} {words}",
                "max_length": f"{subject} must be %(limit_value)d characters or fewer",
                "max_value": f"{subject} must be %(limit_value)s or less",
                "min_value": f"{subject} must be %(limit_value)s or more",
            }.items():
                if code not in _own_messages(field):
                    field.error_messages[code] = message


def error_target(bound: BoundField) -> str:
    """Id of the first input to correct in this field."""
    widget = bound.field.widget
    id_ = widget.attrs.get("id") or bound.auto_id
    if isinstance(widget, GovDateInput):
        return f"{id_}_{widget.first_faulty_part(bound)}"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{id_}_0"
    return widget.id_for_label(id_) or id_


def _own_messages(field: forms.Field) -> Sequence[str]:
    """Codes of the error messages that this field sets itself. All others come from Django's classes."""
    inherited: dict[str, Any] = {}
    for base in reversed(type(field).__mro__):
        inherited.update(getattr(base, "default_error_messages", {}))
    return [code for code, message in field.error_messages.items() if message != inherited.get(code)]


def _without_remark(label: str) -> str:
    """Label without what follows it in brackets: "Reason (optional)" becomes "Reason"."""
    return re.sub(r"\s*\((optional|£|needed[^)]*)\)$", "", label)


def _with_article(words: str) -> str:
    """Label in a sentence as what somebody enters: "title" becomes "the title", "what is owed" stays."""
    return words if words.split(" ")[0].lower() in _NEED_NO_ARTICLE else f"the {words}"


_NEED_NO_ARTICLE = ("a", "an", "the", "its", "our", "your", "how", "what", "when", "which", "who", "why")


def _in_sentence(label: str) -> str:
    """Label for use inside a sentence: "SEND lead" stays, "Reason" becomes "reason"."""
    first, rest = label[:1], label[1:]
    return label if rest[:1].isupper() else first.lower() + rest


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
