"""The guide for councils: Markdown in `docs/guide/` as HTML with GOV.UK's classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = settings.BASE_DIR / "docs" / "guide"
PICTURES = settings.BASE_DIR / "docs" / "pictures"
CONTENTS = "README"

CLASSES = {
    "p": "govuk-body",
    "h1": "govuk-heading-l",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "img": "guide-picture",
    "table": "govuk-table",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}


@dataclass(frozen=True)
class GuidePage:
    """A page of the guide: its title, its HTML, and its second-level headings as pairs of id and words."""

    title: str
    html: SafeString
    sections: tuple[tuple[str, str], ...]


@cache
def guide_page(name: str) -> GuidePage | None:
    """The page with this name, or None if the guide has no such page."""
    path = FOLDER / f"{name}.md"
    if path.parent != FOLDER or not path.is_file():
        return None
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(path.read_text(encoding="utf-8"))
    headings = _arranged(tokens)
    titles = [words for level, _, words in headings if level == "h1"]
    html = markdown.renderer.render(tokens, markdown.options, {})
    return GuidePage(
        titles[0] if titles else name,
        mark_safe(html),  # noqa: S308 (our own text; the renderer escapes HTML in it)
        tuple((id_, words) for level, id_, words in headings if level == "h2"),
    )


def picture_path(name: str) -> Path | None:
    """File of a picture, or None if there is no such picture."""
    path = PICTURES / f"{name}.png"
    return path if path.is_file() else None


def _arranged(tokens: Sequence[Token]) -> list[tuple[str, str, str]]:
    """Give the tokens classes, ids and addresses. Returns the headings: tag, id and words."""
    headings = []
    for place, token in enumerate(tokens):
        if token.nesting >= 0 and token.tag in CLASSES:
            token.attrJoin("class", CLASSES[token.tag])
        if token.type == "heading_open":
            words = tokens[place + 1].content
            token.attrSet("id", slugify(words))
            headings.append((token.tag, slugify(words), words))
        if token.type == "inline":
            _arranged(token.children or [])
        if token.type == "link_open":
            token.attrSet("href", _address(str(token.attrGet("href"))))
        if token.type == "image":
            token.attrSet("src", _picture_address(str(token.attrGet("src"))))
            token.attrSet("loading", "lazy")
    return headings


def _address(href: str) -> str:
    """Address of a link to another page of the guide ("officers.md#my-work"). Others stay."""
    file, hash_, anchor = href.partition("#")
    if not file.endswith(".md"):
        return href
    name = PurePosixPath(file).stem
    page = reverse("guide:contents") if name == CONTENTS else reverse("guide:page", kwargs={"name": name})
    return f"{page}{hash_}{anchor}"


def _picture_address(src: str) -> str:
    return reverse("guide:picture", kwargs={"name": PurePosixPath(src).stem})
