"""What a browser sends back from a page with a form."""

import re
from html import unescape
from typing import Any


def fields_of(response: Any) -> dict[str, Any]:
    """Names and values of the fields in `<main>` as the page shows them, without unticked boxes."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", main):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at.get("type") in ("checkbox", "radio") and not re.search(r"\schecked\b", tag):
            continue
        if at.get("name"):
            found[at["name"]] = unescape(at.get("value", "on" if at.get("type") == "checkbox" else ""))
    for attributes, inside in re.findall(r"<select([^>]*)>(.*?)</select>", main, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*\sselected\b', inside)
        found[re.search(r'name="([^"]*)"', attributes)[1]] = unescape(chosen[1]) if chosen else ""
    for attributes, inside in re.findall(r"<textarea([^>]*)>(.*?)</textarea>", main, re.S):
        found[re.search(r'name="([^"]*)"', attributes)[1]] = unescape(inside).strip()
    return found
