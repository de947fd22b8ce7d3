"""Variation and assurance icons as small SVGs, to stand next to their words.

The frame has the shape and colour that the figure has in the chart: a blue square for improvement or a target that is
met, an orange diamond for concern or a target that is missed, a grey circle for usual variation. Screen readers skip
them, because the words are next to them.
"""

from __future__ import annotations

from html import escape

from core.rag import INK, WHITE

from .chart import CONCERN, IMPROVEMENT, USUAL
from .icons import Assurance, Meaning, Variation
from .special_causes import Side

SIZE = 36
SQUARE = f'<path d="M2 2H34V34H2Z" fill="{IMPROVEMENT}"/>'
DIAMOND = f'<path d="M18 1 35 18 18 35 1 18Z" fill="{CONCERN}" stroke="{INK}" stroke-width="1.5"/>'
CIRCLE = f'<circle cx="18" cy="18" r="15.5" fill="{WHITE}" stroke="{USUAL}" stroke-width="3"/>'
WAVE = f'<path d="M7 20q3.7-9 7.3-3t7.4 3 7.3-5" fill="none" stroke="{INK}" stroke-width="2"/>'
ARROWS = {Side.HIGH: "M18 8 27 19H21V28H15V19H9Z", Side.LOW: "M18 28 27 17H21V8H15V17H9Z"}
TRIANGLES = {Side.HIGH: "M18 3 35 33H1Z", Side.LOW: "M18 33 35 3H1Z"}


def variation_icon(variation: Variation) -> str:
    """Frame by meaning, with an arrow that says whether the last figure is high or low."""
    side = variation.side
    if side is None:
        return _icon(f"{CIRCLE}{WAVE}", variation.word)
    if variation.meaning == Meaning.UNUSUAL:
        return _icon(f'<path d="{TRIANGLES[side]}" fill="{INK}"/>', variation.word)
    frame, arrow = (SQUARE, WHITE) if variation.meaning == Meaning.IMPROVEMENT else (DIAMOND, INK)
    return _icon(f'{frame}<path d="{ARROWS[side]}" fill="{arrow}"/>', variation.word)


def assurance_icon(assurance: Assurance) -> str:
    """A tick for a target that is always met, a cross for one always missed, and a line that is crossed otherwise."""
    if assurance == Assurance.PASSES:
        return _icon(f"{SQUARE}{_stroke('M9 19 15 25 27 11', WHITE)}", assurance.word)
    if assurance == Assurance.FAILS:
        return _icon(f"{DIAMOND}{_stroke('M12 12 24 24M24 12 12 24', INK)}", assurance.word)
    line = f'<path d="M4 18H32" stroke="{INK}" stroke-width="1.5" stroke-dasharray="3 2"/>'
    return _icon(f"{CIRCLE}{line}{_stroke('M8 22 14 10 22 26 28 14', INK)}", assurance.word)


def _stroke(path: str, colour: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="3"/>'


def _icon(drawn: str, words: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}"'
        f' aria-hidden="true" focusable="false"><title>{escape(words)}</title>{drawn}</svg>'
    )
