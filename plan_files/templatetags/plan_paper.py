"""Show a block of a plan's document in HTML for print."""

from __future__ import annotations

from typing import Any

from django import template

from core.paper.blocks import Block, Points, Table

from ..paper.table_html import table_html

register = template.Library()


@register.inclusion_tag("plan_files/paper/_block.html")
def paper_block(block: Block) -> dict[str, Any]:
    """A heading, a paragraph, a list or a table."""
    shown: dict[str, Any] = {"block": block, "kind": type(block).__name__}
    if isinstance(block, Points):
        shown["items"] = list(zip(block.numbers or ("",) * len(block.items), block.items, strict=True))
    if isinstance(block, Table):
        shown["table"] = table_html(block)
    return shown
