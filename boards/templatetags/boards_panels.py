"""Template tags of boards: the drawings of the chain of governance, and the nested list that says the same."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.ui.chain import Branch, Link, Node, chain_drawing, chain_tree, tree_drawing

register = template.Library()

WIDE, NARROW = 1140, 320


@register.simple_tag
def chain_drawings(nodes: Sequence[Node], links: Sequence[Link]) -> SafeString:
    """The chain of governance for wide and narrow screens. Put the nested list next to it."""
    drawings = (
        ("wide", chain_drawing(nodes, links, width=WIDE)),
        ("narrow", tree_drawing(nodes, links, width=NARROW)),
    )
    return format_html_join(
        "",
        '<div class="chain__{}">{}</div>',
        ((size, mark_safe(svg)) for size, svg in drawings),  # noqa: S308 (our own drawing, which escapes its words)
    )


@register.simple_tag
def chain_list(nodes: Sequence[Node], links: Sequence[Link]) -> list[Branch]:
    """The nested list of who reports to whom."""
    return chain_tree(nodes, links)
