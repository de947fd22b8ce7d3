"""Template tags for form fields: templates/django/forms/."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

INPUT_CLASSES = {
    "hidden": "",
    "submit": "",
    "file": "govuk-file-upload",
    "radio": "govuk-radios__input",
    "checkbox": "govuk-checkboxes__input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
}
# The group around the choices has these, or ARIA does not allow them on these elements.
NOT_ON_CHOICES = {"aria-invalid", "required"}
# Django's default rows of a text area. GOV.UK's are 5, in a box as wide as its container.
DJANGO_ROWS = "10"
ROWS = "5"


@register.simple_tag
def group_attrs(bound: BoundField) -> SafeString:
    """Attributes of a form group: its classes, and the script that counts characters or shows the password."""
    error = "govuk-form-group--error" if bound.errors else ""
    widget, limit = bound.field.widget, None
    module = "govuk-password-input" if isinstance(widget, forms.PasswordInput) else ""
    if isinstance(widget, forms.Textarea) and (limit := widget.attrs.get("maxlength")):
        module = "govuk-character-count"
    classes = " ".join(filter(None, ("govuk-form-group", error, module)))
    return _attributes([("class", classes), ("data-module", module or None), ("data-maxlength", limit)])


@register.simple_tag
def widget_attrs(widget: Mapping[str, Any], base: str | None = None) -> SafeString:
    """Attributes of a widget, GOV.UK classes first. Without a `base` class, the input type decides them."""
    kind = widget.get("type", "")
    base = INPUT_CLASSES.get(kind, "govuk-input") if base is None else base
    attrs = {**widget["attrs"]}
    if kind in {"radio", "checkbox"}:
        attrs = {name: value for name, value in attrs.items() if name not in NOT_ON_CHOICES}
    if kind == "password":
        attrs = {"spellcheck": "false", "autocapitalize": "none", **attrs}
    if base == "govuk-textarea":
        base, attrs = _text_area(attrs)
    faulty = f"{base.split()[0]}--error" if base and attrs.get("aria-invalid") else ""
    classes = " ".join(filter(None, (base, faulty, attrs.pop("class", ""))))
    return _attributes([("class", classes or None), *attrs.items()])


@register.simple_tag
def select_options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """Options of a select, in groups if they have any. A template takes four times as long for a hundred people."""
    return mark_safe("".join(_options(name, options) for name, options, _ in groups))  # noqa: S308


def _options(group: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    html = "".join(
        f'\n  <option value="{_escaped(each["value"])}"{" selected" if each["selected"] else ""}>'
        f"{_escaped(each['label'])}</option>"
        for each in options
    )
    return f'\n  <optgroup label="{_escaped(group)}">{html}\n  </optgroup>' if group else html


def _text_area(attrs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Classes and attributes of a text area, without `maxlength`: browsers would cut pasted text silently."""
    attrs.pop("cols", None)
    if attrs.get("rows") == DJANGO_ROWS:
        attrs["rows"] = ROWS
    if attrs.pop("maxlength", None) is None:
        return "govuk-textarea", attrs
    if id_ := attrs.get("id"):
        attrs["aria-describedby"] = f"{id_}-info {attrs.get('aria-describedby', '')}".strip()
    return "govuk-textarea govuk-js-character-count", attrs


def _attributes(pairs: Iterable[tuple[str, Any]]) -> SafeString:
    """HTML attributes, each after a space. True gives the name only, None and False give nothing."""
    return mark_safe(  # noqa: S308
        "".join(
            f" {_escaped(name)}" if value is True else f' {_escaped(name)}="{_escaped(value)}"'
            for name, value in pairs
            if value is not None and value is not False
        )
    )


def _escaped(value: Any) -> str:
    """As Django's `conditional_escape`, but without its check for lazy text, which takes longer than the rest."""
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))
