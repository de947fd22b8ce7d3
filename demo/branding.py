"""Colour and logo of the fictional council. The logo, a sun over water, is drawn here."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from councils.actors import Actor
from councils.branding.actions import change_branding
from councils.models import Council

from .accounts import ACTOR

TEAL = "#0f5257"
SAND = "#e0a43a"
SIZE = 144
DRAWING_SCALE = 4  # then made smaller: Pillow draws no soft edges itself


def give_branding(council: Council) -> Council:
    """Give the council its own colour and logo."""
    by = Actor.system(council, name=ACTOR.removeprefix("system:"))
    return change_branding(council=council, by=by, name=council.name, accent=TEAL, logo=_logo())


def _logo() -> bytes:
    side = SIZE * DRAWING_SCALE
    picture = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(picture)
    draw.ellipse(_box(side, 0.28, 0.06, 0.72, 0.5), fill=SAND)
    for top, inset in ((0.5, 0.0), (0.68, 0.08), (0.86, 0.2)):
        draw.rounded_rectangle(_box(side, inset, top, 1 - inset, top + 0.11), radius=side // 18, fill=TEAL)
    out = BytesIO()
    picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _box(
    side: int, left: float, top: float, right: float, bottom: float
) -> tuple[float, float, float, float]:
    return left * side, top * side, right * side, bottom * side
