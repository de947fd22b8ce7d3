"""Load GOV.UK Frontend's examples of each component, and normalise HTML to compare with them."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.test.html import Element, parse_html

COMPONENTS = settings.BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"

# Deliberate differences between our pages and GOV.UK's examples.
OUR_CLASSES = {
    # Our pages have several questions, so labels are bold, as GOV.UK's guide advises.
    "govuk-label--s",
    "govuk-fieldset__legend--s",
    # Breadcrumbs collapse on a mobile phone, where the whole path would take a screen.
    "govuk-breadcrumbs--collapse-on-mobile",
}
OUR_ATTRIBUTES = {
    # Django adds these for screen readers. GOV.UK's templates do not.
    "aria-invalid",
    "required",
}
# These two scripts only open conditional answers; `sendplan-reveal` does that here, so they are not loaded.
NOT_LOADED = {("data-module", "govuk-radios"), ("data-module", "govuk-checkboxes")}
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


def examples(component: str) -> list[dict[str, Any]]:
    """Examples of a component, each with `name`, `options` and the expected `html`."""
    path = COMPONENTS / component / "fixtures.json"
    return json.loads(path.read_text(encoding="utf-8"))["fixtures"]


def example(component: str, name: str) -> dict[str, Any]:
    """Example with this name."""
    return next(found for found in examples(component) if found["name"] == name)


def option_names(options: dict[str, Any], before: str = "") -> Iterator[str]:
    """Options that an example uses, such as `hint.text` or `items.checked`, without null and empty ones."""
    for name, value in options.items():
        if value is None or value == "":
            continue
        if isinstance(value, dict) and name != "attributes":
            yield from option_names(value, f"{before}{name}.")
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            for item in filter(None, value):
                yield from option_names(item, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def comparable(html: str, *, without: frozenset[str] = frozenset()) -> str:
    """Normalised tree of elements: classes sorted, referenced ids numbered, deliberate differences removed.

    `without` names attributes that this comparison leaves out.
    """
    root = parse_html(html)
    numbers = _numbers(root)
    for element in _elements(root):
        element.attributes = sorted(
            (name, _value(name, value, numbers))
            for name, value in element.attributes
            if name not in OUR_ATTRIBUTES | without
            and (name, value) not in NOT_LOADED
            and not (name == "id" and value not in numbers)
        )
    return str(root)


def _value(name: str, value: str | None, numbers: dict[str, str]) -> str | None:
    if value is None:
        return None
    if name == "class":
        return " ".join(sorted(set(value.split()) - OUR_CLASSES))
    if name == "id" or name in REFERENCES:
        return " ".join(numbers.get(part, part) for part in value.split())
    return value


def _numbers(root: Element) -> dict[str, str]:
    elements = list(_elements(root))
    named = [value for element in elements for name, value in element.attributes if name == "id"]
    wanted = {
        part
        for element in elements
        for name, value in element.attributes
        if name in REFERENCES
        for part in (value or "").split()
    }
    return {id_: f"#{number}" for number, id_ in enumerate(i for i in named if i in wanted)}


def _elements(element: Element) -> Iterator[Element]:
    if element.name:
        yield element
    for child in element.children:
        if not isinstance(child, str):
            yield from _elements(child)


def skeletons(html: str, css_class: str) -> list[str]:
    """Each element with this class as tags, classes, roles and scopes, one per line, without text and URLs."""
    return [
        "\n".join(_skeleton(element))
        for element in _elements(parse_html(html))
        if css_class in (dict(element.attributes).get("class") or "").split()
    ]


def _skeleton(element: Element) -> Iterator[str]:
    kept = {"class", "role", "scope", "type", "data-module"}
    attributes = [
        f' {name}="{_value(name, value, {})}"' for name, value in element.attributes if name in kept
    ]
    yield f"<{element.name}{''.join(attributes)}>"
    for child in element.children:
        if not isinstance(child, str):
            yield from _skeleton(child)
